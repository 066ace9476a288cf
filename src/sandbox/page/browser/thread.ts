// A thread in the right-hand pane.
import type { App } from './app.ts';
import { composer } from './composer.ts';
import { h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { messageList } from './message-list.ts';
import { closeThread, conversation, isChannel } from './navigate.ts';
import { conversationName } from './people.ts';
import type { Thread } from './state.ts';
import { inThread } from './timeline.ts';

export function threadView(app: App, thread: Thread): VNode {
  const { state } = app;
  const where = conversation(state, thread.channel);
  const messages = inThread(state.workspace?.messages[thread.channel] ?? [], thread.ts);
  const name = where ? conversationName(state, where) : '';
  const gone = messages.length === 0;
  return h(
    'aside',
    {
      key: `thread ${thread.channel} ${thread.ts}`,
      class: 'thread',
      attrs: { 'aria-label': 'Thread' },
      on: { keydown: (event) => event.key === 'Escape' && !event.defaultPrevented && closeThread(app) },
    },
    h(
      'header',
      { class: 'pane-head' },
      h('h2', { class: 'pane-title' }, 'Thread'),
      h('span', { class: 'pane-topic muted' }, where && isChannel(where) ? `#${name}` : name),
      h(
        'button',
        {
          class: 'icon-button',
          attrs: { type: 'button', 'aria-label': 'Close thread' },
          on: { click: () => closeThread(app) },
        },
        icon('close'),
      ),
    ),
    gone
      ? h('p', { key: 'gone', class: 'pane-empty' }, 'This message is not here any more.')
      : messageList(app, {
          key: `list ${state.actingAs.id} ${thread.ts}`,
          place: 'thread',
          label: 'Messages in this thread',
          messages,
          shown: Number.POSITIVE_INFINITY,
          intro: undefined,
          showMore: () => undefined,
        }),
    gone ? false : composer(app, { channel: thread.channel, threadTs: thread.ts }, 'Reply…'),
  );
}
