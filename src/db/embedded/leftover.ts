// A SIGKILLed Earshot leaves its PostgreSQL running. We hold the directory's lock, so it is nobody's: it is stopped
// properly and started anew as our child. Its lock file is left to PostgreSQL unless its pid is someone else's now.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../../lib/failure.ts';

/** How long a server may take to write everything down before it is told to stop at once. */
const patienceMs = 30_000;

export async function stopLeftover(data: string, progress: (line: string) => void): Promise<void> {
  const pid = postmasterOf(data);
  if (pid === undefined) return;
  if (isServerOf(pid, data)) {
    progress(`Stopping the PostgreSQL (process ${pid}) that an earlier Earshot left running.`);
    await stopServer(pid);
  }
  await goneFrom(data);
  if (isAlive(pid)) rmSync(join(data, 'postmaster.pid'), { force: true });
}

async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20)) if (!isAlive(pid)) return;
  }
  throw new StartFailure(
    `The PostgreSQL of an earlier Earshot (process ${pid}) does not stop. End it with "kill -9 ${pid}" and start again.`,
  );
}

/** Children outlive a SIGKILLed postmaster by a moment and still hold its memory. */
async function goneFrom(data: string): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20))
    if (processesIn(data).length === 0) return;
  throw new StartFailure(
    `Processes ${processesIn(data).join(', ')} still use ${data}. End them and start again.`,
  );
}

function postmasterOf(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  return pid > 0 ? pid : undefined;
}

function isServerOf(pid: number, data: string): boolean {
  if (process.platform === 'linux') return processesIn(data).includes(pid);
  try {
    return /postgres/.test(execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

/** Each PostgreSQL process stands in its data directory. Linux shows where; elsewhere this is empty. */
function processesIn(data: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && folderOf(pid) === data);
}

function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Ended since, or another user's: not ours either way.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
