// What a digest is made from, read once when its slot is taken.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { customerNamesOf, linesOf, quotesOf, weeklyOf } from '../desk/lines.ts';
import { countHeard } from '../desk/store.ts';
import { reportOf } from '../prioritize/job.ts';
import { findScoresAt, findTop } from '../prioritize/store.ts';
import { trendOf } from '../prioritize/trend.ts';
import { findShippedBetween } from '../ticket/store.ts';
import type { DigestData, DigestTheme } from './digest.ts';
import type { DigestRow } from './store.ts';

/** Below this rank nothing can reach a digest's lines; it is only counted. */
const mostThemes = 300;
const weekMs = 7 * 86_400_000;

export async function gatherDigest(deps: Deps, row: DigestRow): Promise<DigestData> {
  const catalog = await currentCatalog(deps);
  const { from, until, size, areaKey } = row;
  const areaKeys = areaKey
    ? [areaKey, ...catalog.areas.filter((a) => a.parent === areaKey).map((a) => a.key)]
    : undefined;
  const shipped = await findShippedBetween(deps.db, from, until, areaKeys);
  return {
    from,
    until,
    size,
    timeZone: deps.config.timeZone,
    areaName: findArea(catalog, areaKey)?.name ?? null,
    heard: await countHeard(deps.db, from, until),
    themes: await gatherThemes(deps, row, areaKeys),
    shipped: shipped.map(({ key, url, title }) => ({ key, url, title, outcome: null })),
    late: row.lateDueAt ? { dueAt: row.lateDueAt, missed: row.missed } : null,
  };
}

async function gatherThemes(
  deps: Deps,
  row: DigestRow,
  areaKeys: string[] | undefined,
): Promise<DigestTheme[]> {
  const ranked = await findTop(deps.db, { areaKeys, limit: mostThemes });
  const ids = ranked.map(({ theme }) => theme.id);
  const before = await findScoresAt(deps.db, ids, new Date(row.until.getTime() - weekMs));
  return (await linesOf(deps, ranked)).map(({ line, reports }, n) => ({
    ...line,
    startedAt: reports.at(-1)?.saidAt ?? ranked[n]!.theme.startedAt,
    previousScore: before.find((score) => score.themeId === line.id)?.total ?? null,
    revenue: ranked[n]!.score.revenue,
    trend: trendOf(reports.map(reportOf), { at: row.until }),
    weekly: weeklyOf(reports, row.until),
    customerNames: customerNamesOf(reports),
    quotes: quotesOf(reports, 2),
  }));
}
