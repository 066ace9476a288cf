// The database for a command beside a running Earshot: the company's own, or the built-in one, started where nobody
// runs it and joined where somebody does.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Config } from '../config.ts';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import { type Connection, connect } from './connect.ts';
import { type Database, openDatabase } from './open.ts';

export type Joined = Pick<Database, 'connection' | 'close'> & {
  /** `running`: an Earshot is at work on this database, as far as this machine can tell. */
  beside: 'running' | 'nobody' | 'unknown';
};

/** Throws `StartFailure` with the fix. */
export async function joinDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  progress: (line: string) => void,
): Promise<Joined> {
  if (config.databaseUrl) return { ...(await openDatabase(config, { progress })), beside: 'unknown' };
  try {
    return { ...(await openDatabase(config, { progress })), beside: 'nobody' };
  } catch (error) {
    const url = error instanceof StartFailure ? urlOfRunning(config.dataDir) : undefined;
    const joined = url && (await joinRunning(url));
    if (!joined) throw error;
    return joined;
  }
}

async function joinRunning(url: string): Promise<Joined | undefined> {
  const connection = connect(url, { max: 4 });
  const answers = await connection.sql`select 1`.then(
    () => true,
    () => false,
  );
  if (!answers) {
    await connection.close();
    return undefined;
  }
  try {
    await checkVersion(connection);
    return { connection, close: connection.close, beside: 'running' };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Tables are brought up to date at a start, never under a running process. */
async function checkVersion({ sql }: Connection): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: join(import.meta.dirname, '..', '..', 'migrations') });
  const rows = await sql`select max(created_at)::float8 as at from drizzle.__drizzle_migrations`;
  if (rows[0]?.at === Math.max(...known.map((migration) => migration.folderMillis))) return;
  throw new StartFailure(
    'The Earshot that is running is of another version. Restart it with this one first.',
  );
}

/** What the process that runs the built-in PostgreSQL keeps of it; undefined when there is none, or it is closed to us. */
function urlOfRunning(dataDir: string): string | undefined {
  const home = join(dataDir, 'postgres');
  if (!existsSync(join(home, 'password'))) return undefined;
  try {
    const password = readFileSync(join(realpathSync(home), 'password'), 'utf8').trim();
    // https://www.postgresql.org/docs/18/storage-file-layout.html: the port is on the fourth line.
    const port = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[3]);
    return port > 0 ? `postgres://earshot:${password}@127.0.0.1:${port}/postgres` : undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EACCES') return undefined;
    throw new StartFailure(`Cannot read ${home}: ${reasonOf(error)}. Run this as the user who runs Earshot.`);
  }
}
