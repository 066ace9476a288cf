// Channels: finding them as a caller sees them, showing them, who is in them.
import { type Caller, type Core, refuse } from './core.ts';
import { freshId } from './ids.ts';
import type { Channel, User } from './world.ts';

type Person = Extract<Caller, { user: User }>;

/** By id; a channel the caller may not know of does not exist for them. */
export function channelSeen(core: Core, caller: Person, id: string): Channel {
  const channel = core.world.channels[id];
  if (!channel || !maySee(channel, caller.user)) return refuse('channel_not_found');
  return channel;
}

/** The same, and the caller must be in it. */
export function channelJoined(core: Core, caller: Person, id: string): Channel {
  const channel = channelSeen(core, caller, id);
  if (!channel.members.includes(caller.user.id)) refuse('not_in_channel');
  return channel;
}

export function maySee(channel: Channel, user: User): boolean {
  if (channel.members.includes(user.id)) return true;
  return channel.kind === 'public' && channel.teamIds[0] === user.teamId && !user.guest;
}

/** The id of a channel, a `#name`, or a person's id, which stands for the DM with them. */
export function addressed(core: Core, caller: Person, address: string): Channel {
  if (/^[UW]/.test(address) && core.world.users[address]) return openDm(core, [caller.user.id, address]);
  const named = address.startsWith('#')
    ? Object.values(core.world.channels).find((one) => one.name === address.slice(1))
    : undefined;
  return channelSeen(core, caller, named?.id ?? address);
}

/** The DM (or group DM) of exactly these people, made when there is none yet. */
export function openDm(core: Core, people: string[]): Channel {
  const members = [...new Set(people)];
  const found = Object.values(core.world.channels).find(
    (one) =>
      (one.kind === 'im' || one.kind === 'mpim') &&
      one.members.length === members.length &&
      members.every((member) => one.members.includes(member)),
  );
  return found ?? addDm(core, members);
}

function addDm(core: Core, members: string[]): Channel {
  const kind = members.length > 2 ? 'mpim' : 'im';
  const id = freshId(kind === 'im' ? 'D' : 'G');
  const nothing = { value: '', creator: '', last_set: 0 };
  const channel: Channel = {
    id,
    kind,
    name: kind === 'mpim' ? `mpdm-${members.map((one) => core.world.users[one]?.name).join('--')}-1` : '',
    topic: { ...nothing },
    purpose: { ...nothing },
    creator: members[0]!,
    created: Math.floor(core.now() / 1000),
    archived: false,
    general: false,
    members,
    teamIds: [core.world.team.id],
  };
  core.world.channels[id] = channel;
  core.world.messages[id] = [];
  core.changed({ type: 'channel', channel: id });
  return channel;
}

/** The scope that reading (`history`), listing (`read`) or opening (`write`) this kind of channel needs. */
export function scopeFor(channel: Pick<Channel, 'kind'>, what: 'history' | 'read' | 'write'): string {
  return `${{ public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel.kind]}:${what}`;
}

export const channelTypes = {
  public: 'channel',
  private: 'group',
  im: 'im',
  mpim: 'mpim',
} as const;

/** As conversations.list and conversations.info give it. */
export function channelShown(core: Core, channel: Channel, viewer: User): Record<string, unknown> {
  const shared = channel.teamIds.length > 1;
  if (channel.kind === 'im')
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_org_shared: false,
      is_archived: false,
      user: channel.members.find((member) => member !== viewer.id) ?? viewer.id,
      is_user_deleted: false,
      context_team_id: core.world.team.id,
      priority: 0,
    };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.archived,
    is_general: channel.general,
    unlinked: 0,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    shared_team_ids: channel.teamIds,
    context_team_id: core.world.team.id,
    ...(shared
      ? { conversation_host_id: channel.teamIds[0], connected_team_ids: channel.teamIds.slice(1) }
      : {}),
    updated: channel.created * 1000,
    is_member: channel.members.includes(viewer.id),
    topic: channel.topic,
    purpose: channel.purpose,
    previous_names: [],
    num_members: channel.members.length,
  };
}
