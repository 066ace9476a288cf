// What a digest is made from, read once when its slot is taken: counts for all themes, words only for those shown.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { areasOwnedBy, withChildren } from '../../catalog/owners.ts';
import type { Deps } from '../../deps.ts';
import { linesOf } from '../desk/lines.ts';
import { customerNamesOf, newestLookedAt, quotesOf } from '../desk/quotes.ts';
import { countHeard, countHeardIn } from '../desk/store.ts';
import { findTotalsAt } from '../prioritize/store.ts';
import { findTop } from '../prioritize/store-lists.ts';
import { findNewestReports } from '../theme/store-reports.ts';
import { findShippedBetween } from '../ticket/store.ts';
import type { DigestData, DigestPlan, DigestTheme } from './digest.ts';
import { type DigestRow, findClosedHeard } from './store.ts';

/** Below this rank nothing can reach a digest's lines; it is only counted. */
const mostThemes = 300;
const weekMs = 7 * 86_400_000;

export type Asked = Pick<
  DigestRow,
  'from' | 'until' | 'size' | 'areaKey' | 'person' | 'timeZone' | 'lateDueAt' | 'missed'
>;

export async function gatherDigest(deps: Deps, asked: Asked): Promise<DigestData> {
  const { from, until, size, timeZone } = asked;
  const areas = await areasOf(deps, asked);
  const areaKeys = areas?.keys;
  const [shipped, heard, themes, closedHeard] = await Promise.all([
    findShippedBetween(deps.db, from, until, areaKeys),
    areaKeys ? countHeardIn(deps.db, { from, until }, areaKeys) : countHeard(deps.db, { from, until }),
    gatherThemes(deps, until, areaKeys),
    findClosedHeard(deps.db, { from, until, areaKeys }),
  ]);
  return {
    from,
    until,
    size,
    timeZone,
    areaName: areas?.name ?? null,
    heard,
    themes,
    closedHeard,
    shipped: shipped.map(({ key, url, title }) => ({ key, url, title, outcome: null })),
    late: asked.lateDueAt ? { dueAt: asked.lateDueAt, missed: asked.missed } : null,
  };
}

/** Undefined: all areas. Of a personal digest those the person owns today. */
async function areasOf(deps: Deps, { areaKey, person }: Asked) {
  if (person) {
    const owned = await areasOwnedBy(deps, person);
    return { name: 'Your areas', keys: owned.map(({ key }) => key) };
  }
  if (!areaKey) return undefined;
  const catalog = await currentCatalog(deps);
  // A schedule keeps the key the area had when it was made.
  const area = findArea(catalog, areaKey);
  return { name: area?.name ?? areaKey, keys: withChildren(catalog.areas, area?.key ?? areaKey) };
}

async function gatherThemes(deps: Deps, until: Date, areaKeys: string[] | undefined): Promise<DigestTheme[]> {
  const ranked = await findTop(deps.db, { areaKeys, limit: mostThemes });
  const ids = ranked.map(({ theme }) => theme.id);
  const before = await findTotalsAt(deps.db, ids, new Date(until.getTime() - weekMs));
  const previous = new Map(before.map((score) => [score.themeId, score.total]));
  return (await linesOf(deps, ranked)).map((line, n) => {
    const { score } = ranked[n]!;
    return {
      ...line,
      startedAt: new Date(score.tally.startedAt),
      previousScore: previous.get(line.id) ?? null,
      revenue: score.revenue,
      trend: score.tally.trend,
      weekly: score.tally.weekly,
      customerNames: [],
      quotes: [],
    };
  });
}

/** Quotes and names for the lines that are shown. */
export async function withWords(deps: Deps, plan: DigestPlan): Promise<DigestPlan> {
  const ids = plan.lines.map(({ theme }) => theme.id);
  const byTheme = Map.groupBy(
    await findNewestReports(deps.db, ids, newestLookedAt),
    (report) => report.themeId,
  );
  const lines = plan.lines.map((line) => {
    const reports = byTheme.get(line.theme.id) ?? [];
    const words = { quotes: quotesOf(reports, 2), customerNames: customerNamesOf(reports) };
    return { ...line, theme: { ...line.theme, ...words } };
  });
  return { ...plan, lines };
}
