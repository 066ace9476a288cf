// Half an hour without us: what was said, answered, changed, deleted and pointed at meanwhile is there soon after, once.
// And a Slack that wants to be asked slowly is asked slowly, without reading anything again.
import { sql } from 'drizzle-orm';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { readOnePage } from '../../src/steps/intake/catch-up-read.ts';
import { count, react, startWorld, until, type World, write } from '../world.ts';
import { away, caughtUp } from './catch-up-world.ts';
import { itemSaying, items, itemWith, seed } from './intake-world.ts';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

/** Said long before Earshot came. Names are apart from each other, so that no one is part of another. */
const old = times(12, (i) => ({
  author: 'sam',
  at: hoursAgo(24 + 30 * i),
  text: `Globex: old-${i}-thing is slow`,
}));

let world: World;
beforeAll(async () => {
  world = await startWorld({
    seed: {
      ...seed,
      channels: seed.channels.map((one) => (one.name === 'feedback' ? { ...one, messages: old } : one)),
    },
  });
  await until('the past', async () => (await items(world)).length === old.length, 60_000);
  await caughtUp(world);
}, 120_000);
afterEach(() => world.slack.faults.clear());

const tsOf = async (words: string) => {
  const [row] = await world.db.execute(sql`select key from app.message where text like ${`%${words}%`}`);
  return String(row?.key).split(':')[1]!;
};
const all = async <T>(list: T[], act: (one: T, i: number) => Promise<unknown>) => {
  for (const [i, one] of list.entries()) await act(one, i);
};

it('has everything of half an hour within five minutes, and nothing twice', async () => {
  const live = times(6, (i) => `Initech: live-${i}-thing is late again every day`);
  await all(live, (text) => write(world, 'sam', 'feedback', text));
  await all(live, (text) => itemSaying(world, text));
  const roots = [...times(12, (i) => `old-${i}-thing`), ...times(6, (i) => `live-${i}-thing`)];
  const ts = Object.fromEntries(await Promise.all(roots.map(async (one) => [one, await tsOf(one)] as const)));
  const before = (await items(world)).length;
  const channel = world.channel('feedback');
  let pointed: string[] = [];
  await away(world, 30, async () => {
    await all(times(30, String), (i) =>
      write(world, 'sam', 'feedback', `Hooli: new-${i}-thing is broken since this morning`),
    );
    await all(roots, (one) => write(world, 'sam', 'feedback', `Initech says more on ${one}`, ts[one]));
    await all(roots.slice(0, 4), (one) => write(world, 'sam', 'feedback', `again on ${one}`, ts[one]));
    await all(roots.slice(4, 8), (one) =>
      world.as('sam').chat.update({ channel, ts: ts[one]!, text: `Globex: edited ${one}` }),
    );
    await react(world, 'ana', 'feedback', ts['old-8-thing']!, 'no_bell');
    await react(world, 'ana', 'feedback', ts['live-0-thing']!, 'no_bell');
    pointed = await Promise.all(
      times(3, (i) => write(world, 'sam', 'random', `Hooli: pointed-${i}-thing was wished for at the fair`)),
    );
    await all(pointed, (one) => react(world, 'eva', 'random', one, 'ear'));
    await world.as('sam').chat.delete({ channel, ts: ts['old-11-thing']! });
  });
  const backAt = performance.now();
  await caughtUp(world);
  await until('the pointed at', async () => (await items(world)).length >= before + 33, 60_000);
  const seconds = (performance.now() - backAt) / 1000;

  const texts = await world.db.execute<{ text: string }>(
    sql`select text from app.message where deleted_at is null`,
  );
  const said = (words: string) => texts.filter(({ text }) => text === words).length;
  for (const i of times(30, String))
    expect(said(`Hooli: new-${i}-thing is broken since this morning`), `new ${i}`).toBe(1);
  for (const one of roots) expect(said(`Initech says more on ${one}`), one).toBe(1);
  for (const one of roots.slice(0, 4)) expect(said(`again on ${one}`), one).toBe(1);
  for (const one of roots.slice(4, 8)) expect(said(`Globex: edited ${one}`), one).toBe(1);
  for (const i of times(3, String))
    expect(said(`Hooli: pointed-${i}-thing was wished for at the fair`)).toBe(1);
  expect(said('Globex: old-11-thing is slow')).toBe(0);
  for (const one of ['old-8-thing', 'live-0-thing'])
    expect((await itemWith(world, one))?.withdrawn, one).toContain('no feedback');
  expect(await items(world)).toHaveLength(before + 33);
  expect(seconds).toBeLessThan(300);
  const missed = await count(world, `inbox where event_id like 'missed:%'`);
  console.log(`${missed} things missed in 30 minutes were there ${seconds.toFixed(1)} s after the start.`);

  const heard = await items(world);
  await away(world, 30, async () => {});
  await caughtUp(world);
  expect(await count(world, `inbox where event_id like 'missed:%'`)).toBe(missed);
  expect(await items(world)).toEqual(heard);
}, 420_000);

it('goes on where Slack wanted it to stop, and does not count that as a failure', async () => {
  await world.restart({ EARSHOT_ROLES: 'bot' });
  const { deps } = world.earshot;
  const channelId = world.channel('feedback');
  const from = (Date.now() / 1000 - 40 * 86_400).toFixed(6);
  await deps.db.execute(
    sql`update app.channel set unread = ${JSON.stringify([{ from }])}::text::jsonb where id = ${channelId}`,
  );
  const replies = '/api/conversations.replies';
  const asked = () => world.slack.requests.since(0).filter(({ path }) => path === replies).length;
  const whole = asked();
  let rounds = 0;
  for (let behind = true; behind; rounds++) {
    world.slack.faults.clear();
    world.slack.faults.add({
      match: { path: replies, nth: 4 },
      fault: { kind: 'rateLimit', retryAfter: 45 },
    });
    const happened = await readOnePage(deps, channelId);
    const again = happened.find(({ what }) => what === 'channelBehind');
    if (again) expect(again).toEqual({ what: 'channelBehind', channelId, afterMs: 45_000 });
    behind = again !== undefined;
    expect(rounds).toBeLessThan(20);
  }
  expect(rounds).toBeGreaterThan(2);
  // Three threads a round and the one that was refused: none of those that were read is read again.
  const lively = asked() - whole;
  const threads = new Set(
    world.slack.requests
      .since(0)
      .filter(({ path }) => path === replies)
      .slice(-lively)
      .map(({ args }) => (args as { ts: string }).ts),
  ).size;
  expect(lively).toBe(threads + rounds - 1);
}, 120_000);
