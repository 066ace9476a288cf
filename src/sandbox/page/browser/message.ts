// One message: author, time, text or blocks, files, unfurls, reactions, thread summary.
import type { WireMessage } from '../../slack/wire.ts';
import { dismissEphemeral } from './actions.ts';
import type { App } from './app.ts';
import { attachmentView } from './attachments.ts';
import { avatar } from './avatar.ts';
import { blocks } from './blocks/blocks.ts';
import { authorName, byline, face, smallTime } from './byline.ts';
import { dateOfTs, fullMoment, relative, timeOf } from './dates.ts';
import { type Child, h, type VNode } from './dom.ts';
import { editor } from './editor.ts';
import { fileView } from './files.ts';
import { icon } from './icons.ts';
import { messageActions, startEdit } from './message-actions.ts';
import { mrkdwn } from './mrkdwn-view.ts';
import { openThread } from './navigate.ts';
import { userById } from './people.ts';
import { reactionChips } from './reactions.ts';
import { messageKey } from './state.ts';

type Placing = { place: 'channel' | 'thread'; continues: boolean };

export function messageView(app: App, message: WireMessage, { place, continues }: Placing): VNode {
  const { state } = app;
  const key = messageKey(message);
  const editing = state.editing?.channel === message.channel && state.editing.ts === message.ts;
  const marks = [
    continues && 'continues',
    message.is_ephemeral && 'ephemeral',
    state.highlighted === key && 'highlighted',
    editing && 'editing',
    state.popover?.key.endsWith(key) && 'in-use',
    message.mentions.users.includes(state.workspace?.me.id ?? '') && 'to-me',
  ].filter(Boolean);
  return h(
    'div',
    {
      class: ['message', ...marks].join(' '),
      attrs: {
        role: 'listitem',
        tabindex: -1,
        'data-ts': message.ts,
        'aria-label': spokenName(app, message),
      },
      on: { keydown: (event) => keys(app, message, event) },
      // An answer to what one has just pressed comes into view; when the list opens, its own scrolling comes later.
      mounted: message.is_ephemeral ? (element) => element.scrollIntoView({ block: 'nearest' }) : undefined,
      updated: revealHighlighted,
    },
    message.is_ephemeral ? onlyYou(app, message) : false,
    h('div', { class: 'message-side' }, continues ? smallTime(message) : face(app, message)),
    h(
      'div',
      { class: 'message-main' },
      continues ? false : byline(app, message),
      editing ? editor(app) : content(app, message),
      reactionChips(app, message),
      place === 'channel' ? threadSummary(app, message) : false,
    ),
    editing ? false : messageActions(app, message, place),
  );
}

const spokenName = (app: App, message: WireMessage) =>
  `${authorName(app, message)}, ${timeOf(dateOfTs(message.ts))}`;

function revealHighlighted(element: HTMLElement): void {
  if (element.classList.contains('highlighted') && !element.dataset.revealed) {
    element.dataset.revealed = 'yes';
    element.scrollIntoView({ block: 'center' });
  } else if (!element.classList.contains('highlighted')) delete element.dataset.revealed;
}

/** Letters act on the message that has the focus, as in the toolbar. */
function keys(app: App, message: WireMessage, event: KeyboardEvent): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 't' || event.key === 'Enter') openThread(app, message);
  else if (event.key === 'e' && message.user === app.state.workspace?.me.id) startEdit(app, message);
  else if (event.key === 'r')
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[aria-label="Add a reaction"]')?.click();
  else return;
  event.preventDefault();
}

const onlyYou = (app: App, message: WireMessage) =>
  h(
    'div',
    { class: 'only-you' },
    icon('eye', 14),
    h('span', {}, 'Only visible to you'),
    h(
      'button',
      {
        class: 'link-button',
        attrs: { type: 'button' },
        on: { click: () => void dismissEphemeral(app, message) },
      },
      'Dismiss',
    ),
  );

/**
 * Blocks replace the text, as in Slack; the text is then only for notifications. The one rich_text block of a
 * person's message is only the client's reading of that same text.
 */
function content(app: App, message: WireMessage): Child {
  const surface = { kind: 'message', channel: message.channel, ts: message.ts } as const;
  const isOwnWords = !message.bot_id && message.text !== '' && isOneRichText(message.blocks);
  const shown =
    message.blocks?.length && !isOwnWords
      ? blocks(message.blocks, { app, surface })
      : mrkdwn(message.text, app.text);
  return [
    message.subtype === 'thread_broadcast'
      ? h('div', { class: 'muted small' }, 'replied to a thread')
      : false,
    message.text || message.blocks?.length
      ? h('div', { class: 'message-text' }, shown, editedMark(message))
      : false,
    (message.files ?? []).map((file) => fileView(app, file)),
    (message.attachments ?? []).map((attachment) => attachmentView(app, attachment, message)),
  ];
}

const isOneRichText = (list: unknown[] | undefined) =>
  list?.length === 1 && (list[0] as { type?: string }).type === 'rich_text';

const editedMark = ({ edited }: WireMessage) =>
  edited
    ? h('span', { class: 'edited', attrs: { title: fullMoment(dateOfTs(edited.ts)) } }, '(edited)')
    : false;

function threadSummary(app: App, message: WireMessage): VNode | false {
  const count = message.reply_count ?? 0;
  if (count === 0 || message.thread_ts !== message.ts) return false;
  const faces = (message.reply_users ?? []).slice(0, 5).map((id) => avatar(userById(app.state, id), 22));
  const latest = message.latest_reply ? dateOfTs(message.latest_reply) : undefined;
  return h(
    'button',
    {
      class: 'thread-summary',
      attrs: { type: 'button', 'aria-label': `${count} ${count === 1 ? 'reply' : 'replies'}, open thread` },
      on: { click: () => openThread(app, message) },
    },
    h('span', { class: 'faces' }, faces),
    h('span', { class: 'reply-count' }, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    latest ? h('span', { class: 'muted' }, `Last reply ${relative(latest, app.now())}`) : false,
    h('span', { class: 'thread-open' }, icon('right', 14)),
  );
}

/** Joins, leaves, topics. */
export function noticeView(app: App, message: WireMessage): VNode {
  return h(
    'div',
    { class: 'notice', attrs: { role: 'listitem', 'data-ts': message.ts } },
    h('span', { class: 'message-side' }, icon('people', 16)),
    h('span', { class: 'notice-text' }, mrkdwn(message.text, app.text)),
    h('time', { class: 'when' }, timeOf(dateOfTs(message.ts))),
  );
}
