// A Slack export is heard as if it were said now: threads are one item, and what was heard live comes in no second time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../command.ts';
import { startWorld, until, type World } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let world: World;
let env: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  const { config } = world.earshot.deps;
  env = {
    DATABASE_URL: config.databaseUrl!,
    SLACK_BOT_TOKEN: world.slack.botToken,
    SLACK_APP_TOKEN: world.slack.appToken,
    SLACK_API_URL: world.slack.apiUrl,
    EARSHOT_FEEDBACK_CHANNELS: 'feedback',
    EARSHOT_DATA_DIR: folder,
    LOG_LEVEL: 'error',
  };
});

const ago = (hours: number) => `${(Date.now() / 1000 - hours * 3600).toFixed(0)}.000100`;
const dayOf = (ts: string) => new Date(Number(ts) * 1000).toISOString().slice(0, 10);

type Message = Record<string, unknown> & { ts: string };

function makeExport(name: string, messages: Message[], more: Record<string, string> = {}): string {
  const id = world.channel('feedback');
  const users = ['ana', 'eva', 'sam', 'nils'].map((who) => ({
    id: world.user(who),
    team_id: world.slack.teamId,
    name: who,
    profile: { real_name: who, email: `${who}@harbor.test` },
  }));
  const days = Map.groupBy(messages, (message) => dayOf(message.ts));
  const path = join(folder, name);
  const entries: Record<string, string> = {
    'channels.json': JSON.stringify([
      { id, name: 'feedback' },
      { id: world.channel('random'), name: 'random' },
    ]),
    'users.json': JSON.stringify(users),
    'integration_logs.json': '[]',
    ...Object.fromEntries([...days].map(([day, list]) => [`feedback/${day}.json`, JSON.stringify(list)])),
    ...more,
  };
  writeFileSync(path, zipSync(Object.fromEntries(Object.entries(entries).map(([k, v]) => [k, strToU8(v)]))));
  return path;
}

it('takes every message the way of one that is heard', { timeout: 60_000 }, async () => {
  const live = await world.as('sam').chat.postMessage({
    channel: world.channel('feedback'),
    text: 'Initech cannot export the annual report, the page stays blank.',
  });
  const channel = world.channel('feedback');
  await until('the live message heard', async () => {
    const [row] = await world.earshot.deps.db.execute(
      sql`select 1 as yes from app.message where key = ${`${channel}:${live.ts}`}`,
    );
    return row !== undefined;
  });
  const root = ago(400);
  const sam = world.user('sam');
  const said = (ts: string, text: string, over: object = {}): Message => ({
    type: 'message',
    user: sam,
    ts,
    text,
    ...over,
  });
  const path = makeExport(
    'export.zip',
    [
      said(root, 'Globex reports that refunds take eight days.', { reply_count: 2, thread_ts: root }),
      said(ago(399), 'They called again &amp; are upset.', { thread_ts: root }),
      said(ago(300), 'Since the update the invoice page is blank for Umbrella.', { thread_ts: root }),
      said(ago(398), '<@U1> has joined the channel', { subtype: 'channel_join' }),
      said(ago(397), '', { files: [] }),
      said(ago(200), 'Acme wants a dark mode in the mobile app.', {
        files: [{ id: 'F1', name: 'mock.png', permalink: 'https://harbor.slack.com/files/F1/mock.png' }],
      }),
      said(live.ts!, 'Initech cannot export the annual report, the page stays blank.'),
    ],
    { 'random/2026-01-01.json': JSON.stringify([said(ago(100), 'Lunch?')]) },
  );
  const dry = await run(['import', path], env);
  expect(dry.errors).toBe('');
  expect(dry.out).toContain('Slack export. Channels: #feedback');
  expect(dry.out).toContain('not read  #random');
  expect(dry.out).toContain('7 messages: 3 beginnings (2 new), 2 passed over, 0 rejected.');
  const { out } = await run(['import', path, '--yes'], env);
  expect(out).toContain('2 items added');
  const rows = await world.earshot.deps.db.execute(sql`
    select f.source_key, f.link, f.revision, (select count(*)::int from app.message m where m.feedback_id = f.id) as messages
    from app.feedback f where source = 'slack' order by f.said_at`);
  expect([...rows]).toMatchObject([
    {
      source_key: `${channel}:${root}`,
      messages: 3,
      link: expect.stringContaining(`/archives/${channel}/p`),
    },
    { source_key: expect.stringContaining(channel), messages: 1 },
    { source_key: `${channel}:${live.ts}`, messages: 1, revision: 1 },
  ]);
  expect((await run(['import', path, '--yes'], env)).out).toContain('there is nothing to add');
  const [random] = await world.earshot.deps.db.execute(
    sql`select count(*)::int as n from app.message where key like ${`${world.channel('random')}:%`}`,
  );
  expect(random!.n).toBe(0);
});

it.each([
  ['a channel that is not in it', ['--channels', 'support'], {}, 'Which channels hold feedback?'],
  [
    'another workspace',
    [],
    { 'users.json': '[{"id":"U1","team_id":"TOTHER"}]' },
    'another workspace (TOTHER)',
  ],
])('refuses %s', async (_what, args, more, why) => {
  const path = makeExport('other.zip', [{ type: 'message', ts: ago(5), text: 'x' }], more);
  const { code, errors } = await run(['import', path, ...args], env);
  expect(code).toBe(1);
  expect(errors).toContain(why);
});

it.each([
  ['a ZIP of something else', { 'a.csv': 'x' }, 'no Slack export'],
  ['an Excel file', { '[Content_Types].xml': '<x/>' }, 'Save it as CSV'],
  [
    'names that lead out of the archive',
    { '../../etc/passwd': 'x', 'channels.json': '[]' },
    'cannot be read as ZIP',
  ],
])('refuses %s', async (_what, entries, why) => {
  const path = join(folder, 'hostile.zip');
  writeFileSync(
    path,
    zipSync(Object.fromEntries(Object.entries(entries).map(([k, v]) => [k, strToU8(v as string)]))),
  );
  const { code, errors } = await run(['import', path], env);
  expect(code).toBe(1);
  expect(errors).toContain(why);
});

it('rejects a day that cannot be read and messages that are none, and takes the rest', async () => {
  const ts = ago(50);
  const path = makeExport('broken.zip', [], {
    'feedback/2026-01-01.json': '{"not": "a list"}',
    'feedback/2026-01-02.json': '[[[',
    [`feedback/${dayOf(ts)}.json`]: JSON.stringify([
      1,
      null,
      { ts: 'yesterday', text: 'x' },
      { ts: '../../1', text: 'x' },
      {
        type: 'message',
        ts,
        user: world.user('sam'),
        text: 'Umbrella cannot log in \u0000 since the update.',
      },
    ]),
  });
  const { out } = await run(['import', path, '--yes'], env);
  expect(out).toContain('6 rejected');
  expect(out).toContain('1 item added');
});
