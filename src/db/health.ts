// What a database says of itself and of Earshot's work in it, without changing anything.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { z } from 'zod';

export type DatabaseHealth = {
  /** `18.4` */
  version: string;
  /** Migrations carried out, and those this version brings. */
  migrations: { applied: number; known: number };
  /** The newest delivery by sender, and those not worked off. */
  deliveries: { source: string; newest: Date; waiting: number }[];
  /** Bells in Postgres by BullMQ's state; absent where the queue is in Redis or was never started. */
  bells: Record<string, number> | undefined;
};

const Deliveries = z.array(z.object({ source: z.string(), newest: z.coerce.date(), waiting: z.number() }));
const Journal = z.object({ entries: z.array(z.unknown()) });
const journal = join(import.meta.dirname, '..', '..', 'migrations', 'meta', '_journal.json');

export async function readHealth(sql: postgres.Sql): Promise<DatabaseHealth> {
  const [server] = await sql`select split_part(current_setting('server_version'), ' ', 1) as version`;
  const known = Journal.parse(JSON.parse(readFileSync(journal, 'utf8'))).entries.length;
  const applied = (await exists(sql, 'drizzle.__drizzle_migrations'))
    ? Number((await sql`select count(*)::int as n from drizzle.__drizzle_migrations`)[0]!.n)
    : 0;
  return {
    version: String(server!.version),
    migrations: { applied, known },
    deliveries: applied > 0 ? await newestDeliveries(sql) : [],
    bells: (await exists(sql, 'bullmq.job')) ? await countBells(sql) : undefined,
  };
}

async function exists(sql: postgres.Sql, table: string): Promise<boolean> {
  const [row] = await sql`select to_regclass(${table}) is not null as found`;
  return row!.found === true;
}

async function newestDeliveries(sql: postgres.Sql): Promise<DatabaseHealth['deliveries']> {
  const rows = await sql`
    select source, max(received_at) as newest, count(*) filter (where handled_at is null)::int as waiting
    from app.inbox group by source order by source`;
  return Deliveries.parse(rows);
}

async function countBells(sql: postgres.Sql): Promise<Record<string, number>> {
  const rows = await sql`select state, count(*)::int as n from bullmq.job group by state`;
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}
