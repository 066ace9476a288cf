// What lists cost a large company: the digest and `/earshot top` over a million items in 50,000 themes, with everything
// but Slack itself. Beside them, in the same run, the plainest SQL aggregate over the same tables, and the same ranking made
// by reading every report.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { areasFile, fill, scoreAll } from './digest-company.ts';
import { works } from './digest-works.ts';

type Measured = {
  what: string;
  first: number;
  median: number;
  worst: number;
  /** Of one round. */
  queries: number;
  /** Before the first round. */
  atRestMb: number;
  peakMb: number;
};

/** `--items N --themes N --seed N --rounds N`. Prints what it does; its last line is one JSON object. */
export async function run(args: string[]): Promise<void> {
  const items = option(args, 'items', 1_000_000);
  const themes = option(args, 'themes', 50_000);
  const seed = option(args, 'seed', 1);
  const rounds = option(args, 'rounds', 9);
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'} x ${cpus().length}, node ${process.version}`;
  console.log(`${items} items, ${themes} themes, seed ${seed}, ${rounds} rounds, on ${machine}`);
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const server = await startEmbedded(folder, { settings: { fsync: 'off', synchronous_commit: 'off' } });
  try {
    await make(server.url, { items, themes, seed });
    writeFileSync(join(folder, 'areas.yml'), areasFile);
    const results = [...Object.keys(works), 'sweep', 'countPerTheme', 'everyReport'].map((what) =>
      inItsOwnProcess(what, server.url, folder, slow.has(what) ? 2 : rounds),
    );
    console.log(JSON.stringify({ bench: 'digest', items, themes, seed, rounds, machine, results }));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const slow = new Set(['countPerTheme', 'everyReport']);

async function make(url: string, size: { items: number; themes: number; seed: number }): Promise<void> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  await migrate(url);
  // One connection: what is set for it holds for all that follows.
  const { db, sql, close } = connect(url, { max: 1 });
  await sql`set statement_timeout = 0`;
  await fill(sql, size);
  console.log(`filled after ${seconds()}`);
  await sql`vacuum analyze`;
  await scoreAll(db, sql, (done) => {
    if (done % 10_000 === 0) console.log(`scored ${done} themes after ${seconds()}`);
  });
  await sql`vacuum analyze`;
  console.log(`ready after ${seconds()}`);
  await close();
}

function inItsOwnProcess(what: string, url: string, folder: string, rounds: number): Measured {
  const script = new URL('./digest-measure.ts', import.meta.url).pathname;
  const out = execFileSync(process.execPath, [script, what, url, folder, String(rounds)], {
    encoding: 'utf8',
  });
  const measured = JSON.parse(out.trim().split('\n').at(-1)!) as Measured;
  const { first, median, worst, queries, atRestMb, peakMb } = measured;
  console.log(
    `${what}: first ${first} ms, median ${median} ms, worst ${worst} ms, ${queries} queries, memory ${atRestMb} MB at rest, ${peakMb} MB at its peak`,
  );
  return measured;
}

function option(args: string[], name: string, fallback: number): number {
  const place = args.indexOf(`--${name}`);
  const value = place < 0 ? fallback : Number(args[place + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} needs a whole number above 0.`);
  return value;
}
