// Jobs and the doorbell. Postgres is the truth: a bell carries ids alone, and losing one costs seconds, never work.
import type { z } from 'zod';
import type { Deps } from '../deps.ts';

/** One kind of work. `run` reads, decides, writes and returns what the pipeline needs to ring the next bells. */
export type Job<P = unknown, R = unknown> = {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** The same key while a bell waits means the same work: it is rung once. Letters, digits, `-` and `_`. */
  readonly key: (payload: P) => string;
  readonly run: (deps: Deps, payload: P) => Promise<R>;
  /** How many at once in one process. Default 4. */
  readonly concurrency?: number;
  /** Tries with exponential backoff before it is kept as failed. Default 8. */
  readonly attempts?: number;
};

export type Bell = { job: string; key: string; payload: unknown; delayMs?: number | undefined };

/** A bell for a job, its payload checked by the compiler. */
export function ring<P, R>(job: Job<P, R>, payload: P, delayMs?: number): Bell {
  return { job: job.name, key: job.key(payload), payload, delayMs };
}

export type QueueCounts = { waiting: number; active: number; delayed: number };

export type Doorbell = {
  ring(bells: Bell[]): Promise<void>;
  counts(): Promise<Record<string, QueueCounts>>;
  /** Rings `bell` on this cron pattern (six fields allowed) in this time zone, once per slot over all processes. */
  schedule(id: string, when: { pattern: string; timeZone: string }, bell: Bell): Promise<void>;
  /** Throws away every waiting bell; the sweep rings again what matters. */
  empty(): Promise<void>;
  close(): Promise<void>;
};
