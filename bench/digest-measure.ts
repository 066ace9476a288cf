// The measured half of `bench digest`, in a process of its own so that its memory is its own. Argument: what to measure.
import { join } from 'node:path';
import { parseConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import type { Deps } from '../src/deps.ts';
import { newId } from '../src/lib/ids.ts';
import { makeLog } from '../src/lib/log.ts';
import { topPage } from '../src/steps/desk/top.ts';
import { digestRoot, digestThemeMessage } from '../src/steps/digest/blocks.ts';
import { drawChart } from '../src/steps/digest/chart.ts';
import { decideDigest } from '../src/steps/digest/digest.ts';
import { gatherDigest, withWords } from '../src/steps/digest/gather.ts';
import { reportOf } from '../src/steps/prioritize/job.ts';
import { findStale, findTop, findUnscored } from '../src/steps/prioritize/store.ts';
import { customersByWeek } from '../src/steps/prioritize/trend.ts';
import { findReports } from '../src/steps/theme/store.ts';
import { at } from './digest-company.ts';

const weekMs = 7 * 86_400_000;

async function measure(): Promise<void> {
  const [what = '', url = '', folder = '', rounds = '7'] = process.argv.slice(2);
  const { db, close } = connect(url, { max: 6 });
  const deps = depsFor(db, folder);
  const works: Record<string, () => Promise<number>> = {
    digest: () => digest(deps, null),
    areaDigest: () => digest(deps, 'area-3'),
    top: async () => (await topPage(deps, 1, null)).blocks.length,
    areaTop: async () => (await topPage(deps, 1, 'area-3')).blocks.length,
    sweep: async () => (await findUnscored(db, at, 500)).length + (await findStale(db, at, 521)).length,
    everyReport: () => everyReport(deps),
  };
  const times: number[] = [];
  const first = await timed(works[what]!);
  for (let round = 1; round < Number(rounds); round++) times.push(await timed(works[what]!));
  await close();
  times.sort((a, b) => a - b);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const ms = { first, median: times[Math.floor(times.length / 2)] ?? first, worst: times.at(-1) ?? first };
  console.log(JSON.stringify({ what, ...ms, peakMb }));
}

async function timed(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  if ((await work()) === 0 && process.argv[2] !== 'sweep') throw new Error('It came out empty.');
  return Math.round(performance.now() - start);
}

/** All that posting a digest takes but Slack itself: counts, choice, words, every message, the chart. */
async function digest(deps: Deps, areaKey: string | null): Promise<number> {
  const from = new Date(at.getTime() - weekMs);
  const asked = {
    from,
    until: at,
    size: 10,
    areaKey,
    person: null,
    timeZone: 'UTC',
    lateDueAt: null,
    missed: 0,
  };
  const data = await gatherDigest(deps, asked);
  const plan = await withWords(deps, decideDigest(data));
  const messages = [digestRoot(data, plan), ...plan.lines.map(digestThemeMessage)];
  const rows = plan.lines.map(({ theme }) => ({ ...theme, score: theme.score ?? 0 }));
  const picture = await drawChart({ title: 'All areas', rows });
  return plan.lines.length * messages.length * picture.length;
}

/** The baseline: what a digest would have to read without counts kept beside the scores. */
async function everyReport(deps: Deps): Promise<number> {
  const ranked = await findTop(deps.db, { limit: 300 });
  const reports = await findReports(
    deps.db,
    ranked.map(({ theme }) => theme.id),
  );
  const byTheme = Map.groupBy(reports, (report) => report.themeId);
  return [...byTheme.values()].map((own) => customersByWeek(own.map(reportOf), at, 8)).length;
}

function depsFor(db: Deps['db'], folder: string): Deps {
  const config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_APP_TOKEN: 'xapp-bench',
    EARSHOT_AREAS: join(folder, 'areas.yml'),
    EARSHOT_DATA_DIR: folder,
  });
  const slack = {} as Deps['slack'];
  const nothing = async () => undefined;
  return {
    config,
    db,
    slack,
    dispatch: nothing,
    trackers: {},
    candidates: async () => [],
    now: () => at,
    newId,
    log: makeLog('error'),
  };
}

await measure();
