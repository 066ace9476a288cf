// What a ticket's draft is made from: counts, links and quotes, all from data; everything redacted before it leaves.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { redact } from '../../text/redact.ts';
import type { TicketDraft, TrackerTarget } from '../../tracker/port.ts';
import type { Kind } from '../analyze/analysis.ts';
import type { Explanation } from '../prioritize/explain.ts';
import { reportOf } from '../prioritize/job.ts';
import { findOverride, findScore } from '../prioritize/store.ts';
import { customersByWeek } from '../prioritize/trend.ts';
import { findReports, findTheme, type ReportRow } from '../theme/store.ts';
import { draftTicket } from './draft.ts';
import type { DraftCustomer, DraftData } from './draft-data.ts';
import { findWishesFor, type TicketRow } from './store.ts';

const weeksShown = 8;
const quotesShown = 6;

export async function assembleDraft(deps: Deps, row: TicketRow): Promise<TicketDraft> {
  const data = await gatherDraft(deps, row);
  return { id: row.id, target: row.target as TrackerTarget, ...draftTicket(data) };
}

async function gatherDraft(deps: Deps, row: TicketRow): Promise<DraftData> {
  const theme = (await findTheme(deps.db, row.themeId))!;
  const reports = (await findReports(deps.db, [theme.id])).map(withoutSecrets);
  const [score, override, asker] = await Promise.all([
    findScore(deps.db, theme.id),
    findOverride(deps.db, theme.id),
    whoIs(deps, row.askedBy),
  ]);
  const area = findArea(await currentCatalog(deps), theme.areaKey);
  const owners = await Promise.all((area?.owners ?? []).map((id) => whoIs(deps, id)));
  const at = deps.now();
  const voices = reports.map(reportOf);
  const telling = mostTelling(reports);
  const recentFrom = at.getTime() - 28 * 86_400_000;
  return {
    theme: {
      number: theme.number,
      title: redact(theme.title).text,
      summary: redact(theme.summary).text,
      startedAt: reports.at(-1)?.saidAt ?? theme.startedAt,
      newestAt: reports[0]?.saidAt ?? theme.startedAt,
    },
    area: area
      ? {
          name: area.name,
          owners: owners.filter((person) => person !== undefined).map((person) => person.name),
          code: [...area.repositories, ...area.paths],
        }
      : null,
    kind: mostCommonKind(reports),
    band: override?.band ?? score?.band ?? 'low',
    explanation: (score?.explanation as Explanation | undefined) ?? null,
    reports: reports.length,
    customers: customersOf(reports),
    unknownCustomers: new Set(reports.filter((r) => !r.customerId).map((r) => reportOf(r).customer)).size,
    weekly: customersByWeek(voices, at, weeksShown).reverse(),
    customersIn28Days: new Set(voices.filter((v) => v.at.getTime() >= recentFrom).map((v) => v.customer))
      .size,
    affects: [...new Set(reports.flatMap((r) => r.affects))].slice(0, 8),
    causes: causesOf(reports),
    recommendation: telling[0] ? { ...telling[0].recommendation, by: telling[0].analyzer } : null,
    quotes: telling.slice(0, quotesShown).map((r) => ({
      text: r.quotes[0] ?? r.summary,
      customerName: r.customerName,
      saidAt: r.saidAt,
      link: r.link,
    })),
    askedBy: asker?.name ?? 'an engineer',
    link:
      (await findWishesFor(deps.db, row.id)).map((wished) => linkOf(wished, reports)).find(Boolean) ?? null,
    asOf: at,
  };
}

function linkOf(wished: { feedbackId: string | null }, reports: ReportRow[]): string | null {
  return reports.find((report) => report.feedbackId === wished.feedbackId)?.link ?? reports[0]?.link ?? null;
}

function withoutSecrets(row: ReportRow): ReportRow {
  const clean = (text: string) => redact(text).text;
  return {
    ...row,
    summary: clean(row.summary),
    quotes: row.quotes.map(clean),
    suspectedCause: row.suspectedCause && clean(row.suspectedCause),
    recommendation: { change: clean(row.recommendation.change), check: clean(row.recommendation.check) },
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
      reports: rows.length,
    }))
    .sort((a, b) => (b.annualRevenue ?? 0) - (a.annualRevenue ?? 0) || (a.name < b.name ? -1 : 1));
}

function causesOf(reports: ReportRow[]): DraftData['causes'] {
  const stated = reports.filter((row) => row.suspectedCause);
  return stated.slice(0, 3).map((row) => ({
    says: row.suspectedCause!,
    evidence: `stated by ${row.customerName ?? 'a customer'}`,
  }));
}
