// Where Earshot keeps things: database, queue, Redis; and when it last heard from anybody.
import { accessSync, constants, existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { connect } from '../db/connect.ts';
import { runningServer } from '../db/embedded/running.ts';
import { type DatabaseHealth, readHealth } from '../db/health.ts';
import { unreachable } from '../db/unreachable.ts';
import { StartFailure } from '../lib/failure.ts';
import { countFailures, findFailures } from '../queue/failures.ts';
import { inspectRedis } from '../queue/redis.ts';
import { ago, type Finding, fail, note, ok } from './doctor-finding.ts';

export async function examineStore(config: Config, now: Date): Promise<Finding[]> {
  const url = config.databaseUrl ?? runningServer(config.dataDir);
  if (!url) return notRunning(config);
  const connection = connect(url, { max: 1 });
  try {
    const health = await readHealth(connection.sql).catch((error: unknown) => {
      // What a machine that went down has left behind still names a server.
      if (!config.databaseUrl && isRefused(error)) return undefined;
      throw new StartFailure(unreachable(url, error));
    });
    if (!health) return notRunning(config);
    const where = config.databaseUrl ? 'your PostgreSQL' : 'the built-in PostgreSQL';
    return [
      ok(`The database answers: ${where} ${health.version}.`),
      tables(health),
      ...(health.migrations.applied > 0 ? await failures(connection.db, now) : []),
      ...heard(health, now),
      ...bells(health, config),
    ];
  } finally {
    await connection.close();
  }
}

const isRefused = (error: unknown) => (error as { code?: unknown } | null)?.code === 'ECONNREFUSED';

function notRunning({ dataDir }: Config): Finding[] {
  if (!existsSync(dataDir)) return [note(`The built-in database is made in ${dataDir} at the first start.`)];
  try {
    accessSync(dataDir, constants.W_OK);
  } catch {
    return [
      fail(
        `${dataDir} cannot be written by this user.`,
        'Set EARSHOT_DATA_DIR to a folder this user may write.',
      ),
    ];
  }
  return [
    note('Earshot is not running, and its built-in database with it; start it to have the rest checked.'),
  ];
}

function tables({ migrations: { applied, known } }: DatabaseHealth): Finding {
  if (applied === known) return ok('Its tables are those of this version.');
  if (applied > known)
    return fail(
      'Its tables are of a newer version.',
      'Start the newer Earshot, or restore a backup of before.',
    );
  return note('Its tables are made or brought up to date at the next start.');
}

async function failures(db: Parameters<typeof countFailures>[0], now: Date): Promise<Finding[]> {
  const { permanent, passing } = await countFailures(db);
  if (permanent + passing === 0) return [ok('No work was given up.')];
  const newest = await findFailures(db, 3);
  return newest.map(({ job, reason, kind, failedAt }) => {
    const says = `${job} was given up ${ago(failedAt, now)}: ${reason}`;
    if (kind === 'passing') return note(`${says} It is tried again by itself.`);
    return fail(says, 'Put right what the sentence names; then /earshot status tries it again.');
  });
}

function heard({ deliveries }: DatabaseHealth, now: Date): Finding[] {
  if (deliveries.length === 0) return [note('Nothing was heard from anybody yet.')];
  return deliveries.map(({ source, newest, waiting }) =>
    note(`Last heard from ${source} ${ago(newest, now)}${waiting > 0 ? `; ${waiting} not worked off` : ''}.`),
  );
}

function bells({ bells: counted }: DatabaseHealth, { redisUrl }: Config): Finding[] {
  if (redisUrl || !counted) return [];
  const words = Object.entries(counted).map(([state, n]) => `${n} ${state}`);
  return [ok(`The queue is in the database: ${words.join(', ') || 'empty'}.`)];
}

export async function examineRedis({ redisUrl, databaseUrl }: Config): Promise<Finding[]> {
  if (!redisUrl) return [note('REDIS_URL is not set: the queue is in the database, for one process.')];
  const warnings = await inspectRedis(redisUrl);
  const alone = databaseUrl
    ? []
    : [note('REDIS_URL without DATABASE_URL: the queue can be shared, the built-in database cannot.')];
  if (warnings.length === 0) return [ok('Redis answers, and keeps what it is given.'), ...alone];
  return [...warnings.map(warned), ...alone];
}

/** `warningsFor` puts the fix last. */
function warned(warning: string): Finding {
  const at = Math.max(warning.lastIndexOf(' Run: '), warning.lastIndexOf(' Upgrade '));
  return at < 0 ? note(warning) : fail(warning.slice(0, at), warning.slice(at + 1));
}
