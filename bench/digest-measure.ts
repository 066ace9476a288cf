// The measured half of `bench digest`, in a process of its own so that its memory is its own. Argument: what to measure.

import type { Deps } from '../src/deps.ts';
import { quickenImports } from '../src/lib/quick-imports.ts';

quickenImports();
const { connect } = await import('../src/db/connect.ts');
const { reportOf } = await import('../src/steps/prioritize/job.ts');
const { findStale, findUnscored } = await import('../src/steps/prioritize/store.ts');
const { findTop } = await import('../src/steps/prioritize/store-lists.ts');
const { customersByWeek } = await import('../src/steps/prioritize/trend.ts');
const { findReports } = await import('../src/steps/theme/store.ts');
const { at } = await import('./digest-company.ts');
const { depsFor, works } = await import('./digest-works.ts');

const measured: typeof works = {
  ...works,
  sweep: async ({ db }) =>
    1 + (await findUnscored(db, at, 500)).length + (await findStale(db, at, 521)).length,
  countPerTheme,
  everyReport,
};

async function measure(): Promise<void> {
  const [what = '', url = '', folder = '', rounds = '7'] = process.argv.slice(2);
  let queries = 0;
  const { db, close } = connect(url, { max: 6, onQuery: () => queries++ });
  const deps = depsFor(db, folder);
  const work = () => timed(() => measured[what]!(deps));
  const atRestMb = Math.round(process.memoryUsage().rss / 1_048_576);
  const first = await work();
  const times: number[] = [];
  for (let round = 1; round < Number(rounds); round++) {
    queries = 0;
    times.push(await work());
  }
  await close();
  times.sort((a, b) => a - b);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const ms = { first, median: times[Math.floor(times.length / 2)] ?? first, worst: times.at(-1) ?? first };
  console.log(JSON.stringify({ what, ...ms, queries, atRestMb, peakMb }));
}

async function timed(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  if ((await work()) === 0) throw new Error('It came out empty.');
  return Math.round(performance.now() - start);
}

/** The plainest baseline: count every theme's customers of the last week in one SQL aggregate, and take the first ten. */
async function countPerTheme({ db }: Deps): Promise<number> {
  const rows = await db.execute(`
    select m.theme_id, count(distinct f.customer_id) as customers
    from app.membership m
    join app.finding n on n.id = m.finding_id
    join app.feedback f on f.id = n.feedback_id
    where m.left_at is null and m.said_at >= '${new Date(at.getTime() - weekMs).toISOString()}'
    group by m.theme_id order by customers desc limit 10`);
  return rows.length;
}

const weekMs = 7 * 86_400_000;

/** What a digest would have to read without counts kept beside the scores. */
async function everyReport({ db }: Deps): Promise<number> {
  const ranked = await findTop(db, { limit: 300 });
  const reports = await findReports(
    db,
    ranked.map(({ theme }) => theme.id),
  );
  const byTheme = Map.groupBy(reports, (report) => report.themeId);
  return [...byTheme.values()].map((own) => customersByWeek(own.map(reportOf), at, 8)).length;
}

await measure();
