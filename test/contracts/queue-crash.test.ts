// What is left of the queue's promises when processes are killed and stores go away.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEmbedded } from '../../src/db/embedded.ts';
import { type JobQueue, ring } from '../../src/queue/port.ts';
import { freshDatabase } from '../database.ts';
import { hasRedis, startRedis } from '../redis.ts';
import { aJob, openQueue, staged, until } from './queue.ts';
import type { Plan } from './queue-process.ts';

const database = await freshDatabase();
const redis = hasRedis() ? await startRedis() : undefined;
const folder = mkdtempSync(join(tmpdir(), 'earshot-crash-'));
const embedded = await startEmbedded(folder);
afterAll(async () => {
  await redis?.stop();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open: JobQueue[] = [];
const workers: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await Promise.all(open.splice(0).map((queue) => queue.close()));
});
const start = async (...args: Parameters<typeof openQueue>) => {
  const queue = await openQueue(...args);
  open.push(queue);
  return queue;
};

let number = 0;
const newName = () => `crash${number++}`;

const stores = [
  { store: 'PostgreSQL', runs: true, where: { databaseUrl: database.url } },
  { store: 'Redis', runs: redis !== undefined, where: { databaseUrl: database.url, redisUrl: redis?.url } },
];

for (const { store, runs, where } of stores)
  describe.skipIf(!runs)(`processes on ${store}`, () => {
    test('a worker that is killed leaves its job to the others', async () => {
      const name = newName();
      const job = aJob({ name });
      const queue = await start(where, [job]);
      const victim = await startProcess({ ...where, name, alone: false, takesMs: 60_000 });
      await queue.ring([ring(job, { id: 'a' })]);
      await victim.says('start a');
      await victim.kill();
      const work = staged();
      await queue.work(work);
      await until('somebody else did it', () => work.done.length === 1);
      expect(work.givenUp).toEqual([]);
    });

    test('a job whose process is killed five times over still gets done', async () => {
      const name = newName();
      const job = aJob({ name });
      const queue = await start(where, [job]);
      await queue.ring([ring(job, { id: 'a' })]);
      for (let times = 0; times < 5; times++) {
        const victim = await startProcess({ ...where, name, alone: true, takesMs: 60_000 });
        await victim.says('start a');
        await victim.kill();
      }
      const last = await startProcess({ ...where, name, alone: true, takesMs: 1 });
      await last.says('end a');
    });

    test('alone on the store, a process takes the killed one’s job at once, not when its claim ends', async () => {
      const name = newName();
      const job = aJob({ name });
      const queue = await start(where, [job]);
      const victim = await startProcess({ ...where, name, alone: true, takesMs: 60_000 });
      await queue.ring([ring(job, { id: 'a' })]);
      await victim.says('start a');
      await victim.kill();
      let ranAfterMs = 0;
      const startedAt = Date.now();
      const again = aJob({ name, run: async () => (ranAfterMs = Date.now() - startedAt) });
      const successor = await start(where, [again], { alone: true, pace: { lockMs: 60_000 } });
      await successor.work(staged());
      await until('it ran again', () => ranAfterMs > 0);
      expect(ranAfterMs).toBeLessThan(20_000);
    });

    test('SIGTERM lets the running job end, takes no new one, and leaves that to the next process', async () => {
      const name = newName();
      const job = aJob({ name, concurrency: 1 });
      const queue = await start(where, [job]);
      const worker = await startProcess({ ...where, name, alone: true, takesMs: 700 });
      await queue.ring(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ring(job, { id })));
      await worker.says('start a');
      expect(await worker.terminate()).toBe(0);
      const ended = worker.said().filter((line) => line.startsWith('end'));
      expect(ended).toHaveLength(worker.said().filter((line) => line.startsWith('start')).length);
      expect(ended.length).toBeLessThan(6);
      const rest = staged();
      await queue.work(rest);
      await until('the rest is done', () => ended.length + rest.done.length === 6);
    });
  });

test('PostgreSQL is killed under running workers: the process lives, and goes on when it is back', async () => {
  const seen: string[] = [];
  const job = aJob({ name: 'outage', run: async (_deps, { id }) => seen.push(id) });
  const queue = await start({ databaseUrl: embedded.url }, [job]);
  await queue.work(staged());
  await queue.ring([ring(job, { id: 'before' })]);
  await until('it works', () => seen.includes('before'));
  for (const id of ['first', 'second']) {
    const pid = embedded.pid();
    process.kill(pid, 'SIGKILL');
    await until('it was started again', () => embedded.pid() !== pid);
    await until('it rings again', () => rings(queue, () => ring(job, { id })));
    await until('it works again', () => seen.includes(id), 20_000);
  }
}, 60_000);

test.skipIf(!redis)(
  'Redis is killed under running workers: rings fail fast, the process lives, and goes on',
  async () => {
    const seen: string[] = [];
    let hold = async () => {};
    const job = aJob({
      name: 'outage',
      run: async (_deps, { id }) => {
        seen.push(id);
        await hold();
      },
    });
    const queue = await start({ databaseUrl: database.url, redisUrl: redis?.url }, [job]);
    const work = staged();
    await queue.work(work);
    await queue.ring([ring(job, { id: 'before' })]);
    await until('it works', () => work.done.length === 1);
    hold = () => sleep(500);
    await queue.ring([ring(job, { id: 'during' })]);
    await until('it runs', () => seen.includes('during'));
    await redis?.kill();
    const askedAt = Date.now();
    await expect(queue.ring([ring(job, { id: 'lost' })])).rejects.toThrow();
    expect(Date.now() - askedAt).toBeLessThan(15_000);
    await sleep(1_000);
    await redis?.start();
    await until('it rings again', () => rings(queue, () => ring(job, { id: 'after' })));
    await until('both are done', () => work.done.length === 3, 20_000);
    expect(work.givenUp).toEqual([]);
  },
  60_000,
);

async function rings(queue: JobQueue, bell: () => ReturnType<typeof ring>): Promise<boolean> {
  try {
    await queue.ring([bell()]);
    return true;
  } catch {
    return false;
  }
}

async function startProcess(plan: Plan) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'queue-process.ts'), JSON.stringify(plan)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said = () => out.split('\n').filter(Boolean);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  const one = {
    said,
    says: (line: string) =>
      until(`it says "${line}" (said: ${said().join(', ')})`, () => said().includes(line), 20_000),
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
    stop: async () => void (await end('SIGKILL')),
  };
  workers.push(one);
  await one.says('ready');
  return one;
}
