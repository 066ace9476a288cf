// The whole loop under load: a real Earshot process, driven over HTTP like by Slack. How many messages a second become
// scored themes, and how long a person waits for the ear; beside it BullMQ's own pace on the same store.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WebClient } from '@slack/web-api';
import { sql } from 'drizzle-orm';
import { parse } from 'yaml';
import { connect, type Db } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { type SlackStandIn, startSlack } from '../src/sandbox/slack/server.ts';
import { hasRedis, startRedis } from '../test/redis.ts';
import { countedQueries, countingSettings, type Query, startCounting, uncounted } from './loop-queries.ts';
import { benchNoop } from './queue.ts';

const areas = readFileSync(new URL('./loop-areas.yml', import.meta.url), 'utf8');
const manifest: unknown = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
      store: { type: 'string' },
      queries: { type: 'boolean', default: false },
    },
  });
  const [n, seed] = [Number(values.n), Number(values.seed)];
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(
    `${n} messages, seed ${seed}, ${machine}; local analyzer; the stand-in Slack shares the machine.`,
  );
  const load: Load = { n, seed, queries: values.queries };
  const results = [];
  if (values.store !== 'redis') results.push(await onStore('postgres', load));
  if (values.store !== 'postgres' && hasRedis()) results.push(await onStore('redis', load));
  else if (values.store !== 'postgres')
    console.log('redis-server is not on PATH: only PostgreSQL was measured.');
  console.log(JSON.stringify({ bench: 'loop', n, seed, machine, results }));
}

/** `queries`: prints which are the most frequent. */
type Load = { n: number; seed: number; queries: boolean };

