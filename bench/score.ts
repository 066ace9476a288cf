// What scoring costs: 10,000 themes with 138,000 reports, scored and ranked, as the daily run does it. Beside it, in the
// same run, the least any ranking must do: count each theme's distinct customers and sort.
import { cpus } from 'node:os';
import { explain } from '../src/steps/prioritize/explain.ts';
import { defaultHalfPoints } from '../src/steps/prioritize/half-points.ts';
import { type Report, scoreTheme, type ThemeEvidence } from '../src/steps/prioritize/prioritize.ts';
import { trendOf } from '../src/steps/prioritize/trend.ts';
import { byImpact, yardstickFor } from '../src/steps/prioritize/yardstick.ts';

const at = new Date('2026-03-02T09:00:00Z');
const severities = ['low', 'medium', 'high', 'critical'] as const;

/** `--themes N --reports N --seed N --rounds N`. Prints what it does; its last line is one JSON object. */
export async function run(args: string[]): Promise<void> {
  const themes = option(args, 'themes', 10_000);
  const reports = option(args, 'reports', 138_000);
  const seed = option(args, 'seed', 1);
  const rounds = option(args, 'rounds', 9);
  const world = generate(themes, reports, seed);
  const machine = `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, node ${process.version}`;
  console.log(`${themes} themes, ${reports} reports, seed ${seed}, ${rounds} rounds, on ${machine}`);
  const scoreMs = rate('score and rank', rounds, () => scoreAndRank(world));
  const countMs = rate('count and rank', rounds, () => countAndRank(world));
  const explainMs = rate('explain the first 1,000', rounds, () => explainSome(world));
  const results = { bench: 'score', themes, reports, seed, rounds, machine };
  console.log(JSON.stringify({ ...results, scoreMs, countMs, explain1000Ms: explainMs }));
}

type World = { themes: (ThemeEvidence & { id: string })[]; revenues: number[] };

function yardstickOf({ revenues }: World) {
  const heardSince = new Date(at.getTime() - 120 * 86_400_000);
  return yardstickFor({ at, revenues, signals: true, heardSince, halfPoints: defaultHalfPoints });
}

function scoreAndRank(world: World): number {
  const yardstick = yardstickOf(world);
  const ranked = world.themes.map(({ id, ...theme }) => {
    const trend = trendOf(theme.reports, { at });
    const impact = scoreTheme({ ...theme, trend }, yardstick);
    const newestAt = theme.reports[0]!.at;
    return { ...impact, id, newestAt, startedAt: newestAt, revenue: impact.raw.revenue };
  });
  return ranked.sort(byImpact).length;
}

function countAndRank(world: World): number {
  const counted = world.themes.map(({ reports }) => new Set(reports.map(({ customer }) => customer)).size);
  return counted.sort((a, b) => b - a).length;
}

function explainSome(world: World): number {
  const yardstick = yardstickOf(world);
  return world.themes.slice(0, 1000).map((theme) => explain(theme, yardstick)).length;
}

/** The median of the rounds, in ms, after one round that warms up. */
function rate(name: string, rounds: number, work: () => number): number {
  work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const median = times[Math.floor(rounds / 2)]!;
  console.log(`${name}: median ${median.toFixed(1)} ms, worst ${times.at(-1)!.toFixed(1)} ms`);
  return Number(median.toFixed(1));
}

/** A few themes are large and most are small, as everywhere (Zipf). */
function generate(themes: number, reports: number, seed: number): World {
  const random = mulberry32(seed);
  const customers = Array.from({ length: 5000 }, (_, n) => ({
    customer: `customer-${n}`,
    customerName: `Customer ${n}`,
    annualRevenue: random() < 0.8 ? Math.round(10 ** (3 + 3 * random())) : null,
  }));
  const world = Array.from({ length: themes }, (_, n) => ({ id: `theme-${n}`, reports: [] as Report[] }));
  for (let n = 0; n < reports; n++) {
    const place = n < themes ? n : Math.floor(themes ** random()) - 1;
    world[place]!.reports.push({
      ...customers[Math.floor(customers.length * random())]!,
      at: new Date(at.getTime() - random() * 100 * 86_400_000),
      severity: severities[Math.floor(random() * 4)]!,
      sentiment: 2 * random() - 1,
      churnRisk: random() ** 3,
    });
  }
  return { themes: world, revenues: customers.flatMap(({ annualRevenue }) => annualRevenue ?? []) };
}

/** Small and the same everywhere. Source: mulberry32 by Tommy Ettinger, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function option(args: string[], name: string, fallback: number): number {
  const place = args.indexOf(`--${name}`);
  const value = place < 0 ? fallback : Number(args[place + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} needs a whole number above 0.`);
  return value;
}
