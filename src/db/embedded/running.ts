// The embedded server of a data directory, as another process has started it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its address with the password, or undefined when none runs or ever ran there. Starts and changes nothing. */
export function runningServer(dataDir: string): string | undefined {
  const home = join(dataDir, 'postgres');
  const pid = readIfThere(join(home, 'data', 'postmaster.pid'));
  const password = readIfThere(join(home, 'password'))?.trim();
  const port = Number(pid?.split('\n')[3]);
  return password && port ? `postgres://earshot:${password}@127.0.0.1:${port}/postgres` : undefined;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
