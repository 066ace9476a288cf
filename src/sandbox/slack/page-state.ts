// `/sandbox/state`: all that one person can see, for the page to draw.
import { Hono } from 'hono';
import { personOf } from './acts/routes.ts';
import type { Core } from './core.ts';
import { messageShown, messagesOf, permalinkOf, positionOf } from './messages.ts';
import { viewShown } from './methods/views.ts';
import { maySee } from './places.ts';
import type { SandboxState, WireChannel, WireDm, WireMessage, WireUser, WireView } from './wire.ts';
import type { Channel, Message, StoredView, User } from './world.ts';

const mostMessages = 1_000;

export function stateRoutes(core: Core, seq: () => number): Hono {
  return new Hono().get('/sandbox/state', (c) => {
    const user = personOf(core, c);
    if (!user) return c.json({ ok: false, error: 'invalid_auth' }, 401);
    return c.json(stateFor(core, user, { seq: seq(), channel: c.req.query('channel') }));
  });
}

function stateFor(core: Core, me: User, only: { seq: number; channel?: string | undefined }): SandboxState {
  const { world } = core;
  const seen = Object.values(world.channels).filter((one) => maySee(one, me));
  const isDm = (one: Channel) => one.kind === 'im' || one.kind === 'mpim';
  const read = seen.filter(
    (one) => one.members.includes(me.id) && (!only.channel || one.id === only.channel),
  );
  const home = world.views[world.homes[me.id] ?? ''];
  return {
    seq: only.seq,
    team: world.team,
    other_teams: world.otherTeams,
    me: userFor(world.users[me.id]!, me),
    users: Object.values(world.users).map((user) => userFor(user, me)),
    usergroups: world.usergroups.map(({ id, handle, name, users }) => ({ id, handle, name, users })),
    app: appFor(core, me),
    channels: seen.filter((one) => !isDm(one)).map((one) => channelFor(core, one, me)),
    dms: seen.filter(isDm).map((one) => dmFor(core, one, me)),
    messages: Object.fromEntries(read.map((one) => [one.id, messagesFor(core, one, me)])),
    views: (world.modals[me.id] ?? []).map((id) => viewFor(core, world.views[id]!)),
    home: home ? viewFor(core, home) : null,
    emoji: world.emoji,
  };
}

function userFor(user: User, me: User): WireUser {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.realName,
    display_name: user.displayName,
    title: user.title,
    ...(user.email ? { email: user.email } : {}),
    tz: user.tz,
    colour: user.colour,
    initials: user.initials,
    is_bot: user.isBot,
    is_admin: user.isAdmin,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single',
    is_stranger: user.teamId !== me.teamId,
    deleted: user.deleted,
  };
}

function appFor(core: Core, me: User): SandboxState['app'] {
  const { app, channels } = core.world;
  const { app_home, slash_commands, shortcuts } = core.manifest.features;
  const dm = Object.values(channels).find(
    (one) => one.kind === 'im' && one.members.includes(me.id) && one.members.includes(app.botUserId),
  );
  return {
    id: app.id,
    name: app.name,
    bot_id: app.botId,
    bot_user_id: app.botUserId,
    ...(dm ? { dm: dm.id } : {}),
    home_tab: app_home.home_tab_enabled,
    messages_tab: app_home.messages_tab_enabled,
    commands: slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usage_hint,
    })),
    shortcuts,
    transport: core.outbox.transport(),
  };
}

function channelFor(core: Core, channel: Channel, me: User): WireChannel {
  return {
    id: channel.id,
    name: channel.name,
    topic: channel.topic.value,
    purpose: channel.purpose.value,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_ext_shared: channel.teamIds.length > 1,
    team_ids: channel.teamIds,
    is_member: channel.members.includes(me.id),
    members: channel.members,
    ...readingOf(core, channel, me),
  };
}

function dmFor(core: Core, channel: Channel, me: User): WireDm {
  const users = channel.members.filter((member) => member !== me.id);
  return { id: channel.id, user: users[0] ?? me.id, users, ...readingOf(core, channel, me) };
}

function readingOf(core: Core, channel: Channel, me: User): { unread: number; last_read: string } {
  const lastRead = core.world.reads[me.id]?.[channel.id] ?? '0000000000.000000';
  if (!channel.members.includes(me.id)) return { unread: 0, last_read: lastRead };
  const messages = messagesOf(core, channel.id);
  const newer = messages.slice(positionOf(messages, lastRead)).filter((one) => one.ts > lastRead);
  const isNew = (one: Message) => one.user !== me.id && (!one.threadTs || one.threadTs === one.ts);
  return { unread: newer.filter(isNew).length, last_read: lastRead };
}

function messagesFor(core: Core, channel: Channel, me: User): WireMessage[] {
  const whispered = core.world.ephemerals.filter((one) => one.channel === channel.id && one.toUser === me.id);
  const all = [
    ...messagesOf(core, channel.id)
      .slice(-mostMessages)
      .map((one) => messageFor(core, channel, one)),
    ...whispered.map((one): WireMessage => ({ ...messageFor(core, channel, one), is_ephemeral: true })),
  ];
  return all.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function messageFor(core: Core, channel: Channel, message: Message): WireMessage {
  return {
    ...(messageShown(core, channel, message, { metadata: true }) as Omit<
      WireMessage,
      'channel' | 'permalink' | 'mentions'
    >),
    channel: channel.id,
    permalink: permalinkOf(core, channel.id, message),
    mentions: message.mentions,
  };
}

function viewFor(core: Core, stored: StoredView): WireView {
  return {
    ...(viewShown(core, stored) as Omit<WireView, 'errors'>),
    ...(stored.errors ? { errors: stored.errors } : {}),
  };
}
