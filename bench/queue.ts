// What the queue costs: jobs that do nothing, through BullMQ bare and through ours, on PostgreSQL and on Redis.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../src/db/embedded.ts';
import { makeLog } from '../src/lib/log.ts';
import type { Backend } from '../src/queue/backend.ts';
import { ring } from '../src/queue/port.ts';
import { postgresBackend } from '../src/queue/postgres.ts';
import { redisBackend } from '../src/queue/redis.ts';
import { startQueue } from '../src/queue/start.ts';
import { aJob, staged } from '../test/contracts/queue.ts';
import { hasRedis, startRedis } from '../test/redis.ts';

const log = makeLog('silent');

export type Stores = { databaseUrl: string; redisUrl?: string | undefined };

/** All rates are jobs per second, added beforehand and worked on by one process. */
export type NoopRates = {
  store: Backend['name'];
  n: number;
  concurrency: number;
  bareAdded: number;
  bareDone: number;
  earshotRung: number;
  earshotDone: number;
};

/** BullMQ's own pace on this store and ours beside it. The store is the given Redis, or else PostgreSQL. */
export async function benchNoop(stores: Stores, { n = 5_000, concurrency = 20 } = {}): Promise<NoopRates> {
  const bare = await benchBare(stores, { n, concurrency });
  const ours = await benchOurs(stores, { n, concurrency });
  return { n, concurrency, ...bare, ...ours };
}

type Load = { n: number; concurrency: number };

async function benchBare(stores: Stores, { n, concurrency }: Load) {
  const onError = (error: Error) => {
    throw error;
  };
  const backend = stores.redisUrl
    ? await redisBackend(stores.redisUrl, { log, onError })
    : await postgresBackend(stores.databaseUrl, { workers: 1, onError });
  const queue = backend.queue('bench-bare');
  await queue.waitUntilReady();
  const opts = { removeOnComplete: true };
  const letters = Array.from({ length: n }, (_, i) => ({
    name: 'bare',
    data: { key: `k${i}`, payload: { id: `k${i}` } },
    opts,
  }));
  const bareAdded = await rate(n, async () => {
    for (const some of chunked(letters)) await queue.addBulk(some);
  });
  const all = countdown(n);
  let worker: ReturnType<Backend['worker']> | undefined;
  const bareDone = await rate(n, async () => {
    worker = backend.worker('bench-bare', async () => all.one(), { concurrency });
    await all.done;
  });
  await worker?.close();
  await queue.close();
  await backend.close();
  return { store: backend.name, bareAdded, bareDone };
}

async function benchOurs(stores: Stores, { n, concurrency }: Load) {
  const all = countdown(n);
  const job = aJob({ name: 'bench-ours', concurrency, run: async () => undefined });
  const queue = await startQueue({ ...stores, jobs: [job], log });
  const bells = Array.from({ length: n }, (_, i) => ring(job, { id: `k${i}` }));
  const earshotRung = await rate(n, async () => {
    for (const some of chunked(bells)) await queue.ring(some);
  });
  const earshotDone = await rate(n, async () => {
    await queue.work(
      staged({
        onDone: async () => {
          all.one();
          return [];
        },
      }),
    );
    await all.done;
  });
  await queue.close();
  return { earshotRung, earshotDone };
}

/** `--n N --concurrency N`. Prints what it does; its last line is one JSON object. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { n: { type: 'string' }, concurrency: { type: 'string' } } });
  const load = { n: Number(values.n ?? 5_000), concurrency: Number(values.concurrency ?? 20) };
  const machine = `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, node ${process.version}`;
  console.log(`${load.n} jobs that do nothing, ${load.concurrency} at once, on ${machine}`);
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const embedded = await startEmbedded(folder);
  const redis = hasRedis() ? await startRedis() : undefined;
  const results: NoopRates[] = [];
  try {
    for (const redisUrl of redis ? [undefined, redis.url] : [undefined]) {
      const rates = await benchNoop({ databaseUrl: embedded.url, redisUrl }, load);
      results.push(rates);
      console.log(`${rates.store}: BullMQ bare ${rates.bareDone} jobs/s (added at ${rates.bareAdded}/s)`);
      console.log(`${rates.store}: Earshot's   ${rates.earshotDone} jobs/s (rung at ${rates.earshotRung}/s)`);
    }
  } finally {
    await redis?.stop();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(JSON.stringify({ bench: 'queue', ...load, machine, results }));
}

async function rate(n: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((n / (performance.now() - startedAt)) * 1000);
}

function countdown(n: number) {
  let left = n;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const one = () => {
    if (--left === 0) resolve();
  };
  return { one, done };
}

const chunkSize = 500;

const chunked = <T>(all: T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / chunkSize) }, (_, i) =>
    all.slice(i * chunkSize, (i + 1) * chunkSize),
  );
