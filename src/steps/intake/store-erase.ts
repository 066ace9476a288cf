// The SQL of forgetting in intake: whose words there are, and taking them out. Rows stay: they are counted, and their
// keys keep a late event from bringing anything back.
import { and, eq, gt, inArray, isNotNull, isNull, lt, min, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { scrubTable } from '../../db/scrub.ts';
import { person } from '../../db/tables/customers.ts';
import {
  type ErasureSubject,
  erasure,
  feedback,
  inbox,
  message,
  rating,
  reaction,
} from '../../db/tables/intake.ts';
import type { Eraser } from '../../text/forget.ts';

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
  done: { items: number; doneAt: Date },
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

/** Items that are theirs, or in which they speak. */
export async function findItemsOf(
  db: Db,
  { customerId, authorKeys }: Pick<ErasureSubject, 'customerId' | 'authorKeys'>,
): Promise<string[]> {
  const keys = authorKeys.length > 0 ? authorKeys : [''];
  const rows = await db
    .selectDistinct({ id: feedback.id })
    .from(feedback)
    .leftJoin(message, eq(message.feedbackId, feedback.id))
    .where(
      or(
        customerId ? eq(feedback.customerId, customerId) : undefined,
        inArray(feedback.authorKey, keys),
        and(inArray(message.authorKey, keys), eq(message.part, 'voice')),
      ),
    );
  return rows.map(({ id }) => id);
}

/** Items in which nobody has spoken since then, and whose words are still there. */
export async function findItemsSaidBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const later = sql`exists (select from ${message} where ${message.feedbackId} = ${feedback.id} and ${message.saidAt} >= ${before.toISOString()})`;
  const rows = await db
    .select({ id: feedback.id })
    .from(feedback)
    .where(and(lt(feedback.saidAt, before), isNull(feedback.erasedAt), sql`not ${later}`))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** When the first of these items was taken in: nothing of ours can have shown them before. */
export async function findFirstCapture(db: Db, feedbackIds: string[], otherwise: Date): Promise<Date> {
  if (feedbackIds.length === 0) return otherwise;
  const [row] = await db
    .select({ at: min(feedback.capturedAt) })
    .from(feedback)
    .where(inArray(feedback.id, feedbackIds));
  return row?.at ?? otherwise;
}

export async function findWordsBy(db: Db, authorKeys: string[]): Promise<string[]> {
  if (authorKeys.length === 0) return [];
  const rows = await db
    .select({ text: message.text })
    .from(message)
    .where(inArray(message.authorKey, authorKeys));
  return rows.map(({ text }) => text);
}

/** What they said, as it is kept: to be recognised in what was made of it. */
export async function findWordsOf(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  const titles = await db
    .select({ text: feedback.title })
    .from(feedback)
    .where(and(inArray(feedback.id, feedbackIds), isNotNull(feedback.title)));
  const texts = await db
    .select({ text: message.text })
    .from(message)
    .where(inArray(message.feedbackId, feedbackIds));
  return [...titles, ...texts].flatMap(({ text }) => (text ? [text] : []));
}

type Whose = { feedbackIds: string[]; authorKeys: string[]; at: Date; whole: boolean };

/**
 * Takes words, links and authors out of items. `whole`: everything in them; otherwise only what these authors said.
 * Returns the items in which words of others are left.
 */
export async function eraseItems(db: Db, { feedbackIds, authorKeys, at, whole }: Whose): Promise<string[]> {
  const keys = authorKeys.length > 0 ? authorKeys : [''];
  const mine = whole
    ? or(inArray(message.feedbackId, feedbackIds), inArray(message.authorKey, keys))
    : inArray(message.authorKey, keys);
  await db
    .update(message)
    .set({
      text: '',
      files: [],
      authorKey: null,
      deletedAt: sql`coalesce(${message.deletedAt}, ${at.toISOString()})`,
    })
    .where(feedbackIds.length > 0 ? mine : inArray(message.authorKey, keys));
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
      .set({ ...nobody, erasedAt: at })
      .where(inArray(feedback.id, silent));
  if (speaking.size > 0)
    await db
      .update(feedback)
      .set(nobody)
      .where(inArray(feedback.id, [...speaking]));
  return [...speaking];
}

/** Each erased item stays one voice, whose nobody knows. */
const nobody = {
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

export async function eraseReactions(db: Db, userIds: string[]): Promise<void> {
  if (userIds.length > 0) await db.delete(reaction).where(inArray(reaction.userId, userIds));
}

/** Deliveries that hold any of these texts keep their id alone: the same one again is known. */
export async function blankDeliveries(
  db: Db,
  needles: string[],
  { at, handledOnly }: { at: Date; handledOnly: boolean },
): Promise<void> {
  if (needles.length === 0) return;
  await db
    .update(inbox)
    .set({
      body: { erased: true },
      channel: null,
      ts: null,
      handledAt: sql`coalesce(${inbox.handledAt}, ${at.toISOString()})`,
    })
    .where(
      and(handledOnly ? isNotNull(inbox.handledAt) : undefined, holdsAny(sql`${inbox.body}::text`, needles)),
    );
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
export async function scrubMessages(db: Db, eraser: Eraser, needles: string[]): Promise<void> {
  if (needles.length === 0) return;
  const where = holdsAny(sql`${message.text}`, needles);
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

/** How many items a subject has, for the question before it is erased. */
export async function countItems(
  db: Db,
  feedbackIds: string[],
): Promise<{ items: number; messages: number }> {
  if (feedbackIds.length === 0) return { items: 0, messages: 0 };
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(message)
    .where(and(inArray(message.feedbackId, feedbackIds), isNull(message.deletedAt)));
  return { items: feedbackIds.length, messages: row!.n };
}

/** Authors of a customer's items who are no colleagues. */
export async function findAuthorsOf(db: Db, customerId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ key: feedback.authorKey })
    .from(feedback)
    .leftJoin(person, eq(person.id, feedback.authorKey))
    .where(
      and(
        eq(feedback.customerId, customerId),
        isNotNull(feedback.authorKey),
        or(isNull(person.id), sql`${person.standing} not in ('member', 'bot')`),
      ),
    );
  return rows.flatMap(({ key }) => key ?? []);
}

/** By the name or address a source gave. */
export async function findAuthorsNamed(
  db: Db,
  typed: string,
): Promise<{ key: string; name: string | null }[]> {
  const rows = await db
    .selectDistinct({ key: feedback.authorKey, name: feedback.authorName })
    .from(feedback)
    .where(
      or(
        eq(sql`lower(${feedback.authorKey})`, typed.toLowerCase()),
        sql`${feedback.authorName} ilike ${typed}`,
      ),
    )
    .limit(10);
  return rows.flatMap(({ key, name }) => (key ? [{ key, name }] : []));
}
