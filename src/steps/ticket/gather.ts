// What a ticket's text is made from: counts, links and quotes, all from data; everything redacted before it leaves.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { whoIs } from '../../customers/people.ts';
import type { WrittenEvidence } from '../../db/tables/ticket.ts';
import type { Deps } from '../../deps.ts';
import { Permanent } from '../../lib/failure.ts';
import { redact } from '../../text/redact.ts';
import type { Kind } from '../analyze/analysis.ts';
import type { Explanation } from '../prioritize/explain.ts';
import { reportOf } from '../prioritize/job.ts';
import { findOverride, findScore } from '../prioritize/store.ts';
import { customersByWeek } from '../prioritize/trend.ts';
import { findReports, findTheme, type ReportRow } from '../theme/store.ts';
import type { DraftCustomer, DraftData } from './draft-data.ts';
import { findTicket } from './store.ts';
import { day } from './wording.ts';

const weeksShown = 8;

export type About = {
  themeId: string;
  askedBy: string;
  /** The item on which it was asked for, when it was one. */
  feedbackId?: string | null | undefined;
  followsId?: string | null | undefined;
};

export type Gathered = { data: DraftData; reports: ReportRow[] };

/** `written` is left for the model to fill in. */
export async function gatherDraft(deps: Deps, about: About): Promise<Gathered> {
  const theme = await findTheme(deps.db, about.themeId);
  if (!theme) throw new Permanent('There is no such theme.');
  const reports = (await findReports(deps.db, [theme.id])).map((row) => withoutSecrets(row, deps));
  const [score, override, asker] = await Promise.all([
    findScore(deps.db, theme.id),
    findOverride(deps.db, theme.id),
    whoIs(deps, about.askedBy),
  ]);
  const at = deps.now();
  const telling = mostTelling(reports);
  const byModel = telling.find((row) => row.analyzer === 'claude');
  const data: DraftData = {
    theme: {
      number: theme.number,
      title: redact(theme.title).text,
      startedAt: reports.at(-1)?.saidAt ?? theme.startedAt,
      newestAt: reports[0]?.saidAt ?? theme.startedAt,
    },
    area: await areaOf(deps, theme.areaKey),
    kind: mostCommonKind(reports),
    band: override?.band ?? score?.band ?? 'low',
    explanation: (score?.explanation as Explanation | undefined) ?? null,
    ...countsOf(reports, at),
    affects: affectedIn(reports),
    causes: causesOf(reports),
    recommendation: byModel?.recommendation ?? null,
    written: null,
    quotes: telling.map((row) => ({
      text: row.quotes[0] ?? row.summary,
      customerName: row.customerName,
      saidAt: row.saidAt,
      link: row.link,
    })),
    follows: await followedBy(deps, about.followsId, reports),
    askedBy: asker?.name ?? 'an engineer',
    link: (reports.find((row) => row.feedbackId === about.feedbackId) ?? reports[0])?.link ?? null,
    asOf: at,
  };
  return { data, reports };
}

/** What the ticket's evidence says, to see later what is news. */
export function writtenEvidence(
  data: DraftData,
  { links, needs }: Pick<WrittenEvidence, 'links' | 'needs'>,
): WrittenEvidence {
  const { band, explanation, customers, unknownCustomers, reports } = data;
  const score = explanation ? Math.round(explanation.score) : null;
  return { band, score, customers: customers.length + unknownCustomers, reports, links, needs };
}

async function areaOf(deps: Deps, areaKey: string | null): Promise<DraftData['area']> {
  const area = findArea(await currentCatalog(deps), areaKey);
  if (!area) return null;
  const people = area.owners.filter((id) => !id.startsWith('S'));
  const owners = await Promise.all(people.map((id) => whoIs(deps, id)));
  return {
    name: area.name,
    owners: owners.flatMap((person) => person?.name ?? []),
    code: [...area.repositories, ...area.paths],
  };
}

