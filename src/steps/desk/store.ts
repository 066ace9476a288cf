// The SQL of the desk: who is looking into what, what was put off, and counts for the top of a list.
import { and, desc, eq, gt, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis } from '../../db/tables/analyze.ts';
import { looking, snooze } from '../../db/tables/desk.ts';
import { feedback } from '../../db/tables/intake.ts';

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
    .orderBy(snooze.until);
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
export async function countHeard(db: Db, from: Date, until: Date) {
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

/** The newest feedback that was read: shows operators that Earshot is awake. */
export async function findNewest(db: Db) {
  const [row] = await db
    .select({ saidAt: feedback.saidAt })
    .from(feedback)
    .orderBy(desc(feedback.saidAt))
    .limit(1);
  return row?.saidAt;
}