async function onStore(store: 'postgres' | 'redis', load: Load) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const server = await startEmbedded(folder, { settings: countingSettings });
  const redis = store === 'redis' ? await startRedis() : undefined;
  const slack = await startSlack({ app: { manifest }, ackTimeoutMs: 10_000 });
  const { db, close } = connect(server.url, { max: 2 });
  writeFileSync(join(folder, 'areas.yml'), areas);
  const earshot = await startProcess(folder, slack, {
    DATABASE_URL: server.url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  });
  try {
    const figures = await measure(slack, db, load);
    const { bareDone } = await benchNoop({ databaseUrl: server.url, redisUrl: redis?.url });
    const result = {
      store,
      ...figures,
      bareJobsPerSecond: Math.round(bareDone),
      messagesPerBareJob: figures.messagesPerSecond / bareDone,
    };
    console.log(describe(result));
    return result;
  } finally {
    earshot.kill('SIGTERM');
    await once(earshot, 'exit');
    await close();
    await slack.stop();
    await redis?.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startProcess(
  folder: string,
  slack: SlackStandIn,
  stores: Record<string, string>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      EARSHOT_DATA_DIR: folder,
      EARSHOT_AREAS: join(folder, 'areas.yml'),
      EARSHOT_FEEDBACK_CHANNELS: 'feedback',
      EARSHOT_PORT: '0',
      LOG_LEVEL: 'error',
      ...stores,
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Earshot ended with ${code}.`)));
    child.stdout!.on('data', (data) => {
      const found = /is listening .* at (http:\S+)\. /.exec(String(data))?.[1];
      if (found) resolve(found);
    });
  });
  const events = `${url}/slack/events`;
  await slack.subscribe({ eventsUrl: events, interactivityUrl: events, commandsUrl: events });
  return child;
}

type Figures = {
  messagesPerSecond: number;
  /** Trips to the database a message costs until it is scored, and the queue's own beside them. */
  queriesPerMessage: { earshot: number; queue: number };
  ear: Spread;
  analyzed: Spread;
  scored: Spread;
};
type Spread = { p50: number; p99: number };

async function measure(slack: SlackStandIn, db: Db, { n, seed, queries }: Load): Promise<Figures> {
  const client = new WebClient(slack.users.ana!.token, { slackApiUrl: slack.apiUrl });
  const channel = slack.channels.feedback!;
  const write = (text: string) => client.chat.postMessage({ channel, text });
  for (let i = 0; i < 5; i++) await write(`Warm-up ${i}: the export of report ${i} fails.`);
  await untilScored(db, 5);
  const since = slack.requests.since(0).at(-1)?.seq ?? 0;
  await startCounting(db);
  const began = Date.now();
  for (const text of texts(n, seed)) await write(text);
  await untilScored(db, n + 5);
  const seconds = (Date.now() - began) / 1000;
  const counted = await countedQueries(db);
  if (queries) listQueries(counted, n);
  const saidAt = new Date(began);
  const rows = await db.execute<{ ts: string; analyzed: number; scored: number }>(sql`
    select split_part(f.source_key, ':', 2) as ts,
      extract(epoch from a.answered_at - f.said_at) * 1000 as analyzed,
      extract(epoch from min(s.at) - f.said_at) * 1000 as scored
    from app.feedback f
    join app.analysis a on a.feedback_id = f.id
    join app.finding d on d.analysis_id = a.id
    join app.membership m on m.finding_id = d.id
    join app.score s on s.theme_id = m.theme_id and s.at >= m.joined_at
    where f.said_at >= ${saidAt.toISOString()}
    group by f.id, a.id`);
  const ears = slack.requests
    .since(since)
    .filter((call) => call.path === '/api/reactions.add')
    .map((call) => call.at - Number((call.args as { timestamp: string }).timestamp) * 1000);
  return {
    messagesPerSecond: n / seconds,
    queriesPerMessage: { earshot: perMessage(counted, n, 'earshot'), queue: perMessage(counted, n, 'queue') },
    ear: spread(ears),
    analyzed: spread(rows.map((row) => Number(row.analyzed))),
    scored: spread(rows.map((row) => Number(row.scored))),
  };
}

function perMessage(counted: Query[], n: number, kind: Query['kind']): number {
  const calls = counted.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.calls, 0);
  return Math.round((calls / n) * 10) / 10;
}

function listQueries(counted: Query[], n: number): void {
  for (const { text, calls, totalMs, kind } of counted.slice(0, 120))
    console.log(
      `  ${(calls / n).toFixed(2).padStart(6)} ${(totalMs / calls).toFixed(2).padStart(6)} ms ${kind.padEnd(7)} ${text.slice(0, 220)}`,
    );
}

/** Everything that was written has been read, and whatever is feedback is scored. */
async function untilScored(db: Db, n: number): Promise<void> {
  for (const end = Date.now() + 600_000; ; ) {
    const [row] = await db.execute<{ read: number; open: number }>(sql`${uncounted}
      select (select count(*) from app.analysis where superseded_at is null)::int as read,
        (select count(*) from app.finding d join app.analysis a on a.id = d.analysis_id and a.superseded_at is null
          where not exists (select 1 from app.membership m join app.score s on s.theme_id = m.theme_id and s.at >= m.joined_at
            where m.finding_id = d.id))::int as open`);
    if (Number(row?.read) >= n && Number(row?.open) === 0) return;
    if (Date.now() > end)
      throw new Error(`After 10 minutes ${row?.read} of ${n} messages were read, ${row?.open} not scored.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Different enough to make many themes, alike enough to join some. */
function texts(n: number, seed: number): string[] {
  let state = seed >>> 0;
  const draw = (list: string[]) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)]!;
  };
  const who = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Wayne', 'Tyrell'];
  const what = [
    'the card form',
    'the CSV export',
    'the PDF report',
    'the login page',
    'the mobile app',
    'the invoice list',
    'the search',
    'the webhook',
  ];
  const how = [
    'freezes every morning',
    'is very slow since the update',
    'shows an error 500',
    'loses the last line',
    'is empty',
    'asks for the password again and again',
  ];
  return Array.from(
    { length: n },
    (_, i) => `${draw(who)}: ${draw(what)} ${draw(how)}, reported as case ${i}.`,
  );
}

function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

function describe(
  r: Figures & { store: string; bareJobsPerSecond: number; messagesPerBareJob: number },
): string {
  const ms = ({ p50, p99 }: Spread) => `p50 ${p50} ms, p99 ${p99} ms`;
  return [
    `${r.store}: ${r.messagesPerSecond.toFixed(1)} messages/s through the whole loop`,
    `  queries   ${r.queriesPerMessage.earshot} a message, and ${r.queriesPerMessage.queue} of the queue's`,
    `  ear       ${ms(r.ear)}`,
    `  analysed  ${ms(r.analyzed)}`,
    `  scored    ${ms(r.scored)}`,
    `  bare BullMQ ${r.bareJobsPerSecond} no-op jobs/s: one message costs what ${(1 / r.messagesPerBareJob).toFixed(1)} of them cost`,
  ].join('\n');
}
