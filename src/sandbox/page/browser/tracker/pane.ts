// The second pane: the issue tracker the tickets end up in.
import type { App } from '../app.ts';
import { type Child, h, type VNode } from '../dom.ts';
import { type IconName, icon } from '../icons.ts';
import { boardView, listView } from './board.ts';
import { issueView } from './issue.ts';
import { chooseTracker, closeTracker, openIssue } from './tracker.ts';
import type { TrackerContent, TrackerKind, TrackerState } from './tracker-state.ts';

export function trackerPane(app: App): VNode {
  const { tracker } = app.state;
  const content = tracker.content[tracker.kind];
  return h(
    'aside',
    {
      key: 'tracker',
      class: 'tracker',
      attrs: { 'aria-label': 'Issues' },
      on: { keydown: (event) => onEscape(app, event) },
    },
    h('header', { class: 'pane-head' }, heading(app, content), close(app)),
    body(app, content),
  );
}

function onEscape(app: App, event: KeyboardEvent): void {
  if (event.key !== 'Escape' || app.state.popover) return;
  if (app.state.tracker.issue) openIssue(app, undefined);
  else closeTracker(app);
}

function heading(app: App, content: TrackerContent | undefined): VNode {
  const { tracker } = app.state;
  if (tracker.issue)
    return h(
      'div',
      { key: 'issue head', class: 'tracker-head' },
      h(
        'button',
        {
          class: 'icon-button',
          attrs: { type: 'button', 'aria-label': 'Back to all issues' },
          on: { click: () => openIssue(app, undefined) },
        },
        icon('left'),
      ),
      h('h2', { class: 'pane-title' }, h('span', { class: 'issue-key' }, tracker.issue)),
    );
  return h(
    'div',
    { key: 'board head', class: 'tracker-head' },
    h('h2', { class: 'pane-title' }, title(app, content)),
    content && content.teams.length > 1 ? teams(app, content) : false,
    h('span', { class: 'spacer' }),
    layoutButton(app, { layout: 'board', name: 'board', label: 'Board' }),
    layoutButton(app, { layout: 'list', name: 'list', label: 'List' }),
  );
}

/** With one tracker its name, with two a choice between them. */
function title(app: App, content: TrackerContent | undefined): Child {
  if (!app.state.bootstrap.jiraUrl)
    return [content?.name ?? 'Issues', h('span', { class: 'muted' }, content?.organization)];
  const tab = (kind: TrackerKind, name: string) =>
    h(
      'button',
      {
        class: `tracker-tab${app.state.tracker.kind === kind ? ' on' : ''}`,
        attrs: { type: 'button', 'aria-pressed': app.state.tracker.kind === kind ? 'true' : 'false' },
        on: { click: () => chooseTracker(app, kind) },
      },
      name,
    );
  return h('span', { class: 'tracker-tabs' }, tab('linear', 'Linear'), tab('jira', 'Jira'));
}

function teams(app: App, content: TrackerContent): VNode {
  const { tracker } = app.state;
  return h(
    'select',
    {
      class: 'field field-short team-choice',
      attrs: { 'aria-label': 'Team' },
      prop: { value: tracker.team ?? '' },
      on: {
        change: (event) => {
          tracker.team = (event.currentTarget as HTMLSelectElement).value || undefined;
          app.changed();
        },
      },
    },
    h('option', { attrs: { value: '' } }, 'All teams'),
    content.teams.map((team) => h('option', { key: team.id, attrs: { value: team.id } }, team.name)),
  );
}

type LayoutButton = { layout: TrackerState['layout']; name: IconName; label: string };

function layoutButton(app: App, { layout, name, label }: LayoutButton): VNode {
  const on = app.state.tracker.layout === layout;
  return h(
    'button',
    {
      class: `icon-button${on ? ' on' : ''}`,
      attrs: { type: 'button', 'aria-label': label, title: label, 'aria-pressed': on ? 'true' : 'false' },
      on: {
        click: () => {
          app.state.tracker.layout = layout;
          app.changed();
        },
      },
    },
    icon(name),
  );
}

const close = (app: App) =>
  h(
    'button',
    {
      class: 'icon-button',
      attrs: { type: 'button', 'aria-label': 'Close issues' },
      on: { click: () => closeTracker(app) },
    },
    icon('close'),
  );

function body(app: App, content: TrackerContent | undefined): VNode {
  const { tracker } = app.state;
  const failure = tracker.failure[tracker.kind];
  if (!content)
    return h(
      'p',
      { key: 'wait', class: 'pane-empty', attrs: { role: 'status' } },
      failure ?? 'Loading the issues…',
    );
  const issue = content.issues.find((one) => one.key === tracker.issue);
  if (issue) return issueView(app, issue);
  if (tracker.issue)
    return h('p', { key: 'gone', class: 'pane-empty' }, `There is no ${tracker.issue} here.`);
  if (content.issues.length === 0)
    return h(
      'div',
      { key: 'none', class: 'pane-empty' },
      icon('board', 28),
      h('p', {}, 'No issue yet. React to a customer’s message with 🎫 as an engineer, and one appears here.'),
    );
  return tracker.layout === 'board' ? boardView(app, content) : listView(app, content);
}
