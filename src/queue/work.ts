// A worker for each job: hands the payload over, rings what follows, and judges failures.
import { setTimeout as sleep } from 'node:timers/promises';
import { UnrecoverableError } from 'bullmq';
import { Permanent, reasonOf } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';
import type { Backend, Delivered, LetterWorker, WorkerSettings } from './backend.ts';
import type { AnyJob, Bell, Work, Workers } from './port.ts';
import { judge, pauseBefore, startedTooOften, TryAgain } from './tries.ts';

export type Pace = {
  /** A running job's claim, renewed every quarter of it; longer than any call that changes something outside. */
  lockMs: number;
  /** How often lost claims are looked for: a killed process's jobs run again after at most the sum of both. */
  stalledCheckMs: number;
  /** How long running jobs may take to finish when we stop. */
  graceMs: number;
  /** Multiplies the pauses between tries; tests make it small. */
  pauses: number;
};

export const usualPace: Pace = { lockMs: 30_000, stalledCheckMs: 5_000, graceMs: 25_000, pauses: 1 };

const defaultConcurrency = 4;

export type Desk = {
  backend: Backend;
  jobs: readonly AnyJob[];
  pace: Pace;
  log: Log;
  ring: (bells: Bell[]) => Promise<void>;
  onError: (error: Error) => void;
};

export async function startWorkers(desk: Desk, work: Work): Promise<Workers> {
  const workers = desk.jobs.map((job) => startWorker(desk, job, work));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  // Asked again, it is the same end: what runs is waited for once.
  let closed: Promise<void> | undefined;
  return { close: () => (closed ??= closeWorkers(workers, desk)) };
}

function startWorker(desk: Desk, job: AnyJob, work: Work): LetterWorker {
  const worker = desk.backend.worker(
    job.name,
    (delivered) => handle(desk, job, { work, delivered }),
    settingsFor(job, desk.pace),
  );
  worker.on('error', desk.onError);
  worker.on('stalled', () => desk.log.info({ job: job.name }, 'taken over from a process that stopped'));
  return worker;
}

function settingsFor(job: AnyJob, pace: Pace): WorkerSettings {
  return {
    concurrency: job.concurrency ?? defaultConcurrency,
    lockDuration: pace.lockMs,
    lockRenewTime: pace.lockMs / 4,
    stalledInterval: pace.stalledCheckMs,
    // A job that was interrupted did not fail. `startedTooOften` ends the ones that interrupt us themselves.
    maxStalledCount: 1_000_000,
    runRetryDelay: 1_000,
    drainDelay: 5,
    settings: {
      backoffStrategy: (attemptsMade, _type, error) =>
        Math.round(pauseBefore(attemptsMade, error, Math.random()) * pace.pauses),
    },
  };
}

type Case = { work: Work; delivered: Delivered };

async function handle(desk: Desk, job: AnyJob, { work, delivered }: Case): Promise<void> {
  const { key, payload } = delivered.data;
  try {
    if (startedTooOften(job, delivered))
      throw new Permanent(
        `Started ${delivered.attemptsStarted} times without an end; it probably ends its process. Look at what is special about ${job.name} ${key}.`,
      );
    const checked = job.payload.safeParse(payload);
    if (!checked.success)
      throw new Permanent(`The payload of ${job.name} is not what it takes; it is ignored.`);
    const result = await job.run(work.deps, checked.data);
    await desk.ring(await work.onDone(job, checked.data, result));
  } catch (error) {
    await failed(desk, job, { work, delivered, error });
  }
}

/** Always throws: BullMQ learns about a failure in no other way. */
async function failed(
  { log }: Desk,
  job: AnyJob,
  { work, delivered, error }: Case & { error: unknown },
): Promise<never> {
  const { key, payload } = delivered.data;
  const verdict = judge(error, job, delivered);
  const reason = reasonOf(error);
  const about = { job: job.name, key, attempt: delivered.attemptsMade + 1, reason, at: framesOf(error) };
  if (verdict.kind === 'again') {
    log.info(about, 'failed, will be tried again');
    throw new TryAgain(error);
  }
  log.warn(
    about,
    verdict.permanent ? 'given up: a person has to change something' : 'given up after its last try',
  );
  try {
    await work.onGivenUp({ job, payload, key, reason, permanent: verdict.permanent });
  } catch (second) {
    // The sweep finds the work still undone and rings again.
    log.error({ job: job.name, key, reason: reasonOf(second) }, 'could not record that it was given up');
  }
  throw new UnrecoverableError(reason);
}

/** Where it happened, without the message: that may hold parameters. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error && !(error instanceof Permanent) ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*\d\)?$/.test(line) && !line.includes('node:internal'))
    .slice(0, 3)
    .map((line) => line.trim());
}

async function closeWorkers(workers: LetterWorker[], { pace, log }: Desk): Promise<void> {
  const patience = new AbortController();
  const closed = Promise.allSettled(workers.map((worker) => worker.close())).then(() => 'closed' as const);
  const late = sleep(pace.graceMs, 'late' as const, { signal: patience.signal }).catch(
    () => 'closed' as const,
  );
  if ((await Promise.race([closed, late])) === 'late')
    log.warn('stopping although jobs still run; they will be run again');
  patience.abort();
}
