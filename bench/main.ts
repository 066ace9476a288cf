// `npm run bench -- <name>`: what Earshot costs. Each ends with one JSON object on its last line.
import { quickenImports } from '../src/lib/quick-imports.ts';

const benches: Record<
  string,
  { about: string; load: () => Promise<{ run: (args: string[]) => Promise<void> | void }> }
> = {
  digest: {
    about: 'the digest and the top ten over a million items in 50,000 themes',
    load: () => import('./digest.ts'),
  },
  intake: {
    about:
      'deliveries accepted and acknowledged, over HTTP and Socket Mode; --hang: while every upstream hangs',
    load: () => import('./intake.ts'),
  },
  loop: {
    about: 'messages through the whole loop, embedded PostgreSQL and Redis',
    load: () => import('./loop.ts'),
  },
  match: {
    about: 'finding the right theme among up to a million items',
    load: () => import('./match.ts'),
  },
  queue: { about: 'jobs that do nothing, bare BullMQ and ours', load: () => import('./queue.ts') },
  reliability: {
    about: 'events while Earshot is killed and its stores crash: lost, stuck, twice',
    load: () => import('./reliability.ts'),
  },
  score: { about: 'scoring ten thousand themes', load: () => import('./score.ts') },
};

quickenImports();
const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) await (await bench.load()).run(args);
else {
  console.log('npm run bench -- <name>, one of:');
  for (const [known, { about }] of Object.entries(benches)) console.log(`  ${known.padEnd(11)} ${about}`);
  process.exitCode = 2;
}
