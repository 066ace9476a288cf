// Where one writes: grows with the text, Enter sends, Shift+Enter breaks the line, suggestions as one types.
import { runCommand, sendFiles, sendMessage, type Target } from './actions.ts';
import type { App } from './app.ts';
import { toMrkdwn } from './compose-text.ts';
import { composerTools } from './composer-tools.ts';
import { h, type VNode } from './dom.ts';
import { sizeText } from './files.ts';
import { icon } from './icons.ts';
import { startEdit } from './message-actions.ts';
import { namesIn } from './people.ts';
import { lookUp, offerKeys, suggestions } from './suggestions.ts';
import { setDraft, type Writing, writings } from './writing.ts';

export function composer(app: App, target: Target, placeholder: string): VNode {
  const key = `${app.state.actingAs.id} ${target.channel} ${target.threadTs ?? ''}`;
  const writing = writings.get(key) ?? { key, target, offer: undefined, active: 0, closedAt: '', files: [] };
  writings.set(key, writing);
  const draft = app.state.drafts[key] ?? '';
  const ready = draft.trim() !== '' || writing.files.length > 0;
  return h(
    'div',
    { key, class: 'composer', on: { paste: (event) => paste(app, writing, event) } },
    writing.offer ? suggestions(app, writing) : false,
    h(
      'div',
      { class: 'composer-box' },
      field(app, writing, { draft, placeholder }),
      fileTokens(app, writing),
      [
        h(
          'div',
          { class: 'composer-bar' },
          composerTools(app, writing, (text) => setDraft(app, writing, text)),
          h(
            'button',
            {
              class: 'send',
              attrs: { type: 'button', 'aria-label': 'Send', title: 'Send (Enter)', disabled: !ready },
              on: { click: () => void send(app, writing) },
            },
            icon('send'),
          ),
        ),
      ],
    ),
    h(
      'div',
      { class: 'composer-hint', attrs: { 'aria-hidden': 'true' } },
      h('b', {}, 'Shift + Enter'),
      ' for a new line',
    ),
  );
}

function field(
  app: App,
  writing: Writing,
  { draft, placeholder }: { draft: string; placeholder: string },
): VNode {
  return h('textarea', {
    class: 'composer-field',
    attrs: {
      rows: 1,
      placeholder,
      'aria-label': placeholder,
      'aria-autocomplete': 'list',
      'aria-controls': writing.offer ? 'suggestions' : undefined,
      'aria-activedescendant': writing.offer ? 'suggestion-active' : undefined,
      'data-composer': writing.target.threadTs ? 'thread' : 'channel',
    },
    prop: { value: draft },
    mounted: (element) => {
      grow(element);
      element.focus({ preventScroll: true });
    },
    updated: grow,
    on: {
      input: (event) => {
        const element = event.currentTarget as HTMLTextAreaElement;
        setDraft(app, writing, element.value);
        lookUp(app, writing, element);
      },
      keydown: (event) => keys(app, writing, event),
      blur: () => {
        writing.offer = undefined;
        app.changed();
      },
    },
  });
}

function grow(element: HTMLElement): void {
  element.style.height = 'auto';
  element.style.height = `${Math.min(element.scrollHeight, 320)}px`;
}

function keys(app: App, writing: Writing, event: KeyboardEvent): void {
  if (event.isComposing) return;
  if (writing.offer && offerKeys(app, writing, event)) event.preventDefault();
  else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    void send(app, writing);
  } else if (event.key === 'ArrowUp' && !app.state.drafts[writing.key]) {
    event.preventDefault();
    editLast(app, writing.target);
  }
}

async function send(app: App, writing: Writing): Promise<void> {
  const { target, key } = writing;
  const text = (app.state.drafts[key] ?? '').trim();
  const files = writing.files;
  if (!text && files.length === 0) return;
  // Cleared at once, so that a second Enter sends nothing twice; given back when sending fails.
  writing.files = [];
  writing.offer = undefined;
  setDraft(app, writing, '');
  const mrkdwn = toMrkdwn(text, namesIn(app.state));
  if (files.length > 0) return sendFiles(app, target, { files, comment: mrkdwn });
  const isCommand = /^\/[a-z]/.test(text);
  const sent = isCommand ? await runCommand(app, target, text) : await sendMessage(app, target, mrkdwn);
  if (!sent && !app.state.drafts[key]) setDraft(app, writing, text);
}

function editLast(app: App, { channel, threadTs }: Target): void {
  const { workspace } = app.state;
  const mine = workspace?.messages[channel]?.findLast(
    (message) =>
      message.user === workspace.me.id &&
      !message.is_ephemeral &&
      (threadTs ? message.thread_ts === threadTs : !message.thread_ts || message.thread_ts === message.ts),
  );
  if (mine) startEdit(app, mine);
}

function paste(app: App, writing: Writing, event: ClipboardEvent): void {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  writing.files = [...writing.files, ...files];
  app.changed();
}

function fileTokens(app: App, writing: Writing): VNode | false {
  if (writing.files.length === 0) return false;
  const remove = (file: File) => {
    writing.files = writing.files.filter((one) => one !== file);
    app.changed();
  };
  return h(
    'div',
    { class: 'composer-files' },
    writing.files.map((file) =>
      h(
        'span',
        { class: 'token' },
        `${file.name} · ${sizeText(file.size)}`,
        h(
          'button',
          {
            attrs: { type: 'button', 'aria-label': `Remove ${file.name}` },
            on: { click: () => remove(file) },
          },
          icon('close', 11),
        ),
      ),
    ),
  );
}
