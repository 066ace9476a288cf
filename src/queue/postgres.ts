// BullMQ on the application's PostgreSQL, in a schema of its own.
import { createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import { unreachable } from '../db/unreachable.ts';
import { StartFailure } from '../lib/failure.ts';
import type { Backend, Letter } from './backend.ts';

const schema = 'bullmq';
/** For queries in flight, beside the connection that each worker keeps for LISTEN. */
const querySlots = 8;

/** `workers`: how many will be made at most; each holds one connection. One too few would make them wait for ever. */
export async function postgresBackend(
  url: string,
  { workers, onError }: { workers: number; onError: (error: Error) => void },
): Promise<Backend> {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const pool = new pg.Pool({ ...poolAddress(url), ...poolSettings, max: workers + querySlots });
  pool.on('error', onError);
  pool.setMaxListeners(0);
  await migrate(pool, url);
  return {
    name: 'postgres',
    queue: (name) => new Queue<Letter>(name, { connection: pool, streams: { events: { maxLen: 500 } } }),
    worker: (name, process, settings) => new Worker(name, process, { ...settings, connection: pool }),
    freeAbandoned: async (names) => {
      await pool.query(
        `update job set locked_until_ms = 0, stalled_marked = true where state = 'active' and queue = any($1)`,
        [names],
      );
      await pool.query(`delete from meta where field = 'stalled-check' and queue = any($1)`, [names]);
    },
    close: () => pool.end(),
  };
}

const poolSettings = {
  options: `-c search_path=${schema} -c statement_timeout=30000`,
  application_name: 'earshot-queue',
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
} satisfies pg.PoolConfig;

/**
 * Pure. "sslmode" as PostgreSQL's own clients understand it and our other driver does: "require" encrypts without
 * checking the certificate. This driver alone would check it.
 */
export function poolAddress(url: string): pg.PoolConfig {
  const parsed = new URL(url);
  const mode = parsed.searchParams.get('sslmode');
  parsed.searchParams.delete('sslmode');
  const connectionString = parsed.href;
  if (!mode || mode === 'disable') return { connectionString };
  return { connectionString, ssl: { rejectUnauthorized: mode.startsWith('verify') } };
}

async function migrate(pool: pg.Pool, url: string): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, schema);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw new StartFailure(unreachable(url, error));
  }
}
