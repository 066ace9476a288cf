// The SQL of corrections: a person's word stands beside the analyzer's, and counts wherever a finding is read.
import { and, asc, desc, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, correction, finding } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import type { Corrected, CorrectedField } from './correct.ts';
import type { FindingRow } from './store.ts';

// Columns are named in full: in a query over one table drizzle leaves the table's name away, and inside these an `id` would
// then be the correction's own.
const corrected = (field: CorrectedField) => sql`(
  select c."is" from app.correction c where c.finding_id = finding.id and c.field = ${field}
  order by c.at desc, c.id limit 1)`;

/** As a person corrected it, else as the person who wrote it down said, else as it was read. */
export const severityInForce = sql<FindingRow['severity']>`coalesce(
  ${corrected('severity')},
  (select w.stated_severity from app.feedback w where w.id = finding.feedback_id),
  finding.severity)`;

export const kindInForce = sql<string>`coalesce(${corrected('kind')}, finding.kind)`;

/** Corrected to "none fits" is null, too. */
export const areaInForce = sql<string | null>`case when exists (
  select 1 from app.correction c where c.finding_id = finding.id and c.field = 'area')
  then ${corrected('area')} else finding.area_key end`;

/** A finding as it counts now. */
export async function findInForce(db: Db, findingId: string) {
  const [row] = await db
    .select({
      id: finding.id,
      feedbackId: finding.feedbackId,
      summary: finding.summary,
      area: areaInForce,
      kind: kindInForce,
      severity: severityInForce,
    })
    .from(finding)
    .where(eq(finding.id, findingId));
  return row;
}

/** A reading's findings as they count now, with the correction among the reasons. */
export async function findFindingsInForce(db: Db, analysisId: string): Promise<FindingRow[]> {
  const rows = await db
    .select({ finding, area: areaInForce, kind: kindInForce, severity: severityInForce })
    .from(finding)
    .where(eq(finding.analysisId, analysisId))
    .orderBy(asc(finding.ordinal));
  return rows.map(({ finding: read, area, kind, severity }) => {
    const changed = [
      area !== read.areaKey && 'area',
      kind !== read.kind && 'kind',
      severity !== read.severity && 'severity',
    ].filter((field) => field !== false);
    const because =
      changed.length > 0 ? [`${changed.join(', ')}: said by a person`, ...read.because] : read.because;
    const areaConfidence = changed.includes('area') ? 1 : read.areaConfidence;
    return { ...read, areaKey: area, areaConfidence, kind, severity, because };
  });
}

/** Its areas as they count, by finding. */
export async function findAreasInForce(db: Db, analysisId: string): Promise<Map<string, string | null>> {
  const rows = await db
    .select({ id: finding.id, area: areaInForce })
    .from(finding)
    .where(eq(finding.analysisId, analysisId));
  return new Map(rows.map((row) => [row.id, row.area]));
}

export async function saveCorrections(db: Db, rows: (typeof correction.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await db.insert(correction).values(rows).onConflictDoNothing();
}

/** A person took their word back. */
export async function removeCorrections(db: Db, ids: string[]): Promise<void> {
  if (ids.length > 0) await db.delete(correction).where(inArray(correction.id, ids));
}

/**
 * What people corrected or confirmed, with the words it was about: the newest word on each field of each finding that
 * counts today, newest first.
 */
export async function findLessons(db: Db, limit: number): Promise<Corrected[]> {
  const newest = db
    .selectDistinctOn([correction.findingId, correction.field], {
      findingId: correction.findingId,
      field: correction.field,
      is: correction.is,
      by: correction.by,
      at: correction.at,
    })
    .from(correction)
    .orderBy(correction.findingId, correction.field, desc(correction.at))
    .as('newest');
  const rows = await db
    .select({
      findingId: newest.findingId,
      field: newest.field,
      is: newest.is,
      by: newest.by,
      text: finding.text,
      area: finding.areaKey,
      kind: finding.kind,
      severity: finding.severity,
    })
    .from(newest)
    .innerJoin(finding, eq(finding.id, newest.findingId))
    .innerJoin(analysis, and(eq(analysis.id, finding.analysisId), isNull(analysis.supersededAt)))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .where(and(isNull(feedback.erasedAt), ne(finding.text, '')))
    .orderBy(desc(newest.at), asc(newest.findingId))
    .limit(limit);
  return rows.map(({ area, kind, severity, ...row }) => ({
    ...row,
    was: { area, kind, severity }[row.field],
  }));
}

/** Changes with every correction, and when words are erased that one was about: whether what was learned is still all there is to learn. */
export async function markOfCorrections(db: Db): Promise<string> {
  const [row] = await db
    .select({ mark: sql<string>`count(*) || ' ' || coalesce(max(${correction.at})::text, '')` })
    .from(correction)
    .innerJoin(finding, and(eq(finding.id, correction.findingId), ne(finding.text, '')));
  return row!.mark;
}

/** Findings that people corrected and that nobody has followed up: their themes are told. */
export async function findUnsettled(db: Db, correctedBefore: Date, limit: number) {
  return db
    .selectDistinct({ findingId: correction.findingId, feedbackId: correction.feedbackId })
    .from(correction)
    .innerJoin(finding, eq(finding.id, correction.findingId))
    .where(
      and(
        lt(correction.at, correctedBefore),
        sql`exists (select 1 from app.membership m join app.theme t on t.id = m.theme_id
          where m.finding_id = ${correction.findingId} and m.left_at is null and t.changed_at < ${correction.at})`,
      ),
    )
    .limit(limit);
}

/** What was read and said under an old key counts under the new one. */
export async function renameAreaInReadings(db: Db, from: string, to: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(finding).set({ areaKey: to }).where(eq(finding.areaKey, from));
    await tx.update(finding).set({ runnerUp: to }).where(eq(finding.runnerUp, from));
    for (const side of ['was', 'is'] as const)
      await tx
        .update(correction)
        .set({ [side]: to })
        .where(and(eq(correction.field, 'area'), eq(correction[side], from)));
  });
}
