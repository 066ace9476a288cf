// When a failed job is tried again, and when it is given up.
import { Permanent, reasonOf } from '../lib/failure.ts';
import type { AnyJob } from './port.ts';

const defaultAttempts = 8;
/** A job may also end its process (out of memory). That costs a start without an attempt; this many end it. */
const startsBeyondAttempts = 20;

export type Tried = { attemptsMade: number; attemptsStarted: number };

export type Verdict = { kind: 'again' } | { kind: 'give up'; permanent: boolean };

export const attemptsOf = (job: AnyJob): number => job.attempts ?? defaultAttempts;

/** `tried` counts what was before this failure. */
export function judge(error: unknown, job: AnyJob, tried: Tried): Verdict {
  if (error instanceof Permanent) return { kind: 'give up', permanent: true };
  return tried.attemptsMade + 1 >= attemptsOf(job)
    ? { kind: 'give up', permanent: false }
    : { kind: 'again' };
}

export function startedTooOften(job: AnyJob, tried: Tried): boolean {
  return tried.attemptsStarted > attemptsOf(job) + startsBeyondAttempts;
}

/** What leaves `run` and goes into the queue's store: a reason without parameters, stack or customers' words. */
export class TryAgain extends Error {
  override name = 'TryAgain';
  readonly retryAfterSeconds: number | undefined;
  constructor(error: unknown) {
    super(reasonOf(error));
    this.retryAfterSeconds = retryAfterOf(error);
  }
}

/** An upstream that said when to come back carries it as `retryAfterSeconds`. */
function retryAfterOf(error: unknown): number | undefined {
  return error instanceof Error && 'retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number'
    ? error.retryAfterSeconds
    : undefined;
}

const firstPauseMs = 1_000;
const longestPauseMs = 5 * 60_000;
const longestRetryAfterMs = 60 * 60_000;

/**
 * Milliseconds until try number `attemptsMade + 1`: 1 s, 3 s, 9 s … up to 5 min, each between 50 % and 100 % of it by
 * `random` (0 to 1), so that what failed together does not come back together. Eight tries span about 12 minutes.
 */
export function pauseBefore(attemptsMade: number, error: unknown, random: number): number {
  const jitter = 0.5 + random / 2;
  const growing = Math.min(firstPauseMs * 3 ** (attemptsMade - 1), longestPauseMs) * jitter;
  const asked = (retryAfterOf(error) ?? 0) * 1_000;
  return Math.round(Math.max(growing, Math.min(asked, longestRetryAfterMs)));
}
