// What happened in the workspace, as the events the app is told of: only what it subscribed to, has the scope for, and
// where its bot is a member.
import type { Core } from './core.ts';
import { freshId } from './ids.ts';
import { eventTs, messageShown } from './messages.ts';
import { channelTypes, scopeFor } from './places.ts';
import { linksIn } from './text.ts';
import type { Channel, Message, User } from './world.ts';

export function messagePosted(core: Core, channel: Channel, message: Message): void {
  send(core, messageEvent(channel, { ...messageIn(core, channel, message), event_ts: message.ts }), channel);
  linksShared(core, channel, message);
}

export function messageChanged(
  core: Core,
  channel: Channel,
  now: Message,
  before: Record<string, unknown>,
): void {
  const ts = eventTs(core);
  const message = { ...messageIn(core, channel, now), source_team: now.teamId, user_team: now.teamId };
  send(
    core,
    messageEvent(channel, {
      subtype: 'message_changed',
      message,
      previous_message: before,
      hidden: true,
      ts,
      event_ts: ts,
    }),
    channel,
  );
}

export function messageDeleted(core: Core, channel: Channel, before: Record<string, unknown>): void {
  const ts = eventTs(core);
  send(
    core,
    messageEvent(channel, {
      subtype: 'message_deleted',
      previous_message: before,
      deleted_ts: before.ts,
      hidden: true,
      ts,
      event_ts: ts,
    }),
    channel,
  );
}

export function reactionChanged(
  core: Core,
  channel: Channel,
  change: { type: 'reaction_added' | 'reaction_removed'; user: string; reaction: string; message: Message },
): void {
  const { type, user, reaction, message } = change;
  const item = { type: 'message', channel: channel.id, ts: message.ts };
  const itemUser = message.user ? { item_user: message.user } : {};
  send(core, { type, user, reaction, item, ...itemUser, event_ts: eventTs(core) }, channel);
}

export function memberJoined(core: Core, channel: Channel, member: { user: User; inviter?: string }): void {
  send(
    core,
    {
      type: 'member_joined_channel',
      user: member.user.id,
      channel: channel.id,
      channel_type: channel.kind === 'public' ? 'C' : 'G',
      team: member.user.teamId,
      ...(member.inviter ? { inviter: member.inviter } : {}),
      event_ts: eventTs(core),
    },
    channel,
  );
}

/** Told after the member has gone, so that the app hears of its own removal by `channel_left` alone. */
export function memberLeft(core: Core, channel: Channel, user: User, actor: User): void {
  if (user.id === core.world.app.botUserId) {
    const type = channel.kind === 'public' ? 'channel_left' : 'group_left';
    send(core, { type, channel: channel.id, actor_id: actor.id, event_ts: eventTs(core) });
    return;
  }
  const event = { type: 'member_left_channel', user: user.id, channel: channel.id, team: user.teamId };
  const channel_type = channel.kind === 'public' ? 'C' : 'G';
  send(core, { ...event, channel_type, event_ts: eventTs(core) }, channel);
}

/** Sends any other event, past the membership rule when there is no channel. */
export function send(core: Core, event: Record<string, unknown>, channel?: Channel): void {
  if (channel && !channel.members.includes(core.world.app.botUserId)) return;
  if (!isSubscribed(core, event, channel)) return;
  const { team, app } = core.world;
  core.outbox.event(String(event.type), {
    token: core.secrets.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: freshId('Ev'),
    event_time: Math.floor(core.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: (channel?.teamIds.length ?? 1) > 1,
    event_context: `4-${freshId('')}`,
  });
}

function isSubscribed(core: Core, event: Record<string, unknown>, channel: Channel | undefined): boolean {
  const { settings, oauth_config } = core.manifest;
  const { bot_events } = settings.event_subscriptions;
  const scopes = oauth_config.scopes.bot;
  if (event.type !== 'message')
    return bot_events.includes(String(event.type)) && hasScope(scopes, String(event.type));
  const name = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel!.kind];
  return bot_events.includes(`message.${name}`) && scopes.includes(scopeFor(channel!, 'history'));
}

const eventScopes: Record<string, string[]> = {
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_left: ['channels:read'],
  group_left: ['groups:read'],
  link_shared: ['links:read'],
};

function hasScope(scopes: string[], type: string): boolean {
  const needed = eventScopes[type];
  return !needed || needed.some((scope) => scopes.includes(scope));
}

function messageEvent(channel: Channel, event: Record<string, unknown>): Record<string, unknown> {
  return { ...event, type: 'message', channel: channel.id, channel_type: channelTypes[channel.kind] };
}

/** A stranger's message carries what the app cannot look up easily. */
function messageIn(core: Core, channel: Channel, message: Message): Record<string, unknown> {
  const author = message.user ? core.world.users[message.user] : undefined;
  const isStranger = author !== undefined && author.teamId !== core.world.team.id;
  return {
    ...messageShown(core, channel, message, { metadata: false }),
    ...(isStranger
      ? {
          user_team: author.teamId,
          source_team: author.teamId,
          user_profile: {
            name: author.name,
            first_name: author.realName.split(' ')[0],
            real_name: author.realName,
            display_name: author.displayName,
            avatar_hash: '',
            image_72: '',
            team: author.teamId,
            is_restricted: author.guest !== undefined,
            is_ultra_restricted: author.guest === 'single',
          },
        }
      : {}),
  };
}

function linksShared(core: Core, channel: Channel, message: Message): void {
  if (message.botId === core.world.app.botId) return;
  const domains = core.manifest.features.unfurl_domains;
  const links = linksIn(message.text).flatMap((url) => {
    const { hostname } = new URL(url);
    const domain = domains.find((one) => hostname === one || hostname.endsWith(`.${one}`));
    return domain ? [{ url, domain }] : [];
  });
  if (links.length === 0) return;
  send(
    core,
    {
      type: 'link_shared',
      channel: channel.id,
      user: message.user,
      message_ts: message.ts,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
      is_bot_user_member: true,
      unfurl_id: `${channel.id}.${message.ts}`,
      source: 'conversations_history',
      links,
      event_ts: eventTs(core),
    },
    channel,
  );
}
