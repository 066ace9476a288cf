// The whole run: a stand-in Slack that sends again as Slack does, an Earshot that is killed, stores that crash; and in
// the end every act is looked for.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { connect } from '../../src/db/connect.ts';
import { freePort } from '../../src/db/embedded/server.ts';
import { startLinear } from '../../src/sandbox/linear/server.ts';
import { startSlack } from '../../src/sandbox/slack/server.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { areas, company } from './company.ts';
import { watchDeliveries } from './deliveries.ts';
import { type People, peopleOf } from './people.ts';
import { type Act, type Fault, planRun } from './plan.ts';
import { type EarshotProcess, earshotProcess } from './process.ts';
import { caughtUpAt, holdCatchUp, settle } from './settle.ts';
import { type PrivatePostgres, startPostgres } from './stores.ts';

export type RunOptions = {
  n: number;
  seed: number;
  backend: 'postgres' | 'redis';
  kills: number;
  /** Of PostgreSQL; on Redis also of that. */
  restarts: number;
  /** Acts a second, as long as nothing else is in the way. */
  rate: number;
  settleWithinMs: number;
  say: (line: string) => void;
};

export type RunResult = Awaited<ReturnType<typeof runReliability>>;

/**
 * Of Slack's schedule, six seconds for its minute, or more where Earshot takes long to start: an outage is to Slack's
 * retries here what it would be to them there.
 */
const timeScaleFor = (startSeconds: number): number => Math.max(0.1, (3 * startSeconds) / 60);
const manifest: unknown = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));

export async function runReliability(options: RunOptions) {
  const { n, seed, backend, kills, restarts, say } = options;
  const began = Date.now();
  const stage = await setUp(options);
  const { slack, linear, earshot, postgres, redis, folder, env, undo } = stage;
  try {
    const people = peopleOf(slack);
    const deliveries = watchDeliveries(slack);
    undo.push(async () => deliveries.stop());
    const redisKills = redis ? restarts : 0;
    const { acts, faults } = planRun({ n, seed, kills, restarts, redisKills });
    const startedAt = Date.now();
    await earshot.start();
    stage.scale.now = timeScaleFor((Date.now() - startedAt) / 1000);
    await slack.subscribe(addressesOf(env));
    linear.sendWebhooksTo(`http://127.0.0.1:${env.EARSHOT_PORT}/webhooks/linear`);
    while ((await caughtUpAt(stage.db)) === 0) await sleep(200);
    holdCatchUp(slack);
    say(
      `Earshot runs; ${n} acts, ${kills} kills, ${restarts} crashes of PostgreSQL, ${redisKills} of Redis.`,
    );
    const struck = { kill: 0, postgres: 0, redis: 0 };
    const strikeNext = (fault: Fault) => strike(fault, { earshot, postgres, redis, struck });
    await play({ acts, faults, people, strike: strikeNext, ready: deliveries.nothingAtRisk, ...options });
    const sentAfter = seconds(began);
    say(`${n} acts done after ${sentAfter} s; now it settles.`);
    await Promise.race([slack.idle(), sleep(options.settleWithinMs, undefined, { ref: false })]);
    const sent = { duplicated: stage.hits('duplicate'), reordered: stage.hits('reorder') };
    const { verdict, counts } = await settle({ ...stage, people, say, withinMs: options.settleWithinMs });
    const failed = Object.values(verdict).some((problems) => problems.length > 0);
    if (failed) undo.shift();
    return {
      ...{ n, seed, backend, kills: struck.kill, postgresCrashes: struck.postgres, redisKills: struck.redis },
      ...{ lost: verdict.lost.length, stuck: verdict.stuck.length, twice: verdict.twice.length },
      ...{ died: earshot.died(), gaveUp: deliveries.gaveUp(), retries: deliveries.retries() },
      ...{ ...sent, ...counts },
      ...{
        slackMinuteSeconds: Math.round(stage.scale.now * 60),
        sentSeconds: sentAfter,
        seconds: seconds(began),
      },
      ...(failed ? { problems: verdict, keptIn: folder } : {}),
    };
  } finally {
    for (const stop of undo.reverse()) await stop();
  }
}

const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);

