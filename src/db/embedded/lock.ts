// One live Earshot a data directory. The kernel holds the lock (through SQLite's file locking, which Node ships),
// so it ends with its process: nothing to clean up after a SIGKILL, and no pid that another process got since.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { reasonOf, StartFailure } from '../../lib/failure.ts';

const Holder = z.object({ pid: z.number().int(), since: z.iso.datetime() });
const sqliteBusy = 5;

/** Throws `StartFailure` naming the live holder. The directory must exist. */
export function lockDirectory(directory: string): { release: () => void } {
  const holderFile = join(directory, 'earshot.pid');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, 'earshot.lock'), { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    writeFileSync(holderFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  } catch (error) {
    database?.close();
    throw isBusy(error) ? alreadyRunning(directory, holderFile) : cannotLock(directory, error);
  }
  return { release: () => database.isOpen && database.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}

function alreadyRunning(directory: string, holderFile: string): StartFailure {
  const holder = readHolder(holderFile);
  const who = holder ? `process ${holder.pid}, since ${holder.since}` : 'another process';
  const fix = holder ? `Stop it with "kill ${holder.pid}"` : 'Stop it';
  return new StartFailure(
    `Earshot already runs on ${directory} (${who}). ${fix}, or set EARSHOT_DATA_DIR to another folder.`,
  );
}

/** The holder writes this right after it got the lock; in between there is nothing to name. */
function readHolder(file: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function cannotLock(directory: string, error: unknown): StartFailure {
  return new StartFailure(
    `Cannot lock the data directory ${directory}: ${reasonOf(error)}. Set EARSHOT_DATA_DIR to a folder on a local disk that this user may write.`,
  );
}
