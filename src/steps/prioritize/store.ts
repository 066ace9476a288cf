// The SQL of scores: appended, one current per theme.
import { and, asc, desc, eq, gte, inArray, isNull, lt, max, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { customer } from '../../db/tables/customers.ts';
import { feedback } from '../../db/tables/intake.ts';
import { halfPoints, override, score } from '../../db/tables/prioritize.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export type ScoreRow = typeof score.$inferSelect;

/** Appends a score and ends the one before it. */
export async function saveScore(db: Db, row: Omit<typeof score.$inferInsert, 'id'>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select({ id: theme.id }).from(theme).where(eq(theme.id, row.themeId)).for('update');
    await endScore(tx, row.themeId, row.at);
    await tx.insert(score).values(row);
  });
}

/** A theme without members has no score. */
export async function endScore(db: Db, themeId: string, at: Date): Promise<void> {
  await db
    .update(score)
    .set({ supersededAt: at })
    .where(and(eq(score.themeId, themeId), isNull(score.supersededAt)));
}

export async function findScore(db: Db, themeId: string): Promise<ScoreRow | undefined> {
  const [row] = await db
    .select()
    .from(score)
    .where(and(eq(score.themeId, themeId), isNull(score.supersededAt)));
  return row;
}

/** The score in force at a moment, e.g. a week ago. */
export async function findScoresAt(db: Db, themeIds: string[], at: Date): Promise<ScoreRow[]> {
  if (themeIds.length === 0) return [];
  return db
    .selectDistinctOn([score.themeId])
    .from(score)
    .where(and(inArray(score.themeId, themeIds), lt(score.at, at)))
    .orderBy(score.themeId, desc(score.at), desc(score.id));
}

/** Ranked as `byImpact` ranks. Merged themes have no current score. */
export async function findTop(
  db: Db,
  where: { areaKeys?: string[] | undefined; limit: number; offset?: number },
) {
  return db
    .select({ theme, score })
    .from(score)
    .innerJoin(theme, and(eq(theme.id, score.themeId), isNull(theme.mergedInto)))
    .where(
      and(isNull(score.supersededAt), where.areaKeys ? inArray(theme.areaKey, where.areaKeys) : undefined),
    )
    .orderBy(
      desc(score.total),
      desc(score.customers),
      desc(score.revenue),
      desc(score.newestAt),
      asc(theme.startedAt),
      asc(theme.id),
    )
    .limit(where.limit)
    .offset(where.offset ?? 0);
}

export async function countScored(db: Db, areaKeys?: string[]): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(score)
    .innerJoin(theme, and(eq(theme.id, score.themeId), isNull(theme.mergedInto)))
    .where(and(isNull(score.supersededAt), areaKeys ? inArray(theme.areaKey, areaKeys) : undefined));
  return row!.n;
}

/** Themes whose score is missing, or older than their last change or than `staleBefore`. */
export async function findUnscored(db: Db, changedBefore: Date, staleBefore: Date, limit: number) {
  return db
    .select({ themeId: theme.id, newest: max(score.at) })
    .from(theme)
    .innerJoin(membership, and(eq(membership.themeId, theme.id), isNull(membership.leftAt)))
    .leftJoin(score, and(eq(score.themeId, theme.id), isNull(score.supersededAt)))
    .where(and(isNull(theme.mergedInto), lt(theme.changedAt, changedBefore)))
    .groupBy(theme.id)
    .having(
      sql`max(${score.at}) is null or max(${score.at}) < ${theme.changedAt} or max(${score.at}) < ${staleBefore.toISOString()}`,
    )
    .limit(limit);
}

export async function findOverride(db: Db, themeId: string) {
  const [row] = await db
    .select()
    .from(override)
    .where(and(eq(override.themeId, themeId), isNull(override.releasedAt)));
  return row;
}

export async function findHalfPoints(db: Db) {
  const [row] = await db.select().from(halfPoints).orderBy(desc(halfPoints.at)).limit(1);
  return row;
}

export async function saveHalfPoints(db: Db, row: typeof halfPoints.$inferInsert): Promise<void> {
  await db.insert(halfPoints).values(row).onConflictDoNothing();
}

export async function findScoresOfActive(db: Db, since: Date): Promise<ScoreRow[]> {
  const rows = await db
    .selectDistinct({ score })
    .from(score)
    .innerJoin(membership, and(eq(membership.themeId, score.themeId), isNull(membership.leftAt)))
    .where(and(isNull(score.supersededAt), gte(membership.joinedAt, since)));
  return rows.map((row) => row.score);
}

/** What every theme of a moment is measured with. Revenues are taken to be in one currency. */
export async function findYardstickFacts(
  db: Db,
): Promise<{ revenues: number[]; heardSince: Date | undefined }> {
  const revenues = await db
    .select({ revenue: customer.annualRevenue })
    .from(customer)
    .where(sql`${customer.annualRevenue} > 0`);
  const [first] = await db
    .select({ at: feedback.saidAt })
    .from(feedback)
    .orderBy(asc(feedback.saidAt))
    .limit(1);
  return { revenues: revenues.map((row) => row.revenue!), heardSince: first?.at };
}

/** Distinct customers a day over all feedback since then: what a theme's own trend is compared with. */
export async function findVoicesByDay(db: Db, since: Date): Promise<{ at: Date; customer: string }[]> {
  const rows = await db
    .select({
      at: feedback.saidAt,
      customerId: feedback.customerId,
      authorKey: feedback.authorKey,
      id: feedback.id,
    })
    .from(feedback)
    .where(and(gte(feedback.saidAt, since), isNull(feedback.withdrawnAt)));
  return rows.map((row) => ({ at: row.at, customer: row.customerId ?? row.authorKey ?? row.id }));
}
