// Works off what is open, in a process of its own, for the test that kills it: everything it does, it does through the
// pipeline, one job after the other. `go` on stdin starts a round; `idle` on stdout ends it.
import { createInterface } from 'node:readline';
import { parseConfig } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import type { Deps } from '../../src/deps.ts';
import { reasonOf } from '../../src/lib/failure.ts';
import { makeLog } from '../../src/lib/log.ts';
import { jobs, next } from '../../src/pipeline.ts';
import type { AnyJob, Bell } from '../../src/queue/port.ts';
import { makeDeps } from '../../src/roles/start.ts';
import type { Happened } from '../../src/steps/happened.ts';
import { ticketClock } from '../../src/steps/ticket/follow-job.ts';
import { findDropped } from '../../src/sweep.ts';

const config = parseConfig(JSON.parse(process.argv[2] ?? ''));
const connection = connect(config.databaseUrl!);
const deps = makeDeps(config, {
  db: connection.db,
  log: makeLog('silent'),
  queueCounts: () => Promise.resolve({}),
});
const byName = new Map<string, AnyJob>(jobs.map((job) => [job.name, job]));

for await (const line of createInterface({ input: process.stdin }))
  if (line === 'go') {
    const failed = await workOff();
    process.stdout.write(failed ? `failed ${failed}\n` : 'idle\n');
  }

/** Until the sweep and the clock find nothing more. A failed job is tried again in the next of at most ten rounds. */
async function workOff(): Promise<string | undefined> {
  let failed: string | undefined;
  for (let round = 0; round < 10; round += 1) {
    failed = undefined;
    const open = [...(await findDropped(deps, 0)), ...(await late(ticketClock))];
    if (open.length === 0) return undefined;
    for (const bells = open.flatMap(next); bells.length > 0; ) {
      const bell = bells.shift()!;
      try {
        bells.push(...(await run(bell)).flatMap(next));
      } catch (error) {
        failed = `${bell.job}: ${reasonOf(error)}`;
      }
    }
  }
  return failed ?? 'it never came to an end';
}

async function run({ job, payload }: Bell): Promise<Happened[]> {
  return byName.get(job)!.run(deps, payload);
}

/** As if two minutes had gone by: what was lost is looked for only then. */
async function late(job: AnyJob): Promise<Happened[]> {
  const later: Deps = { ...deps, now: () => new Date(Date.now() + 120_000) };
  const happened: Happened[] = await job.run(later, {});
  return happened.filter(({ what }) => what === 'ticketBehind');
}
