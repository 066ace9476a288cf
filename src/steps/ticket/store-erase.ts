// The SQL of forgetting in tickets: drafts, and what was asked for in words. The tracker's own text is people's to edit.
import { and, inArray, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { scrubTable } from '../../db/scrub.ts';
import { ticket, wish } from '../../db/tables/ticket.ts';
import type { Eraser } from '../../text/forget.ts';

export async function eraseTickets(db: Db, eraser: Eraser): Promise<void> {
  const { draft, title, likely } = ticket;
  await scrubTable(db, ticket, { key: ticket.id, columns: { draft, title, likely } }, eraser.value);
  await scrubTable(db, wish, { key: wish.id, columns: { detail: wish.detail } }, eraser.value);
}

/** Tickets of these themes that exist in a tracker: what is quoted there, people have to take out. */
export async function findWrittenTickets(db: Db, themeIds: string[]) {
  if (themeIds.length === 0) return [];
  const rows = await db
    .select({ key: ticket.key, url: ticket.url })
    .from(ticket)
    .where(and(inArray(ticket.themeId, themeIds), isNotNull(ticket.externalId)));
  return rows.flatMap(({ key, url }) => (key && url ? [{ key, url }] : []));
}
