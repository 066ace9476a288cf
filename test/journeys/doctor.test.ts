// `npm run earshot -- doctor`: what is in order, and what is not with its fix; and nothing is changed by asking.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { startSlack } from '../../src/sandbox/slack/server.ts';
import { run } from '../command.ts';
import { count, manifest, startWorld, until, type World } from '../world.ts';
import { report } from './ticket-acts.ts';

let world: World;
let claude: AnthropicStandIn;
let env: Record<string, string>;

beforeAll(async () => {
  claude = await startAnthropic();
  afterAll(() => claude.stop());
  world = await startWorld({
    jira: 'cloud',
    env: (slack) => ({ EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id, EARSHOT_DIGEST_CHANNEL: 'digest' }),
  });
  env = {
    ...world.env,
    EARSHOT_PUBLIC_URL: world.earshot.url!,
    ANTHROPIC_API_KEY: claude.apiKey,
    ANTHROPIC_BASE_URL: claude.url,
  };
  await report(world, 'Globex: the card form freezes at the expiry date, nobody can pay.');
  await until('a ticket’s worth of quiet', async () => (await count(world, 'score')) > 0);
});

const doctor = (over: Record<string, string> = {}, ...args: string[]) =>
  run(['doctor', ...args], { ...env, ...over });

it('says that all is well', async () => {
  const { code, out, errors } = await doctor();
  expect(errors).toBe('');
  expect(out).toContain('All 20 scopes of manifest.yml are granted.');
  expect(out).toContain('SLACK_APP_TOKEN works: Socket Mode.');
  expect(out).toContain('In all 3 channels that are named.');
  expect(out).toContain('Everybody in EARSHOT_ENGINEERS exists.');
  expect(out).toContain('Linear knows PAY, PLA, APP and all that areas.yml names there.');
  expect(out).toContain('Jira knows SHOP');
  expect(out).toContain('webhooks/linear is open to signed webhooks, and closed to others.');
  expect(out).toContain('Its tables are those of this version.');
  expect(out).toContain('Last heard from slack just now.');
  expect(out).toContain('ANTHROPIC_API_KEY works, and knows claude-sonnet-5-5.');
  expect(out).toMatch(/Nothing to put right\. \d+ checks in order, \d+ worth knowing\.\n$/);
  expect(code).toBe(0);
});

