// The worker: runs jobs, rings what comes next, keeps what was given up.
import type { Deps } from '../deps.ts';
import { reasonOf } from '../lib/failure.ts';
import { clock, next } from '../pipeline.ts';
import { clearingFailures, keepFailure, withoutGivenUp } from '../queue/failures.ts';
import { type JobQueue, ring, type Workers } from '../queue/port.ts';
import type { Happened } from '../steps/happened.ts';
import { catchUp } from '../steps/intake/job.ts';
import { sweep } from '../sweep.ts';

export async function startWorker(deps: Deps, queue: JobQueue): Promise<Workers> {
  const clearFailure = clearingFailures(deps.db);
  const workers = await queue.work({
    deps,
    onDone: async (job, payload, result) => {
      await clearFailure({ job: job.name, key: job.key(payload) });
      const bells = (result as Happened[]).flatMap(next);
      return job.name === sweep.name ? withoutGivenUp(deps.db, bells, deps.now()) : bells;
    },
    onGivenUp: async ({ job, payload, key, reason, permanent }) => {
      const kind = permanent ? 'permanent' : 'passing';
      deps.log.error({ job: job.name, key, reason, kind }, 'a job was given up');
      await keepFailure(deps.db, { job: job.name, key, payload, reason, kind, failedAt: deps.now() });
    },
  });
  await wind(queue);
  // What a former process left behind, and what was said while none ran, does not wait for the clock.
  await queue.ring([ring(sweep, {}), ring(catchUp, {})]);
  const winding = setInterval(() => {
    wind(queue).catch((error) => deps.log.info({ reason: reasonOf(error) }, 'the clock could not be wound'));
  }, windEveryMs);
  return {
    close: () => {
      clearInterval(winding);
      return workers.close();
    },
  };
}

/** The clock is kept in the queue: who empties that stops the sweep, too, which would find what was emptied. */
const windEveryMs = 15_000;

async function wind(queue: JobQueue): Promise<void> {
  for (const { id, pattern, bell } of clock) await queue.schedule(id, { pattern, timeZone: 'UTC' }, bell);
}
