// What the intake journeys share: Harbor with its customers known, two integrations, and looks into what was kept.
import { sql } from 'drizzle-orm';
import { saveCustomer } from '../../src/customers/store.ts';
import { idFor } from '../../src/lib/ids.ts';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import type { SlackSeed } from '../../src/sandbox/slack/seed.ts';
import type { WireMessage, WireView } from '../../src/sandbox/slack/wire.ts';
import { harbor, seenBy, startWorld, until, type World } from '../world.ts';

/** Whoever writes within three minutes goes on with what they said: several customers keep the tests apart. */
const joining: Record<string, string[]> = {
  feedback: ['zendesk', 'deploys'],
  'globex-shared': ['gus', 'gina', 'gabe', 'gwen'],
};

export const seed: SlackSeed = {
  ...harbor,
  users: [
    ...harbor.users,
    ...['gus', 'gina', 'gabe', 'gwen'].map((name) => ({
      name,
      real_name: name,
      email: `${name}@globex.test`,
      team: 'globex',
    })),
    { name: 'zendesk', real_name: 'Zendesk', is_bot: true },
    { name: 'deploys', real_name: 'Deploys', is_bot: true },
  ],
  channels: [
    ...harbor.channels.map((one) => ({
      ...one,
      members: [...(one.members ?? []), ...(joining[one.name] ?? [])],
    })),
    { name: 'quiet', members: ['ana', 'sam', 'nils'] },
    { name: 'calls', members: ['ana', 'sam'] },
  ],
};

const known = { Globex: 'globex.test', Initech: 'initech.test', Hooli: 'hooli.test' };

export async function startIntake(options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const world = await startWorld({ seed, ...options });
  for (const [name, domain] of Object.entries(known))
    await saveCustomer(world.earshot.deps.db, {
      id: customerId(name),
      externalId: name,
      name,
      domains: [domain],
      slackTeamIds: name === 'Globex' ? [world.slack.state.otherTeams[0]!.id] : [],
      updatedAt: new Date(),
    });
  return world;
}

export const customerId = (name: string) => idFor('customer', name);

export type Item = {
  id: string;
  customer: string | null;
  because: string | null;
  withdrawn: string | null;
  how: string;
  revision: number;
  author: string | null;
  voices: string[];
  contexts: string[];
};

/** All items, oldest first, with what was said in them. */
export async function items(world: World): Promise<Item[]> {
  const rows = await world.earshot.deps.db.execute(sql`
    select f.id, c.name as customer, f.customer_because as because, f.withdrawn_because as withdrawn,
      f.captured_how as how, f.revision, f.author_key as author,
      coalesce(array_agg(m.text order by m.said_at, m.key) filter (where m.part = 'voice' and m.deleted_at is null), '{}') as voices,
      coalesce(array_agg(m.text order by m.said_at, m.key) filter (where m.part = 'context' and m.deleted_at is null), '{}') as contexts
    from app.feedback f left join app.customer c on c.id = f.customer_id left join app.message m on m.feedback_id = f.id
    group by f.id, c.name order by f.said_at, f.id`);
  return rows as unknown as Item[];
}

export async function itemWith(world: World, words: string): Promise<Item | undefined> {
  return (await items(world)).find(({ voices }) => voices.some((voice) => voice.includes(words)));
}

export const itemSaying = (world: World, words: string): Promise<Item> =>
  until(`an item with "${words}"`, () => itemWith(world, words));

/** Nothing Slack sent is waiting any more. */
export async function settled(world: World): Promise<void> {
  await world.slack.idle();
  await until('every delivery is handled', async () => {
    const [row] = await world.earshot.deps.db.execute(
      sql`select count(*)::int as n from app.inbox where handled_at is null`,
    );
    return row?.n === 0;
  });
}

export async function reasonFor(world: World, channel: string, ts: string): Promise<string | undefined> {
  const [row] = await world.earshot.deps.db.execute(
    sql`select reason from app.passed_over where key = ${`${world.channel(channel)}:${ts}`}`,
  );
  return row?.reason as string | undefined;
}

/** What Earshot wrote to this person directly, newest last. */
export async function directly(world: World, who: string): Promise<WireMessage[]> {
  const state = await look(world.slack, who);
  const dm = state.app.dm;
  return dm ? (state.messages[dm] ?? []).filter((m) => m.user === world.slack.botUserId) : [];
}

/** The newest answer only this person sees. */
export async function whispered(
  world: World,
  who: string,
  channel: string,
): Promise<WireMessage | undefined> {
  return (await seenBy(world, who, channel)).filter((m) => m.is_ephemeral).at(-1);
}

export async function openView(world: World, who: string): Promise<WireView | undefined> {
  return (await look(world.slack, who)).views.at(-1);
}

export const does = (world: World, who: string, what: string, body: unknown) =>
  act(world.slack, who, what, body);

/** Everything an answer shows, as one text. */
export const textOf = (m: { text?: string; blocks?: unknown } | undefined): string =>
  `${m?.text ?? ''} ${JSON.stringify(m?.blocks ?? '')}`;
