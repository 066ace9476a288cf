// The reaction chips under a message.
import type { WireMessage } from '../../slack/wire.ts';
import { toggleReaction } from './actions.ts';
import type { App } from './app.ts';
import { h, type VNode } from './dom.ts';
import { openEmojiPicker } from './emoji-picker.ts';
import { icon } from './icons.ts';
import { emojiView } from './mrkdwn-view.ts';
import { userName } from './people.ts';

export function reactionChips(app: App, message: WireMessage): VNode | false {
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return false;
  return h(
    'div',
    { class: 'reactions', attrs: { role: 'group', 'aria-label': 'Reactions' } },
    reactions.map((reaction) => chip(app, message, reaction)),
    h(
      'button',
      {
        key: 'add',
        class: 'chip chip-add',
        attrs: { type: 'button', 'aria-label': 'Add a reaction', title: 'Add a reaction' },
        on: {
          click: (event) =>
            openEmojiPicker(app, event, {
              key: `chips ${message.channel}/${message.ts}`,
              pick: (name) => void toggleReaction(app, message, name),
            }),
        },
      },
      icon('smilePlus', 16),
    ),
  );
}

function chip(
  app: App,
  message: WireMessage,
  reaction: NonNullable<WireMessage['reactions']>[number],
): VNode {
  const me = app.state.workspace?.me.id ?? '';
  const mine = reaction.users.includes(me);
  const who = reaction.users.map((id) => (id === me ? 'You' : userName(app.state, id))).join(', ');
  return h(
    'button',
    {
      key: reaction.name,
      class: `chip${mine ? ' mine' : ''}`,
      attrs: {
        type: 'button',
        'aria-pressed': mine ? 'true' : 'false',
        'aria-label': `${reaction.name}, ${reaction.count}: ${who}`,
        title: `${who} reacted with :${reaction.name}:`,
        'data-reaction': reaction.name,
      },
      on: { click: () => void toggleReaction(app, message, reaction.name) },
    },
    emojiView(reaction.name),
    h('span', { class: 'chip-count' }, reaction.count),
  );
}
