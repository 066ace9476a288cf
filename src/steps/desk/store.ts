// The SQL of the desk: who is looking into what, what was put off, and counts for the top of a list.
import { and, desc, eq, gt, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { customer } from '../../db/tables/customers.ts';
import { looking, snooze } from '../../db/tables/desk.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export async function findLooking(db: Db, themeIds: string[]) {
  if (themeIds.length === 0) return [];
  return db
    .select()
    .from(looking)
    .where(and(inArray(looking.themeId, themeIds), isNull(looking.endedAt)))
    .orderBy(looking.at);
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

/** The newest feedback that was read: shows operators that Earshot is awake. */
export async function findNewest(db: Db) {
  const [row] = await db
    .select({ saidAt: feedback.saidAt })
    .from(feedback)
    .orderBy(desc(feedback.saidAt))
    .limit(1);
  return row?.saidAt;
}
