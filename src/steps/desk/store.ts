// The SQL of the desk: who is looking into what, what was put off, and counts for the top of a list.
import { and, asc, desc, eq, gt, gte, ilike, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { customer } from '../../db/tables/customers.ts';
import { looking, preference, snooze } from '../../db/tables/desk.ts';
import { feedback } from '../../db/tables/intake.ts';
import { score } from '../../db/tables/prioritize.ts';
import { membership, theme } from '../../db/tables/theme.ts';
import { ticket } from '../../db/tables/ticket.ts';

export async function findLooking(db: Db, themeIds: string[]) {
  if (themeIds.length === 0) return [];
  return db
    .select()
    .from(looking)
    .where(and(inArray(looking.themeId, themeIds), isNull(looking.endedAt)))
    .orderBy(looking.at);
}

/** The themes a person looks into, the newest first; a merged one is no longer looked into. */
export async function findLookedAtBy(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .select({ themeId: looking.themeId })
    .from(looking)
    .innerJoin(theme, and(eq(theme.id, looking.themeId), isNull(theme.mergedInto)))
    .where(and(eq(looking.by, userId), isNull(looking.endedAt)))
    .orderBy(desc(looking.at))
    .limit(20);
  return rows.map((row) => row.themeId);
}

export async function startLooking(db: Db, row: typeof looking.$inferInsert): Promise<void> {
  await db.insert(looking).values(row).onConflictDoNothing();
}

export async function stopLooking(db: Db, themeId: string, by: string, at: Date): Promise<void> {
  await db
    .update(looking)
    .set({ endedAt: at })
    .where(and(eq(looking.themeId, themeId), eq(looking.by, by), isNull(looking.endedAt)));
}

export async function findSnoozes(db: Db, themeIds: string[], now: Date) {
  if (themeIds.length === 0) return [];
  return db
    .select()
    .from(snooze)
    .where(and(inArray(snooze.themeId, themeIds), isNull(snooze.endedAt), gt(snooze.until, now)))
    .orderBy(desc(snooze.at));
}

export async function saveSnooze(db: Db, row: typeof snooze.$inferInsert): Promise<void> {
  await db.insert(snooze).values(row).onConflictDoNothing();
}

export async function endSnoozes(db: Db, themeId: string, at: Date): Promise<void> {
  await db
    .update(snooze)
    .set({ endedAt: at })
    .where(and(eq(snooze.themeId, themeId), isNull(snooze.endedAt)));
}

const voice = sql`coalesce(${feedback.customerId}::text, ${feedback.authorKey}, ${feedback.id}::text)`;

/** Feedback said between two moments: items, distinct customers, and how many were read. */
export async function countHeard(db: Db, { from, until }: Period) {
  const [row] = await db
    .select({
      items: sql<number>`count(*)::int`,
      customers: sql<number>`count(distinct ${voice})::int`,
      analysed: sql<number>`count(${analysis.id})::int`,
    })
    .from(feedback)
    .leftJoin(analysis, and(eq(analysis.feedbackId, feedback.id), isNull(analysis.supersededAt)))
    .where(
      and(
        gte(feedback.saidAt, from),
        lt(feedback.saidAt, until),
        isNull(feedback.withdrawnAt),
        sql`${analysis.verdict} is distinct from 'not feedback'`,
      ),
    );
  return row!;
}

type Period = { from: Date; until: Date };

/** The same of some areas: only what was read has an area. */
export async function countHeardIn(db: Db, { from, until }: Period, areaKeys: string[]) {
  const [row] = await db
    .select({
      items: sql<number>`count(distinct ${feedback.id})::int`,
      customers: sql<number>`count(distinct ${voice})::int`,
    })
    .from(membership)
    .innerJoin(theme, and(eq(theme.id, membership.themeId), inArray(theme.areaKey, areaKeys)))
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .where(and(isNull(membership.leftAt), gte(membership.saidAt, from), lt(membership.saidAt, until)));
  return { ...row!, analysed: row!.items };
}

/** Who said it, by customer, those who spoke last first; `customerId` null: authors of unknown companies. */
export async function findCustomersOf(db: Db, themeId: string) {
  return db
    .select({
      customerId: customer.id,
      name: customer.name,
      segment: customer.segment,
      reports: sql<number>`count(*)::int`,
      newestAt: sql<Date>`max(${membership.saidAt})`.mapWith(membership.saidAt),
    })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .leftJoin(customer, eq(customer.id, feedback.customerId))
    .where(and(eq(membership.themeId, themeId), isNull(membership.leftAt)))
    .groupBy(customer.id)
    .orderBy(desc(sql`max(${membership.saidAt})`));
}

/** The theme a ticket belongs to, by the ticket's key: `PAY-12`. */
export async function findThemeOfTicket(db: Db, typed: string) {
  const [row] = await db
    .select({ id: theme.id })
    .from(ticket)
    .innerJoin(theme, eq(theme.id, ticket.themeId))
    .where(and(eq(ticket.key, typed.trim().toUpperCase()), isNull(ticket.endedAt)));
  return row;
}

/** Themes whose name holds all these words, most important first. */
export async function findThemesByWords(db: Db, typed: string, limit: number): Promise<string[]> {
  const words = typed.split(/\s+/).filter((word) => word.length >= 2);
  if (words.length === 0) return [];
  const rows = await db
    .select({ id: theme.id })
    .from(theme)
    .leftJoin(score, and(eq(score.themeId, theme.id), isNull(score.supersededAt)))
    .where(
      and(
        isNull(theme.mergedInto),
        ...words.slice(0, 8).map((word) => ilike(theme.title, `%${word.replace(/[\\%_]/g, '\\$&')}%`)),
      ),
    )
    .orderBy(sql`${score.total} desc nulls last`, asc(theme.number))
    .limit(limit);
  return rows.map((row) => row.id);
}

type Preference = typeof preference.$inferSelect;

/** Of those who chose; the others want the usual. */
export async function findPreferences(
  db: Db,
  what: Preference['what'],
  userIds: string[],
): Promise<Map<string, Preference['choice']>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(preference)
    .where(and(eq(preference.what, what), inArray(preference.userId, userIds)));
  return new Map(rows.map((row) => [row.userId, row.choice]));
}

export async function savePreference(db: Db, row: Preference): Promise<void> {
  const { choice, at } = row;
  await db
    .insert(preference)
    .values(row)
    .onConflictDoUpdate({ target: [preference.userId, preference.what], set: { choice, at } });
}