async function setUp({ seed, backend }: RunOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-reliability-'));
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const postgres = await startPostgres(folder);
  undo.push(postgres.stop);
  const redis = backend === 'redis' ? await startRedis() : undefined;
  if (redis) undo.push(redis.stop);
  const scale = { now: 1 };
  const slack = await startSlack({ app: { manifest }, seed: company, timeScale: () => scale.now });
  undo.push(slack.stop);
  // Weeks of tickets in minutes.
  const linear = await startLinear({ timeScale: 0.001, requestsPerHour: 10_000_000 });
  undo.push(linear.stop);
  const ids = {
    duplicate: slack.faults.add({ match: { probability: 0.05, seed }, fault: { kind: 'duplicate' } }),
    // Of the other 95 %.
    reorder: slack.faults.add({
      match: { probability: 0.05 / 0.95, seed: seed + 1 },
      fault: { kind: 'reorder', ms: 700 },
    }),
  };
  writeFileSync(join(folder, 'areas.yml'), areas);
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    LINEAR_API_KEY: linear.apiKey,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_WEBHOOK_SECRET: linear.webhookSecret,
    EARSHOT_DATA_DIR: folder,
    EARSHOT_AREAS: join(folder, 'areas.yml'),
    EARSHOT_FEEDBACK_CHANNELS: 'feedback',
    // Its minute is some six seconds here.
    EARSHOT_READS_PER_MINUTE: '450',
    EARSHOT_PORT: String(await freePort()),
    LOG_LEVEL: 'info',
    DATABASE_URL: postgres.url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
  const earshot = earshotProcess(env, join(folder, 'earshot.log'));
  undo.push(earshot.stop);
  const { db, close } = connect(postgres.url, { max: 2 });
  undo.push(close);
  const hits = (kind: keyof typeof ids) => slack.faults.list().find(({ id }) => id === ids[kind])!.hits;
  return { folder, undo, postgres, redis, slack, linear, env, earshot, db, hits, scale };
}

function addressesOf({ EARSHOT_PORT }: Record<string, string>) {
  const url = `http://127.0.0.1:${EARSHOT_PORT}/slack/events`;
  return { eventsUrl: url, interactivityUrl: url, commandsUrl: url };
}

type Play = Pick<RunOptions, 'rate' | 'say'> & {
  acts: Act[];
  faults: Fault[];
  people: People;
  strike: (fault: Fault) => Promise<void>;
  ready: () => Promise<void>;
};

/** People go on while things break; only the next thing breaks when the last one is up again. */
async function play({ acts, faults, people, strike, ready, rate, say }: Play): Promise<void> {
  let breaking = Promise.resolve();
  let nextAt = Date.now();
  const due = new Map(faults.map((fault) => [fault.at, fault]));
  for (const [at, act] of acts.entries()) {
    const fault = due.get(at);
    if (fault) {
      await breaking;
      await ready();
      breaking = strike(fault);
    }
    if (at % 500 === 0 && at > 0) say(`${at} of ${acts.length} acts`);
    nextAt = Math.max(nextAt + 1000 / rate, Date.now() - 1000);
    await sleep(Math.max(0, nextAt - Date.now()));
    await people.does(act);
  }
  await breaking;
}

type Breakable = {
  earshot: EarshotProcess;
  postgres: PrivatePostgres;
  redis: TestRedis | undefined;
  struck: Record<Fault['kind'], number>;
};

async function strike(fault: Fault, { earshot, postgres, redis, struck }: Breakable): Promise<void> {
  struck[fault.kind] += 1;
  switch (fault.kind) {
    case 'kill':
      await earshot.kill();
      await sleep(fault.awayMs);
      if (fault.inStart !== undefined) {
        struck.kill += 1;
        await earshot.startAndKill(fault.inStart);
      }
      return earshot.start();
    case 'postgres':
      if (fault.withProcess) {
        struck.kill += 1;
        await earshot.kill();
      }
      await postgres.crash();
      await sleep(fault.awayMs);
      await postgres.start();
      return fault.withProcess ? earshot.start() : undefined;
    case 'redis':
      await redis?.kill();
      await sleep(fault.awayMs);
      return redis?.start();
  }
}
