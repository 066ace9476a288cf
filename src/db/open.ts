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
  /** How long a server may take to its first answer. */
  answersWithinMs?: number;
};

/** Throws `StartFailure` with the fix. The password appears in no message. */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { progress, max, answersWithinMs = 15_000 }: OpenOptions = {},
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
    await reach(connection, url, answersWithinMs);
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
async function reach({ sql }: Connection, url: string, answersWithinMs: number): Promise<void> {
  for (const end = Date.now() + startsWithinMs; ; await sleep(500)) {
    try {
      await Promise.race([sql`select 1`, noAnswer(answersWithinMs)]);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== startingUp || Date.now() > end) throw new StartFailure(unreachable(url, error));
    }
  }
}

/** The driver connects again and again to something that hangs up at once; here that is the end. */
async function noAnswer(afterMs: number): Promise<never> {
  await sleep(afterMs, undefined, { ref: false });
  throw new Error(`no answer within ${afterMs / 1000} seconds`);
}
