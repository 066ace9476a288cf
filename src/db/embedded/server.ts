// One run of the PostgreSQL server: from spawn to "ready", and to its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, StartFailure } from '../../lib/failure.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { here, serverEnvironment } from './cluster.ts';

export type ServerPlan = {
  home: string;
  account: Account;
  binaries: Binaries;
  port: number;
  settings: Record<string, string>;
};

/** `exited` says how it ended. `stop` writes everything down first and may be called again. */
export type Server = { pid: number; exited: Promise<string>; stop: () => Promise<void> };

/** Crash recovery replays the log first, which can take long after a hard stop under load. */
const readyWithinMs = 120_000;
const stopWithinMs = 20_000;
const logLimitBytes = 10_000_000;

/** Resolves once connections are accepted on 127.0.0.1:`port`. */
export async function startServer(plan: ServerPlan): Promise<Server> {
  const child = spawnServer(plan);
  const exited = endOf(child);
  const stop = () => stopChild(child, exited);
  // A crash of ours that runs no `stop` still takes the server along, except SIGKILL.
  const killToo = () => child.kill('SIGINT');
  process.on('exit', killToo);
  void exited.then(() => process.off('exit', killToo));
  const ready = await Promise.race([untilReady(plan, child), exited]);
  if (ready === 'ready') return { pid: child.pid!, exited, stop };
  await stop();
  throw new StartFailure(
    `The built-in PostgreSQL did not start (${ready}). ${join(plan.home, 'log')} says why: ${lastLine(plan.home)}`,
  );
}

/** In its own process group: Ctrl-C in a terminal reaches us alone, and we stop it when our work is done. */
function spawnServer(plan: ServerPlan): ChildProcess {
  const log = openLog(join(plan.home, 'log'));
  try {
    const child = spawn(plan.binaries.postgres, ['-D', here, ...asArguments(settingsOf(plan))], {
      cwd: join(plan.home, 'data'),
      env: serverEnvironment,
      stdio: ['ignore', log, log],
      detached: true,
      ...plan.account.switch,
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Statements and values of failed queries stay out of the log: they are customers' words. */
function settingsOf({ port, settings }: ServerPlan): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
  };
}

const asArguments = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > logLimitBytes) truncateSync(file);
  return openSync(file, 'a', 0o600);
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(reasonOf(error)));
    child.on('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
}

/** The postmaster writes its state to the eighth line of its pid file; pg_ctl waits the same way. */
async function untilReady({ home }: ServerPlan, child: ChildProcess): Promise<string> {
  const file = join(home, 'data', 'postmaster.pid');
  for (const end = Date.now() + readyWithinMs; Date.now() < end; await sleep(15)) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return 'ready';
  }
  return `not ready within ${readyWithinMs / 1000} s`;
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopWithinMs);
  await exited;
  clearTimeout(timer);
}

function lastLine(home: string): string {
  const lines = readFileSync(join(home, 'log'), 'utf8').trim().split('\n');
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}
