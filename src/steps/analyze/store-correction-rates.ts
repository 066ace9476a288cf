// How often people say "not right", measured: against how many items each analyzer read.
import { and, eq, gte, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis } from '../../db/tables/analyze.ts';

/** Items that one analyzer read as feedback since a moment, and those of them that people corrected, by field. */
export type CorrectionRate = {
  analyzer: 'local' | 'claude';
  read: number;
  corrected: number;
  area: number;
  kind: number;
  severity: number;
};

export async function findCorrectionRates(db: Db, since: Date): Promise<CorrectionRate[]> {
  const corrected = await countCorrected(db, since);
  const nothing = { corrected: 0, area: 0, kind: 0, severity: 0 };
  return (await countRead(db, since)).map(({ analyzer, n }) => ({
    ...(corrected.find((row) => row.analyzer === analyzer) ?? nothing),
    analyzer,
    read: n,
  }));
}

/** An edited item was read several times and counts once. */
async function countRead(db: Db, since: Date) {
  const items = db
    .selectDistinct({ analyzer: analysis.analyzer, feedbackId: analysis.feedbackId })
    .from(analysis)
    .where(and(gte(analysis.answeredAt, since), eq(analysis.verdict, 'feedback')))
    .as('items');
  return db
    .select({ analyzer: items.analyzer, n: sql<number>`count(*)::int` })
    .from(items)
    .groupBy(items.analyzer)
    .orderBy(items.analyzer);
}

/**
 * The first word on a field names what the analyzer had said and which one it was, the last what counts: set back to what
 * it was is no correction. Later readings carry copies of the same words; the earliest reading is the one that erred.
 */
async function countCorrected(db: Db, since: Date) {
  return db.execute<Omit<CorrectionRate, 'read'>>(sql`
    select analyzer, count(distinct feedback_id)::int as corrected,
      (count(distinct feedback_id) filter (where field = 'area'))::int as area,
      (count(distinct feedback_id) filter (where field = 'kind'))::int as kind,
      (count(distinct feedback_id) filter (where field = 'severity'))::int as severity
    from (
      select c.feedback_id, c.field,
        (array_agg(a.analyzer order by c.at, a.answered_at))[1] as analyzer,
        (array_agg(c.was order by c.at, a.answered_at))[1] as was,
        (array_agg(c."is" order by c.at desc, a.answered_at))[1] as "is"
      from app.correction c join app.finding f on f.id = c.finding_id join app.analysis a on a.id = f.analysis_id
      where c.at >= ${since.toISOString()} and a.answered_at >= ${since.toISOString()}
      group by c.feedback_id, f.ordinal, c.field) judged
    where was is distinct from "is"
    group by analyzer`);
}
