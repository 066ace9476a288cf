// The SQL of analysis: appended readings of an item, their findings, and what models cost.
import { and, asc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding, modelCall } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import type { Analysis } from './analysis.ts';

export type AnalysisRow = typeof analysis.$inferSelect;
export type FindingRow = typeof finding.$inferSelect;

export type Reading = {
  id: string;
  feedbackId: string;
  revision: number;
  analyzer: 'local' | 'claude';
  model: string;
  version: string;
  note: string | null;
  at: Date;
  analysis: Analysis;
  /** Beside each finding: its id, the words it rests on, and the model's word on its theme. */
  placed: { id: string; text: string; hint: FindingRow['themeHint'] }[];
};

/**
 * In one transaction: the new reading counts from now on, the older ones are kept. False when the item was erased while
 * it was being read: then nothing is kept.
 */
export async function saveReading(db: Db, reading: Reading): Promise<boolean> {
  const { analysis: what, at } = reading;
  return db.transaction(async (tx) => {
    const [item] = await tx
      .select({ erasedAt: feedback.erasedAt })
      .from(feedback)
      .where(eq(feedback.id, reading.feedbackId))
      .for('update');
    if (!item || item.erasedAt) return false;
    const [before] = await tx
      .update(analysis)
      .set({ supersededAt: at })
      .where(and(eq(analysis.feedbackId, reading.feedbackId), isNull(analysis.supersededAt)))
      .returning({ id: analysis.id });
    await tx.insert(analysis).values({
      id: reading.id,
      feedbackId: reading.feedbackId,
      revision: reading.revision,
      analyzer: reading.analyzer,
      model: reading.model,
      version: reading.version,
      note: reading.note,
      verdict: what.feedback ? 'feedback' : 'not feedback',
      reason: what.feedback ? null : what.reason,
      language: what.language,
      answeredAt: at,
    });
    if (!what.feedback) return true;
    await tx.insert(finding).values(what.findings.map((f, i) => rowOf(reading, f, i)));
    if (before) await carryCorrections(tx, before.id, reading.id);
    return true;
  });
}

/** What people corrected stays corrected when the item is read again, unless it now says more or fewer things. */
async function carryCorrections(tx: Db, from: string, to: string): Promise<void> {
  await tx.execute(sql`
    insert into app.correction (id, feedback_id, finding_id, field, was, "is", "by", at)
    select gen_random_uuid(), c.feedback_id, f.id, c.field, c.was, c."is", c."by", c.at
    from app.correction c join app.finding old on old.id = c.finding_id
    join app.finding f on f.analysis_id = ${to} and f.ordinal = old.ordinal
    where old.analysis_id = ${from}
      and (select count(*) from app.finding where analysis_id = ${from})
        = (select count(*) from app.finding where analysis_id = ${to})`);
}

function rowOf(
  reading: Reading,
  f: Extract<Analysis, { feedback: true }>['findings'][number],
  ordinal: number,
) {
  const { area, ...rest } = f;
  const { id, text, hint } = reading.placed[ordinal]!;
  return {
    ...rest,
    id,
    text,
    themeHint: hint,
    analysisId: reading.id,
    feedbackId: reading.feedbackId,
    ordinal,
    areaKey: area.key,
    areaConfidence: area.confidence,
    runnerUp: area.runnerUp,
  };
}

export async function findCurrentAnalysis(db: Db, feedbackId: string): Promise<AnalysisRow | undefined> {
  const [row] = await db
    .select()
    .from(analysis)
    .where(and(eq(analysis.feedbackId, feedbackId), isNull(analysis.supersededAt)));
  return row;
}

export async function findFindings(db: Db, analysisId: string): Promise<FindingRow[]> {
  return db.select().from(finding).where(eq(finding.analysisId, analysisId)).orderBy(asc(finding.ordinal));
}

/** Items whose newest words nobody has read yet. */
export async function findUnread(db: Db, capturedBefore: Date, limit: number) {
  return db
    .select({ feedbackId: feedback.id, revision: feedback.revision })
    .from(feedback)
    .leftJoin(analysis, and(eq(analysis.feedbackId, feedback.id), isNull(analysis.supersededAt)))
    .where(
      and(
        isNull(feedback.withdrawnAt),
        isNull(feedback.erasedAt),
        lt(feedback.capturedAt, capturedBefore),
        sql`(${analysis.revision} is null or ${analysis.revision} < ${feedback.revision})`,
      ),
    )
    .orderBy(asc(feedback.capturedAt))
    .limit(limit);
}

/** The same id again replaces what was saved: a batch counts first as estimated, then as it was. */
export async function saveModelCall(db: Db, row: typeof modelCall.$inferInsert): Promise<void> {
  const { id: _id, ...rest } = row;
  await db.insert(modelCall).values(row).onConflictDoUpdate({ target: modelCall.id, set: rest });
}

/** Since the start of the budget's day. */
export async function spentSince(db: Db, since: Date): Promise<{ usd: number; tokens: number }> {
  const [row] = await db
    .select({
      usd: sql<number>`coalesce(sum(${modelCall.costUsd}), 0)::float8`,
      tokens: sql<number>`coalesce(sum(${modelCall.inputTokens} + ${modelCall.outputTokens} + ${modelCall.cacheReadTokens} + ${modelCall.cacheWriteTokens}), 0)::float8`,
    })
    .from(modelCall)
    .where(gte(modelCall.at, since));
  return row!;
}
