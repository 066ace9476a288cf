// The queue's decisions that need no store: tries, pauses, warnings, addresses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Permanent } from '../../src/lib/failure.ts';
import { makeLog } from '../../src/lib/log.ts';
import { outageListener } from '../../src/queue/outage.ts';
import { poolAddress } from '../../src/queue/postgres.ts';
import { warningsFor } from '../../src/queue/redis.ts';
import { judge, pauseBefore, startedTooOften, TryAgain } from '../../src/queue/tries.ts';
import { aJob } from './queue.ts';

const passing = new Error('the tracker is down');

test('tries eight times unless the job says otherwise', () => {
  expect(judge(passing, aJob(), { attemptsMade: 6, attemptsStarted: 7 })).toEqual({ kind: 'again' });
  expect(judge(passing, aJob(), { attemptsMade: 7, attemptsStarted: 8 })).toEqual({
    kind: 'give up',
    permanent: false,
  });
  expect(judge(passing, aJob({ attempts: 1 }), { attemptsMade: 0, attemptsStarted: 1 })).toEqual({
    kind: 'give up',
    permanent: false,
  });
});

test('gives up at once on what a person has to mend', () => {
  const hopeless = new Permanent('CHECKOUT has no tracker. Add one in areas.yml.');
  expect(judge(hopeless, aJob(), { attemptsMade: 0, attemptsStarted: 1 })).toEqual({
    kind: 'give up',
    permanent: true,
  });
});

test('being interrupted costs no try, but a job that ends its process is not started for ever', () => {
  expect(startedTooOften(aJob(), { attemptsMade: 0, attemptsStarted: 20 })).toBe(false);
  expect(startedTooOften(aJob(), { attemptsMade: 0, attemptsStarted: 29 })).toBe(true);
});

test('pauses grow threefold from one second to five minutes', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 50].map((made) => pauseBefore(made, passing, 1));
  expect(pauses).toEqual([1_000, 3_000, 9_000, 27_000, 81_000, 243_000, 300_000, 300_000]);
});

test('a pause lies between half of its length and all of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (made, random) => {
        const longest = pauseBefore(made, passing, 1);
        const pause = pauseBefore(made, passing, random);
        return Number.isInteger(pause) && pause >= longest / 2 && pause <= longest;
      },
    ),
  );
});

test('an upstream that says when to come back is heard, up to an hour', () => {
  const limited = (retryAfterSeconds: number) =>
    new TryAgain(Object.assign(new Error('429'), { retryAfterSeconds }));
  expect(pauseBefore(1, limited(30), 1)).toBe(30_000);
  expect(pauseBefore(1, limited(0.01), 1)).toBe(1_000);
  expect(pauseBefore(1, limited(86_400), 1)).toBe(3_600_000);
});

test('what goes into the store says why and nothing more', () => {
  const query = new Error('Failed query: insert into "feedback"\nparams: a customer’s words');
  expect(new TryAgain(query).message).toBe('Failed query: insert into "feedback"');
});

test('Redis settings that lose jobs are named with their fix', () => {
  const good = { 'maxmemory-policy': 'noeviction', appendonly: 'yes' };
  expect(warningsFor('redis_version:7.0.15', good)).toEqual([]);
  expect(warningsFor('redis_version:7.0.15', {})).toEqual([]);
  const bad = warningsFor('redis_version:5.0.14', { 'maxmemory-policy': 'allkeys-lru', appendonly: 'no' });
  expect(bad).toEqual([
    expect.stringMatching(/5\.0\.14 .*Upgrade/),
    expect.stringMatching(/allkeys-lru.*CONFIG SET maxmemory-policy noeviction/),
    expect.stringMatching(/CONFIG SET appendonly yes/),
  ]);
});

test('sslmode means the same to both database drivers', () => {
  const url = 'postgres://u:p@db.example:5432/earshot';
  expect(poolAddress(url)).toEqual({ connectionString: url });
  expect(poolAddress(`${url}?sslmode=disable`)).toEqual({ connectionString: url });
  expect(poolAddress(`${url}?sslmode=require`)).toEqual({
    connectionString: url,
    ssl: { rejectUnauthorized: false },
  });
  expect(poolAddress(`${url}?sslmode=verify-full`)).toEqual({
    connectionString: url,
    ssl: { rejectUnauthorized: true },
  });
});

test('an outage is one line in ten seconds, however many workers complain', () => {
  const lines: unknown[] = [];
  const log = makeLog('silent');
  log.warn = ((about: unknown) => lines.push(about)) as typeof log.warn;
  let now = 0;
  const listener = outageListener(log, () => now);
  for (let times = 0; times < 100; times++) listener(passing);
  now = 10_000;
  listener(passing);
  expect(lines).toEqual([
    { reason: 'the tracker is down', more: 0 },
    { reason: 'the tracker is down', more: 99 },
  ]);
});
