// The SQL of intake: deliveries, items and their messages.
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { channel, feedback, inbox, message, passedOver } from '../../db/tables/intake.ts';

export type Feedback = typeof feedback.$inferSelect;
export type MessageRow = typeof message.$inferSelect;
export type ChannelRow = typeof channel.$inferSelect;

export async function findDelivery(db: Db, id: number) {
  const [row] = await db.select().from(inbox).where(eq(inbox.id, id));
  return row;
}

/**
 * Messages said in this channel shortly before `ts` that were delivered earlier and nobody has heard yet, oldest first.
 * What was delivered later is not waited for: after an outage that may be hundreds.
 */
export async function findUnheardBefore(
  db: Db,
  channelId: string,
  { ts, minutes }: { ts: string; minutes: number },
) {
  return db
    .select({ ts: sql<string>`${inbox.ts}`, body: inbox.body })
    .from(inbox)
    .where(
      and(
        eq(inbox.channel, channelId),
        lt(inbox.ts, ts),
        gt(inbox.ts, (Number(ts) - minutes * 60).toFixed(6)),
        isNull(inbox.handledAt),
        sql`${inbox.id} < (select max(later.id) from ${inbox} later where later.channel = ${channelId} and later.ts = ${ts} and later.handled_at is null)`,
        // Heard, but not marked as handled yet.
        sql`not exists (select from ${message} where ${message.key} = ${inbox.channel} || ':' || ${inbox.ts})`,
        sql`not exists (select from ${passedOver} where ${passedOver.key} = ${inbox.channel} || ':' || ${inbox.ts})`,
      ),
    )
    .orderBy(asc(inbox.ts))
    .limit(20);
}

export async function markHandled(db: Db, id: number, at: Date): Promise<void> {
  await db.update(inbox).set({ handledAt: at }).where(eq(inbox.id, id));
}

/** Its id stays, so that the same delivery is known when it comes again. */
export async function blankDelivery(db: Db, id: number): Promise<void> {
  await db
    .update(inbox)
    .set({ body: { erased: true }, channel: null, ts: null })
    .where(eq(inbox.id, id));
}

export async function findUnhandled(db: Db, receivedBefore: Date, limit: number) {
  return db
    .select({
      id: inbox.id,
      source: inbox.source,
      isAwaited: sql<boolean>`${inbox.source} = 'slack' and ${inbox.body}->>'type' is distinct from 'event_callback'`,
    })
    .from(inbox)
    .where(and(isNull(inbox.handledAt), lt(inbox.receivedAt, receivedBefore)))
    .orderBy(asc(inbox.id))
    .limit(limit);
}

export async function removeHandledBefore(db: Db, before: Date): Promise<number> {
  const gone = await db.delete(inbox).where(lt(inbox.handledAt, before)).returning({ id: inbox.id });
  return gone.length;
}

