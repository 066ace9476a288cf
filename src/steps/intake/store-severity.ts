// The SQL of a person's word on how bad one item is.
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { feedback, message, reaction } from '../../db/tables/intake.ts';

/** Counts above what any analysis read, of today's words and of later ones. */
export async function stateSeverity(db: Db, feedbackId: string, severity: 'critical' | null): Promise<void> {
  await db.update(feedback).set({ statedSeverity: severity }).where(eq(feedback.id, feedbackId));
}

/** Whether anybody's emoji of that name is on one of the item's messages right now. */
export async function isMarked(db: Db, feedbackId: string, name: string): Promise<boolean> {
  const keys = db.select({ key: message.key }).from(message).where(eq(message.feedbackId, feedbackId));
  const rows = await db
    .select({ key: reaction.key })
    .from(reaction)
    .where(and(inArray(reaction.key, keys), eq(reaction.name, name), eq(reaction.state, 'on')))
    .limit(1);
  return rows.length > 0;
}
