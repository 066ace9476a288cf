// The index in a file of the data directory, for a fast start. It is only a copy: missing, damaged, of another version
// or of another database, it is made anew from Postgres.

import { mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import { restoreThemeIndex, type ThemeIndex } from './match.ts';
import { findPlacement } from './store.ts';

/** Rises when a text is made ready for the index in another way; the index itself has a version of its own. */
const version = 1;

/** The first line of the file. `findingId`: whose entry `seq` of the log is, which no other database has. */
const Head = z.object({ version: z.literal(version), seq: z.number().int(), findingId: z.uuid() });

const fileOf = (deps: Deps) => join(deps.config.dataDir, 'theme-index.bin');

export async function readIndexFile(
  deps: Deps,
  db: Db,
): Promise<{ index: ThemeIndex; seq: number } | undefined> {
  const bytes = await readFile(fileOf(deps)).catch(() => undefined);
  const lineEnd = bytes?.indexOf(10) ?? -1;
  if (!bytes || lineEnd < 0 || lineEnd > 300) return undefined;
  const head = headOf(bytes.toString('utf8', 0, lineEnd));
  if (!head) return undefined;
  const entry = await findPlacement(db, head.seq);
  if (entry?.findingId !== head.findingId) return undefined;
  const index = restored(bytes.subarray(lineEnd + 1));
  return index && { index, seq: head.seq };
}

function headOf(line: string): z.infer<typeof Head> | undefined {
  try {
    return Head.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Columns of numbers want an address that is a multiple of eight, so the bytes get memory of their own. */
function restored(bytes: Uint8Array): ThemeIndex | undefined {
  try {
    return restoreThemeIndex(new Uint8Array(bytes));
  } catch {
    return undefined;
  }
}

/** In the background; it is in force once its name is. What cannot be saved now is saved another time. */
export function saveIndexFile(deps: Deps, { index, seq }: { index: ThemeIndex; seq: number }): void {
  const bytes = index.snapshot();
  write(deps, bytes, seq).catch((error) => {
    deps.log.warn({ reason: reasonOf(error) }, 'the index of themes could not be saved for a faster start');
  });
}

async function write(deps: Deps, bytes: Uint8Array, seq: number): Promise<void> {
  const entry = await findPlacement(deps.db, seq);
  // Of a transaction that is still open, or was taken back: such a snapshot must not outlive it.
  if (!entry) return;
  const head = JSON.stringify({ version, seq, findingId: entry.findingId } satisfies z.infer<typeof Head>);
  mkdirSync(deps.config.dataDir, { recursive: true });
  const file = fileOf(deps);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.concat([Buffer.from(`${head}\n`), bytes]), { mode: 0o600 });
  await rename(draft, file);
}