function countsOf(reports: ReportRow[], at: Date) {
  const voices = reports.map(reportOf);
  const recentFrom = at.getTime() - 28 * 86_400_000;
  const distinct = (rows: typeof voices) => new Set(rows.map((voice) => voice.customer)).size;
  return {
    reports: reports.length,
    customers: customersOf(reports),
    unknownCustomers: distinct(reports.filter((row) => !row.customerId).map(reportOf)),
    weekly: customersByWeek(voices, at, weeksShown).reverse(),
    customersIn28Days: distinct(voices.filter((voice) => voice.at.getTime() >= recentFrom)),
  };
}

async function followedBy(
  deps: Deps,
  followsId: string | null | undefined,
  reports: ReportRow[],
): Promise<DraftData['follows']> {
  const old = followsId ? await findTicket(deps.db, followsId) : undefined;
  if (!old?.key || !old.url) return null;
  const { key, url, completedAt } = old;
  const since = completedAt ? reports.filter((row) => row.saidAt > completedAt) : [];
  return { key, url, completedAt, reportsSince: new Set(since.map((row) => row.feedbackId)).size };
}

function withoutSecrets(row: ReportRow, { config }: Pick<Deps, 'config'>): ReportRow {
  const clean = (text: string) => redact(text).text;
  return {
    ...row,
    summary: clean(row.summary),
    quotes: row.quotes.map(clean),
    affects: row.affects.map(clean),
    suspectedCause: row.suspectedCause && clean(row.suspectedCause),
    recommendation: { change: clean(row.recommendation.change), check: clean(row.recommendation.check) },
    annualRevenue: config.revenueInTickets === 'shown' ? row.annualRevenue : null,
  };
}

const severityRank = { critical: 0, high: 1, medium: 2, low: 3 };

/** Worst first, then newest, one report a customer before anybody is heard twice. */
function mostTelling(reports: ReportRow[]): ReportRow[] {
  const sorted = reports.toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
  const first = new Map(sorted.toReversed().map((row) => [reportOf(row).customer, row]));
  return [
    ...sorted.filter((row) => first.get(reportOf(row).customer) === row),
    ...sorted.filter((row) => first.get(reportOf(row).customer) !== row),
  ];
}

function mostCommonKind(reports: ReportRow[]): Kind {
  const counts = Map.groupBy(reports, (row) => row.kind);
  const [kind] = [...counts].sort((a, b) => b[1].length - a[1].length)[0] ?? ['bug'];
  return kind as Kind;
}

function customersOf(reports: ReportRow[]): DraftCustomer[] {
  const known = Map.groupBy(
    reports.filter((row) => row.customerId),
    (row) => row.customerId!,
  );
  return [...known.values()]
    .map((rows) => ({
      name: rows[0]!.customerName!,
      segment: rows[0]!.segment,
      annualRevenue: rows[0]!.annualRevenue,
      currency: rows[0]!.currency,
      reports: rows.length,
    }))
    .sort((a, b) => (b.annualRevenue ?? 0) - (a.annualRevenue ?? 0) || (a.name < b.name ? -1 : 1));
}

/** `iPhone` says nothing beside `iPhone 14`. */
function affectedIn(reports: ReportRow[]): string[] {
  const named = new Map(reports.flatMap((row) => row.affects).map((name) => [name.toLowerCase(), name]));
  const isMore = (name: string) => [...named.keys()].some((other) => other.startsWith(`${name} `));
  return [...named].flatMap(([key, name]) => (isMore(key) ? [] : name)).slice(0, 8);
}

function causesOf(reports: ReportRow[]): DraftData['causes'] {
  const stated = new Map(
    reports.flatMap((row) => (row.suspectedCause ? [[row.suspectedCause.toLowerCase(), row] as const] : [])),
  );
  return [...stated.values()].slice(0, 3).map((row) => ({
    says: row.suspectedCause!,
    evidence: `${row.customerName ?? 'a customer'}, ${day(row.saidAt)}`,
  }));
}
