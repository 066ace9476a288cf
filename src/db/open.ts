// The database as settings say: one of the company's own, or the built-in one. Reached, checked and migrated.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { StartFailure } from '../lib/failure.ts';
import { type Connection, connect } from './connect.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { unreachable } from './unreachable.ts';

export type Database = {
  connection: Connection;
  /** What other clients (the queue) connect to. Carries the password. */
  url: string;
  /** Absent when the company brings its own PostgreSQL. */
  embedded?: Embedded;
  close: () => Promise<void>;
};

export type OpenOptions = {
  progress?: (line: string) => void;
  /** Connections of the pool at most. */
  max?: number;
};

/** Throws `StartFailure` with the fix. The password appears in no message. */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { progress, max }: OpenOptions = {},
): Promise<Database> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded(config.dataDir, progress ? { progress } : {});
  const url = config.databaseUrl ?? embedded!.url;
  const connection = connect(url, max ? { max } : {});
  const close = async () => {
    await connection.close();
    await embedded?.stop();
  };
  try {
    await reach(connection, url);
    await migrate(url);
    return { connection, url, close, ...(embedded && { embedded }) };
  } catch (error) {
    await close();
    throw error;
  }
}

const startingUp = '57P03';
const startsWithinMs = 60_000;

/** A server that is still replaying its log answers so; everything else it says is final. */
async function reach({ sql }: Connection, url: string): Promise<void> {
  for (const end = Date.now() + startsWithinMs; ; await sleep(500)) {
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== startingUp || Date.now() > end) throw new StartFailure(unreachable(url, error));
    }
  }
}
