// A private Redis for one test file, where redis-server is on PATH. EARSHOT_REQUIRE_REDIS=1 makes its absence an error.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../src/db/embedded/server.ts';

export type TestRedis = {
  url: string;
  /** As the kernel would: nothing is said, nothing is saved. */
  kill(): Promise<void>;
  /** On the same port, with what was in its append-only file. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Whether the tests that need Redis can run; says so once where they cannot. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.EARSHOT_REQUIRE_REDIS)
      throw new Error('EARSHOT_REQUIRE_REDIS is set, but redis-server is not on PATH. Install it.');
    console.warn('redis-server is not on PATH: the tests on Redis are skipped.');
    return false;
  }
}

export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  const start = async () => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...settings],
      {
        stdio: 'ignore',
      },
    );
    await untilReady(url);
  };
  await start();
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const settings = [
  '--save',
  '',
  '--appendonly',
  'yes',
  '--appendfsync',
  'everysec',
  '--maxmemory-policy',
  'noeviction',
];

async function untilReady(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => {});
  const loading = async (): Promise<boolean> => {
    try {
      return (await client.ping()) !== 'PONG';
    } catch {
      return true;
    }
  };
  for (const end = Date.now() + 20_000; Date.now() < end && (await loading()); ) await sleep(50);
  client.disconnect();
}
