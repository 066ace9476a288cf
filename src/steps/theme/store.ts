// The SQL of themes. Who belongs where changes under one lock only, and every change is logged in order.
import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { customer } from '../../db/tables/customers.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership, placement, question, theme } from '../../db/tables/theme.ts';
import { areaInForce, kindInForce, severityInForce } from '../analyze/store-corrections.ts';

export type Theme = typeof theme.$inferSelect;

/** One placement at a time over all workers: two can never start the same theme. Held to the transaction's end. */
export async function lockPlacing(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('theme', 0))`);
}

export async function startTheme(db: Db, row: typeof theme.$inferInsert): Promise<void> {
  await db.insert(theme).values(row);
}

export async function findTheme(db: Db, id: string): Promise<Theme | undefined> {
  const [row] = await db.select().from(theme).where(eq(theme.id, id));
  return row;
}

/** `T-12`, `t12`, `12` or the id itself. Follows merges to the theme that is left. */
export async function findThemeByName(db: Db, typed: string): Promise<Theme | undefined> {
  const number = /^t?-?(\d{1,9})$/i.exec(typed.trim())?.[1];
  const isId = /^[0-9a-f-]{36}$/i.test(typed.trim());
  if (!number && !isId) return undefined;
  const [row] = await db
    .select()
    .from(theme)
    .where(number ? eq(theme.number, Number(number)) : eq(theme.id, typed.trim()));
  return row?.mergedInto ? findTheme(db, row.mergedInto) : row;
}

export async function findThemes(db: Db, ids: string[]): Promise<Theme[]> {
  return ids.length === 0 ? [] : db.select().from(theme).where(inArray(theme.id, ids));
}

export async function joinTheme(
  db: Db,
  row: Omit<typeof membership.$inferInsert, 'leftAt' | 'saidAt'>,
): Promise<void> {
  const saidAt = sql`(select ${feedback.saidAt} from ${finding} join ${feedback} on ${feedback.id} = ${finding.feedbackId} where ${finding.id} = ${row.findingId})`;
  await db.insert(membership).values({ ...row, saidAt });
  await db.insert(placement).values({ findingId: row.findingId, themeId: row.themeId, change: 'joined' });
  await db.update(theme).set({ changedAt: row.joinedAt }).where(eq(theme.id, row.themeId));
}

/** Ends a finding's membership; returns the theme it left. */
export async function leaveTheme(
  db: Db,
  findingId: string,
  at: Date,
  because: string,
): Promise<string | undefined> {
  const [left] = await db
    .update(membership)
    .set({ leftAt: at, leftBecause: because })
    .where(and(eq(membership.findingId, findingId), isNull(membership.leftAt)))
    .returning({ themeId: membership.themeId });
  if (!left) return undefined;
  await db.insert(placement).values({ findingId, themeId: left.themeId, change: 'left' });
  await db.update(theme).set({ changedAt: at }).where(eq(theme.id, left.themeId));
  return left.themeId;
}

export async function findMembership(db: Db, findingId: string) {
  const [row] = await db
    .select()
    .from(membership)
    .where(and(eq(membership.findingId, findingId), isNull(membership.leftAt)));
  return row;
}

/** Current memberships of an item's findings, also those of superseded readings. */
export async function findMembershipsOf(db: Db, feedbackId: string) {
  return db
    .select({
      themeId: membership.themeId,
      findingId: finding.id,
      ordinal: finding.ordinal,
      analysisId: finding.analysisId,
    })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .where(and(eq(finding.feedbackId, feedbackId), isNull(membership.leftAt)))
    .orderBy(asc(finding.ordinal));
}

export type Placed = {
  seq: number;
  findingId: string;
  themeId: string;
  change: 'joined' | 'left';
  text: string;
  /** The theme's area, as it is now. */
  areaKey: string | null;
};

/** What changed since an index last looked, in commit order. */
export async function findPlacementsAfter(db: Db, seq: number, limit: number): Promise<Placed[]> {
  return db
    .select({
      seq: placement.seq,
      findingId: placement.findingId,
      themeId: placement.themeId,
      change: placement.change,
      text: finding.text,
      areaKey: theme.areaKey,
    })
    .from(placement)
    .innerJoin(finding, eq(finding.id, placement.findingId))
    .innerJoin(theme, eq(theme.id, placement.themeId))
    .where(gt(placement.seq, seq))
    .orderBy(asc(placement.seq))
    .limit(limit);
}

/** A page of everybody's place, for an index that starts from nothing; `after` is the last finding id read. */
export async function findPlaces(db: Db, after: string, limit: number) {
  return db
    .select({
      findingId: membership.findingId,
      themeId: membership.themeId,
      text: finding.text,
      areaKey: theme.areaKey,
    })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(theme, eq(theme.id, membership.themeId))
    .where(and(isNull(membership.leftAt), gt(membership.findingId, after)))
    .orderBy(asc(membership.findingId))
    .limit(limit);
}

export async function lastPlacement(db: Db): Promise<number> {
  const [row] = await db
    .select({ seq: sql<number>`coalesce(max(${placement.seq}), 0)::int` })
    .from(placement);
  return row!.seq;
}

/** What members said, newest first, with whose voice it is: the theme's evidence. Withdrawn items do not count. */
export async function findReports(db: Db, themeIds: string[]) {
  if (themeIds.length === 0) return [];
  return db
    .select({
      themeId: membership.themeId,
      findingId: finding.id,
      feedbackId: feedback.id,
      summary: finding.summary,
      kind: kindInForce,
      areaKey: areaInForce,
      severity: severityInForce,
      sentiment: finding.sentiment,
      churnRisk: finding.churnRisk,
      quotes: finding.quotes,
      recommendation: finding.recommendation,
      suspectedCause: finding.suspectedCause,
      affects: finding.affects,
      analyzer: analysis.analyzer,
      saidAt: feedback.saidAt,
      link: feedback.link,
      authorKey: feedback.authorKey,
      authorName: feedback.authorName,
      channelId: feedback.channelId,
      customerId: customer.id,
      customerExternalId: customer.externalId,
      customerName: customer.name,
      segment: customer.segment,
      annualRevenue: customer.annualRevenue,
      currency: customer.currency,
    })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(analysis, and(eq(analysis.id, finding.analysisId), isNull(analysis.supersededAt)))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .leftJoin(customer, eq(customer.id, feedback.customerId))
    .where(and(inArray(membership.themeId, themeIds), isNull(membership.leftAt)))
    .orderBy(desc(feedback.saidAt), asc(finding.id));
}
export type ReportRow = Awaited<ReturnType<typeof findReports>>[number];

/** Current readings that hold feedback of which at least one finding has no place yet. */
export async function findUnplaced(db: Db, answeredBefore: Date, limit: number) {
  return db
    .selectDistinct({ analysisId: analysis.id, feedbackId: analysis.feedbackId, at: analysis.answeredAt })
    .from(analysis)
    .innerJoin(finding, eq(finding.analysisId, analysis.id))
    .innerJoin(feedback, and(eq(feedback.id, analysis.feedbackId), isNull(feedback.withdrawnAt)))
    .leftJoin(membership, and(eq(membership.findingId, finding.id), isNull(membership.leftAt)))
    .where(and(isNull(analysis.supersededAt), isNull(membership.id), lt(analysis.answeredAt, answeredBefore)))
    .orderBy(asc(analysis.answeredAt))
    .limit(limit);
}

/** One entry of the log: proof that a saved index was read from this very database. */
export async function findPlacement(db: Db, seq: number) {
  const [row] = await db.select().from(placement).where(eq(placement.seq, seq));
  return row;
}

/** Under the lock. The theme's area is another one now: every index reads it with the next entry of the log. */
export async function relogPlacement(db: Db, findingId: string, themeId: string): Promise<void> {
  await db.insert(placement).values({ findingId, themeId, change: 'joined' });
}

/** What its score is made from changed. */
export async function markChanged(db: Db, themeId: string, at: Date): Promise<void> {
  await db.update(theme).set({ changedAt: at }).where(eq(theme.id, themeId));
}

export async function saveQuestion(db: Db, row: typeof question.$inferInsert): Promise<void> {
  await db.insert(question).values(row).onConflictDoNothing();
}

/**
 * A theme belongs to the area most of its findings belong to, by people's word where there is one; the oldest one wins a
 * tie. One that a person moved stays there.
 */
export async function settleArea(db: Db, themeId: string): Promise<void> {
  await db.execute(sql`
    update app.theme set area_key = coalesce((
      select counted.area from (
        select m.joined_at, case when c.id is null then f.area_key else c."is" end as area
        from app.membership m join app.finding f on f.id = m.finding_id
        left join lateral (select * from app.correction c where c.finding_id = f.id and c.field = 'area'
          order by c.at desc, c.id limit 1) c on true
        where m.theme_id = ${themeId} and m.left_at is null) counted
      where counted.area is not null
      group by counted.area order by count(*) desc, min(counted.joined_at) limit 1), area_key)
    where id = ${themeId} and area_by = 'earshot'`);
}
