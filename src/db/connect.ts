// The one connection pool to the application's Postgres.
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { keepStatements } from './statements.ts';
import { endWithConnection } from './transaction.ts';

/** A pool or a transaction: whoever gets it need not know which. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Connection = { db: Db; sql: postgres.Sql; close: () => Promise<void> };

type ConnectOptions = {
  /** Connections at most. */
  max?: number;
  /** Sees the text of every query as it is sent. */
  onQuery?: (text: string) => void;
};

/** Opens lazily. Every query is bounded by `statement_timeout`. */
export function connect(url: string, { max = 10, onQuery }: ConnectOptions = {}): Connection {
  const client = postgres(url, {
    max,
    connect_timeout: 10,
    idle_timeout: 60,
    backoff: secondsBefore,
    onnotice: () => {},
    ...(onQuery && { debug: (_connection: number, text: string) => onQuery(text) }),
    connection: {
      application_name: 'earshot',
      statement_timeout: 60_000,
      // A kept statement must not keep a plan from when its tables were empty.
      plan_cache_mode: 'force_custom_plan',
    },
  });
  const sql = endWithConnection(keepStatements(client));
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) };
}

/** The driver's own pauses grow to 20 seconds: a server that is back would be left waiting while Slack waits for us. */
function secondsBefore(attempt: number): number {
  return Math.min(0.05 * 2 ** attempt, 1);
}
