// Nothing lost, nothing stuck, nothing twice: thousands of events while Earshot is killed and its stores crash, with
// Slack's own retries as the only help. Ends with 1 when anything is not as it should be, and says which.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { hasRedis } from '../test/redis.ts';
import { type RunResult, runReliability } from '../test/reliability/run.ts';

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      backend: { type: 'string', default: 'both' },
      kills: { type: 'string', default: '20' },
      restarts: { type: 'string', default: '5' },
      rate: { type: 'string', default: '15' },
    },
  });
  const [n, seed, kills, restarts, rate] = [
    Number(values.n),
    Number(values.seed),
    Number(values.kills),
    Number(values.restarts),
    Number(values.rate),
  ];
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(
    `${n} events at ${rate}/s, seed ${seed}, ${machine}; local analyzer; the stand-ins share the machine.`,
  );
  const results: RunResult[] = [];
  for (const backend of backendsOf(values.backend)) {
    const say = (line: string) => console.log(`${backend}: ${line}`);
    const result = await runReliability({
      ...{ n, seed, kills, restarts, rate, backend, say },
      settleWithinMs: 300_000,
    });
    say(`${result.lost} lost, ${result.stuck} stuck, ${result.twice} twice, after ${result.seconds} s`);
    if (result.gaveUp.length > 0) say(`Slack gave up on ${result.gaveUp.join(', ')}`);
    for (const [kind, problems] of Object.entries(result.problems ?? {}))
      for (const problem of problems.slice(0, 50)) say(`${kind}: ${problem}`);
    if (result.problems || result.died.length > 0) process.exitCode = 1;
    results.push(result);
  }
  const shown = results.map(({ problems, ...figures }) => figures);
  console.log(JSON.stringify({ bench: 'reliability', machine, rate, results: shown }));
}

function backendsOf(asked: string): ('postgres' | 'redis')[] {
  if (asked === 'postgres' || asked === 'redis') return [asked];
  if (hasRedis()) return ['postgres', 'redis'];
  console.log('redis-server is not on PATH: only PostgreSQL is measured.');
  return ['postgres'];
}
