// The database that needs no installation: a real PostgreSQL from npm, its data below Earshot's own data directory.
// <dataDir>/postgres holds the cluster (data), its password and what it says (log); earshot.lock is our lock.
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import { accountFor } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { prepareCluster } from './embedded/cluster.ts';
import { stopLeftover } from './embedded/leftover.ts';
import { lockDirectory } from './embedded/lock.ts';
import { freePort, type Server, type ServerPlan, startServer } from './embedded/server.ts';

export type Embedded = {
  url: string;
  /** The server's process now; it changes when a server that died is started again. */
  pid: () => number;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** What a person waiting may want to read, one line a call. */
  progress?: (line: string) => void;
  /** PostgreSQL settings, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>;
};

/**
 * Starts the server of this data directory, making it first where there is none. One live Earshot a directory:
 * a second one gets a `StartFailure` that names the first. A server that dies is started again on its port.
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const directory = makeDirectory(dataDir);
  const lock = lockDirectory(directory);
  try {
    return await startLocked(directory, options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startLocked(
  directory: string,
  { progress = () => {}, settings = {} }: EmbeddedOptions,
  release: () => void,
): Promise<Embedded> {
  const home = join(directory, 'postgres');
  const account = accountFor(home);
  const binaries = findBinaries(directory, account);
  await stopLeftover(join(home, 'data'), progress);
  const password = await prepareCluster({ home, account, binaries, settings, progress });
  const plan = { home, account, binaries, settings };
  const { server, port } = await startOnFreePort(plan);
  const kept = keepRunning(server, () => startServer({ ...plan, port }), progress);
  return {
    url: `postgres://earshot:${password}@127.0.0.1:${port}/postgres`,
    pid: kept.pid,
    stop: async () => {
      await kept.stop();
      release();
    },
  };
}

/** Between asking for a free port and using it somebody else may take it; two more tries make that rare. */
async function startOnFreePort(plan: Omit<ServerPlan, 'port'>): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { server: await startServer({ ...plan, port }), port };
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

function keepRunning(first: Server, restart: () => Promise<Server>, progress: (line: string) => void) {
  let server = first;
  let stopping = false;
  const watch = async (): Promise<void> => {
    const reason = await server.exited;
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, 5_000)) {
      progress(`The built-in PostgreSQL ended (${reason}); starting it again.`);
      await sleep(pause);
      if (stopping) return;
      try {
        server = await restart();
        return watch();
      } catch (error) {
        progress(reasonOf(error));
      }
    }
  };
  const watching = watch();
  return {
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
      await server.stop();
    },
  };
}

function makeDirectory(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return realpathSync(dataDir);
  } catch (error) {
    throw new StartFailure(
      `Cannot make the data directory ${dataDir}: ${reasonOf(error)}. Set EARSHOT_DATA_DIR to a folder this user may write.`,
    );
  }
}
