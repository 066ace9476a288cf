// A whole small world for a journey: a company in Slack, Linear, Jira where wanted, and Earshot between them, all over
// real HTTP.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { sql } from 'drizzle-orm';
import { afterAll } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../src/config.ts';
import type { Db } from '../src/db/connect.ts';
import { type Running, startEarshot } from '../src/roles/start.ts';
import { type JiraStandIn, startJira } from '../src/sandbox/jira/server.ts';
import { type LinearStandIn, startLinear } from '../src/sandbox/linear/server.ts';
import { read, type } from '../src/sandbox/slack/drive.ts';
import type { SlackSeed } from '../src/sandbox/slack/seed.ts';
import { type SlackStandIn, startSlack } from '../src/sandbox/slack/server.ts';
import type { WireMessage } from '../src/sandbox/slack/wire.ts';
import { freshDatabase } from './database.ts';

export const manifest: unknown = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));

/** Harbor sells invoicing. Globex shares a channel with it; Nils is a guest. */
export const harbor: SlackSeed = {
  team: { name: 'Harbor', domain: 'harbor' },
  otherTeams: [{ name: 'Globex', domain: 'globex' }],
  users: [
    { name: 'ana', real_name: 'Ana Ruiz', email: 'ana@harbor.test', is_admin: true },
    { name: 'eva', real_name: 'Eva Lind', email: 'eva@harbor.test', title: 'Engineer' },
    { name: 'sam', real_name: 'Sam Oduya', email: 'sam@harbor.test', title: 'Support' },
    { name: 'nils', real_name: 'Nils Brandt', email: 'nils@freelance.test', is_guest: 'multi' },
    { name: 'greta', real_name: 'Greta Holm', email: 'greta@globex.test', team: 'globex' },
  ],
  usergroups: [{ handle: 'payments-eng', name: 'Payments engineers', users: ['eva'] }],
  channels: [
    { name: 'general', general: true },
    { name: 'feedback', members: ['ana', 'eva', 'sam', 'nils', 'app'] },
    { name: 'digest', members: ['ana', 'eva', 'sam', 'app'] },
    { name: 'random', members: ['ana', 'eva', 'sam', 'app'] },
    { name: 'globex-shared', members: ['ana', 'eva', 'greta', 'app'], shared_with: ['globex'] },
  ],
};

export const areasFile = `areas:
  - key: payments
    name: Payments
    description: Taking money, by card, by bank transfer, refunds.
    words: [card, checkout, payment, refund, declined, 3D Secure]
    tracker: linear/PAY
  - key: reports
    name: Reports
    description: Exports and reports, PDF and CSV.
    words: [export, csv, pdf, report, download]
    tracker: linear/PLA
  - key: mobile
    name: Mobile app
    description: The app on phones.
    words: [app, iphone, android, push notification]
    tracker: linear/APP
`;

/** Beside the others where there is a Jira. */
const jiraArea = `  - key: search
    name: Search
    description: Finding things, the search field and its results.
    words: [search, find, results, filter, typo]
    tracker: { team: jira/SHOP, component: Search, labels: [search] }
`;

export type World = {
  slack: SlackStandIn;
  linear: LinearStandIn;
  jira: JiraStandIn;
  earshot: Running;
  /** A connection of the test's own to Earshot's database. */
  db: Db;
  /** A person's own client, with their own token. */
  as: (name: string) => WebClient;
  channel: (name: string) => string;
  user: (name: string) => string;
  restart: (env?: Record<string, string>) => Promise<void>;
  /** Everybody's clock goes on by this much at once. */
  travel: (ms: number) => void;
  /** What Earshot was started with: for a process of its own. */
  env: Record<string, string>;
};

type Options = {
  seed?: SlackSeed;
  /** Settings beside or instead of the usual ones. */
  env?: (slack: SlackStandIn) => Record<string, string>;
  transport?: 'socket' | 'http';
  /** Whether there is a Jira, and an area in it. */
  jira?: 'cloud' | 'datacenter' | 'none';
  /** `unreachable`: trackers know no address of Earshot's. */
  webhooks?: 'delivered' | 'unreachable';
};

