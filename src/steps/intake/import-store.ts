// The SQL of imports: how far each is, and which of a file's items are known.
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { feedback, importRun } from '../../db/tables/intake.ts';

export type ImportRun = typeof importRun.$inferSelect;

export async function findImport(db: Db, id: string): Promise<ImportRun | undefined> {
  const [row] = await db.select().from(importRun).where(eq(importRun.id, id));
  return row;
}

export async function startImport(
  db: Db,
  row: Pick<ImportRun, 'id' | 'file' | 'source' | 'startedAt'>,
): Promise<void> {
  await db
    .insert(importRun)
    .values({ ...row, done: 0, added: 0, changed: 0 })
    .onConflictDoNothing();
}

/** Held to the transaction's end: two processes cannot carry out the same records. */
export async function lockImport(tx: Db, id: string): Promise<ImportRun> {
  const [row] = await tx.select().from(importRun).where(eq(importRun.id, id)).for('update');
  return row!;
}

export async function noteImported(
  db: Db,
  id: string,
  now: Pick<ImportRun, 'done' | 'added' | 'changed'>,
): Promise<void> {
  await db.update(importRun).set(now).where(eq(importRun.id, id));
}

export async function finishImport(db: Db, id: string, at: Date): Promise<void> {
  await db.update(importRun).set({ finishedAt: at }).where(eq(importRun.id, id));
}

export async function findKnownKeys(db: Db, source: string, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .select({ key: feedback.sourceKey })
    .from(feedback)
    .where(and(eq(feedback.source, source), inArray(feedback.sourceKey, keys)));
  return new Set(rows.map((row) => row.key));
}
