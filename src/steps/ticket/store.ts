// The SQL of tickets and wishes. At most one living ticket a theme: the database itself holds that.
import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, not, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { theme } from '../../db/tables/theme.ts';
import { ticket, type WrittenEvidence, wish } from '../../db/tables/ticket.ts';

export type TicketRow = typeof ticket.$inferSelect;
export type WishRow = typeof wish.$inferSelect;

/** The same occasion again is the same wish. */
export async function saveWish(db: Db, row: typeof wish.$inferInsert): Promise<void> {
  await db.insert(wish).values(row).onConflictDoNothing();
}

/** A person asks anew on the same occasion: what was refused, never made, or let go of since counts as not answered. */
export async function renewWish(db: Db, row: typeof wish.$inferInsert): Promise<void> {
  const stands = sql`exists (select 1 from app.ticket t where t.id = ${wish.ticketId} and t.external_id is not null and t.ended_at is null)`;
  await db
    .insert(wish)
    .values(row)
    .onConflictDoUpdate({
      target: wish.id,
      set: { answeredAt: null, ticketId: null, at: row.at, kind: row.kind, detail: {} },
      setWhere: and(isNotNull(wish.answeredAt), not(stands)),
    });
}

export async function findWish(db: Db, id: string): Promise<WishRow | undefined> {
  const [row] = await db.select().from(wish).where(eq(wish.id, id));
  return row;
}

export async function placeWish(db: Db, id: string, themeId: string): Promise<void> {
  await db.update(wish).set({ themeId }).where(eq(wish.id, id));
}

export async function grantWish(db: Db, id: string, themeId: string, ticketId: string): Promise<void> {
  await db.update(wish).set({ themeId, ticketId }).where(eq(wish.id, id));
}

export async function markAnswered(db: Db, ids: string[], at: Date): Promise<void> {
  if (ids.length > 0) await db.update(wish).set({ answeredAt: at }).where(inArray(wish.id, ids));
}

export async function detailWish(db: Db, id: string, detail: Record<string, unknown>): Promise<void> {
  await db
    .update(wish)
    .set({ detail: sql`${wish.detail} || ${JSON.stringify(detail)}::jsonb` })
    .where(eq(wish.id, id));
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

export async function endTicket(
  db: Db,
  id: string,
  endedBecause: NonNullable<TicketRow['endedBecause']>,
  at: Date,
): Promise<void> {
  await db.update(ticket).set({ endedAt: at, endedBecause }).where(eq(ticket.id, id));
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
export async function freezeDraft(
  db: Db,
  id: string,
  { draft, evidence }: { draft: unknown; evidence: WrittenEvidence },
): Promise<unknown> {
  await db
    .update(ticket)
    .set({ draft, evidence })
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

/** Decided but never made: a crash, or a tracker that was down. Those that wait for a person's word are left alone. */
export async function findUnmade(db: Db, askedBefore: Date, limit: number) {
  return db
    .select({ id: ticket.id })
    .from(ticket)
    .where(
      and(
        isNull(ticket.externalId),
        isNull(ticket.endedAt),
        lt(ticket.askedAt, askedBefore),
        or(isNull(ticket.likely), isNotNull(ticket.clearedAt)),
      ),
    )
    .limit(limit);
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
