// The SQL of forgetting in tickets: drafts, and what was asked for in words.
import { and, inArray, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, scrubTable } from '../../db/scrub.ts';
import type { ErasureSubject } from '../../db/tables/intake.ts';
import { ticket, wish } from '../../db/tables/ticket.ts';
import type { Eraser } from '../../text/forget.ts';
import type { TicketDraft } from '../../tracker/port.ts';
import { findTicket, type TicketRow, updateTicket } from './store.ts';

export async function eraseTickets(db: Db, eraser: Eraser): Promise<void> {
  const { draft, title, url, likely, assignee } = ticket;
  const columns = { draft, title, url, likely, assignee };
  await scrubTable(db, ticket, { key: ticket.id, columns }, eraser.value);
  await scrubTable(db, wish, { key: wish.id, columns: { detail: wish.detail } }, eraser.value);
}

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

/** Whose wish is not recorded at the tracker any more, and what the ticket is called there now. */
export async function noteRewritten(
  db: Db,
  id: string,
  { needs, ...seen }: { needs: string[] } & Pick<TicketRow, 'title' | 'url'>,
): Promise<void> {
  const row = await findTicket(db, id);
  const evidence = row?.evidence && {
    ...row.evidence,
    needs: row.evidence.needs.filter((customerId) => !needs.includes(customerId)),
  };
  await updateTicket(db, id, { ...seen, ...(evidence ? { evidence } : {}) });
}
