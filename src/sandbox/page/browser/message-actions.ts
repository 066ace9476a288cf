// What one can do with a message: the bar that shows on hover and on keyboard focus, and its menu.
import type { WireMessage } from '../../slack/wire.ts';
import { copyLink, deleteMessage, runShortcut, toggleReaction } from './actions.ts';
import type { App } from './app.ts';
import { toTyped } from './compose-text.ts';
import { type Child, h, type VNode } from './dom.ts';
import { openEmojiPicker } from './emoji-picker.ts';
import { icon } from './icons.ts';
import { type MenuItem, openMenu } from './menu.ts';
import { emojiView } from './mrkdwn-view.ts';
import { openThread } from './navigate.ts';
import { namesIn } from './people.ts';
import { messageKey } from './state.ts';

/** One press away: what engineers use here most. */
const quickReactions = ['ticket', 'eyes', '+1'];

export function messageActions(app: App, message: WireMessage, place: 'channel' | 'thread'): VNode | false {
  if (message.is_ephemeral) return false;
  const key = `${place} ${messageKey(message)}`;
  return h(
    'div',
    { class: 'message-actions', attrs: { role: 'toolbar', 'aria-label': 'Message actions' } },
    quickReactions.map((name) =>
      action(`React with :${name}:`, emojiView(name), () => void toggleReaction(app, message, name)),
    ),
    action('Add a reaction', icon('smilePlus'), (event) =>
      openEmojiPicker(app, event, { key, pick: (name) => void toggleReaction(app, message, name) }),
    ),
    place === 'channel' ? action('Reply in thread', icon('reply'), () => openThread(app, message)) : false,
    action('More actions', icon('more'), (event) =>
      openMenu(app, event, { key: `more ${key}`, label: 'More actions', items: menuItems(app, message) }),
    ),
  );
}

function action(label: string, content: Child, run: (event: Event) => void): VNode {
  return h(
    'button',
    {
      class: 'icon-button',
      attrs: { type: 'button', 'aria-label': label, title: label },
      on: { click: run },
    },
    content,
  );
}

function menuItems(app: App, message: WireMessage): MenuItem[] {
  const { workspace } = app.state;
  const mine = message.user === workspace?.me.id && !message.bot_id;
  const shortcuts = workspace?.app.shortcuts.filter((one) => one.type === 'message') ?? [];
  return [
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      hint: shortcut.description || undefined,
      icon: 'bolt' as const,
      note: workspace?.app.name,
      run: () => void runShortcut(app, shortcut.callback_id, message),
    })),
    {
      label: 'Copy link',
      icon: 'link',
      separated: shortcuts.length > 0,
      run: () => void copyLink(app, message),
    },
    ...(mine ? ownItems(app, message) : []),
  ];
}

const ownItems = (app: App, message: WireMessage): MenuItem[] => [
  { label: 'Edit message', icon: 'pencil', run: () => startEdit(app, message) },
  { label: 'Delete message…', icon: 'trash', danger: true, run: () => void deleteMessage(app, message) },
];

export function startEdit(app: App, message: WireMessage): void {
  app.state.editing = {
    channel: message.channel,
    ts: message.ts,
    text: toTyped(message.text, namesIn(app.state)),
  };
  app.changed();
}
