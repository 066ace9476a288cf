// The SQL of finding what a customer said before Earshot knew them.
import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { person } from '../../db/tables/customers.ts';
import { feedback, rating } from '../../db/tables/intake.ts';

/** By what the customers in question are recognised. All in lower case but Slack's ids and external ids. */
export type Marks = {
  domains: string[];
  teamIds: string[];
  channelIds: string[];
  externalIds: string[];
  names: string[];
};

const domainOfAuthor = sql`lower(split_part(coalesce(${person.email}, ${feedback.authorKey}), '@', 2))`;

/** Items nobody was found for that carry one of these marks; whether they are really theirs is decided elsewhere. */
export async function findClaimable(
  db: Db,
  marks: Marks,
  { after, limit }: { after: string; limit: number },
) {
  return db
    .select({
      id: feedback.id,
      source: feedback.source,
      authorKey: feedback.authorKey,
      channelId: feedback.channelId,
      account: feedback.account,
      email: person.email,
      teamId: person.teamId,
      standing: person.standing,
    })
    .from(feedback)
    .leftJoin(person, and(eq(person.id, feedback.authorKey), eq(feedback.source, 'slack')))
    .where(
      and(
        isNull(feedback.customerId),
        gt(feedback.id, after),
        or(
          isOf(domainOfAuthor, marks.domains),
          inArray(person.teamId, some(marks.teamIds)),
          inArray(feedback.channelId, some(marks.channelIds)),
          ...statedMarks(feedback.account, marks),
        ),
      ),
    )
    .orderBy(asc(feedback.id))
    .limit(limit);
}
export type Claimable = Awaited<ReturnType<typeof findClaimable>>[number];

export async function findClaimableRatings(
  db: Db,
  marks: Marks,
  { after, limit }: { after: string; limit: number },
) {
  const domain = sql`lower(split_part(${rating.authorKey}, '@', 2))`;
  return db
    .select({ id: rating.id, authorKey: rating.authorKey, account: rating.account })
    .from(rating)
    .where(
      and(
        isNull(rating.customerId),
        gt(rating.id, after),
        or(isOf(domain, marks.domains), ...statedMarks(rating.account, marks)),
      ),
    )
    .orderBy(asc(rating.id))
    .limit(limit);
}

function statedMarks(account: typeof feedback.account | typeof rating.account, marks: Marks) {
  return [
    inArray(sql`${account} ->> 'externalId'`, some(marks.externalIds)),
    isOf(sql`lower(${account} ->> 'domain')`, marks.domains),
    inArray(sql`lower(${account} ->> 'name')`, some(marks.names)),
  ];
}

/** One of these domains, or below one. */
function isOf(domain: SQL, domains: string[]): SQL {
  const below = some(domains).map((name) => `%.${name.replace(/[%_\\]/g, '\\$&')}`);
  return sql`(${inArray(domain, some(domains))} or ${domain} like any(${sql.param(below)}::text[]))`;
}

/** An empty list is no SQL; nothing is called this. */
const some = (list: string[]) => (list.length > 0 ? list : ['\u0001']);

/** Only where still nobody is named: a person may have said so meanwhile. */
export async function nameCustomers(
  db: Db,
  ids: string[],
  named: { customerId: string; because: string },
): Promise<void> {
  await db
    .update(feedback)
    .set({ customerId: named.customerId, customerBecause: named.because })
    .where(and(inArray(feedback.id, ids), isNull(feedback.customerId)));
}

export async function nameRatingCustomers(db: Db, ids: string[], customerId: string): Promise<void> {
  await db
    .update(rating)
    .set({ customerId })
    .where(and(inArray(rating.id, ids), isNull(rating.customerId)));
}

/** Those of these customers of whom there is feedback. */
export async function findHeard(db: Db, customerIds: string[]): Promise<string[]> {
  const heard = new Set<string>();
  for (let from = 0; from < customerIds.length; from += 5000) {
    const rows = await db
      .selectDistinct({ id: feedback.customerId })
      .from(feedback)
      .where(inArray(feedback.customerId, customerIds.slice(from, from + 5000)));
    for (const { id } of rows) if (id) heard.add(id);
  }
  return [...heard];
}
