// The SQL of items that come many at a time, from webhooks and imports.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { feedback, message, rating } from '../../db/tables/intake.ts';
import type { Feedback, MessageRow } from './store.ts';

/** One writer at a time for a source: what two deliveries say of one item comes one after the other. */
export async function lockSource(tx: Db, source: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`source:${source}`}, 0))`);
}

export async function findItems(db: Db, source: string, keys: string[]): Promise<Map<string, Feedback>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select()
    .from(feedback)
    .where(and(eq(feedback.source, source), inArray(feedback.sourceKey, keys)));
  return new Map(rows.map((row) => [row.sourceKey, row]));
}

export async function findMessagesByKey(db: Db, keys: string[]): Promise<Map<string, MessageRow>> {
  const found = new Map<string, MessageRow>();
  for (const some of inPortions(keys, 5000))
    for (const row of await db.select().from(message).where(inArray(message.key, some)))
      found.set(row.key, row);
  return found;
}

export async function insertItems(db: Db, rows: (typeof feedback.$inferInsert)[]): Promise<void> {
  for (const some of inPortions(rows, 1000)) await db.insert(feedback).values(some);
}

/** A message known already gets the new words. */
export async function putMessages(db: Db, rows: (typeof message.$inferInsert)[]): Promise<void> {
  for (const some of inPortions(rows, 1000))
    await db
      .insert(message)
      .values(some)
      .onConflictDoUpdate({
        target: message.key,
        set: {
          feedbackId: sql`excluded.feedback_id`,
          text: sql`excluded.text`,
          files: sql`excluded.files`,
          editedTs: sql`excluded.edited_ts`,
          deletedAt: sql`excluded.deleted_at`,
        },
      });
}

export async function changeItem(
  db: Db,
  id: string,
  fields: Partial<Pick<Feedback, 'title' | 'withdrawnAt' | 'withdrawnBecause' | 'customerId'>> & {
    customerBecause?: string;
  },
): Promise<void> {
  if (Object.keys(fields).length > 0) await db.update(feedback).set(fields).where(eq(feedback.id, id));
}

/** What was deleted where it was said keeps no words here either. */
export async function blankMessages(db: Db, feedbackId: string, at: Date): Promise<void> {
  await db
    .update(message)
    .set({ text: '', files: [], deletedAt: at })
    .where(eq(message.feedbackId, feedbackId));
}

/** The newest word of a rating counts. */
export async function saveRating(db: Db, row: typeof rating.$inferInsert): Promise<void> {
  await db
    .insert(rating)
    .values(row)
    .onConflictDoUpdate({
      target: [rating.source, rating.sourceKey],
      set: {
        raw: row.raw,
        score: row.score,
        scale: row.scale,
        givenAt: row.givenAt,
        feedbackId: sql`coalesce(excluded.feedback_id, ${rating.feedbackId})`,
        customerId: sql`coalesce(excluded.customer_id, ${rating.customerId})`,
      },
      setWhere: sql`${rating.givenAt} <= excluded.given_at and (${rating.raw}, ${rating.scale}) is distinct from (excluded.raw, excluded.scale)`,
    });
}

function* inPortions<T>(rows: T[], size: number): Generator<T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
