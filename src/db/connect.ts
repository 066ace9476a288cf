// The one connection pool to the application's Postgres.
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** A pool or a transaction: whoever gets it need not know which. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Connection = { db: Db; sql: postgres.Sql; close: () => Promise<void> };

/** Opens lazily; at most `max` connections. Every query is bounded by `statement_timeout`. */
export function connect(url: string, { max = 10 } = {}): Connection {
  const sql = postgres(url, {
    max,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
    connection: { application_name: 'earshot', statement_timeout: 60_000 },
  });
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) };
}
