// The SQL of emoji on messages.
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { reaction } from '../../db/tables/intake.ts';

type ReactionId = { key: string; name: string; userId: string };

/** Two deliveries of the same emoji come one after the other. Held to the transaction's end. */
export async function lockReaction(db: Db, { key, name, userId }: ReactionId): Promise<void> {
  const what = `reaction:${key}:${name}:${userId}`;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`);
}

const is = ({ key, name, userId }: ReactionId) =>
  and(eq(reaction.key, key), eq(reaction.name, name), eq(reaction.userId, userId));

export async function findReaction(db: Db, id: ReactionId) {
  const [row] = await db.select().from(reaction).where(is(id));
  return row;
}

/** Who has it on this message at the moment. */
export async function findReactionsOn(db: Db, key: string, name: string) {
  return db
    .select()
    .from(reaction)
    .where(and(eq(reaction.key, key), eq(reaction.name, name), eq(reaction.state, 'on')));
}

export async function saveReaction(db: Db, row: typeof reaction.$inferInsert): Promise<void> {
  const { key: _key, name: _name, userId: _userId, ...rest } = row;
  await db
    .insert(reaction)
    .values(row)
    .onConflictDoUpdate({ target: [reaction.key, reaction.name, reaction.userId], set: rest });
}

export async function noteReactionTime(db: Db, id: ReactionId, changedTs: string): Promise<void> {
  await db.update(reaction).set({ changedTs }).where(is(id));
}

/** What is known already stays as it is. */
export async function noteReactions(db: Db, rows: (typeof reaction.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await db.insert(reaction).values(rows).onConflictDoNothing();
}
