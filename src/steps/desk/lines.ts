// A theme as people see it, gathered from every step that knows something of it.
import { findDecisions } from '../../audit/audit.ts';
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { plainName } from '../../customers/names.ts';
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import type { Quote, ThemeCard } from '../prioritize/card.ts';
import type { Explanation } from '../prioritize/explain.ts';
import { reportOf } from '../prioritize/job.ts';
import { findOverride, findScore, type ScoreRow } from '../prioritize/store.ts';
import type { ThemeLine, TicketLine } from '../prioritize/theme-line.ts';
import { customersByWeek } from '../prioritize/trend.ts';
import { freshIndex } from '../theme/live-index.ts';
import { findReports, findTheme, findThemes, type ReportRow, type Theme } from '../theme/store.ts';
import { findTicketsOfThemes, type TicketRow } from '../ticket/store.ts';
import { findLooking, findSnoozes } from './store.ts';

export type Ranked = { theme: Theme; score: ScoreRow | undefined };

/** In the order given. */
export async function linesOf(
  deps: Deps,
  ranked: Ranked[],
): Promise<{ line: ThemeLine; reports: ReportRow[] }[]> {
  const ids = ranked.map(({ theme }) => theme.id);
  const [reports, tickets, looking, snoozes] = await Promise.all([
    findReports(deps.db, ids),
    findTicketsOfThemes(deps.db, ids),
    findLooking(deps.db, ids),
    findSnoozes(deps.db, ids, deps.now()),
  ]);
  const said = Map.groupBy(reports, (report) => report.themeId);
  const lines = ranked.map(async ({ theme, score }) => {
    const own = said.get(theme.id) ?? [];
    const override = await findOverride(deps.db, theme.id);
    const area = findArea(await currentCatalog(deps), theme.areaKey);
    const line: ThemeLine = {
      id: theme.id,
      number: theme.number,
      title: theme.title,
      summary: theme.summary,
      areaName: area?.name ?? null,
      ownerNames: await namesOf(deps, area?.owners ?? []),
      score: score?.total ?? null,
      band: override?.band ?? score?.band ?? 'low',
      bandSetBy: override?.by ?? null,
      confidence: score?.confidence ?? 0,
      customers: new Set(own.map((row) => reportOf(row).customer)).size,
      reports: own.length,
      newestAt: own[0]?.saidAt ?? theme.startedAt,
      ticket: ticketLine(tickets.find((row) => row.themeId === theme.id)),
      looking: looking.filter((row) => row.themeId === theme.id).map((row) => row.by),
      snoozedUntil: snoozes.find((row) => row.themeId === theme.id)?.until ?? null,
    };
    return { line, reports: own };
  });
  return Promise.all(lines);
}

function ticketLine(row: TicketRow | undefined): TicketLine | null {
  if (!row?.externalId || !row.key || !row.url) return null;
  return { key: row.key, url: row.url, state: row.state ?? 'backlog', stateName: row.stateName ?? '' };
}

async function namesOf(deps: Deps, owners: string[]): Promise<string[]> {
  const people = await Promise.all(owners.filter((id) => !id.startsWith('S')).map((id) => whoIs(deps, id)));
  return people.filter((person) => person !== undefined).map((person) => person.name);
}

/** The newest first, one a customer. */
export function quotesOf(reports: ReportRow[], most: number): Quote[] {
  const seen = new Set<string>();
  const quotes: Quote[] = [];
  for (const row of reports) {
    const text = row.quotes[0] ?? row.summary;
    const { customer } = reportOf(row);
    if (quotes.length === most || seen.has(customer)) continue;
    seen.add(customer);
    quotes.push({
      text,
      customerName: row.customerName ?? plainName(row.authorName),
      saidAt: row.saidAt,
      link: row.link,
    });
  }
  return quotes;
}

export function customerNamesOf(reports: ReportRow[]): string[] {
  return [...new Set(reports.map((row) => row.customerName).filter((name) => name !== null))];
}

/** Distinct customers by week, oldest first. */
export function weeklyOf(reports: ReportRow[], at: Date, weeks = 8): number[] {
  return customersByWeek(
    reports.map((row) => reportOf(row)),
    at,
    weeks,
  ).reverse();
}

export async function cardOf(deps: Deps, themeId: string): Promise<ThemeCard | undefined> {
  const theme = await findTheme(deps.db, themeId);
  if (!theme) return undefined;
  const score = await findScore(deps.db, themeId);
  const [gathered] = await linesOf(deps, [{ theme, score }]);
  const { line, reports } = gathered!;
  const decisions = await findDecisions(deps.db, `theme:${themeId}`, 6);
  const telling = reports.find((row) => row.severity === 'critical' || row.severity === 'high') ?? reports[0];
  return {
    theme: line,
    explanation: (score?.explanation as Explanation | undefined) ?? null,
    quotes: quotesOf(reports, 5),
    customerNames: customerNamesOf(reports),
    segments: segmentsOf(reports),
    weekly: weeklyOf(reports, deps.now()),
    startedAt: reports.at(-1)?.saidAt ?? theme.startedAt,
    recommendation: telling?.recommendation ?? null,
    similar: await similarTo(deps, theme),
    history: decisions.map(({ at, who, what }) => ({ at, who, what })),
  };
}

function segmentsOf(reports: ReportRow[]): { name: string; customers: number }[] {
  const bySegment = Map.groupBy(
    reports.filter((row) => row.segment),
    (row) => row.segment!,
  );
  return [...bySegment]
    .map(([name, rows]) => ({ name, customers: new Set(rows.map((row) => row.customerId)).size }))
    .sort((a, b) => b.customers - a.customers);
}

async function similarTo(deps: Deps, theme: Theme): Promise<{ number: number; title: string }[]> {
  const index = await freshIndex(deps, deps.db);
  const matches = index.match(`${theme.title}\n${theme.summary}`, { k: 4 });
  const near = matches.filter((match) => match.themeId !== theme.id && match.score >= likeness).slice(0, 3);
  const themes = await findThemes(
    deps.db,
    near.map((match) => match.themeId),
  );
  return near.flatMap((match) => themes.filter((other) => other.id === match.themeId && !other.mergedInto));
}

/** Worth mentioning beside a theme; joining asks for more. */
const likeness = 0.25;