describe('what is wrong is named with its fix', () => {
  it.each([
    [
      'a bot token',
      { SLACK_BOT_TOKEN: 'xoxb-wrong' },
      /Slack refused auth\.test[^\n]*\n +Reinstall the Slack app/,
    ],
    [
      'an app token',
      { SLACK_APP_TOKEN: 'xapp-wrong' },
      /refuses SLACK_APP_TOKEN: invalid_auth\.\n +Make an app-level/,
    ],
    ['a channel', { EARSHOT_FEEDBACK_CHANNELS: 'feedback,nowhere' }, /not in #nowhere\.\n +Type "\/invite/],
    ['an engineer', { EARSHOT_ENGINEERS: 'U000000' }, /knows no U000000/],
    [
      'a key',
      { LINEAR_API_KEY: 'lin_api_wrong_key' },
      /Linear does not accept LINEAR_API_KEY\.\n +Make a new key/,
    ],
    [
      'a token',
      { JIRA_API_TOKEN: 'wrong-token-here' },
      /Jira does not accept JIRA_EMAIL[^\n]*\n +Make a new token/,
    ],
    [
      'an address',
      { EARSHOT_PUBLIC_URL: 'http://127.0.0.1:9' },
      /127\.0\.0\.1:9 does not answer[^\n]*\n +Start Earshot/,
    ],
    ['a database', { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' }, /Database and queue\n +FAIL/],
    ['Redis', { REDIS_URL: 'redis://127.0.0.1:9' }, /Cannot use Redis at 127\.0\.0\.1:9[^\n]*\n +Start it/],
    ['a model', { ANTHROPIC_MODEL: 'claude-none' }, /no model "claude-none"\.\n +Correct ANTHROPIC_MODEL/],
  ])('%s', async (_, over, says) => {
    const { code, out } = await doctor(over);
    expect(out).toMatch(says);
    expect(out).toMatch(/\n1 to put right\./);
    expect(code).toBe(1);
  });

  it('a team that does not exist, a tracker that is not connected, a file that is broken', async () => {
    const areas = (tracker: string) => {
      const file = join(env.EARSHOT_DATA_DIR!, 'other.yml');
      writeFileSync(file, `areas:\n  - { key: a, name: A, tracker: ${tracker} }\n`);
      return { EARSHOT_AREAS: file };
    };
    expect((await doctor(areas('linear/NONE'))).out).toMatch(/no team with the key "NONE"[^\n]*\n +Correct/);
    const alone = { ...areas('jira/SHOP'), JIRA_HOST: '', JIRA_API_TOKEN: '' };
    expect((await doctor(alone)).out).toMatch(
      /names jira\/SHOP, and Jira is not connected\.\n +Set JIRA_HOST/,
    );
    const broken = await doctor(areas('nowhere'));
    expect(broken.out).toContain('must look like "linear/PAY"');
    expect(broken.code).toBe(1);
  }, 120_000);

  it('a scope that is missing', async () => {
    const { oauth_config, ...rest } = manifest as { oauth_config: { scopes: { bot: string[] } } };
    const bot = oauth_config.scopes.bot.filter((scope) => scope !== 'files:write');
    const other = await startSlack({ app: { manifest: { ...rest, oauth_config: { scopes: { bot } } } } });
    const { out } = await doctor({ SLACK_API_URL: other.apiUrl, SLACK_BOT_TOKEN: other.botToken });
    await other.stop();
    expect(out).toMatch(/The app lacks files:write\.\n +Paste manifest\.yml/);
  });
});

it('tells programs the same', async () => {
  const { out, code } = await doctor({}, '--json');
  const parts = JSON.parse(out) as { part: string; findings: { kind: string }[] }[];
  expect(parts.map(({ part }) => part)).toContain('Slack');
  expect(parts.flatMap(({ findings }) => findings).every(({ kind }) => kind !== 'fail')).toBe(true);
  expect(code).toBe(0);
});

describe('while Earshot does not run', () => {
  beforeAll(() => world.earshot.close());

  it('asks only for what there is, and changes nothing anywhere', async () => {
    const rows = () => Promise.all(['inbox', 'post', 'audit', 'failure'].map((table) => count(world, table)));
    const before = { seen: await requestsSoFar(), rows: await rows(), seq: changes() };
    const { code, out } = await doctor({ EARSHOT_PUBLIC_URL: '' });
    expect(out).toMatch(/\nNothing to put right/);
    expect(code).toBe(0);
    const asked = (await requestsSoFar()).map((all, n) => all.slice(before.seen[n]!.length));
    const [slack, linear, jira] = asked as [Logged[], Logged[], Logged[]];
    expect(new Set(slack.map(({ path }) => path.replace('/api/', '')))).toEqual(
      new Set(['auth.test', 'apps.connections.open', 'users.conversations', 'usergroups.users.list']),
    );
    expect(linear.length).toBeGreaterThan(0);
    for (const { args } of linear) expect((args as { query: string }).query).toMatch(/^\s*query /);
    expect(jira.length).toBeGreaterThan(0);
    for (const { method } of jira) expect(method).toBe('GET');
    expect({ rows: await rows(), seq: changes() }).toEqual({ rows: before.rows, seq: before.seq });
  });

  it('looks into the built-in database that another process runs, and says when none runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-doctor-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const built = { DATABASE_URL: '', EARSHOT_DATA_DIR: folder, EARSHOT_PUBLIC_URL: '' };
    const notRunning = /note {2}Earshot is not running, and its built-in database with it/;
    expect((await doctor(built)).out).toMatch(notRunning);
    const server = await startEmbedded(folder);
    await migrate(server.url);
    const { out, code } = await doctor(built);
    expect(out).toContain('The database answers: the built-in PostgreSQL');
    expect(out).toContain('Its tables are those of this version.');
    expect(out).toContain('Nothing was heard from anybody yet.');
    expect(code).toBe(0);
    const pidFile = join(folder, 'postgres', 'data', 'postmaster.pid');
    const left = readFileSync(pidFile);
    await server.stop();
    expect((await doctor(built)).out).toMatch(notRunning);
    // As after a power cut.
    writeFileSync(pidFile, left);
    const after = await doctor(built);
    expect(after.out).toMatch(notRunning);
    expect(after.code).toBe(0);
  }, 120_000);
});

type Logged = { method: string; path: string; args: unknown };

/** What Slack, Linear and Jira were asked. */
function requestsSoFar(): Promise<Logged[][]> {
  return Promise.all(
    [world.slack.url, world.linear.url, world.jira.url].map(async (url) => {
      const answer = await fetch(`${url}/sandbox/requests`);
      return ((await answer.json()) as { requests: Logged[] }).requests;
    }),
  );
}

const changes = () => [world.linear.state().seq, world.jira.state().seq];
