// BullMQ on Redis. Its settings decide whether bells survive a restart, so they are looked at when we start.
import { createRedisBackend, withBackend } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';
import type { Backend, Letter } from './backend.ts';

const prefix = 'earshot';
const commandTimeoutMs = 5_000;

export async function redisBackend(
  url: string,
  { log, onError }: { log: Log; onError: (error: Error) => void },
): Promise<Backend> {
  await checkRedis(url, log);
  const { Queue, Worker } = withBackend(createRedisBackend);
  const open = (options: RedisOptions) => {
    const client = new Redis(url, { ...options, retryStrategy, connectTimeout: 5_000, keepAlive: 10_000 });
    client.on('error', onError);
    client.setMaxListeners(0);
    return client;
  };
  // Whoever rings has something better to do than wait for Redis; a worker has not.
  const ringing = open({
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
  });
  const working = open({ maxRetriesPerRequest: null });
  return {
    name: 'redis',
    queue: (name) =>
      new Queue<Letter>(name, { connection: ringing, prefix, streams: { events: { maxLen: 500 } } }),
    worker: (name, process, settings) =>
      new Worker(name, process, { ...settings, connection: working, prefix }),
    freeAbandoned: async (names) => {
      for (const name of names) await freeAbandoned(working, `${prefix}:${name}`);
    },
    close: async () => {
      ringing.disconnect();
      working.disconnect();
    },
  };
}

const retryStrategy = (attempt: number): number => Math.min(attempt * 100, 2_000);

/** BullMQ takes back an active job whose lock is gone and that its previous check already suspected. */
async function freeAbandoned(redis: Redis, queue: string): Promise<void> {
  const active = await redis.lrange(`${queue}:active`, 0, -1);
  if (active.length === 0) return;
  await redis
    .multi()
    .del(...active.map((id) => `${queue}:${id}:lock`), `${queue}:stalled-check`)
    .sadd(`${queue}:stalled`, ...active)
    .exec();
}

async function checkRedis(url: string, log: Log): Promise<void> {
  for (const warning of await inspectRedis(url)) log.warn(warning);
}

/** What may lose bells in this Redis, each with its fix. Throws `StartFailure` when it cannot be used. */
export async function inspectRedis(url: string): Promise<string[]> {
  const probe = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  let lastError: unknown;
  probe.on('error', (error) => {
    lastError = error;
  });
  try {
    await probe.connect();
    return warningsFor(await probe.info('server'), await settingsOf(probe));
  } catch (error) {
    throw new StartFailure(
      `Cannot use Redis at ${new URL(url).host}: ${reasonOf(lastError ?? error)}. Start it, correct REDIS_URL, or unset it to keep the queue in PostgreSQL.`,
    );
  } finally {
    probe.disconnect();
  }
}

/** Managed services often forbid CONFIG; then there is nothing to say. */
async function settingsOf(redis: Redis): Promise<Record<string, string>> {
  try {
    const [policy, appendonly] = await Promise.all([
      redis.config('GET', 'maxmemory-policy'),
      redis.config('GET', 'appendonly'),
    ]);
    return Object.fromEntries([policy, appendonly].map((pair) => pair as [string, string]));
  } catch {
    return {};
  }
}

/** Pure. One line each, with the fix. */
export function warningsFor(info: string, settings: Record<string, string>): string[] {
  const version = /redis_version:([\d.]+)/.exec(info)?.[1] ?? '';
  const warnings: string[] = [];
  if (Number.parseFloat(version) < 6.2)
    warnings.push(`Redis ${version} is older than BullMQ supports. Upgrade it to 7 or newer.`);
  if (settings['maxmemory-policy'] && settings['maxmemory-policy'] !== 'noeviction')
    warnings.push(
      `Redis may drop jobs when its memory is full (maxmemory-policy ${settings['maxmemory-policy']}). Run: redis-cli CONFIG SET maxmemory-policy noeviction`,
    );
  if (settings.appendonly === 'no')
    warnings.push(
      'Redis forgets its newest jobs when it is killed (appendonly no); Earshot finds them again, later. Run: redis-cli CONFIG SET appendonly yes',
    );
  return warnings;
}
