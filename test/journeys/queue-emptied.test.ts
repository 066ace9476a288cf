// The queue is a doorbell: emptied in the middle of the work, in whatever way, it loses nothing.

import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, expect, it } from 'vitest';
import { clock } from '../../src/pipeline.ts';
import { hasRedis, startRedis } from '../redis.ts';
import { startWorld, until, type World, write } from '../world.ts';

const redis = hasRedis() ? await startRedis() : undefined;
afterAll(() => redis?.stop());

const waiting = async ({ earshot }: World): Promise<number> =>
  Object.values(await earshot.deps.queueCounts!()).reduce((sum, counts) => sum + counts.waiting, 0);

const onRedis = async (): Promise<void> => {
  const client = new Redis(redis!.url);
  await client.flushall();
  client.disconnect();
};

type Way = {
  name: string;
  runs: boolean;
  env: Record<string, string>;
  empty: (world: World) => Promise<void>;
};

const ways: Way[] = [
  {
    name: 'Redis is flushed',
    runs: redis !== undefined,
    env: { REDIS_URL: redis?.url ?? '' },
    empty: onRedis,
  },
  {
    name: 'every table of BullMQ in PostgreSQL is emptied',
    runs: true,
    env: {},
    empty: async ({ db }: World) => {
      const tables = await db.execute<{ name: string }>(
        sql`select quote_ident(table_name) as name from information_schema.tables
          where table_schema = 'bullmq' and table_type = 'BASE TABLE' and table_name not like '%migration%'`,
      );
      expect(tables.length).toBeGreaterThan(2);
      const all = sql.raw(tables.map(({ name }) => `bullmq.${name}`).join(', '));
      // Working on them and emptying them may wait for each other.
      for (let done = false; !done; )
        done = await db.execute(sql`truncate ${all}`).then(
          () => true,
          () => false,
        );
    },
  },
  {
    name: 'the jobs in PostgreSQL are deleted, and only they',
    runs: true,
    env: {},
    empty: async ({ db }: World) => {
      await db.execute(sql`delete from bullmq.job`);
    },
  },
];

const worlds = await Promise.all(
  ways
    .filter(({ runs }) => runs)
    .map(async (way) => ({ ...way, world: await startWorld({ env: () => way.env }) })),
);

it.concurrent.each(worlds)(
  '$name: everything said is read and shown in its time, and the clock goes on',
  async ({ world, empty }) => {
    const said: Promise<string>[] = [];
    for (let burst = 0; burst < 3; burst++) {
      for (let n = 0; n < 25; n++)
        said.push(
          write(world, 'sam', 'feedback', `Globex: the CSV export of report ${burst}-${n} is empty.`),
        );
      await until('work waits', async () => (await waiting(world)) >= 5);
      await empty(world);
    }
    await Promise.all(said);
    await until(
      'an ear, a reading and a theme for each',
      async () => {
        const [row] = await world.db.execute<{ n: number }>(sql`
            select count(*)::int as n from app.message m
            join app.analysis a on a.feedback_id = m.feedback_id and a.superseded_at is null
            join app.finding f on f.analysis_id = a.id
            join app.membership s on s.finding_id = f.id and s.left_at is null
            where m.receipt_at is not null`);
        return row?.n === said.length;
      },
      120_000,
    );
    await until(
      'everything on the clock has its next slot',
      async () => {
        const counts = await world.earshot.deps.queueCounts!();
        return clock.every(({ bell }) => (counts[bell.job]?.delayed ?? 0) > 0);
      },
      60_000,
    );
  },
  180_000,
);
