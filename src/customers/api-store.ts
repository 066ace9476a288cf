// The SQL of customers as they are made known from outside, and of looking for what they said earlier.
import { asc, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { customer } from '../db/tables/customers.ts';
import type { CustomerRow } from './api.ts';
import type { Customer } from './store.ts';

/** One writer at a time, so that no mark gets two owners. */
export async function lockCustomers(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('customers', 0))`);
}

export async function findCustomersPage(db: Db, after: string, limit: number): Promise<Customer[]> {
  return db
    .select()
    .from(customer)
    .where(gt(customer.externalId, after))
    .orderBy(asc(customer.externalId))
    .limit(limit);
}

export async function putCustomers(db: Db, rows: CustomerRow[], at: Date): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000)
    await db
      .insert(customer)
      .values(rows.slice(from, from + 1000).map((row) => ({ ...row, updatedAt: at })))
      .onConflictDoUpdate({
        target: customer.externalId,
        set: {
          name: sql`excluded.name`,
          domains: sql`excluded.domains`,
          segment: sql`excluded.segment`,
          annualRevenue: sql`excluded.annual_revenue`,
          currency: sql`excluded.currency`,
          owner: sql`excluded.owner`,
          slackChannelIds: sql`excluded.slack_channel_ids`,
          slackTeamIds: sql`excluded.slack_team_ids`,
          updatedAt: sql`excluded.updated_at`,
        },
      });
}

const changedSinceClaim = or(isNull(customer.claimedAt), lt(customer.claimedAt, customer.updatedAt));

/** Customers whose earlier feedback was not looked for since they were made known or changed. */
export async function findUnclaimed(db: Db): Promise<Customer[]> {
  return db.select().from(customer).where(changedSinceClaim);
}

export async function hasUnclaimed(db: Db, changedBefore: Date): Promise<boolean> {
  const rows = await db
    .select({ id: customer.id })
    .from(customer)
    .where(sql`${changedSinceClaim} and ${customer.updatedAt} < ${changedBefore.toISOString()}`)
    .limit(1);
  return rows.length > 0;
}

/** `at`: when looking began; what was changed since is looked at again. */
export async function markClaimed(db: Db, ids: string[], at: Date): Promise<void> {
  for (let from = 0; from < ids.length; from += 5000)
    await db
      .update(customer)
      .set({ claimedAt: at })
      .where(inArray(customer.id, ids.slice(from, from + 5000)));
}
