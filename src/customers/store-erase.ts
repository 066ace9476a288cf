// The SQL of forgetting customers and people: who they are goes, that there was one stays.
import { and, eq, ilike, inArray, lt, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { customer, person } from '../db/tables/customers.ts';
import type { PersonRow } from './store.ts';

/** Its feedback is counted as one customer's from then on; a customer of the same name is another one. */
export async function eraseCustomer(db: Db, id: string, at: Date): Promise<void> {
  await db
    .update(customer)
    .set({
      externalId: `erased:${id}`,
      name: 'Erased customer',
      domains: [],
      annualRevenue: null,
      currency: null,
      owner: null,
      slackChannelIds: [],
      slackTeamIds: [],
      updatedAt: at,
      claimedAt: at,
    })
    .where(eq(customer.id, id));
}

/** It is only counted. */
export const isErased = ({ externalId }: { externalId: string }): boolean => externalId.startsWith('erased:');

export async function erasePeople(db: Db, ids: string[]): Promise<void> {
  if (ids.length > 0) await db.delete(person).where(inArray(person.id, ids));
}

/** What Slack said of them is asked for again when they are heard of again. */
export async function forgetPeopleUnheardSince(db: Db, before: Date): Promise<void> {
  await db.delete(person).where(lt(person.fetchedAt, before));
}

/** Whose customers they look after. */
export async function eraseOwner(db: Db, userIds: string[]): Promise<void> {
  await db.update(customer).set({ owner: null }).where(inArray(customer.owner, userIds));
}

/** Of these organisations, or with an address at one of these domains. */
export async function findPeopleOf(
  db: Db,
  { teamIds, domains }: { teamIds: string[]; domains: string[] },
): Promise<PersonRow[]> {
  if (teamIds.length + domains.length === 0) return [];
  const at = domains.map((domain) => sql`lower(${person.email}) like ${`%@${domain.toLowerCase()}`}`);
  const of = teamIds.length > 0 ? inArray(person.teamId, teamIds) : undefined;
  return db
    .select()
    .from(person)
    .where(and(ne(person.standing, 'bot'), or(of, ...at)));
}

/** Whose name or address begins like it. */
export async function findPeopleLike(db: Db, typed: string): Promise<PersonRow[]> {
  const start = `${typed.slice(0, 4).replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select()
    .from(person)
    .where(and(ne(person.standing, 'bot'), or(ilike(person.name, start), ilike(person.email, start))))
    .limit(5);
}

/** By id, address or name. */
export async function findPeopleCalled(db: Db, typed: string): Promise<PersonRow[]> {
  return db
    .select()
    .from(person)
    .where(
      and(
        ne(person.standing, 'bot'),
        or(
          eq(person.id, typed.toUpperCase()),
          eq(sql`lower(${person.email})`, typed.toLowerCase()),
          eq(sql`lower(${person.name})`, typed.toLowerCase()),
        ),
      ),
    )
    .limit(10);
}
