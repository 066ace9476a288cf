// The job that keeps a ticket true to what customers say: our part of its text, links to messages, whose wish it is,
// and reports that came after it was done.
import { z } from 'zod';
import { findCustomers } from '../../customers/store.ts';
import { isErased } from '../../customers/store-erase.ts';
import type { WrittenEvidence } from '../../db/tables/ticket.ts';
import type { Deps } from '../../deps.ts';
import { randomLookingIdFor } from '../../lib/ids.ts';
import type { Job } from '../../queue/port.ts';
import type { Tracker } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import type { ReportRow } from '../theme/store.ts';
import { sourceLinks } from './draft.ts';
import type { DraftData } from './draft-data.ts';
import { evidenceBlock } from './evidence.ts';
import { trackerFor } from './fetch.ts';
import { gatherDraft, writtenEvidence } from './gather.ts';
import { keepEvidence } from './keep.ts';
import { type Recurrence, recurrencesIn } from './recur.ts';
import { findTicketOfTheme, type TicketRow, updateTicket } from './store.ts';
import { findRecurrences, saveRecurrences } from './store-life.ts';
import { isAddress, quoteMarkdown } from './wording.ts';

export const keepTicket: Job<{ themeId: string }, Happened[]> = {
  name: 'keep-ticket',
  payload: z.object({ themeId: z.uuid() }),
  key: ({ themeId }) => `theme-${themeId}`,
  concurrency: 2,
  run: async (deps, { themeId }) => {
    const row = await findTicketOfTheme(deps.db, themeId);
    if (!row?.externalId) return [];
    const { askedBy, followsId } = row;
    // Before anything is read: a report that comes while it is read counts as later.
    const at = deps.now();
    const { data, reports } = await gatherDraft(deps, { themeId, askedBy, followsId });
    const recurred = await noteRecurrences(deps, row, reports);
    const kept = await keep(deps, row, { data, reports, at });
    const moved = { what: 'ticketMoved' as const, ticketId: row.id, themeId };
    return [
      ...(recurred.length > 0 || kept ? [moved] : []),
      ...(recurred.some((one) => one.kind === 'came back')
        ? [{ what: 'ticketCameBack' as const, ticketId: row.id }]
        : []),
    ];
  },
};

async function noteRecurrences(deps: Deps, row: TicketRow, reports: ReportRow[]): Promise<Recurrence[]> {
  const { id: ticketId, completedAt, state } = row;
  if (state !== 'completed' || !completedAt) return [];
  const noted = new Set((await findRecurrences(deps.db, [ticketId])).map((one) => one.feedbackId));
  const fresh = recurrencesIn(reports, { completedAt, noted });
  await saveRecurrences(
    deps.db,
    fresh.map((one) => ({ ...one, ticketId, notedAt: deps.now() })),
  );
  return fresh;
}

/** Every call may be repeated: the block is replaced, links and wishes are known by their address and id. */
async function keep(
  deps: Deps,
  row: TicketRow,
  { data, reports, at }: { data: DraftData; reports: ReportRow[]; at: Date },
): Promise<boolean> {
  const before = row.evidence ?? { links: [], needs: [] };
  const now = writtenEvidence(data, before);
  const ticket = { state: row.state, archived: row.archivedAt !== null };
  const verdict = keepEvidence({ written: row.evidence, writtenAt: row.evidenceAt, now, at, ticket });
  if (verdict === 'nothing') await updateTicket(deps.db, row.id, { evidenceAt: at });
  if (verdict !== 'write') return false;
  const on: OnTicket = {
    tracker: trackerFor(deps, row.tracker),
    externalId: row.canonicalId ?? row.externalId!,
  };
  const since = row.origin === 'created' ? row.askedAt : null;
  await on.tracker.putBlock(on.externalId, evidenceBlock(data, since));
  const links = await putLinks(on, data, before.links);
  const needs = await putNeeds(deps, on, { row, reports });
  const evidence: WrittenEvidence = {
    ...now,
    links: [...before.links, ...links],
    needs: [...before.needs, ...needs],
  };
  await updateTicket(deps.db, row.id, { evidence, evidenceAt: at });
  return row.evidenceAt !== null;
}

type OnTicket = { tracker: Tracker; externalId: string };

const mostLinks = 20;
const mostNeeds = 30;

async function putLinks(
  { tracker, externalId }: OnTicket,
  data: DraftData,
  known: string[],
): Promise<string[]> {
  const links = sourceLinks(data.quotes, mostLinks).filter(({ url }) => !known.includes(url));
  const fresh = links.slice(0, Math.max(0, mostLinks - known.length));
  for (const link of fresh) await tracker.putLink(externalId, link);
  return fresh.map(({ url }) => url);
}

/** One a customer, in their most serious words; trackers without customers leave it. Returns the customers' ids. */
async function putNeeds(
  deps: Deps,
  { tracker, externalId }: OnTicket,
  { row, reports }: { row: TicketRow; reports: ReportRow[] },
): Promise<string[]> {
  const known = new Set(row.evidence?.needs);
  const byCustomer = Map.groupBy(
    reports.filter(({ customerId }) => customerId && !known.has(customerId)),
    (report) => report.customerId!,
  );
  const customers = byCustomer.size > 0 ? await findCustomers(deps.db) : [];
  const put: string[] = [];
  for (const [id, said] of [...byCustomer].slice(0, mostNeeds - known.size)) {
    const customer = customers.find((one) => one.id === id);
    if (!customer || isErased(customer)) continue;
    await tracker.putCustomerNeed(externalId, needOf(row, customer, said));
    put.push(id);
  }
  return put;
}

export const needIdOf = (ticketId: string, customerId: string): string =>
  randomLookingIdFor('need', ticketId, customerId);

function needOf(
  row: TicketRow,
  customer: Awaited<ReturnType<typeof findCustomers>>[number],
  said: ReportRow[],
): Parameters<Tracker['putCustomerNeed']>[1] {
  const serious = said.find(({ severity }) => severity === 'critical' || severity === 'high');
  const { quotes, summary, link, annualRevenue } = serious ?? said[0]!;
  const { externalId, name, domains, segment } = customer;
  return {
    id: needIdOf(row.id, customer.id),
    customer: {
      ...{ externalId, name, domains },
      ...(annualRevenue === null ? {} : { annualRevenue }),
      ...(segment ? { tier: segment } : {}),
    },
    markdown: `${quoteMarkdown(quotes[0] ?? summary, 500)}${isAddress(link) ? `\n\n[Message](${link})` : ''}`,
    important: serious !== undefined,
  };
}
