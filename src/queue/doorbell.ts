// Ringing, counting, the clock and emptying: what needs queues but no workers.

import { gather } from '../lib/gather.ts';
import type { Letter, LetterOptions, LetterQueue } from './backend.ts';
import type { Bell, Doorbell, QueueCounts } from './port.ts';

export type Bells = Pick<Doorbell, 'ring' | 'counts' | 'schedule' | 'empty'>;

/** One queue a job, by the job's name; `attempts` likewise. */
export function bellsOf(queues: Map<string, LetterQueue>, attempts: (job: string) => number): Bells {
  const queueOf = (job: string): LetterQueue => {
    const queue = queues.get(job);
    if (!queue) throw new Error(`No job is called "${job}". Add it to the jobs in pipeline.ts.`);
    return queue;
  };
  const posts = new Map([...queues].map(([job, queue]) => [job, postTo(queue)]));
  return {
    ring: async (bells) => {
      const byJob = Map.groupBy(bells, (bell) => bell.job);
      for (const job of byJob.keys()) queueOf(job);
      const letters = (group: Bell[]) => group.map((bell) => asLetter(bell, attempts(bell.job)));
      await Promise.all([...byJob].map(([job, group]) => posts.get(job)!(letters(group))));
    },
    counts: async () => {
      const counted = [...queues].map(async ([name, queue]) => [name, await countsOf(queue)] as const);
      return Object.fromEntries(await Promise.all(counted));
    },
    schedule: (id, when, bell) =>
      putOnClock(queueOf(bell.job), { id, ...when }, asLetter(bell, attempts(bell.job))),
    empty: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.drain(true)));
    },
  };
}

type Stamped = { name: string; data: Letter; opts: LetterOptions };

/** Who rings while others ring joins them. The second lane keeps one slow call from holding up everybody. */
function postTo(queue: LetterQueue): (letters: Stamped[]) => Promise<void> {
  return gather(
    async (batches: Stamped[][]) => {
      await queue.addBulk(batches.flat());
      return batches.map(() => undefined);
    },
    { lanes: 2, most: 50 },
  );
}

function asLetter({ job, key, payload, delayMs }: Bell, attempts: number): Stamped {
  const opts: LetterOptions = {
    attempts,
    backoff: { type: 'growing' },
    deduplication: { id: key, keepLastIfActive: true },
    // Nothing is kept: what was given up is in our own tables, and a kept job would swallow the next ring.
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 1,
    ...(delayMs && { delay: delayMs }),
  };
  return { name: job, data: { key, payload }, opts };
}

async function countsOf(queue: LetterQueue): Promise<QueueCounts> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed');
  return { waiting: counts.waiting ?? 0, active: counts.active ?? 0, delayed: counts.delayed ?? 0 };
}

/** Setting it anew would drop a slot that is due but not yet worked on, so what is already right is left alone. */
async function putOnClock(
  queue: LetterQueue,
  { id, pattern, timeZone }: { id: string; pattern: string; timeZone: string },
  letter: ReturnType<typeof asLetter>,
): Promise<void> {
  const now = await queue.getJobScheduler(id);
  const same =
    now?.pattern === pattern &&
    now.tz === timeZone &&
    JSON.stringify(now.template?.data) === JSON.stringify(letter.data) &&
    // A store that lost its jobs alone: each slot's job makes the next one's, so there would be none ever again.
    (await queue.getJob(`repeat:${id}:${now.next}`)) !== undefined;
  if (same) return;
  const { deduplication, ...opts } = letter.opts;
  await queue.upsertJobScheduler(
    id,
    { pattern, tz: timeZone },
    { name: letter.name, data: letter.data, opts },
  );
}
