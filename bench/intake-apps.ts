// Who is measured: a bare Bolt app and Earshot, each a process of its own, on a line of its own, with stores of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, type Db } from '../src/db/connect.ts';
import { freePort } from '../src/db/embedded/server.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import type { SlackStandIn } from '../src/sandbox/slack/server.ts';
import { type Line, openLine, type Transport } from '../test/line.ts';

export type App = {
  send: Line['send'];
  /** Absent where nothing is kept. */
  db?: Db;
  stop(): Promise<void>;
};

export async function startBare(slack: SlackStandIn, transport: Transport): Promise<App> {
  const line = await openLine(slack, transport, { ackTimeoutMs: 10_000 });
  const script = new URL('./intake-bare.ts', import.meta.url).pathname;
  const port = String(await freePort());
  const child = run([script, transport], { ...slackSettings(slack, line, transport), PORT: port });
  await line.leadsTo(await addressOf(child));
  const stop = async () => {
    await end(child);
    await line.close();
  };
  return { send: line.send, stop };
}

/** `more`: settings beside those of Slack and of the stores. */
export async function startEarshot(
  slack: SlackStandIn,
  transport: Transport,
  more: { settings: Record<string, string>; areas: string },
): Promise<App & { db: Db }> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const server = await startEmbedded(folder);
  const line = await openLine(slack, transport, { ackTimeoutMs: 10_000 });
  const { db, close } = connect(server.url, { max: 2 });
  writeFileSync(join(folder, 'areas.yml'), more.areas);
  const child = run(['src/main.ts', 'start'], {
    ...slackSettings(slack, line, transport),
    DATABASE_URL: server.url,
    EARSHOT_DATA_DIR: folder,
    EARSHOT_AREAS: join(folder, 'areas.yml'),
    EARSHOT_FEEDBACK_CHANNELS: 'feedback',
    EARSHOT_PORT: '0',
    LOG_LEVEL: 'silent',
    ...more.settings,
  });
  await line.leadsTo(await addressOf(child));
  const stop = async () => {
    await end(child);
    await line.close();
    await close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { send: line.send, db, stop };
}

/** How many of these events are in the inbox. */
export async function countSaved(db: Db, events: Record<string, unknown>[]): Promise<number> {
  const ids = events.map(({ event_id }) => event_id);
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from app.inbox where event_id = any(${sql.param(ids)}::text[])`,
  );
  return Number(row?.n);
}

function slackSettings(slack: SlackStandIn, { apiUrl }: Line, transport: Transport) {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: apiUrl,
    ...(transport === 'http'
      ? { SLACK_SIGNING_SECRET: slack.signingSecret }
      : { SLACK_APP_TOKEN: slack.appToken }),
  };
}

function run(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
}

/** Empty where it listens at none: Socket Mode alone. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
    child.stdout!.on('data', (data) => {
      const text = String(data);
      if (text.includes('is listening')) resolve(/listening .*?(http:\/\/\S+?)\.? /.exec(text)?.[1] ?? '');
    });
  });
}

/** Its running jobs may hang with the upstreams: what is killed here has been measured. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.removeAllListeners('exit');
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(timer);
}
