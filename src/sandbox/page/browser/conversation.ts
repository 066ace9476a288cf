// The middle of the page: a channel or a direct message.
import type { WireChannel } from '../../slack/wire.ts';
import { joinChannel } from './actions.ts';
import type { App } from './app.ts';
import { avatar } from './avatar.ts';
import { composer } from './composer.ts';
import { type Child, h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { messageList } from './message-list.ts';
import { mrkdwn } from './mrkdwn-view.ts';
import { type Conversation, isChannel, openDmWith, pageSize } from './navigate.ts';
import { companyOf, conversationName, userById, userName } from './people.ts';
import { openPicker } from './picker.ts';
import { topLevel } from './timeline.ts';

export function conversationView(app: App, one: Conversation): VNode {
  return h(
    'section',
    {
      key: `conversation ${one.id}`,
      class: 'conversation',
      attrs: { 'aria-label': conversationName(app.state, one) },
    },
    heading(app, one),
    conversationBody(app, one),
  );
}

/** Messages and composer, without the heading: also the app's Messages tab. */
export function conversationBody(app: App, one: Conversation): Child[] {
  const { state } = app;
  const name = conversationName(state, one);
  const shown = state.shownCount[one.id] ?? pageSize;
  const list = messageList(app, {
    key: `list ${state.actingAs.id} ${one.id}`,
    place: 'channel',
    label: `Messages in ${name}`,
    messages: topLevel(state.workspace?.messages[one.id] ?? []),
    shown,
    intro: intro(app, one),
    readUpTo: state.readUpTo[one.id],
    showMore: () => {
      state.shownCount[one.id] = shown + pageSize;
      app.changed();
    },
  });
  return [list, foot(app, one, name)];
}

function heading(app: App, one: Conversation): VNode {
  const name = conversationName(app.state, one);
  const sign = isChannel(one)
    ? icon(one.is_private ? 'lock' : 'hash', 18)
    : avatar(userById(app.state, one.user), 24);
  const topic = isChannel(one) ? one.topic || one.purpose : userById(app.state, one.user)?.title;
  return h(
    'header',
    { class: 'pane-head' },
    h('h1', { class: 'pane-title' }, sign, h('span', { class: 'cut' }, name)),
    isChannel(one) && one.is_ext_shared ? sharedWith(app, one) : false,
    h('div', { class: 'pane-topic' }, topic ? mrkdwn(topic, app.text) : false),
    isChannel(one) ? members(app, one) : false,
  );
}

function sharedWith(app: App, channel: WireChannel): VNode {
  const { workspace } = app.state;
  const teams = [workspace?.team, ...(workspace?.other_teams ?? [])];
  const others = teams.filter(
    (team) => team && team.id !== workspace?.me.team_id && channel.team_ids.includes(team.id),
  );
  const names = others.map((team) => team?.name).join(', ');
  return h(
    'span',
    { class: 'badge badge-company', attrs: { title: 'People of another organisation read this channel' } },
    icon('shared', 13),
    `Shared with ${names || 'others'}`,
  );
}

function members(app: App, channel: WireChannel): VNode {
  const open = (event: Event) =>
    openPicker(app, event, {
      key: `members ${channel.id}`,
      label: `Members of ${channel.name}`,
      several: false,
      empty: () => 'Nobody matches.',
      find: (query) => [
        {
          choices: channel.members
            .map((id) => ({ id, name: userName(app.state, id), user: userById(app.state, id) }))
            .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
            .map(({ id, name, user }) => ({
              key: id,
              label: name,
              hint:
                [user?.is_bot ? 'App' : user?.title, companyOf(app.state, user)]
                  .filter(Boolean)
                  .join(' · ') || undefined,
              selected: false,
              choose: () => void openDmWith(app, id),
            })),
        },
      ],
    });
  return h(
    'button',
    {
      class: 'members',
      attrs: {
        type: 'button',
        'aria-label': `${channel.members.length} members`,
        'aria-haspopup': 'listbox',
      },
      on: { click: open },
    },
    channel.members.slice(0, 3).map((id) => avatar(userById(app.state, id), 22)),
    h('span', {}, channel.members.length),
  );
}

function intro(app: App, one: Conversation): VNode {
  const name = conversationName(app.state, one);
  return h(
    'div',
    { key: 'intro', class: 'intro' },
    isChannel(one)
      ? h('span', { class: 'intro-sign' }, icon(one.is_private ? 'lock' : 'hash', 26))
      : avatar(userById(app.state, one.user), 56),
    h(
      'h2',
      {},
      isChannel(one)
        ? `This is the start of #${name}`
        : `This is the start of your conversation with ${name}`,
    ),
    isChannel(one) && (one.purpose || one.topic)
      ? h('p', {}, mrkdwn(one.purpose || one.topic, app.text))
      : false,
  );
}

function foot(app: App, one: Conversation, name: string): VNode {
  if (isChannel(one) && one.is_archived)
    return h(
      'div',
      { key: 'foot', class: 'foot-note' },
      icon('lock', 16),
      'This channel is archived. It can be read, not written in.',
    );
  if (isChannel(one) && !one.is_member)
    return h(
      'div',
      { key: 'foot', class: 'foot-note' },
      h('span', {}, `You are not a member of #${name}.`),
      h(
        'button',
        {
          class: 'button button-primary',
          attrs: { type: 'button' },
          on: { click: () => void joinChannel(app, one.id) },
        },
        'Join channel',
      ),
    );
  return composer(app, { channel: one.id }, `Message ${isChannel(one) ? `#${name}` : name}`);
}
