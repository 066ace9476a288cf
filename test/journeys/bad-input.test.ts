// What is wrong at the start ends in one sentence that names the fix, without a stack trace.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/server.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { areasFile, manifest } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-bad-'));
let slack: SlackStandIn;
let database: TestDatabase;

beforeAll(async () => {
  slack = await startSlack({ app: { manifest } });
  database = await freshDatabase();
  writeFileSync(join(folder, 'areas.yml'), areasFile);
});

afterAll(async () => {
  await slack.stop();
  rmSync(folder, { recursive: true, force: true });
});

const good = () => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  SLACK_API_URL: slack.apiUrl,
  DATABASE_URL: database.url,
  EARSHOT_AREAS: join(folder, 'areas.yml'),
  EARSHOT_DATA_DIR: folder,
  EARSHOT_PORT: '0',
  LOG_LEVEL: 'silent',
});

async function start(
  env: Record<string, string>,
  args = ['start'],
): Promise<{ code: number | null; said: string }> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let said = '';
  child.stdout.on('data', (data) => {
    const listened = said.includes('is listening');
    said += data;
    // A second signal would insist.
    if (!listened && said.includes('is listening')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said: said.trim() };
}

async function refused(env: Record<string, string>): Promise<string> {
  const { code, said } = await start(env);
  expect(code, said).toBe(1);
  expect(said).not.toMatch(/^\s+at /m);
  expect(said).not.toMatch(/node:internal|\.ts:\d+/);
  return said;
}

it('starts when all is well', async () => {
  expect(await start(good())).toMatchObject({ code: 0 });
}, 60_000);

describe('the environment', () => {
  it('names every problem at once', async () => {
    const said = await refused({ EARSHOT_PORT: 'http', EARSHOT_TIME_ZONE: 'Berlin', LINEAR_API_KEY: 'x' });
    for (const name of ['SLACK_BOT_TOKEN', 'EARSHOT_PORT', 'EARSHOT_TIME_ZONE', 'LINEAR_API_KEY'])
      expect(said).toContain(name);
    expect(said).toContain('npm run demo');
  });

  it('takes an empty variable for one that is not set', () => {
    const config = parseConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      EARSHOT_REACTIONS: 'ticket=jira',
    });
    expect(config.reactions.ticket).toBe('jira');
    expect(config.reactions.capture).toBe('ear');
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'xoxb-'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', JIRA_HOST: 'https://x.test' }, 'JIRA_API_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', EARSHOT_ROLES: 'boss' }, 'bot, worker and web'],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', EARSHOT_REACTIONS: 'tiket=jira' },
      'meaning=emoji',
    ],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', DATABASE_URL: 'mysql://x' }, 'postgres://'],
  ])('%o names %s', (env, fix) => {
    expect(() => parseConfig(env)).toThrow(fix);
  });
});

it('says that the database cannot be reached, without its password', async () => {
  const said = await refused({ ...good(), DATABASE_URL: 'postgres://me:hushhush@127.0.0.1:9/none' });
  expect(said).toContain('127.0.0.1:9');
  expect(said).toContain('DATABASE_URL');
  expect(said).not.toContain('hushhush');
}, 60_000);

it('says where areas.yml is wrong, and where it is missing', async () => {
  const file = join(folder, 'broken.yml');
  writeFileSync(file, 'areas:\n  - key: Payments!\n    name: Payments\n    tracker: github/X\n');
  const said = await refused({ ...good(), EARSHOT_AREAS: file });
  expect(said).toContain('broken.yml');
  expect(said).toContain('lower case');
  expect(said).toContain('linear/PAY');
  expect(await refused({ ...good(), EARSHOT_AREAS: join(folder, 'none.yml') })).toContain(
    'areas.example.yml',
  );
}, 60_000);

it('says that the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const port = String((other.address() as AddressInfo).port);
  expect(await refused({ ...good(), EARSHOT_PORT: port })).toContain(`Port ${port} is in use`);
  other.close();
}, 60_000);

it('says that Slack cannot be reached, and that it refuses the token', async () => {
  expect(await refused({ ...good(), SLACK_API_URL: 'http://127.0.0.1:9/api/' })).toContain('SLACK_API_URL');
  expect(await refused({ ...good(), SLACK_BOT_TOKEN: 'xoxb-nobody' })).toContain('SLACK_BOT_TOKEN');
}, 60_000);

it('knows its commands and their options', async () => {
  expect(await start({}, ['strat'])).toMatchObject({ code: 2 });
  expect((await start({}, ['demo', '--prot', '1'])).code).toBe(2);
  expect((await start({}, ['help'])).said).toContain('npm run earshot -- start');
});
