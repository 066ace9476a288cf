// The SQL of whose words there are: items, texts, links and authors of a customer or a person.
import { and, eq, inArray, isNotNull, isNull, lt, lte, min, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { person } from '../../db/tables/customers.ts';
import { type ErasureSubject, feedback, message } from '../../db/tables/intake.ts';

/** Items that are theirs, or in which they speak. `until`: what was said later is new, and stays. */
export async function findItemsOf(
  db: Db,
  { customerId, authorKeys }: Pick<ErasureSubject, 'customerId' | 'authorKeys'>,
  until: Date,
): Promise<string[]> {
  const keys = authorKeys.length > 0 ? authorKeys : [''];
  const rows = await db
    .selectDistinct({ id: feedback.id })
    .from(feedback)
    .leftJoin(message, eq(message.feedbackId, feedback.id))
    .where(
      and(
        lte(feedback.saidAt, until),
        or(
          customerId ? eq(feedback.customerId, customerId) : undefined,
          inArray(feedback.authorKey, keys),
          and(inArray(message.authorKey, keys), eq(message.part, 'voice'), lte(message.saidAt, until)),
        ),
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

export async function findLinksOf(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  const rows = await db
    .select({ link: feedback.link })
    .from(feedback)
    .where(and(inArray(feedback.id, feedbackIds), isNotNull(feedback.link)));
  return rows.flatMap(({ link }) => link ?? []);
}

export async function findWordsBy(db: Db, authorKeys: string[], until: Date): Promise<string[]> {
  if (authorKeys.length === 0) return [];
  const rows = await db
    .select({ text: message.text })
    .from(message)
    .where(and(inArray(message.authorKey, authorKeys), lte(message.saidAt, until)));
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
