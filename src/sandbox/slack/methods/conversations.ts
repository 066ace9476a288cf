// conversations.*: which channels there are, what was said in them.
import { type Caller, type Core, refuse } from '../core.ts';
import { findMessage, messageAt, messageShown, messagesOf, repliesOf, within } from '../messages.ts';
import { cursorArgs, flag, method, pageOf, text } from '../method.ts';
import { channelJoined, channelSeen, channelShown, maySee, openDm, scopeFor } from '../places.ts';
import { markRead } from '../posting.ts';
import { requireScope } from '../tokens.ts';
import type { Channel, Message, User } from '../world.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const kindOfType = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' } as const;

const list = method('conversations.list', {
  scopes: readScopes,
  args: {
    ...cursorArgs,
    types: text.optional(),
    exclude_archived: flag.optional(),
  },
  run(core, caller, args) {
    const kinds = kindsIn(args.types);
    for (const kind of kinds) requireScope(caller, scopeFor({ kind }, 'read'));
    const seen = Object.values(core.world.channels).filter(
      (one) =>
        kinds.includes(one.kind) && maySee(one, caller.user) && !(args.exclude_archived && one.archived),
    );
    return channelPage(core, caller.user, seen, args);
  },
});

const usersConversations = method('users.conversations', {
  scopes: readScopes,
  args: {
    ...cursorArgs,
    types: text.optional(),
    exclude_archived: flag.optional(),
    user: text.optional(),
  },
  run(core, caller, args) {
    const kinds = kindsIn(args.types);
    for (const kind of kinds) requireScope(caller, scopeFor({ kind }, 'read'));
    const user = args.user ?? caller.user.id;
    if (!core.world.users[user]) refuse('user_not_found');
    const joined = Object.values(core.world.channels).filter(
      (one) =>
        kinds.includes(one.kind) &&
        one.members.includes(user) &&
        maySee(one, caller.user) &&
        !(args.exclude_archived && one.archived),
    );
    return channelPage(core, caller.user, joined, args);
  },
});

function channelPage(
  core: Core,
  viewer: User,
  channels: Channel[],
  args: { cursor?: string | undefined; limit?: number | undefined },
) {
  const page = pageOf(channels, args, { usual: 100, most: 1000 });
  return {
    channels: page.items.map((one) => channelShown(core, one, viewer)),
    response_metadata: page.response_metadata,
  };
}

function kindsIn(types = 'public_channel'): Channel['kind'][] {
  return types
    .split(',')
    .map((type) => kindOfType[type.trim() as keyof typeof kindOfType] ?? refuse('invalid_types'));
}

const info = method('conversations.info', {
  scopes: readScopes,
  args: { channel: text, include_locale: flag.optional(), include_num_members: flag.optional() },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    requireScope(caller, scopeFor(channel, 'read'));
    const { num_members, ...shown } = channelShown(core, channel, caller.user);
    const lastRead = core.world.reads[caller.user.id]?.[channel.id];
    return {
      channel: {
        ...shown,
        ...(args.include_num_members ? { num_members } : {}),
        ...(lastRead ? { last_read: lastRead } : {}),
        ...(args.include_locale ? { locale: 'en-US' } : {}),
      },
    };
  },
});

const timeline = {
  ...cursorArgs,
  oldest: text.optional(),
  latest: text.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};

const history = method('conversations.history', {
  scopes: historyScopes,
  args: { channel: text, ...timeline },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    requireScope(caller, scopeFor(channel, 'history'));
    const bounds = { ...boundsOf(args), inclusive: args.inclusive ?? false };
    const found = messagesOf(core, channel.id).filter((one) => isInChannel(one) && within(one.ts, bounds));
    const page = pageOf(found.reverse(), args, { usual: 100, most: 999 });
    return {
      ...shownPage(core, caller, { channel, page, args }),
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
    };
  },
});

const replies = method('conversations.replies', {
  scopes: historyScopes,
  args: { channel: text, ts: text, ...timeline },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    requireScope(caller, scopeFor(channel, 'history'));
    const parent = findMessage(core, channel.id, args.ts) ?? refuse('thread_not_found');
    const bounds = { ...boundsOf(args), inclusive: args.inclusive ?? false };
    const thread = [parent, ...repliesOf(core, channel.id, parent).filter((one) => within(one.ts, bounds))];
    const page = pageOf(thread, args, { usual: 1000, most: 1000 });
    return shownPage(core, caller, { channel, page, args });
  },
});

/** Replies show in the channel only when they were broadcast to it. */
const isInChannel = (one: Message) =>
  !one.threadTs || one.threadTs === one.ts || one.subtype === 'thread_broadcast';

/** `0` and an empty string mean no bound. */
function boundsOf({ oldest, latest }: { oldest?: string | undefined; latest?: string | undefined }) {
  for (const bound of [oldest, latest])
    if (bound && !/^\d+(\.\d+)?$/.test(bound))
      refuse(bound === oldest ? 'invalid_ts_oldest' : 'invalid_ts_latest');
  return { ...(Number(oldest) ? { oldest } : {}), ...(Number(latest) ? { latest } : {}) };
}

type Found = {
  channel: Channel;
  page: { items: Message[]; response_metadata: { next_cursor: string } };
  args: { include_all_metadata?: boolean | undefined };
};

const mayReadMetadata = (caller: Caller) =>
  caller.kind === 'user' || (caller.kind === 'bot' && caller.scopes.includes('metadata.message:read'));

/** Without its scope, metadata is left out and nothing is said about it. */
function shownPage(core: Core, caller: Caller, { channel, page, args }: Found) {
  const metadata = (args.include_all_metadata ?? false) && mayReadMetadata(caller);
  const more = page.response_metadata.next_cursor !== '';
  return {
    messages: page.items.map((one) => messageShown(core, channel, one, { metadata })),
    has_more: more,
    ...(more ? { response_metadata: page.response_metadata } : {}),
  };
}

const members = method('conversations.members', {
  scopes: readScopes,
  args: { channel: text, ...cursorArgs },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    requireScope(caller, scopeFor(channel, 'read'));
    const page = pageOf(channel.members, args, { usual: 100, most: 1000 });
    return { members: page.items, response_metadata: page.response_metadata };
  },
});

const open = method('conversations.open', {
  scopes: ['im:write', 'mpim:write'],
  args: {
    channel: text.optional(),
    users: text.optional(),
    return_im: flag.optional(),
    prevent_creation: flag.optional(),
  },
  run(core, caller, args) {
    if (args.channel) return { channel: { id: channelJoined(core, caller, args.channel).id } };
    const others = (args.users ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (others.length === 0) refuse('users_list_not_supplied');
    if (others.length > 8) refuse('too_many_users');
    for (const id of others) {
      const user = core.world.users[id] ?? refuse('user_not_found');
      if (user.deleted) refuse('user_disabled');
      if (caller.kind === 'bot' && user.isBot) refuse('cannot_dm_bot');
    }
    requireScope(caller, others.length > 1 ? 'mpim:write' : 'im:write');
    const channel = openDm(core, [caller.user.id, ...others]);
    return { channel: args.return_im ? channelShown(core, channel, caller.user) : { id: channel.id } };
  },
});

const mark = method('conversations.mark', {
  tokens: ['user'],
  args: { channel: text, ts: text },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    if (Number(args.ts)) messageAt(core, channel.id, args.ts);
    markRead(core, { user: caller.user.id, channel: channel.id, ts: args.ts });
    core.changed({ type: 'channel', channel: channel.id });
    return {};
  },
});

export const conversations = [list, usersConversations, info, history, replies, members, open, mark];
