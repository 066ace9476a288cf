// Waits until everything has come to rest and is in order, and says what is not. Then catch-up, held off so far, has a
// look: there must be nothing left for it to find.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { parseConfig } from '../../src/config.ts';
import type { Db } from '../../src/db/connect.ts';
import { makeLog } from '../../src/lib/log.ts';
import { clock, jobs, next } from '../../src/pipeline.ts';
import { type JobQueue, ring } from '../../src/queue/port.ts';
import { startQueue } from '../../src/queue/start.ts';
import { makeDeps } from '../../src/roles/start.ts';
import type { LinearStandIn } from '../../src/sandbox/linear/server.ts';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';
import { catchUp } from '../../src/steps/intake/job.ts';
import { findDropped } from '../../src/sweep.ts';
import { readFound } from './found.ts';
import { judge, type Verdict } from './judge.ts';
import type { People } from './people.ts';

type Settling = {
  slack: SlackStandIn;
  linear: LinearStandIn;
  db: Db;
  env: Record<string, string>;
  people: People;
  say: (line: string) => void;
  /** So long nothing may get better before it counts as not in order. */
  withinMs: number;
};

export async function settle({ slack, linear, db, env, people, say, withinMs }: Settling) {
  const log = makeLog('silent');
  const config = parseConfig(env);
  const deps = makeDeps(config, { db, log, queueCounts: async () => ({}) });
  const queue = await startQueue({ databaseUrl: config.databaseUrl!, redisUrl: config.redisUrl, jobs, log });
  const look = async () => {
    const found = await readFound(db);
    const { did, channel } = people;
    const verdict = judge({ did, channel, slack, issues: linear.state().issues, found });
    const dropped = (await findDropped(deps, 0))
      .flatMap(next)
      .map(({ job, key }) => `dropped: ${job} ${key}`);
    verdict.stuck.push(...dropped, ...(await unfinished(queue)));
    return { verdict, found };
  };
  const untilInOrder = async () => {
    let end = Date.now() + withinMs;
    let fewest = Number.POSITIVE_INFINITY;
    for (let saidAt = Date.now(), tookMs = 0; ; await sleep(Math.max(1_000, 5 * tookMs))) {
      const lookedAt = Date.now();
      const { verdict, found } = await look();
      // Looking is work, too, and takes it from the one that is looked at.
      tookMs = Date.now() - lookedAt;
      const open = Object.values(verdict).flat();
      if (open.length < fewest) end = Date.now() + withinMs;
      fewest = Math.min(fewest, open.length);
      if (open.length === 0 || Date.now() > end) return { verdict, counts: countsOf(found) };
      if (Date.now() - saidAt < 10_000) continue;
      saidAt = Date.now();
      say(`still ${describe(verdict)}, e.g. ${open[0]}`);
    }
  };
  try {
    await untilInOrder();
    say('Everything is in order; now catch-up looks for more.');
    await letCatchUp(slack, db, queue);
    return await untilInOrder();
  } finally {
    await queue.close();
  }
}

/** Makes each round fail at its first call. */
export function holdCatchUp(slack: SlackStandIn): void {
  slack.faults.add({ match: { path: '/api/users.conversations' }, fault: { kind: 'status', status: 503 } });
}

/** Hundreds of threads, at the pace Slack allows. */
const catchUpWithinMs = 600_000;

async function letCatchUp(slack: SlackStandIn, db: Db, queue: JobQueue): Promise<void> {
  slack.faults.clear();
  const since = Date.now();
  await queue.ring([ring(catchUp, {})]);
  for (const end = since + catchUpWithinMs; Date.now() < end; await sleep(500))
    if ((await caughtUpAt(db)) > since) return;
}

/** When everything of the channels was read; 0 while some is not. */
export async function caughtUpAt(db: Db): Promise<number> {
  const [row] = await db.execute<{ at: number }>(
    sql`select coalesce(min(case when unread = '[]' then extract(epoch from caught_up_at) * 1000 end), 0)::float8 as at
      from app.channel where name = 'feedback'`,
  );
  return row?.at ?? 0;
}

const describe = ({ lost, stuck, twice }: Verdict): string =>
  `${lost.length} missing, ${stuck.length} unfinished, ${twice.length} twice`;

/** What runs by the clock comes and goes; everything else has to be done. */
async function unfinished(queue: JobQueue): Promise<string[]> {
  const byClock = new Set(clock.map(({ bell }) => bell.job));
  return Object.entries(await queue.counts())
    .filter(([job]) => !byClock.has(job))
    .map(([job, { waiting, active, delayed }]) => ({ job, left: waiting + active + delayed }))
    .filter(({ left }) => left > 0)
    .map(({ job, left }) => `queue: ${left} of ${job}`);
}

function countsOf({ deliveries, items, themes, tickets, posts }: Awaited<ReturnType<typeof readFound>>) {
  return {
    deliveries: deliveries.length,
    items: items.length,
    withdrawn: items.filter(({ isWithdrawn }) => isWithdrawn).length,
    memberships: items.reduce((sum, { memberships }) => sum + memberships, 0),
    themes: themes.length,
    tickets: tickets.length,
    posts: posts.length,
  };
}
