// conversations.create, join, invite, leave, kick, archive and the like: who is in a channel, and whether it lives.
import { type Core, refuse } from '../core.ts';
import { memberJoined, memberLeft } from '../events.ts';
import { stableId } from '../ids.ts';
import { flag, method, text } from '../method.ts';
import { channelJoined, channelSeen, channelShown, scopeFor } from '../places.ts';
import { post } from '../posting.ts';
import { requireScope } from '../tokens.ts';
import type { Channel, User } from '../world.ts';
import { authorOf } from './chat.ts';

const manageScopes = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'];

const create = method('conversations.create', {
  scopes: ['channels:manage', 'groups:write'],
  args: { name: text, is_private: flag.optional() },
  run(core, caller, args) {
    if (!/^[a-z0-9_-]{1,80}$/.test(args.name)) refuse('invalid_name_specials');
    if (Object.values(core.world.channels).some((one) => one.name === args.name)) refuse('name_taken');
    if (caller.user.guest) refuse('restricted_action');
    const kind = args.is_private ? 'private' : 'public';
    requireScope(caller, kind === 'public' ? 'channels:manage' : 'groups:write');
    const channel = newChannel(core, { name: args.name, kind, creator: caller.user.id });
    core.changed({ type: 'channel', channel: channel.id });
    return { channel: channelShown(core, channel, caller.user) };
  },
});

function newChannel(
  core: Core,
  made: { name: string; kind: 'public' | 'private'; creator: string },
): Channel {
  const words = { value: '', creator: '', last_set: 0 };
  const channel: Channel = {
    ...made,
    id: stableId('C', core.world.team.domain, made.name),
    topic: { ...words },
    purpose: { ...words },
    created: Math.floor(core.now() / 1000),
    archived: false,
    general: false,
    members: [made.creator],
    teamIds: [core.world.team.id],
  };
  core.world.channels[channel.id] = channel;
  core.world.messages[channel.id] = [];
  return channel;
}

const join = method('conversations.join', {
  scopes: ['channels:join'],
  args: { channel: text },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
    if (channel.archived) refuse('is_archived');
    const wasIn = channel.members.includes(caller.user.id);
    if (!wasIn) enter(core, channel, { user: caller.user });
    return {
      channel: channelShown(core, channel, caller.user),
      ...(wasIn
        ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
        : {}),
    };
  },
});

const invite = method('conversations.invite', {
  scopes: ['channels:manage', 'channels:write.invites', 'groups:write', 'groups:write.invites'],
  args: { channel: text, users: text, force: flag.optional() },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    if (channel.archived) refuse('is_archived');
    const guests = args.users.split(',').map((id) => core.world.users[id.trim()] ?? refuse('user_not_found'));
    for (const user of guests) {
      if (user.id === caller.user.id) refuse('cant_invite_self');
      if (channel.members.includes(user.id)) refuse('already_in_channel');
      if (!channel.teamIds.includes(user.teamId)) refuse('user_team_not_in_channel');
    }
    for (const user of guests) enter(core, channel, { user, inviter: caller.user.id });
    return { channel: channelShown(core, channel, caller.user) };
  },
});

/** The join message is part of the history; the app hears of both. */
function enter(core: Core, channel: Channel, { user, inviter }: { user: User; inviter?: string }): void {
  channel.members.push(user.id);
  core.changed({ type: 'channel', channel: channel.id });
  memberJoined(core, channel, { user, ...(inviter ? { inviter } : {}) });
  note(core, channel, user, {
    subtype: channel.kind === 'private' ? 'group_join' : 'channel_join',
    text: `<@${user.id}> has joined the ${channel.kind === 'private' ? 'group' : 'channel'}`,
    ...(inviter ? { inviter } : {}),
  });
}

const leave = method('conversations.leave', {
  scopes: manageScopes,
  args: { channel: text },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    if (!channel.members.includes(caller.user.id)) return { not_in_channel: true };
    if (channel.general) refuse('cant_leave_general');
    exit(core, channel, { user: caller.user, actor: caller.user });
    return {};
  },
});

const kick = method('conversations.kick', {
  scopes: manageScopes,
  args: { channel: text, user: text },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    const user = core.world.users[args.user] ?? refuse('user_not_found');
    if (user.id === caller.user.id) refuse('cant_kick_self');
    if (!channel.members.includes(user.id)) refuse('not_in_channel');
    if (channel.general) refuse('cant_kick_from_general');
    exit(core, channel, { user, actor: caller.user });
    return {};
  },
});

function exit(core: Core, channel: Channel, { user, actor }: { user: User; actor: User }): void {
  channel.members = channel.members.filter((member) => member !== user.id);
  core.changed({ type: 'channel', channel: channel.id });
  memberLeft(core, channel, user, actor);
  note(core, channel, user, { subtype: 'channel_leave', text: `<@${user.id}> has left the channel` });
}

function note(
  core: Core,
  channel: Channel,
  user: User,
  words: { subtype: string; text: string; inviter?: string },
): void {
  const mentions = { users: [], usergroups: [], broadcast: [] };
  post(core, channel, { ...words, ...authorOf(user), mentions });
}

const archive = method('conversations.archive', {
  scopes: manageScopes,
  args: { channel: text },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    if (channel.archived) refuse('already_archived');
    if (channel.general) refuse('cant_archive_general');
    channel.archived = true;
    core.changed({ type: 'channel', channel: channel.id });
    return {};
  },
});

const unarchive = method('conversations.unarchive', {
  tokens: ['user'],
  args: { channel: text },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    if (!channel.archived) refuse('not_archived');
    channel.archived = false;
    core.changed({ type: 'channel', channel: channel.id });
    return {};
  },
});

const setWords = (what: 'topic' | 'purpose') =>
  method(what === 'topic' ? 'conversations.setTopic' : 'conversations.setPurpose', {
    scopes: [...manageScopes, `channels:write.topic`, 'groups:write.topic'],
    args: { channel: text, [what]: text.max(250) },
    run(core, caller, args: Record<string, unknown>) {
      const channel = channelJoined(core, caller, String(args.channel));
      requireScope(caller, scopeFor(channel, 'write'), 'channels:manage', 'channels:write.topic');
      channel[what] = {
        value: String(args[what]),
        creator: caller.user.id,
        last_set: Math.floor(core.now() / 1000),
      };
      core.changed({ type: 'channel', channel: channel.id });
      return { channel: channelShown(core, channel, caller.user) };
    },
  });

export const membership = [
  create,
  join,
  invite,
  leave,
  kick,
  archive,
  unarchive,
  setWords('topic'),
  setWords('purpose'),
];
