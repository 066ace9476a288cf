// The SQL of reading everything again: runs, the batches they handed over, and what is left to read.
import { and, asc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, questionBatch, rereading } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';

export type Rereading = typeof rereading.$inferSelect;
export type QuestionBatch = typeof questionBatch.$inferSelect;
export type Asked = QuestionBatch['items'][number];

/** The run that was cut off, should it have been about the same; else a new one. */
export async function resumeOrStart(
  db: Db,
  row: Pick<Rereading, 'id' | 'since' | 'analyzer' | 'startedAt'>,
): Promise<{ run: Rereading; resumed: boolean }> {
  const [open] = await db
    .select()
    .from(rereading)
    .where(
      and(eq(rereading.analyzer, row.analyzer), eq(rereading.since, row.since), isNull(rereading.finishedAt)),
    )
    .limit(1);
  if (open) return { run: open, resumed: true };
  const [run] = await db.insert(rereading).values(row).returning();
  return { run: run!, resumed: false };
}

export async function finishRereading(db: Db, id: string, at: Date): Promise<void> {
  await db.update(rereading).set({ finishedAt: at }).where(eq(rereading.id, id));
}

const toRead = (run: Rereading) =>
  and(
    gte(feedback.saidAt, run.since),
    lt(feedback.capturedAt, run.startedAt),
    isNull(feedback.withdrawnAt),
    isNull(feedback.erasedAt),
    sql`coalesce(${analysis.answeredAt}, '-infinity') < ${run.startedAt.toISOString()}::timestamptz`,
  );

const inBatch = (run: Rereading) => sql`exists (
  select 1 from app.question_batch b, jsonb_array_elements(b.items) i
  where b.rereading_id = ${run.id} and b.read_at is null and i->>'feedbackId' = ${feedback.id}::text)`;

const ofCurrent = and(eq(analysis.feedbackId, feedback.id), isNull(analysis.supersededAt));

/** Items that were neither read again nor asked about yet, oldest first. */
export async function findToReread(db: Db, run: Rereading, limit: number) {
  return db
    .select({ feedbackId: feedback.id, revision: feedback.revision, title: feedback.title })
    .from(feedback)
    .leftJoin(analysis, ofCurrent)
    .where(and(toRead(run), sql`not ${inBatch(run)}`))
    .orderBy(asc(feedback.saidAt), asc(feedback.id))
    .limit(limit);
}

export async function countToReread(db: Db, run: Rereading): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(feedback)
    .leftJoin(analysis, ofCurrent)
    .where(toRead(run));
  return row!.n;
}

export async function saveBatch(db: Db, row: typeof questionBatch.$inferInsert): Promise<void> {
  await db.insert(questionBatch).values(row).onConflictDoNothing();
}

export async function findOpenBatches(db: Db, rereadingId: string): Promise<QuestionBatch[]> {
  return db
    .select()
    .from(questionBatch)
    .where(and(eq(questionBatch.rereadingId, rereadingId), isNull(questionBatch.readAt)))
    .orderBy(asc(questionBatch.handedAt));
}

export async function markBatchRead(db: Db, id: string, at: Date): Promise<void> {
  await db.update(questionBatch).set({ readAt: at }).where(eq(questionBatch.id, id));
}
