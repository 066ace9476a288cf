// Shows the guide's line above the workspace, and keeps the progress in the browser.
import type { App } from './app.ts';
import { h, type VNode } from './dom.ts';
import { type GuideAction, nextStep } from './guide.ts';
import { icon } from './icons.ts';
import { actAs, goTo, goToMessage } from './navigate.ts';
import type { GuideProgress } from './state.ts';
import { inThread } from './timeline.ts';
import { openIssueAddress, openTracker } from './tracker/tracker.ts';

export function guideView(app: App): VNode | false {
  const step = nextStep(app.state);
  if (!step) return false;
  const { action } = step;
  return h(
    'div',
    { key: 'guide', class: 'guide', attrs: { role: 'status', 'aria-live': 'polite' } },
    h(
      'span',
      { class: 'guide-step', attrs: { title: `Step ${step.number} of ${step.of}` } },
      `${step.number}/${step.of}`,
    ),
    h('span', { class: 'guide-text' }, step.text),
    action
      ? h(
          'button',
          {
            class: 'button guide-button',
            attrs: { type: 'button' },
            on: { click: () => follow(app, action) },
          },
          action.label,
        )
      : false,
    h(
      'button',
      {
        class: 'icon-button',
        attrs: { type: 'button', 'aria-label': 'Dismiss the guide', title: 'Dismiss' },
        on: { click: () => setGuide(app, { dismissed: true }) },
      },
      icon('close', 16),
    ),
  );
}

function follow(app: App, action: GuideAction): void {
  if (action.kind === 'actAs') actAs(app, action.person);
  else if (action.kind === 'goTo') goTo(app, { kind: 'channel', id: action.channel });
  else if (action.kind === 'show') goToMessage(app, action.channel, action.ts);
  else if (action.kind === 'tracker') showTicket(app);
  else {
    app.state.drafts[`${app.state.actingAs.id} ${action.channel} `] = action.text;
    goTo(app, { kind: 'channel', id: action.channel });
  }
}

/** The ticket Earshot's reply links to; the board while there is no such reply yet. */
function showTicket(app: App): void {
  const { wrote } = app.state.guide;
  const thread = inThread(app.state.workspace?.messages[wrote?.channel ?? ''] ?? [], wrote?.ts ?? '');
  const replies = JSON.stringify(thread.map(({ text, blocks }) => [text, blocks]));
  const issues = Object.values(app.state.tracker.content).flatMap((content) => content.issues);
  const linked = issues.find((issue) => replies.includes(issue.url));
  if (!linked || !openIssueAddress(app, linked.url)) openTracker(app);
}

function setGuide(app: App, change: Partial<GuideProgress>): void {
  app.state.guide = { ...app.state.guide, ...change };
  app.changed();
}

const nothingDone: GuideProgress = { dismissed: false, wrote: undefined, looked: false, asked: false };
const storageKey = 'earshot demo guide';

export function readGuide(): GuideProgress {
  try {
    return { ...nothingDone, ...JSON.parse(localStorage.getItem(storageKey) ?? '{}') };
  } catch {
    // A browser that keeps nothing, or something else under our name: start over.
    return nothingDone;
  }
}

export function keepGuide(progress: GuideProgress): void {
  const text = JSON.stringify(progress);
  try {
    if (localStorage.getItem(storageKey) !== text) localStorage.setItem(storageKey, text);
  } catch {
    // Private windows may refuse: the guide then lasts as long as the page.
  }
}