/** To be called at the top of a test file or in `beforeAll`; everything is stopped after the file. */
export async function startWorld({
  seed = harbor,
  env = () => ({}),
  transport = 'socket',
  jira: deployment = 'none',
  webhooks = 'delivered',
}: Options = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-world-'));
  const areas = join(folder, 'areas.yml');
  writeFileSync(areas, deployment === 'none' ? areasFile : `${areasFile}${jiraArea}`);
  const database = await freshDatabase();
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const slack = await startSlack({ app: { manifest }, seed, timeScale: 0.01, now: () => now().getTime() });
  const linear = await startLinear({ timeScale: 0.01, now });
  const jira = await startJira({
    timeScale: 0.01,
    now,
    ...(deployment === 'none' ? {} : { deployment }),
  });
  const settings: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    LINEAR_API_KEY: linear.apiKey,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_WEBHOOK_SECRET: linear.webhookSecret,
    ...(deployment === 'none' ? {} : jiraSettings(jira)),
    DATABASE_URL: database.url,
    EARSHOT_AREAS: areas,
    EARSHOT_DATA_DIR: folder,
    EARSHOT_FEEDBACK_CHANNELS: 'feedback,globex-shared',
    EARSHOT_PORT: '0',
    LOG_LEVEL: 'error',
    ...env(slack),
  };
  const start = async (more: Record<string, string>) => {
    const keepTime = async (deps: Running['deps']) => {
      deps.now = now;
    };
    const running = await startEarshot(parseConfig({ ...settings, ...more }), () => {}, keepTime);
    if (webhooks === 'delivered') {
      linear.sendWebhooksTo(`${running.url}/webhooks/linear`);
      jira.sendWebhooksTo(`${running.url}/webhooks/jira`);
    }
    const url = `${running.url}/slack/events`;
    if (transport === 'http')
      await slack.subscribe({ eventsUrl: url, interactivityUrl: url, commandsUrl: url });
    return running;
  };
  const world: World = {
    slack,
    linear,
    jira,
    env: settings,
    earshot: await start({}),
    db: database.db,
    as: (name) => new WebClient(slack.users[name]!.token, { slackApiUrl: slack.apiUrl }),
    channel: (name) => slack.channels[name]!,
    user: (name) => slack.users[name]!.id,
    restart: async (more = {}) => {
      await world.earshot.close();
      world.earshot = await start(more);
    },
    travel: (ms) => {
      ahead += ms;
    },
  };
  afterAll(async () => {
    await world.earshot.close();
    await slack.stop();
    await linear.stop();
    await jira.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return world;
}

function jiraSettings({ host, email, apiToken, webhookSecret }: JiraStandIn): Record<string, string> {
  return {
    JIRA_HOST: host,
    ...(email ? { JIRA_EMAIL: email } : {}),
    JIRA_API_TOKEN: apiToken,
    JIRA_WEBHOOK_SECRET: webhookSecret,
  };
}

/** Looks until it is there; a promise not kept in time fails with its name. */
export async function until<T>(
  promise: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 40_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`It did not happen within ${withinMs / 1000} s: ${promise}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Types `/earshot <text>` in a channel. */
export const command = (world: World, who: string, channel: string, text: string) =>
  type(world.slack, who, channel, text);

/** Everything a person sees in a channel, ephemeral messages too. */
export const seenBy = (world: World, who: string, channel: string): Promise<WireMessage[]> =>
  read(world.slack, who, channel);

/** The replies of Earshot's in a thread. */
export async function repliesIn(
  world: World,
  who: string,
  channel: string,
  ts: string,
): Promise<WireMessage[]> {
  const messages = await seenBy(world, who, channel);
  return messages.filter(
    (m) => m.thread_ts === ts && m.ts !== ts && m.user === world.slack.botUserId && !m.is_ephemeral,
  );
}

/** Writes a message as a person; returns its ts. */
export async function write(
  world: World,
  who: string,
  channel: string,
  text: string,
  threadTs?: string,
): Promise<string> {
  const answer = await world.as(who).chat.postMessage({
    channel: world.channel(channel),
    text,
    ...(threadTs ? { thread_ts: threadTs } : {}),
  });
  return answer.ts!;
}

export async function react(
  world: World,
  who: string,
  channel: string,
  ts: string,
  name: string,
): Promise<void> {
  await world.as(who).reactions.add({ channel: world.channel(channel), timestamp: ts, name });
}

export async function hasEar(world: World, who: string, channel: string, ts: string): Promise<boolean> {
  const message = (await seenBy(world, who, channel)).find((m) => m.ts === ts);
  return message?.reactions?.some((reaction) => reaction.name === 'ear') ?? false;
}

/** One number out of Earshot's own database. */
export async function count(world: World, what: string): Promise<number> {
  const [row] = await world.db.execute(sql.raw(`select count(*)::int as n from app.${what}`));
  return Number(row?.n);
}
