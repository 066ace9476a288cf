// The queue as settings say: BullMQ on the application's PostgreSQL, or on Redis. The same jobs, the same promises.
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';
import type { Backend, LetterQueue } from './backend.ts';
import { bellsOf } from './doorbell.ts';
import { outageListener } from './outage.ts';
import type { AnyJob, JobQueue, Workers } from './port.ts';
import { postgresBackend } from './postgres.ts';
import { redisBackend } from './redis.ts';
import { attemptsOf } from './tries.ts';
import { type Pace, startWorkers, usualPace } from './work.ts';

export type QueueOptions = {
  databaseUrl: string;
  redisUrl?: string | undefined;
  jobs: readonly AnyJob[];
  log: Log;
  /** No other process works on these queues (the built-in database has one process): a killed one's jobs run at once. */
  alone?: boolean;
  pace?: Partial<Pace>;
};

/** How long closing connections may take after the workers' own grace. */
const leaveWithinMs = 5_000;

/** Throws `StartFailure` when the store cannot be used. Later outages are survived: rings reject, workers come back. */
export async function startQueue(options: QueueOptions): Promise<JobQueue> {
  const { jobs, log } = options;
  const onError = outageListener(log);
  const backend = await openBackend(options, onError);
  const queues = new Map(jobs.map((job) => [job.name, openQueue(backend, job, onError)]));
  await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
  const attempts = new Map(jobs.map((job) => [job.name, attemptsOf(job)]));
  const bells = bellsOf(queues, (job) => attempts.get(job) ?? 1);
  const desk = { backend, jobs, log, onError, ring: bells.ring, pace: { ...usualPace, ...options.pace } };
  const started: Workers[] = [];
  const leaveAll = async () => {
    await Promise.all(started.map((workers) => workers.close()));
    await Promise.race([leave(backend, queues, log), sleep(leaveWithinMs, undefined, { ref: false })]);
  };
  let closing: Promise<void> | undefined;
  return {
    ...bells,
    work: async (work) => {
      if (options.alone) await backend.freeAbandoned([...queues.keys()]);
      const workers = await startWorkers(desk, work);
      started.push(workers);
      return workers;
    },
    close: () => {
      closing ??= leaveAll();
      return closing;
    },
  };
}

function openBackend({ databaseUrl, redisUrl, jobs, log }: QueueOptions, onError: (error: Error) => void) {
  return redisUrl
    ? redisBackend(redisUrl, { log, onError })
    : postgresBackend(databaseUrl, { workers: jobs.length, onError });
}

function openQueue(backend: Backend, job: AnyJob, onError: (error: Error) => void): LetterQueue {
  const queue = backend.queue(job.name);
  queue.on('error', onError);
  return queue;
}

async function leave(backend: Backend, queues: Map<string, LetterQueue>, log: Log): Promise<void> {
  const closed = await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
  for (const one of closed)
    if (one.status === 'rejected')
      log.info({ reason: reasonOf(one.reason) }, 'a queue did not close properly');
  await backend.close();
}
