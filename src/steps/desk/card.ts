// Everything about one theme, as its card shows it to one person.
import { findDecisions } from '../../audit/audit.ts';
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import type { ThemeCard } from '../prioritize/card.ts';
import type { Explanation } from '../prioritize/explain.ts';
import { findOverride, findScore } from '../prioritize/store.ts';
import { canBeUndone } from '../theme/decide.ts';
import { freshIndex } from '../theme/live-index.ts';
import { findThemes, type Theme } from '../theme/store.ts';
import { findDecisionsOn } from '../theme/store-decisions.ts';
import { findNewestReports } from '../theme/store-reports.ts';
import { linesOf } from './lines.ts';
import { newestLookedAt, quotesOf } from './quotes.ts';
import { findCustomersOf } from './store.ts';

/** `viewer`: a Slack user id; who may not decide sees no buttons for it. */
export async function cardOf(deps: Deps, themeId: string, viewer: string): Promise<ThemeCard | undefined> {
  const [theme] = await findThemes(deps.db, [themeId]);
  if (!theme) return undefined;
  const score = await findScore(deps.db, themeId);
  const [line] = await linesOf(deps, [{ theme, score }]);
  const [customers, reports, decisions, byHand, access, similar] = await Promise.all([
    findCustomersOf(deps.db, themeId),
    findNewestReports(deps.db, [themeId], newestLookedAt),
    findDecisions(deps.db, `theme:${themeId}`, 6),
    findOverride(deps.db, themeId),
    mayDecide(deps, viewer),
    similarTo(deps, theme),
  ]);
  const telling = reports.find((row) => row.severity === 'critical' || row.severity === 'high') ?? reports[0];
  return {
    theme: line!,
    explanation: (score?.explanation as Explanation | undefined) ?? null,
    quotes: quotesOf(reports, 5),
    customerNames: customers.flatMap(({ name }) => name ?? []),
    segments: segmentsOf(customers),
    weekly: score?.tally.weekly ?? [],
    weeklyUntil: score?.at ?? deps.now(),
    startedAt: score ? new Date(score.tally.startedAt) : theme.startedAt,
    recommendation: telling?.recommendation ?? null,
    similar,
    history: decisions.map(({ at, who, what, origin }) => ({ at, who, what, where: origin })),
    bandSetBecause: byHand?.why ?? null,
    mayDecide: access.allowed,
    undo: access.allowed ? await undoableOn(deps, themeId) : [],
  };
}

async function undoableOn(deps: Deps, themeId: string): Promise<ThemeCard['undo']> {
  const recent = await findDecisionsOn(deps.db, themeId, 5);
  return recent.filter((row) => canBeUndone(row, deps.now())).map(({ id, says }) => ({ id, says }));
}

function segmentsOf(customers: { segment: string | null }[]): { name: string; customers: number }[] {
  const bySegment = Map.groupBy(
    customers.filter((row) => row.segment),
    (row) => row.segment!,
  );
  return [...bySegment]
    .map(([name, rows]) => ({ name, customers: rows.length }))
    .sort((a, b) => b.customers - a.customers);
}

/** Worth mentioning beside a theme; joining asks for more. */
const likeness = 0.25;

async function similarTo(deps: Deps, theme: Theme): Promise<ThemeCard['similar']> {
  const index = await freshIndex(deps, deps.db);
  const matches = index.match(`${theme.title}\n${theme.summary}`, { k: 5 });
  const near = matches.filter((match) => match.themeId !== theme.id && match.score >= likeness).slice(0, 3);
  const themes = await findThemes(
    deps.db,
    near.map((match) => match.themeId),
  );
  return near.flatMap((match) =>
    themes
      .filter((other) => other.id === match.themeId && !other.mergedInto)
      .map(({ id, number, title }) => ({ id, number, title })),
  );
}
