// `npm run bench -- match`: what finding the right theme costs, from a thousand items to a million, beside brute force.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeThemeIndex, type ThemeIndex } from '../src/steps/theme/match.ts';
import { growthChart } from './match-chart.ts';
import { type Generated, makeTexts } from './match-texts.ts';

type Row = {
  items: number;
  themes: number;
  p50: number;
  p95: number;
  p99: number;
  bruteP50: number;
  /** Share of texts that reached the theme they were made for: ours, and brute force's nearest item. */
  right: number;
  bruteRight: number;
  itemsPerSecond: number;
  rssMb: number;
};

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      items: { type: 'string', default: '1000000' },
      themes: { type: 'string', default: '50000' },
      queries: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [items, themes, queries, seed] = [values.items, values.themes, values.queries, values.seed].map(
    Number,
  ) as [number, number, number, number];
  console.log(
    `match: ${items} items, ${themes} themes, ${queries} texts a row, seed ${seed}, ${cpus()[0]?.model.trim()}, Node ${process.version}`,
  );
  const texts = makeTexts(themes, seed);
  const index = makeThemeIndex();
  const rows: Row[] = [];
  const cold = performance.now();
  for (const size of sizesUpTo(items)) {
    rows.push(grow(index, texts, { size, queries }));
    console.log(shown(rows.at(-1)!));
  }
  const coldSeconds = rows.reduce(
    (sum, row, i) => sum + (row.items - (rows[i - 1]?.items ?? 0)) / row.itemsPerSecond,
    0,
  );
  const snapshot = restart(index, texts.query());
  saveChart(rows);
  console.log(
    `start: cold ${coldSeconds.toFixed(1)} s, from a snapshot of ${snapshot.megabytes.toFixed(0)} MB ${snapshot.seconds.toFixed(1)} s; all ${((performance.now() - cold) / 1000).toFixed(0)} s`,
  );
  console.log(JSON.stringify({ bench: 'match', seed, rows, coldStartSeconds: coldSeconds, snapshot }));
}

function sizesUpTo(items: number): number[] {
  return [1000, 10_000, 100_000, 1_000_000].filter((size) => size < items).concat(items);
}

/** Adds items up to `size`, then measures texts the index has not seen. */
function grow(
  index: ThemeIndex,
  texts: ReturnType<typeof makeTexts>,
  { size, queries }: { size: number; queries: number },
): Row {
  const before = index.size().items;
  let adding = 0;
  for (let left = size - before; left > 0; left -= 1000) {
    const batch = Array.from({ length: Math.min(1000, left) }, texts.next);
    const started = performance.now();
    for (const item of batch) index.addItem(item);
    adding += performance.now() - started;
  }
  const asked = Array.from({ length: queries }, texts.query);
  const ours = timed(asked, (text) => index.match(text, { k: 10 })[0]?.themeId);
  const rssMb = process.memoryUsage.rss() / 2 ** 20;
  const brute = timed(
    asked.slice(0, Math.max(10, Math.min(queries, 2_000_000 / size))),
    (text) => index.nearest(text, { k: 1 })[0]?.themeId,
  );
  return {
    ...index.size(),
    p50: quantile(ours.times, 0.5),
    p95: quantile(ours.times, 0.95),
    p99: quantile(ours.times, 0.99),
    bruteP50: quantile(brute.times, 0.5),
    right: ours.right,
    bruteRight: brute.right,
    itemsPerSecond: ((size - before) / adding) * 1000,
    rssMb,
  };
}

function timed(
  asked: Generated[],
  find: (text: string) => string | undefined,
): { times: number[]; right: number } {
  const times: number[] = [];
  let right = 0;
  for (const { text, themeId } of asked) {
    const started = performance.now();
    const found = find(text);
    times.push(performance.now() - started);
    if (found === themeId) right++;
  }
  return { times, right: right / asked.length };
}

function quantile(times: number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

function shown(row: Row): string {
  const ms = (x: number) => `${x.toFixed(2)} ms`;
  return `  ${String(row.items).padStart(8)} items ${String(row.themes).padStart(6)} themes  match p50 ${ms(row.p50)} p95 ${ms(row.p95)} p99 ${ms(row.p99)}  brute force p50 ${ms(row.bruteP50)}  right ${row.right.toFixed(3)} (brute ${row.bruteRight.toFixed(3)})  ingest ${Math.round(row.itemsPerSecond)}/s  RSS ${Math.round(row.rssMb)} MB`;
}

function restart(index: ThemeIndex, { text }: Generated) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  try {
    const file = join(folder, 'themes.index');
    const bytes = index.snapshot();
    writeFileSync(file, bytes);
    const script = new URL('match-restore.ts', import.meta.url).pathname;
    const answer = execFileSync(process.execPath, [script, file, text], { encoding: 'utf8' });
    return {
      megabytes: bytes.length / 2 ** 20,
      ...(JSON.parse(answer) as { seconds: number; rssMb: number }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function saveChart(rows: Row[]): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('match.svg', folder), growthChart(rows));
}
