// The SQL of tickets and wishes. At most one living ticket a theme: the database itself holds that.
import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { theme } from '../../db/tables/theme.ts';
import { ticket, wish } from '../../db/tables/ticket.ts';

export type TicketRow = typeof ticket.$inferSelect;
export type WishRow = typeof wish.$inferSelect;

/** The same occasion again is the same wish. */
export async function saveWish(db: Db, row: typeof wish.$inferInsert): Promise<void> {
  await db.insert(wish).values(row).onConflictDoNothing();
}

export async function findWish(db: Db, id: string): Promise<WishRow | undefined> {
  const [row] = await db.select().from(wish).where(eq(wish.id, id));
  return row;
}

export async function grantWish(db: Db, id: string, themeId: string, ticketId: string): Promise<void> {
  await db.update(wish).set({ themeId, ticketId }).where(eq(wish.id, id));
}

export async function markAnswered(db: Db, ids: string[], at: Date): Promise<void> {
  if (ids.length > 0) await db.update(wish).set({ answeredAt: at }).where(inArray(wish.id, ids));
}

export async function findWishesFor(db: Db, ticketId: string): Promise<WishRow[]> {
  return db.select().from(wish).where(eq(wish.ticketId, ticketId)).orderBy(asc(wish.at), asc(wish.id));
}

/** Wishes nobody has decided on, and wishes whose ticket exists but whose answer was never given. */
export async function findOpenWishes(db: Db, before: Date, limit: number) {
  return db
    .select({ id: wish.id, ticketId: wish.ticketId, themeId: wish.themeId, made: ticket.externalId })
    .from(wish)
    .leftJoin(ticket, eq(ticket.id, wish.ticketId))
    .where(and(isNull(wish.answeredAt), lt(wish.at, before)))
    .orderBy(asc(wish.at))
    .limit(limit);
}

/** Serialises everything about one theme's ticket to the transaction's end. */
export async function lockTicketOf(db: Db, themeId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ticket:${themeId}`}, 0))`);
}

export async function startTicket(db: Db, row: typeof ticket.$inferInsert): Promise<void> {
  await db.insert(ticket).values(row);
}

export async function findTicket(db: Db, id: string): Promise<TicketRow | undefined> {
  const [row] = await db.select().from(ticket).where(eq(ticket.id, id));
  return row;
}

export async function findTicketOfTheme(db: Db, themeId: string): Promise<TicketRow | undefined> {
  const [row] = await db
    .select()
    .from(ticket)
    .where(and(eq(ticket.themeId, themeId), isNull(ticket.endedAt)));
  return row;
}

export async function findTicketsOfThemes(db: Db, themeIds: string[]): Promise<TicketRow[]> {
  if (themeIds.length === 0) return [];
  return db
    .select()
    .from(ticket)
    .where(and(inArray(ticket.themeId, themeIds), isNull(ticket.endedAt)));
}

export async function countTickets(db: Db, themeId: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(ticket)
    .where(eq(ticket.themeId, themeId));
  return row!.n;
}

/** Only the first draft counts. Returns the one in force. */
export async function freezeDraft(db: Db, id: string, draft: unknown): Promise<unknown> {
  await db
    .update(ticket)
    .set({ draft })
    .where(and(eq(ticket.id, id), isNull(ticket.draft)));
  return (await findTicket(db, id))!.draft;
}

export async function updateTicket(
  db: Db,
  id: string,
  set: Partial<typeof ticket.$inferInsert>,
): Promise<void> {
  await db.update(ticket).set(set).where(eq(ticket.id, id));
}

/** Decided but never made: a crash, or a tracker that was down. */
export async function findUnmade(db: Db, askedBefore: Date, limit: number) {
  return db
    .select({ id: ticket.id })
    .from(ticket)
    .where(and(isNull(ticket.externalId), isNull(ticket.endedAt), lt(ticket.askedAt, askedBefore)))
    .limit(limit);
}

/** The living tickets of ours that were last looked at before then: for reconciliation on a clock. */
export async function findUnseen(db: Db, seenBefore: Date, limit: number): Promise<TicketRow[]> {
  return db
    .select()
    .from(ticket)
    .where(and(isNotNull(ticket.externalId), isNull(ticket.endedAt), lt(ticket.seenAt, seenBefore)))
    .orderBy(asc(ticket.seenAt))
    .limit(limit);
}

export async function findByExternalId(db: Db, tracker: TicketRow['tracker'], externalId: string) {
  return db
    .select()
    .from(ticket)
    .where(and(eq(ticket.tracker, tracker), eq(ticket.externalId, externalId), isNull(ticket.endedAt)));
}

/** Tickets finished between two moments, with their themes' titles. */
export async function findShippedBetween(db: Db, from: Date, until: Date, areaKeys?: string[]) {
  const rows = await db
    .select({ key: ticket.key, url: ticket.url, title: theme.title })
    .from(ticket)
    .innerJoin(theme, eq(theme.id, ticket.themeId))
    .where(
      and(
        gte(ticket.completedAt, from),
        lt(ticket.completedAt, until),
        areaKeys ? inArray(theme.areaKey, areaKeys) : undefined,
      ),
    )
    .orderBy(asc(ticket.completedAt));
  return rows.map(({ key, url, title }) => ({ key: key ?? '', url: url ?? '', title }));
}
