// Counts the queries a bench causes, as PostgreSQL itself counts them: Earshot's own, and those of BullMQ beside them.
import { sql } from 'drizzle-orm';
import type { Db } from '../src/db/connect.ts';

/** To be started with: the server counts nothing without it. */
export const countingSettings = { shared_preload_libraries: 'pg_stat_statements' };

/** In a query of the bench's own, so that it is not counted. */
export const uncounted = sql.raw('/* bench */');

export async function startCounting(db: Db): Promise<void> {
  await db.execute(sql`create extension if not exists pg_stat_statements`);
  await db.execute(sql`select pg_stat_statements_reset()`);
}

export type Query = { text: string; calls: number; totalMs: number; kind: 'earshot' | 'queue' };

/** Since counting started, most called first. `begin` and `commit` are trips to the server, too. */
export async function countedQueries(db: Db): Promise<Query[]> {
  const rows = await db.execute<{ query: string; calls: string; ms: number }>(sql`
    select query, calls, total_exec_time + total_plan_time as ms from pg_stat_statements(true)
    where toplevel and query not like '%bench */%' and query not like '%pg_stat_statements%' order by calls desc`);
  return rows.map(({ query, calls, ms }) => ({
    text: query.replace(/\s+/g, ' '),
    calls: Number(calls),
    totalMs: Number(ms),
    kind: isOfQueue(query) ? ('queue' as const) : ('earshot' as const),
  }));
}

/** BullMQ names its tables and functions bare, Earshot's are all in the schema `app`. */
function isOfQueue(query: string): boolean {
  return !/\bapp"?\.|^(begin|commit|rollback|savepoint)|pg_advisory_xact_lock/i.test(query);
}
