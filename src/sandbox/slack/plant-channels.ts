// A seed's channels and what was said in them.
import { isTs, microsOf, stableId, tsOf } from './ids.ts';
import { mentionsIn } from './mentions.ts';
import { richTextOf } from './rich-text.ts';
import type { SeedChannel, SeedMessage } from './seed.ts';
import { normalise } from './text.ts';
import type { Channel, Message, World } from './world.ts';

export function addChannel(
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

export function addHistory(world: World, seed: SeedChannel): void {
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
    ...(author.isBot
      ? { botId: author.botId!, subtype: 'bot_message', username: author.realName }
      : { user: author.id }),
    teamId: author.teamId,
    text,
    ...(seed.blocks ? { blocks: seed.blocks } : author.isBot ? {} : { blocks: richTextOf(text) }),
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

export function userId(world: World, handle: string): string {
  if (handle === 'app') return world.app.botUserId;
  const found = Object.values(world.users).find((user) => user.name === handle);
  if (!found) throw new Error(`The seed names "${handle}", but no user of it has that handle.`);
  return found.id;
}
