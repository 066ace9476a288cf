// Keeps a sandbox server's state in a file, so that a demo survives a restart.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type StateFile = {
  /** Saves soon; many calls in a short time are one write. */
  touch(): void;
  /** Saves now, if anything changed. */
  flush(): void;
};

/** Without a path nothing is ever written. */
export function createStateFile(path: string | undefined, snapshot: () => unknown): StateFile {
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    if (path) writeAtomically(path, JSON.stringify(snapshot()));
  };
  return {
    touch: () => {
      if (path) timer ??= setTimeout(flush, 300).unref();
    },
    flush,
  };
}

/** What was saved, or nothing when there is no such file yet. A damaged file is an error: deleting it is the person's choice. */
export function readStateFile(path: string | undefined): unknown {
  if (!path) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read (${(error as Error).message}). Delete it to start over.`);
  }
}

function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}
