// Turns a seed, the description of a company written by hand, into a world. Ids depend on names alone.

import { isTs, microsOf, stableId, tsOf } from './ids.ts';
import type { Manifest } from './manifest.ts';
import { mentionsIn, normalise } from './text.ts';
import type { AppIdentity, Channel, Message, Team, User, World } from './world.ts';

export type SlackSeed = {
  team: { name: string; domain: string; colour?: string };
  /** Organisations that share channels with us; users and channels name them by `domain`. */
  otherTeams?: { name: string; domain: string; colour?: string }[];
  users: SeedUser[];
  usergroups?: { handle: string; name: string; description?: string; users: string[] }[];
  channels: SeedChannel[];
  emoji?: Record<string, string>;
};

export type SeedUser = {
  /** The handle, unique. */
  name: string;
  real_name: string;
  display_name?: string;
  title?: string;
  email?: string;
  tz?: string;
  colour?: string;
  initials?: string;
  is_admin?: boolean;
  /** Another app's bot user: it has no token. */
  is_bot?: boolean;
  is_guest?: 'multi' | 'single';
  deleted?: boolean;
  /** Domain of another organisation. */
  team?: string;
};

export type SeedChannel = {
  name: string;
  topic?: string;
  purpose?: string;
  private?: boolean;
  archived?: boolean;
  general?: boolean;
  /** Handles; `app` is the app's own bot user. Absent: every full member of our team. */
  members?: string[];
  /** Domains of the organisations it is shared with. */
  shared_with?: string[];
  messages?: SeedMessage[];
};

export type SeedMessage = {
  author: string;
  /** As typed: `@handle` and `#channel` become mentions. */
  text: string;
  /** ISO 8601, or a ts. */
  at: string;
  thread?: SeedMessage[];
  /** Emoji name to handles. */
  reactions?: Record<string, string[]>;
  blocks?: unknown[];
  attachments?: unknown[];
};

export const smallSeed: SlackSeed = {
  team: { name: 'Acme', domain: 'acme' },
  users: [
    { name: 'ana', real_name: 'Ana Ruiz', email: 'ana@acme.test', is_admin: true },
    { name: 'ben', real_name: 'Ben Okafor', email: 'ben@acme.test' },
  ],
  channels: [
    { name: 'general', general: true, members: ['ana', 'ben'] },
    { name: 'feedback', members: ['ana', 'ben', 'app'] },
  ],
};

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
  return world;
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

function userId(world: World, handle: string): string {
  if (handle === 'app') return world.app.botUserId;
  const found = Object.values(world.users).find((user) => user.name === handle);
  if (!found) throw new Error(`The seed names "${handle}", but no user of it has that handle.`);
  return found.id;
}

function addChannel(
  world: World,
  seed: SeedChannel,
  { byDomain, nowSeconds }: { byDomain: Map<string, string>; nowSeconds: number },
): void {
  const id = stableId('C', world.team.domain, seed.name);
  const everyone = Object.values(world.users).filter(
    (user) => user.teamId === world.team.id && !user.isBot && !user.guest && !user.deleted,
  );
  const members = seed.members
    ? seed.members.map((name) => userId(world, name))
    : everyone.map((user) => user.id);
  const creator = members.find((member) => member !== world.app.botUserId) ?? everyone[0]?.id ?? '';
  const created = Math.min(
    nowSeconds,
    ...(seed.messages ?? []).map((m) => Math.floor(seedMicros(m) / 1e6) - 60),
  );
  const teamIds = (seed.shared_with ?? []).map((domain) => {
    const teamId = byDomain.get(domain);
    if (!teamId)
      throw new Error(
        `The seed's channel "${seed.name}" is shared with "${domain}", which is no team's domain.`,
      );
    return teamId;
  });
  world.channels[id] = {
    id,
    kind: seed.private ? 'private' : 'public',
    name: seed.name,
    topic: { value: seed.topic ?? '', creator, last_set: created },
    purpose: { value: seed.purpose ?? '', creator, last_set: created },
    creator,
    created,
    archived: seed.archived ?? false,
    general: seed.general ?? false,
    members,
    teamIds: [world.team.id, ...teamIds],
  } satisfies Channel;
  world.messages[id] = [];
}

function seedMicros(message: SeedMessage): number {
  if (isTs(message.at)) return microsOf(message.at);
  const ms = Date.parse(message.at);
  if (Number.isNaN(ms))
    throw new Error(`The seed's message "${message.text.slice(0, 40)}" has no time: "${message.at}".`);
  return ms * 1000;
}

function addHistory(world: World, seed: SeedChannel): void {
  const channelId = stableId('C', world.team.domain, seed.name);
  const taken = new Set<number>();
  const history: Message[] = [];
  const add = (message: SeedMessage, threadTs?: string) => {
    let micros = seedMicros(message);
    while (taken.has(micros)) micros += 100;
    taken.add(micros);
    const ts = tsOf(micros);
    history.push(messageOf(world, message, { ts, threadTs }));
    return ts;
  };
  for (const message of seed.messages ?? []) {
    const ts = add(message);
    const replies = (message.thread ?? []).map((reply) => add(reply, ts));
    if (replies.length > 0)
      Object.assign(history.find((one) => one.ts === ts)!, { threadTs: ts, replies: replies.sort() });
  }
  history.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  world.messages[channelId] = history;
  world.lastMicros[channelId] = Math.max(0, ...taken);
}

function messageOf(
  world: World,
  seed: SeedMessage,
  at: { ts: string; threadTs: string | undefined },
): Message {
  const author = world.users[userId(world, seed.author)]!;
  const text = normalise(seed.text, world, { linkNames: true });
  return {
    ts: at.ts,
    user: author.id,
    ...(author.isBot ? { botId: author.botId!, subtype: 'bot_message', username: author.realName } : {}),
    teamId: author.teamId,
    text,
    ...(seed.blocks ? { blocks: seed.blocks } : {}),
    ...(seed.attachments ? { attachments: seed.attachments } : {}),
    ...(at.threadTs ? { threadTs: at.threadTs } : {}),
    ...(seed.reactions
      ? {
          reactions: Object.entries(seed.reactions).map(([name, handles]) => ({
            name,
            users: handles.map((handle) => userId(world, handle)),
          })),
        }
      : {}),
    mentions: mentionsIn({ text, ...(seed.blocks ? { blocks: seed.blocks } : {}) }),
  };
}