/** One writer at a time in a channel, so that a thread or a breath cannot become two items. Held to the transaction's end. */
export async function lockChannel(db: Db, channelId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`channel:${channelId}`}, 0))`);
}

export async function findChannel(db: Db, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.select().from(channel).where(eq(channel.id, id));
  return row;
}

export async function findChannels(db: Db): Promise<ChannelRow[]> {
  return db.select().from(channel).orderBy(asc(channel.name));
}

export async function saveChannel(db: Db, row: typeof channel.$inferInsert): Promise<void> {
  const { id: _id, ...rest } = row;
  await db.insert(channel).values(row).onConflictDoUpdate({ target: channel.id, set: rest });
}

export async function markStanding(db: Db, id: string, standing: ChannelRow['standing']): Promise<void> {
  await db.update(channel).set({ standing }).where(eq(channel.id, id));
}

export async function findMessage(db: Db, key: string): Promise<MessageRow | undefined> {
  const [row] = await db.select().from(message).where(eq(message.key, key));
  return row;
}

export async function saveMessage(db: Db, row: typeof message.$inferInsert): Promise<void> {
  const { key: _key, ...rest } = row;
  await db.insert(message).values(row).onConflictDoUpdate({ target: message.key, set: rest });
}

export async function findMessages(db: Db, feedbackId: string): Promise<MessageRow[]> {
  return db
    .select()
    .from(message)
    .where(and(eq(message.feedbackId, feedbackId), isNull(message.deletedAt)))
    .orderBy(asc(message.saidAt), asc(message.key));
}

export async function findFeedback(db: Db, id: string): Promise<Feedback | undefined> {
  const [row] = await db.select().from(feedback).where(eq(feedback.id, id));
  return row;
}

/** The item a Slack message belongs to, whichever of its messages it is. */
export async function findFeedbackOfMessage(db: Db, key: string): Promise<Feedback | undefined> {
  const [row] = await db
    .select({ feedback })
    .from(message)
    .innerJoin(feedback, eq(feedback.id, message.feedbackId))
    .where(eq(message.key, key));
  return row?.feedback;
}

/** Inserts an item; returns false when it exists already. */
export async function startFeedback(db: Db, row: typeof feedback.$inferInsert): Promise<boolean> {
  const made = await db.insert(feedback).values(row).onConflictDoNothing().returning({ id: feedback.id });
  return made.length > 0;
}

/** New words: an analysis of an older revision no longer counts. */
export async function raiseRevision(db: Db, id: string): Promise<number> {
  const [row] = await db
    .update(feedback)
    .set({ revision: sql`${feedback.revision} + 1` })
    .where(eq(feedback.id, id))
    .returning({ revision: feedback.revision });
  return row!.revision;
}

export async function withdraw(db: Db, id: string, at: Date, because: string): Promise<boolean> {
  const done = await db
    .update(feedback)
    .set({ withdrawnAt: at, withdrawnBecause: because })
    .where(and(eq(feedback.id, id), isNull(feedback.withdrawnAt)))
    .returning({ id: feedback.id });
  return done.length > 0;
}

/** When all of an item's words were deleted where they were said. */
export const deletedBecause = 'Its messages were deleted.';

/** It counts again, and its messages get their ear again. */
export async function restore(db: Db, id: string): Promise<void> {
  await db.update(feedback).set({ withdrawnAt: null, withdrawnBecause: null }).where(eq(feedback.id, id));
  await db
    .update(message)
    .set({ receiptAt: null })
    .where(and(eq(message.feedbackId, id), sql`${message.key} ~ '^[CG][A-Z0-9]+:[0-9]'`));
}

/** New words in an item whose old ones were erased. */
export async function speakAgain(db: Db, id: string): Promise<void> {
  await db.update(feedback).set({ erasedAt: null }).where(eq(feedback.id, id));
}

export async function retitleFeedback(db: Db, id: string, title: string): Promise<void> {
  await db.update(feedback).set({ title }).where(eq(feedback.id, id));
}

export async function stateSeverity(
  db: Db,
  id: string,
  statedSeverity: NonNullable<Feedback['statedSeverity']>,
): Promise<void> {
  await db.update(feedback).set({ statedSeverity }).where(eq(feedback.id, id));
}

export async function nameCustomer(db: Db, id: string, customerId: string, because: string): Promise<void> {
  await db.update(feedback).set({ customerId, customerBecause: because }).where(eq(feedback.id, id));
}

/** The messages that show people their words were heard: those in the channel itself, not the replies. */
export async function findWithoutOwnReceipt(db: Db, feedbackId: string): Promise<MessageRow[]> {
  return db
    .select()
    .from(message)
    .where(and(eq(message.feedbackId, feedbackId), ...owedReceipt));
}

const owedReceipt = [
  isNull(message.receiptAt),
  isNull(message.deletedAt),
  isNull(message.threadTs),
  eq(message.part, 'voice'),
];

export async function markReceipt(db: Db, key: string, at: Date): Promise<void> {
  await db.update(message).set({ receiptAt: at }).where(eq(message.key, key));
}

export async function findWithoutReceipt(db: Db, capturedBefore: Date, limit: number) {
  return db
    .selectDistinct({ id: feedback.id })
    .from(message)
    .innerJoin(feedback, eq(feedback.id, message.feedbackId))
    .where(
      and(
        ...owedReceipt,
        isNull(feedback.withdrawnAt),
        eq(feedback.source, 'slack'),
        lt(feedback.capturedAt, capturedBefore),
      ),
    )
    .limit(limit);
}

/** Who spoke last before that moment and first after it, at most so many minutes away. Roots only, no replies. */
export async function findNeighbours(db: Db, channelId: string, at: Date, minutes: number) {
  const seconds = at.getTime() / 1000;
  const key = (ts: number) => `${channelId}:${ts.toFixed(6)}`;
  const talk = (...within: SQL[]) =>
    db
      .select({
        feedbackId: feedback.id,
        authorKey: message.authorKey,
        customerId: feedback.customerId,
        saidAt: message.saidAt,
        text: message.text,
      })
      .from(message)
      .innerJoin(feedback, eq(feedback.id, message.feedbackId))
      .where(
        and(
          ...within,
          eq(feedback.channelId, channelId),
          isNull(message.threadTs),
          isNull(feedback.withdrawnAt),
        ),
      )
      .limit(1);
  const before = and(
    gte(message.key, key(seconds - minutes * 60)),
    lt(message.saidAt, at),
    lt(message.key, key(seconds + 1)),
  )!;
  const after = and(
    lte(message.key, key(seconds + minutes * 60)),
    gt(message.saidAt, at),
    gt(message.key, key(seconds - 1)),
  )!;
  const [[previous], [following]] = await Promise.all([
    talk(before).orderBy(desc(message.key)),
    talk(after).orderBy(asc(message.key)),
  ]);
  return { previous, following };
}

/** An item is as old as its first words, in whatever order they came. */
export async function noteEarlier(db: Db, id: string, saidAt: Date): Promise<void> {
  await db
    .update(feedback)
    .set({ saidAt })
    .where(and(eq(feedback.id, id), gt(feedback.saidAt, saidAt)));
}

export async function notePassedOver(db: Db, key: string, reason: string, at: Date): Promise<void> {
  await db
    .insert(passedOver)
    .values({ key, reason, at })
    .onConflictDoUpdate({ target: passedOver.key, set: { reason, at } });
}

export async function forgetPassedOver(db: Db, keys: string[]): Promise<void> {
  if (keys.length > 0) await db.delete(passedOver).where(inArray(passedOver.key, keys));
}

export async function findPassedOver(db: Db, key: string) {
  const [row] = await db.select().from(passedOver).where(eq(passedOver.key, key));
  return row;
}

/** Channels Earshot is in, and of how many there is still something to be read. */
export async function countCaughtUp(db: Db): Promise<{ channels: number; behind: number }> {
  const [row] = await db
    .select({
      channels: sql<number>`count(*)::int`,
      behind: sql<number>`count(*) filter (where ${channel.caughtUpAt} is null or jsonb_array_length(${channel.unread}) > 0)::int`,
    })
    .from(channel)
    .where(eq(channel.standing, 'member'));
  return row!;
}
