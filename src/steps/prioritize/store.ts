// The SQL of scores: appended, one current per theme.
import { and, asc, desc, eq, exists, getTableColumns, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { customer } from '../../db/tables/customers.ts';
import { feedback } from '../../db/tables/intake.ts';
import { halfPoints, override, score } from '../../db/tables/prioritize.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export type ScoreRow = typeof score.$inferSelect;
/** What lists show of a score: without its parts, which are most of it. */
export type ListedScore = Omit<ScoreRow, 'raw' | 'explanation'>;
export type OverrideRow = typeof override.$inferSelect;

/** Appends a score and ends the one before it. */
export async function saveScore(db: Db, row: Omit<typeof score.$inferInsert, 'id'>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.select({ id: theme.id }).from(theme).where(eq(theme.id, row.themeId)).for('update');
    await endScore(tx, row.themeId, row.at);
    await tx.insert(score).values(row);
  });
}

/** The same to people as before: brought up to date in its place. */
export async function refreshScore(
  db: Db,
  id: number,
  set: Partial<typeof score.$inferInsert>,
): Promise<void> {
  await db
    .update(score)
    .set(set)
    .where(and(eq(score.id, id), isNull(score.supersededAt)));
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

export async function findScores(db: Db, themeIds: string[]): Promise<ListedScore[]> {
  if (themeIds.length === 0) return [];
  return db
    .select(listedScore)
    .from(score)
    .where(and(inArray(score.themeId, themeIds), isNull(score.supersededAt)));
}

const { raw: _raw, explanation: _explanation, ...listed } = getTableColumns(score);
export const listedScore = listed;

/** The totals in force at a moment, e.g. a week ago. */
export async function findTotalsAt(db: Db, themeIds: string[], at: Date) {
  if (themeIds.length === 0) return [];
  return db
    .selectDistinctOn([score.themeId], { themeId: score.themeId, total: score.total })
    .from(score)
    .where(and(inArray(score.themeId, themeIds), lt(score.at, at)))
    .orderBy(score.themeId, desc(score.at), desc(score.id));
}

/** Themes whose score is missing, or older than their last change. */
export async function findUnscored(db: Db, changedBefore: Date, limit: number) {
  const someMember = db
    .select({ one: sql`1` })
    .from(membership)
    .where(and(eq(membership.themeId, theme.id), isNull(membership.leftAt)));
  return db
    .select({ themeId: theme.id })
    .from(theme)
    .leftJoin(score, and(eq(score.themeId, theme.id), isNull(score.supersededAt)))
    .where(
      and(
        lt(theme.changedAt, changedBefore),
        or(lt(score.at, theme.changedAt), and(isNull(score.id), exists(someMember))),
      ),
    )
    .limit(limit);
}

/** Scores nobody has worked out again since then, oldest first. */
export async function findStale(db: Db, checkedBefore: Date, limit: number) {
  return db
    .select({ themeId: score.themeId })
    .from(score)
    .where(and(isNull(score.supersededAt), lt(score.checkedAt, checkedBefore)))
    .orderBy(asc(score.checkedAt))
    .limit(limit);
}

export async function findOverride(db: Db, themeId: string): Promise<OverrideRow | undefined> {
  const [row] = await findOverrides(db, [themeId]);
  return row;
}

export async function findOverrides(db: Db, themeIds: string[]): Promise<OverrideRow[]> {
  if (themeIds.length === 0) return [];
  return db
    .select()
    .from(override)
    .where(and(inArray(override.themeId, themeIds), isNull(override.releasedAt)));
}

/** The one before it is released by the same person. */
export async function setOverride(db: Db, row: typeof override.$inferInsert): Promise<void> {
  await releaseOverride(db, row.themeId, row.by, row.at);
  await db.insert(override).values(row).onConflictDoNothing();
}

export async function releaseOverride(db: Db, themeId: string, by: string, at: Date): Promise<boolean> {
  const released = await db
    .update(override)
    .set({ releasedAt: at, releasedBy: by })
    .where(and(eq(override.themeId, themeId), isNull(override.releasedAt)))
    .returning({ id: override.id });
  return released.length > 0;
}

export async function findHalfPoints(db: Db) {
  const [row] = await db.select().from(halfPoints).orderBy(desc(halfPoints.at)).limit(1);
  return row;
}

export async function saveHalfPoints(db: Db, row: typeof halfPoints.$inferInsert): Promise<void> {
  await db.insert(halfPoints).values(row).onConflictDoNothing();
}

/** The raw parts of every theme that somebody joined since then. */
export async function findRawOfActive(db: Db, since: Date): Promise<unknown[]> {
  const joined = db
    .select({ one: sql`1` })
    .from(membership)
    .where(
      and(eq(membership.themeId, score.themeId), isNull(membership.leftAt), gte(membership.joinedAt, since)),
    );
  const rows = await db
    .select({ raw: score.raw })
    .from(score)
    .where(and(isNull(score.supersededAt), exists(joined)));
  return rows.map((row) => row.raw);
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

/** Distinct customers over all feedback in each of the last `weeks` weeks before `at`, newest first. */
export async function countVoicesByWeek(db: Db, at: Date, weeks: number): Promise<number[]> {
  const until = at.toISOString();
  const rows = await db.execute<{ week: number; voices: number }>(sql`
    select floor(extract(epoch from ${until}::timestamptz - ${feedback.saidAt}) / 604800)::int as week,
      count(distinct coalesce(${feedback.customerId}::text, ${feedback.authorKey}, ${feedback.id}::text))::int as voices
    from ${feedback}
    where ${feedback.saidAt} > ${until}::timestamptz - make_interval(weeks => ${weeks})
      and ${feedback.saidAt} <= ${until}::timestamptz and ${feedback.withdrawnAt} is null
    group by 1`);
  const byWeek = new Map(rows.map((row) => [row.week, row.voices]));
  return Array.from({ length: weeks }, (_, week) => byWeek.get(week) ?? 0);
}
