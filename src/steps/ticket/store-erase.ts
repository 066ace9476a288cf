// The SQL of forgetting in tickets: drafts, and what was asked for in words.
import { and, inArray, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, scrubTable } from '../../db/scrub.ts';
import type { ErasureSubject } from '../../db/tables/intake.ts';
import { ticket, wish } from '../../db/tables/ticket.ts';
import type { Eraser } from '../../text/forget.ts';
import type { Ticket, TicketDraft } from '../../tracker/port.ts';
import { findTicket, type TicketRow, updateTicket } from './store.ts';
import { withholdMore, withoutWithheld } from './withheld.ts';

export async function eraseTickets(db: Db, eraser: Eraser): Promise<void> {
  const { draft, title, url, likely, assignee, withheld } = ticket;
  const columns = { draft, title, url, likely, assignee, withheld };
  await scrubTable(db, ticket, { key: ticket.id, columns }, (row) => {
    const [before, clean] = [row as Kept, eraser.value(row) as Kept];
    return { ...clean, withheld: withholdMore(clean.withheld, before, clean) };
  });
  await scrubTable(db, wish, { key: wish.id, columns: { detail: wish.detail } }, eraser.value);
}

type Kept = Pick<TicketRow, 'title' | 'assignee' | 'withheld'>;

export async function eraseAsker(db: Db, userIds: string[]): Promise<void> {
  await eraseDoers(db, ticket, { askedBy: ticket.askedBy }, userIds);
  await eraseDoers(db, wish, { by: wish.by }, userIds);
}

/** Tickets of these themes that exist in a tracker, with what we wrote there. */
export async function findWrittenTickets(
  db: Db,
  themeIds: string[],
): Promise<NonNullable<ErasureSubject['tickets']>> {
  if (themeIds.length === 0) return [];
  const rows = await db
    .select({ id: ticket.id, draft: ticket.draft })
    .from(ticket)
    .where(and(inArray(ticket.themeId, themeIds), isNotNull(ticket.externalId)));
  return rows.map(({ id, draft }) => {
    const { title = '', body = '' } = (draft ?? {}) as Partial<TicketDraft>;
    return { id, written: `${title}\n${body}` };
  });
}

/** Whose wish is not recorded at the tracker any more, and what is to be kept of what it says now: the first is shown. */
export async function noteRewritten(
  db: Db,
  id: string,
  { seen, eraser, needs }: { seen: Ticket[]; eraser: Eraser; needs: string[] },
): Promise<void> {
  const row = await findTicket(db, id);
  if (!row || !seen[0]) return;
  const evidence = row.evidence && {
    ...row.evidence,
    needs: row.evidence.needs.filter((customerId) => !needs.includes(customerId)),
  };
  const clean = (one: Ticket) => eraser.value(withoutWithheld(one, row.withheld));
  const withheld = seen.reduce(
    (list, one) => withholdMore(list, textsOf(one), textsOf(clean(one))),
    row.withheld,
  );
  const { title, url } = clean(seen[0]);
  await updateTicket(db, id, { title, url, withheld, ...(evidence ? { evidence } : {}) });
}

const textsOf = ({ title, assignee }: Ticket) => ({ title, assignee: assignee ?? null });
