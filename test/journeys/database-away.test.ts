// The database goes away under a running process: nobody is told "saved", the process lives, and goes on by itself when
// it is back. The built-in one is started again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/db/embedded/server.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/server.ts';
import { areas, company } from '../reliability/company.ts';
import { earshotProcess } from '../reliability/process.ts';
import { startPostgres } from '../reliability/stores.ts';
import { manifest, until } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-away-'));
const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
afterAll(async () => {
  for (const stop of undo.reverse()) await stop();
});

async function startOn(name: string, databaseUrl?: string) {
  const home = join(folder, name);
  const slack = await startSlack({ app: { manifest }, seed: company, timeScale: 0.06 });
  undo.push(slack.stop);
  writeFileSync(join(folder, 'areas.yml'), areas);
  const port = String(await freePort());
  const earshot = earshotProcess(
    {
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_SIGNING_SECRET: slack.signingSecret },
      ...{ SLACK_API_URL: slack.apiUrl, EARSHOT_FEEDBACK_CHANNELS: 'feedback', EARSHOT_PORT: port },
      ...{ EARSHOT_DATA_DIR: home, EARSHOT_AREAS: join(folder, 'areas.yml'), LOG_LEVEL: 'error' },
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    },
    join(folder, `${name}.log`),
  );
  undo.push(earshot.stop);
  await earshot.start();
  const url = `http://127.0.0.1:${port}`;
  await slack.subscribe({ eventsUrl: `${url}/slack/events` });
  return { slack, earshot, url, home };
}

async function say(slack: SlackStandIn, text: string): Promise<string> {
  const sam = new WebClient(slack.users.sam!.token, { slackApiUrl: slack.apiUrl });
  return (await sam.chat.postMessage({ channel: slack.channels.feedback!, text })).ts!;
}

const isHeard = (slack: SlackStandIn, ts: string) => async () =>
  slack.state.messages[slack.channels.feedback!]!.find((m) => m.ts === ts)?.reactions?.some(
    ({ name }) => name === 'ear',
  ) ?? false;

const healthOf = async (url: string) => (await fetch(`${url}/healthz`)).status;

describe('a PostgreSQL of the company’s own', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let world: Awaited<ReturnType<typeof startOn>>;
  beforeAll(async () => {
    postgres = await startPostgres(join(folder, 'own'));
    undo.push(postgres.stop);
    world = await startOn('process', postgres.url);
    const ts = await say(world.slack, 'Globex: the CSV export is empty since Monday.');
    await until('it works', isHeard(world.slack, ts));
  });

  it.each(['first', 'second'])(
    'goes away for the %s time: refused while it is away, heard afterwards',
    async (time) => {
      const { slack, url, earshot } = world;
      // What was told before has its answer: nothing of it is taken for an answer without a database.
      await slack.idle();
      await postgres.crash();
      const before = slack.deliveries().length;
      const ts = await say(slack, `Globex: the CSV export is empty for the ${time} time.`);
      const since = () => slack.deliveries().slice(before);
      await until('Slack was refused', async () => since().some((d) => d.outcome !== 'taken'));
      expect(since().filter((d) => d.outcome === 'taken')).toEqual([]);
      expect(await healthOf(url)).toBe(503);
      await postgres.start();
      await until('it is heard', isHeard(slack, ts), 60_000);
      expect(await healthOf(url)).toBe(200);
      expect(earshot.died()).toEqual([]);
    },
    120_000,
  );
});

it('the built-in PostgreSQL is killed: it is started again, and work goes on', async () => {
  const { slack, url, home, earshot } = await startOn('built-in');
  const pid = () =>
    Number(readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  for (const time of ['first', 'second']) {
    const killed = pid();
    process.kill(killed, 'SIGKILL');
    const ts = await say(slack, `Globex: the CSV export is empty for the ${time} time.`);
    await until('it is heard', isHeard(slack, ts), 60_000);
    expect(pid()).not.toBe(killed);
    expect(await healthOf(url)).toBe(200);
  }
  expect(earshot.died()).toEqual([]);
}, 180_000);
