// A PostgreSQL of the run's own: it can be taken away as by a crash, and comes back on the same port.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountFor } from '../../src/db/embedded/account.ts';
import { findBinaries } from '../../src/db/embedded/binaries.ts';
import { prepareCluster } from '../../src/db/embedded/cluster.ts';
import { freePort, type Server, startServer } from '../../src/db/embedded/server.ts';

export type PrivatePostgres = {
  url: string;
  /** As `pg_ctl stop -m immediate`: nobody is waited for, nothing is written down. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Durable as in production: fsync and all. */
export async function startPostgres(folder: string): Promise<PrivatePostgres> {
  const home = join(folder, 'postgres');
  mkdirSync(folder, { recursive: true });
  const account = accountFor(home);
  const binaries = findBinaries(folder, account);
  const settings = {};
  const password = await prepareCluster({ home, account, binaries, settings, progress: () => {} });
  const port = await freePort();
  const run = () => startServer({ home, account, binaries, settings, port });
  let server: Server = await run();
  return {
    url: `postgres://earshot:${password}@127.0.0.1:${port}/postgres`,
    crash: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
    },
    start: async () => {
      server = await run();
    },
    stop: () => server.stop(),
  };
}
