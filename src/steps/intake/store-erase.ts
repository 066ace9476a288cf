// The SQL of forgetting in intake: taking words out. Rows stay: they are counted, and their keys keep a late event from
// bringing anything back.
import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, nobody, scrubTable } from '../../db/scrub.ts';
import {
  channel,
  type ErasureSubject,
  erasure,
  feedback,
  inbox,
  message,
  rating,
  reaction,
} from '../../db/tables/intake.ts';
import type { Eraser } from '../../text/forget.ts';

/** `until`: what they said later is new, and stays. */
type Whose = { feedbackIds: string[]; authorKeys: string[]; at: Date; until: Date; whole: boolean };

/**
 * Takes words, links and authors out of items. `whole`: everything in them; otherwise only what these authors said.
 * Returns the items in which words of others are left.
 */
export async function eraseItems(
  db: Db,
  { feedbackIds, authorKeys, at, until, whole }: Whose,
): Promise<string[]> {
  const theirs = inArray(message.authorKey, authorKeys);
  const inThese = whole && feedbackIds.length > 0 ? inArray(message.feedbackId, feedbackIds) : undefined;
  if (authorKeys.length > 0 || inThese)
    await db
      .update(message)
      .set({
        text: '',
        files: [],
        authorKey: null,
        deletedAt: sql`coalesce(${message.deletedAt}, ${at.toISOString()})`,
      })
      .where(and(lte(message.saidAt, until), authorKeys.length > 0 ? or(theirs, inThese) : inThese));
  if (feedbackIds.length === 0) return [];
  const left = await db
    .selectDistinct({ id: message.feedbackId })
    .from(message)
    .where(
      and(inArray(message.feedbackId, feedbackIds), isNull(message.deletedAt), eq(message.part, 'voice')),
    );
  const speaking = new Set(left.flatMap(({ id }) => id ?? []));
  const silent = feedbackIds.filter((id) => !speaking.has(id));
  if (silent.length > 0)
    await db
      .update(feedback)
      .set({ ...erasedAuthor, erasedAt: at })
      .where(inArray(feedback.id, silent));
  if (speaking.size > 0 && authorKeys.length > 0)
    await db
      .update(feedback)
      .set(erasedAuthor)
      .where(and(inArray(feedback.id, [...speaking]), inArray(feedback.authorKey, authorKeys)));
  return [...speaking];
}

/** Each erased item stays one voice, whose nobody knows. */
const erasedAuthor = {
  title: null,
  link: null,
  account: null,
  authorName: null,
  authorKey: sql`'erased:' || left(md5(coalesce(${feedback.authorKey}, ${feedback.id}::text) || ${feedback.id}::text), 12)`,
  customerBecause: 'erased',
};

/** Ratings keep their number. */
export async function eraseRatings(
  db: Db,
  { customerId, authorKeys }: Pick<ErasureSubject, 'customerId' | 'authorKeys'>,
): Promise<void> {
  const mine = or(
    customerId ? eq(rating.customerId, customerId) : undefined,
    inArray(rating.authorKey, authorKeys.length > 0 ? authorKeys : ['']),
  );
  await db.update(rating).set({ authorKey: null, account: null }).where(mine);
}

/** Older ones keep their number, too. */
export async function forgetOldRatings(db: Db, before: Date): Promise<void> {
  const known = or(isNotNull(rating.authorKey), isNotNull(rating.account));
  await db
    .update(rating)
    .set({ authorKey: null, account: null })
    .where(and(lt(rating.givenAt, before), known));
}

export async function eraseReactions(db: Db, userIds: string[]): Promise<void> {
  if (userIds.length > 0) await db.delete(reaction).where(inArray(reaction.userId, userIds));
}

/** Who captured what, and who decided how a channel is listened to. */
export async function eraseCapturer(db: Db, userIds: string[]): Promise<void> {
  await eraseDoers(db, feedback, { capturedBy: feedback.capturedBy }, userIds);
  await eraseDoers(db, channel, { decidedBy: channel.decidedBy }, userIds);
  // The one under way tells its asker when it is done.
  await db
    .update(erasure)
    .set({ askedBy: nobody })
    .where(and(inArray(erasure.askedBy, userIds), isNotNull(erasure.doneAt)));
}

const blank = { body: { erased: true }, channel: null, ts: null };

/**
 * Deliveries that were handled and hold any of these texts, or came after the first of the words: others quoted them.
 * Their ids stay: the same one again is known.
 */
export async function blankHandled(db: Db, needles: string[], since: Date): Promise<void> {
  const holds = needles.length > 0 ? holdsAny(sql`${inbox.body}::text`, needles) : undefined;
  await db
    .update(inbox)
    .set(blank)
    .where(and(isNotNull(inbox.handledAt), or(gte(inbox.receivedAt, since), holds)));
}

/** Deliveries that hold any of these texts and could not be handled all this time. */
export async function giveUpDeliveries(db: Db, needles: string[], at: Date): Promise<void> {
  if (needles.length === 0) return;
  await db
    .update(inbox)
    .set({ ...blank, handledAt: at })
    .where(and(isNull(inbox.handledAt), holdsAny(sql`${inbox.body}::text`, needles)));
}

/** Deliveries that hold any of these texts and wait to be handled. */
export async function countWaitingDeliveries(db: Db, needles: string[]): Promise<number> {
  if (needles.length === 0) return 0;
  const rows = await db
    .select({ id: inbox.id })
    .from(inbox)
    .where(and(isNull(inbox.handledAt), holdsAny(sql`${inbox.body}::text`, needles)));
  return rows.length;
}

/** What others said of them. */
export async function scrubMessages(
  db: Db,
  eraser: Eraser,
  { needles, feedbackIds }: { needles: string[]; feedbackIds: string[] },
): Promise<void> {
  if (needles.length === 0) return;
  const where = or(
    holdsAny(sql`${message.text}`, needles),
    feedbackIds.length > 0 ? inArray(message.feedbackId, feedbackIds) : undefined,
  );
  await scrubTable(db, message, { key: message.key, columns: { text: message.text }, where }, eraser.value);
  const titled = holdsAny(
    sql`concat(${feedback.title}, ${feedback.customerBecause}, ${feedback.withdrawnBecause})`,
    needles,
  );
  const { title, customerBecause, withdrawnBecause } = feedback;
  const columns = { title, customerBecause, withdrawnBecause };
  await scrubTable(db, feedback, { key: feedback.id, columns, where: titled }, eraser.value);
}

function holdsAny(text: SQL, needles: string[]): SQL {
  const patterns = needles.map((needle) => `%${needle.replace(/[\\%_]/g, '\\$&')}%`);
  return sql`${text} ilike any(${sql.param(patterns)}::text[])`;
}
