// What the queue tests share: the stores they run on, and jobs that leave a trace.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Deps } from '../../src/deps.ts';
import { makeLog } from '../../src/lib/log.ts';
import type { AnyJob, GivenUp, Job, Work } from '../../src/queue/port.ts';
import { type QueueOptions, startQueue } from '../../src/queue/start.ts';

const quiet = makeLog('silent');

const Note = z.object({ id: z.string() });
type Note = z.infer<typeof Note>;

/** A job on notes; overrides say what is special about it. */
export function aJob(overrides: Partial<Job<Note, unknown>> = {}): Job<Note, unknown> {
  return { name: 'note', payload: Note, key: (note) => note.id, run: async () => undefined, ...overrides };
}

const quick = { lockMs: 1_500, stalledCheckMs: 500, graceMs: 5_000, pauses: 0.01 };

/** The steps under test need no outside world; a job that reaches for it fails loudly. */
const noDeps = new Proxy({} as Deps, {
  get: (_target, name) => {
    throw new Error(`These jobs have no deps.${String(name)}.`);
  },
});

export type Stage = { givenUp: GivenUp[]; done: { job: string; payload: unknown; result: unknown }[] };

/** Work that notes down what it is told. */
export function staged(overrides: Partial<Work> = {}): Work & Stage {
  const stage: Stage = { givenUp: [], done: [] };
  return {
    ...stage,
    deps: noDeps,
    onDone: async (job, payload, result) => {
      stage.done.push({ job: job.name, payload, result });
      return [];
    },
    onGivenUp: async (failure) => {
      stage.givenUp.push(failure);
    },
    ...overrides,
  };
}

export const openQueue = (
  where: Pick<QueueOptions, 'databaseUrl' | 'redisUrl'>,
  jobs: AnyJob[],
  rest: Partial<QueueOptions> = {},
) => startQueue({ ...where, jobs, log: quiet, pace: quick, ...rest });

/** Waits until `happened` holds; fails with `what` after `withinMs`. */
export async function until(
  what: string,
  happened: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) if (await happened()) return;
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}
