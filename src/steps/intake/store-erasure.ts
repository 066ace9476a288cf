// The SQL of erasures themselves: whom to forget, how far it is, and what is recognised ever after.
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { type ErasureSubject, erasure } from '../../db/tables/intake.ts';

export type ErasureRow = typeof erasure.$inferSelect;

/** Those asked for after that moment. */
export async function findErasuresAfter(db: Db, at: Date) {
  return db
    .select({ id: erasure.id, fingerprints: erasure.fingerprints, askedAt: erasure.askedAt })
    .from(erasure)
    .where(gt(erasure.askedAt, at));
}

export async function saveErasure(db: Db, row: typeof erasure.$inferInsert): Promise<void> {
  await db.insert(erasure).values(row).onConflictDoNothing();
}

export async function findErasure(db: Db, id: string): Promise<ErasureRow | undefined> {
  const [row] = await db.select().from(erasure).where(eq(erasure.id, id));
  return row;
}

/** What the erased one is known by is forgotten, too. */
export async function finishErasure(
  db: Db,
  id: string,
  done: { items: number; askedBy: string; doneAt: Date },
): Promise<void> {
  await db
    .update(erasure)
    .set({ ...done, subject: null })
    .where(eq(erasure.id, id));
}

export async function saveSubject(db: Db, id: string, subject: ErasureSubject): Promise<void> {
  await db.update(erasure).set({ subject }).where(eq(erasure.id, id));
}

/** Asked for a while ago and not done. */
export async function findUnfinishedErasures(db: Db, askedBefore: Date): Promise<{ id: string }[]> {
  return db
    .select({ id: erasure.id })
    .from(erasure)
    .where(and(isNull(erasure.doneAt), lt(erasure.askedAt, askedBefore)));
}
