// Turns a seed into a world. Ids depend on names alone, so that links survive a restart.
import { stableId } from './ids.ts';
import type { Manifest } from './manifest.ts';
import { addChannel, addHistory, userId } from './plant-channels.ts';
import type { SeedUser, SlackSeed } from './seed.ts';
import type { AppIdentity, Team, User, World } from './world.ts';

const palette = ['#7a5195', '#1d7874', '#b5532c', '#3d5a80', '#8a6d1f', '#a23b72', '#3f7d20', '#5c5470'];

export function worldFrom(seed: SlackSeed, manifest: Manifest, nowSeconds: number): World {
  const team = teamOf(seed.team, 0);
  const otherTeams = (seed.otherTeams ?? []).map((other, i) => teamOf(other, i + 1));
  const app = appOf(manifest, team);
  const byDomain = new Map([team, ...otherTeams].map((one) => [one.domain, one.id]));
  const users = [botUser(app, team), ...seed.users.map((user, i) => userOf(user, { team, byDomain, i }))];
  const world: World = {
    team,
    otherTeams,
    app,
    users: keyed(users.map((user) => ({ ...user, updated: nowSeconds }))),
    bots: keyed(users.filter((user) => user.isBot).map((user) => botOf(user, app, nowSeconds))),
    channels: {},
    messages: {},
    ephemerals: [],
    files: {},
    usergroups: [],
    emoji: seed.emoji ?? {},
    views: {},
    modals: {},
    homes: {},
    reads: {},
    revokedTokens: [],
    lastMicros: {},
  };
  world.usergroups = (seed.usergroups ?? []).map((group) => ({
    id: stableId('S', team.domain, group.handle),
    handle: group.handle,
    name: group.name,
    description: group.description ?? '',
    users: group.users.map((name) => userId(world, name)),
    updated: nowSeconds,
  }));
  for (const channel of seed.channels) addChannel(world, channel, { byDomain, nowSeconds });
  for (const channel of seed.channels) addHistory(world, channel);
  markAllRead(world);
  return world;
}

/** Nobody starts with weeks of unread messages. */
function markAllRead(world: World): void {
  for (const channel of Object.values(world.channels)) {
    const ts = world.messages[channel.id]?.at(-1)?.ts;
    if (!ts) continue;
    for (const member of channel.members) {
      world.reads[member] ??= {};
      world.reads[member][channel.id] = ts;
    }
  }
}

const keyed = <T extends { id: string }>(items: T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, item]));

function teamOf(team: { name: string; domain: string; colour?: string }, i: number): Team {
  return {
    id: stableId('T', team.domain),
    name: team.name,
    domain: team.domain,
    colour: team.colour ?? palette[i % palette.length]!,
  };
}

function appOf(manifest: Manifest, team: Team): AppIdentity {
  const name = manifest.display_information.name;
  return {
    id: stableId('A', name),
    name,
    botId: stableId('B', team.domain, name),
    botUserId: stableId('U', team.domain, `app ${name}`),
  };
}

function botUser(app: AppIdentity, team: Team): User {
  return {
    id: app.botUserId,
    teamId: team.id,
    name: app.name.toLowerCase(),
    realName: app.name,
    displayName: '',
    title: '',
    tz: 'America/Los_Angeles',
    colour: '#2c2d30',
    initials: app.name.slice(0, 1),
    isAdmin: false,
    isBot: true,
    botId: app.botId,
    deleted: false,
    updated: 0,
  };
}

function userOf(
  seed: SeedUser,
  { team, byDomain, i }: { team: Team; byDomain: Map<string, string>; i: number },
): User {
  const teamId = seed.team ? byDomain.get(seed.team) : team.id;
  if (!teamId)
    throw new Error(`The seed's user "${seed.name}" is of "${seed.team}", which is no team's domain.`);
  return {
    id: stableId('U', seed.team ?? team.domain, seed.name),
    teamId,
    name: seed.name,
    realName: seed.real_name,
    displayName: seed.display_name ?? seed.real_name,
    title: seed.title ?? '',
    ...(seed.email ? { email: seed.email } : {}),
    tz: seed.tz ?? 'Europe/Berlin',
    colour: seed.colour ?? palette[i % palette.length]!,
    initials:
      seed.initials ??
      seed.real_name
        .split(' ')
        .map((word) => word[0])
        .join('')
        .slice(0, 2),
    isAdmin: seed.is_admin ?? false,
    isBot: seed.is_bot ?? false,
    ...(seed.is_bot ? { botId: stableId('B', team.domain, seed.name) } : {}),
    ...(seed.is_guest ? { guest: seed.is_guest } : {}),
    deleted: seed.deleted ?? false,
    updated: 0,
  };
}

function botOf(user: User, app: AppIdentity, updated: number) {
  const appId = user.id === app.botUserId ? app.id : stableId('A', user.name);
  return { id: user.botId!, appId, userId: user.id, name: user.realName, updated };
}
