// Brings the database to this version's tables. Every process does it at start; a lock lets one work at a time.
import { join } from 'node:path';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { z } from 'zod';
import { reasonOf, StartFailure } from '../lib/failure.ts';

const ownFolder = join(import.meta.dirname, '..', '..', 'migrations');
/** Any number, as long as it stays the same: the name of the advisory lock. */
const lockId = 7_303_014;
const lockTimeout = '120s';
const lockNotAvailable = '55P03';
const oldestSupported = 150_000;

const Applied = z.array(z.object({ at: z.coerce.number().nullable() }));

/** Over one connection of its own, because an advisory lock belongs to a connection. */
export async function migrate(url: string, folder: string = ownFolder): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await checkServer(sql);
    await sql`select set_config('lock_timeout', ${lockTimeout}, false)`;
    await sql`select pg_advisory_lock(${lockId})`;
    await checkNotNewer(sql, readMigrationFiles({ migrationsFolder: folder }));
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
  } catch (error) {
    throw explained(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function checkServer(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`select current_setting('server_version_num')::int as version`;
  if (row?.version < oldestSupported)
    throw new StartFailure(
      `The database server is PostgreSQL ${Math.floor(row?.version / 10_000)}; Earshot needs 15 or newer. Upgrade it, or unset DATABASE_URL to use the built-in one.`,
    );
}

/** An older Earshot on newer tables would write rows that the newer one cannot read. */
async function checkNotNewer(sql: postgres.Sql, known: MigrationMeta[]): Promise<void> {
  const [exists] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as yes`;
  if (!exists?.yes) return;
  const rows = await sql`select max(created_at) as at from drizzle.__drizzle_migrations`;
  const newest = Applied.parse([...rows])[0]?.at ?? 0;
  if (newest > Math.max(...known.map((migration) => migration.folderMillis)))
    throw new StartFailure(
      'The database was used by a newer Earshot. Start that version or a later one, or restore a backup from before the upgrade.',
    );
}

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === lockNotAvailable)
    return new StartFailure(
      'Another Earshot process has been updating the database for two minutes. Wait for it, or end it, and start again.',
    );
  if (code === '42501')
    return new StartFailure(
      `The database user may not make tables (${reasonOf(error)}). Give it the right: GRANT CREATE ON DATABASE … TO … .`,
    );
  return error;
}
