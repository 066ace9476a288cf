// A worker process of its own, for tests that kill it. Says on stdout what it starts and ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { aJob, openQueue, staged } from './queue.ts';

const Plan = z.object({
  databaseUrl: z.string(),
  redisUrl: z.string().optional(),
  name: z.string(),
  alone: z.boolean(),
  /** How long each job takes. */
  takesMs: z.number(),
});
export type Plan = z.infer<typeof Plan>;

const { name, takesMs, alone, ...where } = Plan.parse(JSON.parse(process.argv[2] ?? ''));
const say = (line: string) => process.stdout.write(`${line}\n`);
const job = aJob({
  name,
  run: async (_deps, { id }) => {
    say(`start ${id}`);
    await sleep(takesMs);
    say(`end ${id}`);
  },
});
const queue = await openQueue(where, [job], { alone });
process.once('SIGTERM', async () => {
  await queue.close();
  say('closed');
  process.exit(0);
});
await queue.work(staged());
say('ready');
