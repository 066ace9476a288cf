// What was said while Earshot was away is there when it is back: messages, replies in old threads, edits, deletions,
// emoji. Nothing comes twice.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { count, react, startWorld, until, type World, write } from '../world.ts';
import { away, caughtUp } from './catch-up-world.ts';
import { itemSaying, items, itemWith, seed, settled } from './intake-world.ts';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

let world: World;

beforeAll(async () => {
  world = await startWorld({
    seed: {
      ...seed,
      channels: seed.channels.map((one) => {
        if (one.name === 'feedback')
          return {
            ...one,
            messages: [
              {
                author: 'sam',
                at: daysAgo(40),
                text: 'Initech: too old to be read in',
                thread: [{ author: 'sam', at: daysAgo(5), text: 'Initech asked again' }],
              },
              {
                author: 'sam',
                at: daysAgo(20),
                text: 'Initech: the old report is wrong',
                thread: [{ author: 'sam', at: daysAgo(20), text: 'Initech sent figures' }],
              },
              { author: 'sam', at: daysAgo(12), text: 'Globex: the old chart is grey' },
              { author: 'sam', at: daysAgo(11), text: 'Globex: the old login is slow' },
            ],
          };
        return one.name === 'random'
          ? {
              ...one,
              messages: [
                { author: 'sam', at: daysAgo(3), text: 'Hooli met at the fair', reactions: { ear: ['ana'] } },
              ],
            }
          : one;
      }),
    },
  });
});

const tsOf = async (words: string) => {
  const [row] = await world.earshot.deps.db.execute(
    sql`select key from app.message where text like ${`%${words}%`}`,
  );
  return String(row?.key).split(':')[1]!;
};

/** Of what Earshot may not have read. */
const seededTs = async (words: string) => {
  const { messages } = await world.as('ana').conversations.history({ channel: world.channel('feedback') });
  return messages!.find(({ text }) => text?.includes(words))!.ts!;
};

describe('a channel that was never read', () => {
  it('is read as far back as configured, with its threads', async () => {
    const item = await itemSaying(world, 'old report is wrong');
    await until('its reply', async () => (await itemWith(world, 'old report'))?.voices.length === 2);
    expect(item.voices[0]).toBe('Initech: the old report is wrong');
    await caughtUp(world);
    expect(await itemWith(world, 'too old to be read')).toBeUndefined();
  });

  it('is not read where nobody asked to listen', async () => {
    await caughtUp(world);
    expect(await itemWith(world, 'met at the fair')).toBeUndefined();
  });
});

describe('after an outage', () => {
  it('everything is there that Slack gave up on, once', async () => {
    await caughtUp(world);
    const [report, chart, login] = [
      await tsOf('old report is'),
      await tsOf('old chart'),
      await tsOf('old login'),
    ];
    const before = (await items(world)).length;
    const written: string[] = [];
    await away(world, 30, async () => {
      for (let n = 0; n < 5; n++)
        written.push(
          await write(world, 'sam', 'feedback', `Globex: problem number ${n} appeared during the night`),
        );
      await write(world, 'sam', 'feedback', 'Initech sent a second, newer report', report);
      await write(world, 'sam', 'feedback', 'and Initech wants an answer', report);
      const channel = world.channel('feedback');
      await world.as('sam').chat.update({ channel, ts: chart, text: 'Globex: the old chart is now black' });
      await world.as('sam').chat.delete({ channel, ts: login });
      await react(world, 'ana', 'feedback', written[0]!, 'no_bell');
      const ts = await write(world, 'sam', 'random', 'Hooli wants a discount');
      await react(world, 'ana', 'random', ts, 'ear');
    });
    expect(world.slack.deliveries().some(({ outcome }) => outcome === 'lost')).toBe(true);
    await caughtUp(world);
    for (let n = 1; n < 5; n++) await itemSaying(world, `problem number ${n} `);
    await until(
      'the replies in the old thread',
      async () => (await itemWith(world, 'old report is'))?.voices.length === 4,
    );
    await itemSaying(world, 'old chart is now black');
    await until('the deletion', async () => !(await itemWith(world, 'old login')));
    await until('the emoji of refusal', async () =>
      (await items(world)).some(({ withdrawn, voices }) => withdrawn && voices.join().includes('number 0')),
    );
    await itemSaying(world, 'Hooli wants a discount');
    expect(await items(world)).toHaveLength(before + 6);
  });

  it('so is the reply in a thread that began before anything that is read, where people still talk', async () => {
    const root = await seededTs('too old to be read in');
    await react(world, 'ana', 'feedback', root, 'ear');
    const voices = async () => (await itemWith(world, 'too old to be read'))?.voices;
    await until('its thread', async () => (await voices())?.length === 2);
    await away(world, 30, async () => {
      await write(world, 'sam', 'feedback', 'Initech gave up waiting', root);
      // The newer thread is read; this one has to wait, and is gone on with alone.
      world.slack.faults.add({
        match: { path: '/api/conversations.replies', everyNth: 2 },
        fault: { kind: 'rateLimit', retryAfter: 0.2 },
        times: 1,
      });
    });
    await until('the reply', async () => (await voices())?.length === 3);
    expect((await voices())?.at(-1)).toBe('Initech gave up waiting');
    expect(world.slack.faults.list()).toMatchObject([{ hits: 1 }]);
    world.slack.faults.clear();
  });

  it('a second look finds nothing more', async () => {
    const before = await items(world);
    const deliveries = await count(world, 'inbox');
    await away(world, 30, async () => {});
    await caughtUp(world);
    await settled(world);
    expect(await count(world, 'inbox')).toBe(deliveries);
    expect(await items(world)).toEqual(before);
  });

  it('an emoji that was acted on before is not acted on again, one taken off is', async () => {
    const ts = await write(world, 'sam', 'feedback', 'Hooli: the map is empty');
    const item = await itemSaying(world, 'map is empty');
    await react(world, 'ana', 'feedback', ts, 'ear');
    await react(world, 'ana', 'feedback', ts, 'no_bell');
    const withdrawn = async () => (await items(world)).find(({ id }) => id === item.id)?.withdrawn ?? null;
    await until('withdrawn', withdrawn);
    await away(world, 30, async () => {});
    await caughtUp(world);
    expect(await withdrawn()).toContain('no feedback');
    await away(world, 30, async () => {
      await world
        .as('ana')
        .reactions.remove({ channel: world.channel('feedback'), timestamp: ts, name: 'no_bell' });
    });
    await until('taken back', async () => (await withdrawn()) === null);
  });
});

describe('a very large gap', () => {
  it('is read page by page, through rate limits and a restart in the middle', async () => {
    await itemSaying(world, 'old report is');
    await caughtUp(world);
    const before = (await items(world)).length;
    await away(world, 60, async () => {
      for (let n = 0; n < 450; n++)
        await write(world, 'sam', 'feedback', `Initech: item ${n} of a long weekend`);
      world.slack.faults.add({
        match: { path: '/api/conversations.history', everyNth: 2 },
        fault: { kind: 'rateLimit', retryAfter: 0.2 },
        times: 6,
      });
      world.slack.faults.add({
        match: { path: '/api/conversations.history', nth: 4 },
        fault: { kind: 'resetAfterCommit' },
      });
    });
    await until('a part of it', async () => (await items(world)).length > before + 50, 120_000);
    await world.restart();
    await until('all of it', async () => (await items(world)).length >= before + 450, 120_000);
    await caughtUp(world);
    expect(await items(world)).toHaveLength(before + 450);
    world.slack.faults.clear();
  }, 300_000);
});
