// Jobs and the doorbell. Postgres is the truth: a bell carries ids alone, and losing one costs seconds, never work.
import type { z } from 'zod';
import type { Deps } from '../deps.ts';

/** One kind of work. `run` reads, decides, writes and returns what the pipeline needs to ring the next bells. */
export type Job<P = unknown, R = unknown> = {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** What the work is about, e.g. the feedback's id: see `ring` for what the same key means. */
  readonly key: (payload: P) => string;
  readonly run: (deps: Deps, payload: P) => Promise<R>;
  /** How many at once in one process. Default 4. */
  readonly concurrency?: number;
  /** Tries with growing pauses before it is given up. Default 8. */
  readonly attempts?: number;
};

/** Any job, whatever its payload: for lists of them. A payload reaches its own job only through that job's schema. */
// biome-ignore lint/suspicious/noExplicitAny: a list of jobs is a list of different payloads, each checked at the door
export type AnyJob = Job<any, any>;

export type Bell = { job: string; key: string; payload: unknown; delayMs?: number | undefined };

/** A bell for a job, its payload checked by the compiler. */
export function ring<P, R>(job: Job<P, R>, payload: P, delayMs?: number): Bell {
  return { job: job.name, key: job.key(payload), payload, delayMs };
}

export type QueueCounts = { waiting: number; active: number; delayed: number };

export type Doorbell = {
  /**
   * The same job and key is never worked on twice at once. A second ring while the first waits (also for its delay
   * or its next try) changes nothing; a ring while it is worked on makes it run once more afterwards, because that
   * work may have read what was true before the ring. Rejects within seconds while the queue's store is down.
   */
  ring(bells: Bell[]): Promise<void>;
  counts(): Promise<Record<string, QueueCounts>>;
  /**
   * Rings `bell` on this cron pattern (six fields allowed) in this time zone, once per slot over all processes.
   * A slot missed while nothing ran is rung late, once. To be called at every start.
   */
  schedule(id: string, when: { pattern: string; timeZone: string }, bell: Bell): Promise<void>;
  /** Throws away every waiting bell; the sweep rings again what matters. What is on the clock stays on it. */
  empty(): Promise<void>;
  /** Stops this process's workers first, each within its grace, then leaves. */
  close(): Promise<void>;
};

/** What happens around a job: where the pipeline and the record of failures come in. */
export type Work = {
  deps: Deps;
  /** Says which bells follow. They are rung before the job counts as done; a failure here is retried with the job. */
  onDone: (job: AnyJob, payload: unknown, result: unknown) => Promise<Bell[]>;
  /** After the last try, or at once when `permanent`. `payload` is as rung: it may be what the schema refused. */
  onGivenUp: (failure: GivenUp) => Promise<void>;
};

export type GivenUp = { job: AnyJob; payload: unknown; key: string; reason: string; permanent: boolean };

export type Workers = {
  /** Takes no new job, lets the running ones finish within the grace (25 s), and leaves the rest to be run again. */
  close(): Promise<void>;
};

export type JobQueue = Doorbell & { work(work: Work): Promise<Workers> };
