// The queue's promises, on PostgreSQL and on Redis alike.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { Permanent } from '../../src/lib/failure.ts';
import { type AnyJob, type JobQueue, ring } from '../../src/queue/port.ts';
import type { QueueOptions } from '../../src/queue/start.ts';
import { freshDatabase } from '../database.ts';
import { hasRedis, startRedis } from '../redis.ts';
import { aJob, openQueue, staged, until } from './queue.ts';

const database = await freshDatabase();
const redis = hasRedis() ? await startRedis() : undefined;
afterAll(() => redis?.stop());

const stores = [
  { store: 'PostgreSQL', runs: true, where: { databaseUrl: database.url } },
  { store: 'Redis', runs: redis !== undefined, where: { databaseUrl: database.url, redisUrl: redis?.url } },
];

for (const { store, runs, where } of stores)
  describe.skipIf(!runs)(`the queue on ${store}`, () => {
    const open: JobQueue[] = [];
    let number = 0;
    /** Each test has queues of its own, by the job's name. */
    const named = (overrides: Parameters<typeof aJob>[0] = {}) =>
      aJob({ name: `note${number++}`, ...overrides });
    const start = async (jobs: AnyJob[], rest: Partial<QueueOptions> = {}) => {
      const queue = await openQueue(where, jobs, rest);
      open.push(queue);
      return queue;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((queue) => queue.close()));
    });

    test('does the work and rings what follows', async () => {
      const seen: string[] = [];
      const second = named({ run: async (_deps, { id }) => seen.push(`second ${id}`) });
      const first = named({ run: async (_deps, { id }) => `result of ${id}` });
      const queue = await start([first, second]);
      await queue.work(
        staged({
          onDone: async (job, _payload, result) => {
            if (job.name === first.name) seen.push(String(result));
            return job.name === first.name ? [ring(second, { id: 'b' })] : [];
          },
        }),
      );
      await queue.ring([ring(first, { id: 'a' })]);
      await until('both ran', () => seen.length === 2);
      expect(seen).toEqual(['result of a', 'second b']);
    });

    test('rung twice while it waits, it runs once', async () => {
      const seen: string[] = [];
      const job = named({ run: async (_deps, { id }) => seen.push(id) });
      const queue = await start([job]);
      await queue.ring([ring(job, { id: 'a' }), ring(job, { id: 'a' })]);
      await queue.ring([ring(job, { id: 'a' }), ring(job, { id: 'b' })]);
      expect(await queue.counts()).toEqual({ [job.name]: { waiting: 2, active: 0, delayed: 0 } });
      await queue.work(staged());
      await until('both ran', () => seen.length >= 2);
      await sleep(200);
      expect(seen.sort()).toEqual(['a', 'b']);
    });

    test('rung several times while it runs, it runs once more, and never twice at once', async () => {
      let running = 0;
      let most = 0;
      let runs = 0;
      const job = named({
        run: async () => {
          most = Math.max(most, ++running);
          runs++;
          await sleep(200);
          running--;
        },
      });
      const queue = await start([job]);
      await queue.work(staged());
      await queue.ring([ring(job, { id: 'a' })]);
      await until('it runs', () => running === 1);
      await queue.ring([ring(job, { id: 'a' })]);
      await queue.ring([ring(job, { id: 'a' })]);
      await until('it ran again', () => runs === 2 && running === 0);
      await sleep(300);
      expect({ runs, most }).toEqual({ runs: 2, most: 1 });
    });

    test('rung again after it is done, it runs again', async () => {
      let runs = 0;
      const job = named({ run: async () => ++runs });
      const queue = await start([job]);
      await queue.work(staged());
      for (const times of [1, 2, 3]) {
        await queue.ring([ring(job, { id: 'a' })]);
        await until(`run ${times}`, () => runs === times);
        await until('nothing is left', async () => (await queue.counts())[job.name]?.active === 0);
      }
    });

    test('waits for its delay', async () => {
      let ranAt = 0;
      const job = named({ run: async () => (ranAt = Date.now()) });
      const queue = await start([job]);
      await queue.work(staged());
      const rungAt = Date.now();
      await queue.ring([ring(job, { id: 'a' }, 400)]);
      await until('it ran', () => ranAt > 0);
      expect(ranAt - rungAt).toBeGreaterThanOrEqual(395);
    });

    test('tries again after a failure, with what follows rung once it succeeds', async () => {
      let tries = 0;
      const job = named({
        run: async () => {
          if (++tries < 3) throw new Error('not yet');
          return 'good';
        },
      });
      const queue = await start([job]);
      const work = staged();
      await queue.work(work);
      await queue.ring([ring(job, { id: 'a' })]);
      await until('it succeeded', () => work.done.length === 1);
      expect({ tries, givenUp: work.givenUp }).toEqual({ tries: 3, givenUp: [] });
    });

    test('counts a failing ring of what follows as a failure of the job', async () => {
      let calls = 0;
      const job = named();
      const queue = await start([job]);
      await queue.work(
        staged({
          onDone: async () => {
            if (++calls === 1) throw new Error('the pipeline could not be asked');
            return [];
          },
        }),
      );
      await queue.ring([ring(job, { id: 'a' })]);
      await until('asked again', () => calls === 2);
    });

    test('gives up after the last try, tells so once, and can be rung again', async () => {
      let tries = 0;
      const job = named({
        attempts: 3,
        run: async () => {
          tries++;
          throw new Error('the tracker is down\nwith a secret below');
        },
      });
      const queue = await start([job]);
      const work = staged();
      await queue.work(work);
      await queue.ring([ring(job, { id: 'a' })]);
      await until('given up', () => work.givenUp.length === 1);
      expect(tries).toBe(3);
      expect(work.givenUp[0]).toEqual({
        job,
        key: 'a',
        payload: { id: 'a' },
        reason: 'the tracker is down',
        permanent: false,
      });
      await until('nothing is left', async () => (await queue.counts())[job.name]?.active === 0);
      await queue.ring([ring(job, { id: 'a' })]);
      await until('given up again', () => work.givenUp.length === 2);
    });

    test('gives up at once when only a person can help', async () => {
      let tries = 0;
      const job = named({
        run: async () => {
          tries++;
          throw new Permanent('CHECKOUT has no tracker. Add one in areas.yml.');
        },
      });
      const queue = await start([job]);
      const work = staged();
      await queue.work(work);
      await queue.ring([ring(job, { id: 'a' })]);
      await until('given up', () => work.givenUp.length === 1);
      await sleep(200);
      expect(tries).toBe(1);
      expect(work.givenUp).toMatchObject([
        { permanent: true, reason: 'CHECKOUT has no tracker. Add one in areas.yml.' },
      ]);
    });

    test('refuses a payload that the job does not take, and hands it over as it came', async () => {
      let ran = false;
      const job = named({ run: async () => (ran = true) });
      const queue = await start([job]);
      const work = staged();
      await queue.work(work);
      await queue.ring([{ job: job.name, key: 'a', payload: { id: 7 } }]);
      await until('given up', () => work.givenUp.length === 1);
      expect(ran).toBe(false);
      expect(work.givenUp).toMatchObject([{ permanent: true, payload: { id: 7 }, key: 'a' }]);
    });

    test('emptied, it forgets what waits and is delayed, and takes the same bells again', async () => {
      const seen: string[] = [];
      const job = named({ run: async (_deps, { id }) => seen.push(id) });
      const queue = await start([job]);
      await queue.ring([ring(job, { id: 'a' }), ring(job, { id: 'b' }, 60_000)]);
      await queue.empty();
      expect(await queue.counts()).toEqual({ [job.name]: { waiting: 0, active: 0, delayed: 0 } });
      await queue.work(staged());
      await queue.ring([ring(job, { id: 'a' }), ring(job, { id: 'b' })]);
      await until('both ran', () => seen.length >= 2);
      expect(seen.sort()).toEqual(['a', 'b']);
    });

    test('shares the work between processes: every bell is worked on once', async () => {
      const seen = { one: [] as string[], two: [] as string[] };
      const job = (who: 'one' | 'two', name: string) =>
        aJob({
          name,
          run: async (_deps, { id }) => {
            seen[who].push(id);
            await sleep(10);
          },
        });
      const name = named().name;
      const one = await start([job('one', name)]);
      const two = await start([job('two', name)]);
      await Promise.all([one.work(staged()), two.work(staged())]);
      const ids = Array.from({ length: 100 }, (_, i) => `n${i}`);
      await one.ring(ids.map((id) => ring(job('one', name), { id })));
      await until('all ran', () => seen.one.length + seen.two.length >= 100);
      await sleep(200);
      expect([...seen.one, ...seen.two].sort()).toEqual(ids.sort());
      expect(Math.min(seen.one.length, seen.two.length)).toBeGreaterThan(10);
    });

    test('rings by the clock once a slot, whoever scheduled it and however often', async () => {
      const slots: number[] = [];
      const name = named().name;
      const job = aJob({ name, run: async () => slots.push(Math.round(Date.now() / 1000)) });
      const everySecond = { pattern: '* * * * * *', timeZone: 'Europe/Berlin' };
      const [one, two] = [await start([job]), await start([job])];
      for (const queue of [one, two, one])
        await queue.schedule('each-second', everySecond, ring(job, { id: 'a' }));
      await Promise.all([one.work(staged()), two.work(staged())]);
      await until('three slots', () => slots.length >= 3);
      expect(new Set(slots).size).toBe(slots.length);
    });

    test('emptied, it keeps what is on the clock', async () => {
      let runs = 0;
      const job = named({ run: async () => ++runs });
      const queue = await start([job]);
      await queue.schedule(
        'each-second',
        { pattern: '* * * * * *', timeZone: 'UTC' },
        ring(job, { id: 'a' }),
      );
      await queue.empty();
      await queue.work(staged());
      await until('two slots', () => runs >= 2);
    });

    test('rings a slot late when nothing ran at its time, although it is scheduled again at start', async () => {
      let runs = 0;
      const job = named({ run: async () => ++runs });
      const soon = new Date(Date.now() + 2_000);
      const once = { pattern: `${soon.getUTCSeconds()} ${soon.getUTCMinutes()} * * * *`, timeZone: 'UTC' };
      const before = await start([job]);
      await before.schedule('hourly', once, ring(job, { id: 'a' }));
      await before.close();
      await sleep(soon.getTime() - Date.now() + 200);
      const after = await start([job]);
      await after.schedule('hourly', once, ring(job, { id: 'a' }));
      await after.work(staged());
      await until('the missed slot', () => runs === 1);
    });

    test('changes the clock when the pattern changed', async () => {
      let runs = 0;
      const job = named({ run: async () => ++runs });
      const queue = await start([job]);
      await queue.schedule('digest', { pattern: '0 9 * * 1', timeZone: 'UTC' }, ring(job, { id: 'a' }));
      await queue.schedule('digest', { pattern: '* * * * * *', timeZone: 'UTC' }, ring(job, { id: 'a' }));
      await queue.work(staged());
      await until('it rings every second', () => runs >= 1);
    });

    test('names the place to mend when a bell is for a job nobody knows', async () => {
      const queue = await start([named()]);
      await expect(queue.ring([{ job: 'nobody', key: 'a', payload: {} }])).rejects.toThrow('pipeline.ts');
    });

    test('closing waits for what runs', async () => {
      const events: string[] = [];
      const job = named({
        run: async () => {
          events.push('started');
          await sleep(300);
          events.push('ended');
        },
      });
      const queue = await start([job]);
      await queue.work(staged());
      await queue.ring([ring(job, { id: 'a' })]);
      await until('it runs', () => events.length === 1);
      await queue.close();
      expect(events).toEqual(['started', 'ended']);
    });
  });
