// The SQL of our own messages in Slack.
import { and, asc, eq, gt, gte, isNotNull, or } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { post } from '../db/tables/shared.ts';

export type PostRow = typeof post.$inferSelect;

export async function findPost(db: Db, id: string): Promise<PostRow | undefined> {
  const [row] = await db.select().from(post).where(eq(post.id, id));
  return row;
}

/** The message of ours at this place: what a person reacted to or pressed on. */
export async function findPostAt(db: Db, channel: string, ts: string): Promise<PostRow | undefined> {
  const [row] = await db
    .select()
    .from(post)
    .where(and(eq(post.channel, channel), eq(post.ts, ts)));
  return row;
}

/** Marks that a message is about to be sent. `sentBefore`: an earlier try may have succeeded. */
export async function announcePost(
  db: Db,
  row: Pick<PostRow, 'id' | 'channel' | 'threadTs' | 'what'>,
  at: Date,
): Promise<{ sentBefore: Date | null; ts: string | null; shown: string | null }> {
  return db.transaction(async (tx) => {
    await tx.insert(post).values(row).onConflictDoNothing();
    const [old] = await tx.select().from(post).where(eq(post.id, row.id)).for('update');
    await tx
      .update(post)
      .set({ attemptedAt: old!.attemptedAt ?? at })
      .where(eq(post.id, row.id));
    return { sentBefore: old!.attemptedAt, ts: old!.ts, shown: old!.shown };
  });
}

export async function confirmPost(db: Db, id: string, ts: string, shown: string): Promise<void> {
  await db.update(post).set({ ts, shown }).where(eq(post.id, id));
}

/** Slack refused it for good before it was sent: the next try starts afresh. */
export async function retractPost(db: Db, id: string): Promise<void> {
  await db.update(post).set({ attemptedAt: null }).where(eq(post.id, id));
}

export async function noteEdit(db: Db, id: string, shown: string, at: Date): Promise<void> {
  await db.update(post).set({ shown, editedAt: at }).where(eq(post.id, id));
}

/** Messages of ours written or edited since then, in the order of their ids, after one of them. */
export async function findPostsSince(
  db: Db,
  since: Date,
  { after, limit }: { after: string; limit: number },
) {
  return db
    .select()
    .from(post)
    .where(
      and(
        isNotNull(post.ts),
        gt(post.id, after),
        or(gte(post.attemptedAt, since), gte(post.editedAt, since)),
      ),
    )
    .orderBy(asc(post.id))
    .limit(limit);
}
