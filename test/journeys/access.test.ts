// Who may do what: every way into Earshot (command, button, menu, form, shortcut, emoji, Home, link) with every kind of
// person. Guests, people of other organisations and strangers change nothing and see nothing; members may not decide.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { ears } from '../../src/roles/bot.ts';
import type { Happened } from '../../src/steps/happened.ts';
import { drawHome } from '../../src/steps/home/home.ts';
import { startWorld, type World, write } from '../world.ts';
import { settled } from './desk-person.ts';

type Kind = 'command' | 'action' | 'view' | 'shortcut' | 'event' | 'options';

/** Everything that is registered with Bolt. `event`s are heard from everybody; what they let people do is below. */
const registered: { kind: Kind; name: string }[] = [];
const recorder = new Proxy(
  {},
  {
    get:
      (_, kind: Kind) =>
      (name: unknown): void => {
        const words =
          name instanceof RegExp ? name.source.replace(/[\^$\\]/g, '').replace(/d$/, '1') : String(name);
        registered.push({ kind, name: words });
      },
  },
);

/** Held by EARSHOT_ENGINEERS; all else is everybody's who is a member. */
const engineersOnly = [
  ...['priority', 'merge', 'split', 'decide', 'undo', 'merge-yes', 'merge-no', 'split-yes', 'split-no'],
  ...[
    'priority',
    'rename',
    'move',
    'merge',
    'merge-confirm',
    'split',
    'digest-new',
    'digest-manage',
    'ring-again',
  ],
  ...[
    'ticket',
    'ticket-instead-1',
    'ticket-link-1',
    'ticket-pick-1',
    'ticket-replace',
    'ticket-name',
    'ticket-another',
  ],
  ...['ticket-named', 'ticket-form', 'ticket-unlink'],
].map((name) => `earshot:${name}`);
const engineersCommands = ['ticket', 'digest', 'erase'];
const everyonesCommands = ['help', 'log', 'channel', 'top', 'theme', 'areas', 'ask', 'why', 'status'];

let world: World;
let theme: { id: string; number: number; title: string };
/** By channel: a customer's message, and a line of ours about its theme. */
const messages: Record<string, { message: string; line: string }> = {};
const stranger = 'U0STRANGER0';

beforeAll(async () => {
  world = await startWorld({
    env: (slack) => ({
      EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id,
      EARSHOT_PUBLIC_URL: 'https://earshot.example.com',
    }),
  });
  for (const listen of ears) listen(recorder as never, world.earshot.deps);
  const said: [string, string, string][] = [
    ['sam', 'feedback', 'Globex: the card form freezes at the expiry date, nobody can pay.'],
    ['greta', 'globex-shared', 'Your card form freezes at the expiry date, we cannot pay.'],
  ];
  for (const [who, channel, text] of said) {
    const message = await write(world, who, channel, text);
    const { ts: line } = await world.earshot.deps.slack.post({
      channel: world.channel(channel),
      text: 'a line',
      ourId: randomUUID(),
    });
    messages[channel] = { message, line };
  }
  await settled(world, 2);
  const [row] = await world.db.execute(sql`select id, number, title from app.theme order by number limit 1`);
  theme = row as unknown as typeof theme;
  for (const [channel, { line }] of Object.entries(messages))
    await world.db.execute(sql`insert into app.post (id, channel, what, ts)
      values (gen_random_uuid(), ${world.channel(channel)}, ${`theme:${theme.id}:digest`}, ${line})`);
  await world.slack.idle();
});

/** Where this person can be at all. */
const roomOf = (who: string) => (who === 'greta' ? 'globex-shared' : 'feedback');
const idOf = (who: string) => (who === 'stranger' ? stranger : world.user(who));

function common(who: string) {
  const team = who === 'greta' ? 'TGLOBEX' : 'THARBOR';
  return {
    user: { id: idOf(who), username: who, name: who, team_id: team },
    team: { id: team, domain: 'x' },
    api_app_id: 'A1',
    token: 'x',
    trigger_id: `1.${randomUUID()}`,
  };
}

const place = { responseUrl: null, on: 'shared', viewId: null, origin: 'C1' };

const input = (id: string, value: unknown) => ({ [id]: { [id]: value } });
const one = (value: string) => ({ type: 'static_select', selected_option: { value } });

/** What a form of another step cannot do without. */
function filled(callback: string): Record<string, unknown> {
  if (callback === 'earshot:correct')
    return {
      ...input('area', one('payments')),
      ...input('kind', one('bug')),
      ...input('severity', one('low')),
    };
  if (callback === 'earshot:ticket-named')
    return input('ticket', { type: 'plain_text_input', value: 'PAY-1' });
  return {};
}

/** A delivery as Slack sends it when this person uses this entry. */
function delivery(who: string, { kind, name }: { kind: Kind; name: string }): Record<string, unknown> {
  const channel = world.channel(roomOf(who));
  const { message: messageTs, line: lineTs } = messages[roomOf(who)]!;
  const hook = `${world.slack.url}/hooks/none`;
  if (kind === 'command')
    return {
      command: '/earshot',
      text: name,
      user_id: idOf(who),
      channel_id: channel,
      team_id: 'THARBOR',
      trigger_id: `1.${randomUUID()}`,
      response_url: hook,
      token: 'x',
      api_app_id: 'A1',
    };
  if (kind === 'action') {
    const values: Record<string, string> = {
      'earshot:decide': `closed ${theme.id}`,
      'earshot:top-next': JSON.stringify({ page: 1, area: null }),
      'earshot:top-previous': JSON.stringify({ page: 1, area: null }),
      'earshot:ring-again': JSON.stringify({ job: 'hear', key: 'inbox-1' }),
      'earshot:home-top': 'payments',
    };
    const value = values[name] ?? theme.id;
    const action = {
      type: 'button',
      action_id: name,
      block_id: 'b',
      value,
      action_ts: '1',
      text: { type: 'plain_text', text: 'x' },
    };
    return {
      type: 'block_actions',
      ...common(who),
      channel: { id: channel, name: 'feedback' },
      response_url: hook,
      container: { type: 'message', message_ts: lineTs, channel_id: channel, is_ephemeral: false },
      message: { ts: lineTs, text: 'a line', type: 'message' },
      actions: [action],
    };
  }
  if (kind === 'view') {
    const carries = {
      place: { ...place, userId: idOf(who) },
      themeId: theme.id,
      intoId: theme.id,
      findingId: theme.id,
      origin: channel,
      channel,
      threadTs: null,
      wishId: randomUUID(),
      scheduleId: null,
      person: null,
      feedbackId: null,
    };
    return {
      type: 'view_submission',
      ...common(who),
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: name,
        private_metadata: JSON.stringify(carries),
        blocks: [],
        state: { values: filled(name) },
        title: { type: 'plain_text', text: 'x' },
        hash: '1',
        root_view_id: 'V1',
        app_id: 'A1',
      },
    };
  }
  if (kind === 'options')
    return {
      type: 'block_suggestion',
      ...common(who),
      action_id: name,
      block_id: 'b',
      value: 'Glo',
      container: { type: 'view', view_id: 'V1' },
    };
  const isMessage = name !== 'log_feedback';
  return {
    type: isMessage ? 'message_action' : 'shortcut',
    ...common(who),
    callback_id: name,
    action_ts: '1',
    ...(isMessage
      ? {
          channel: { id: channel, name: 'feedback' },
          message_ts: messageTs,
          response_url: hook,
          message: { type: 'message', ts: messageTs, text: 'x', user: world.user('sam') },
        }
      : {}),
  };
}

const reaction = (who: string, name: string, ts: string, type: string) => ({
  type: 'event_callback',
  event_id: `Ev${randomUUID()}`,
  team_id: 'THARBOR',
  api_app_id: 'A1',
  event: {
    type,
    user: idOf(who),
    reaction: name,
    item: { type: 'message', channel: world.channel(roomOf(who)), ts },
    event_ts: '1',
  },
});

/** Tables that only remember what came and who somebody is. */
const remembering = ['failure', 'inbox', 'person', 'channel', 'reaction', 'post', 'score', 'half_points'];

async function fingerprint(): Promise<string> {
  const tables = await world.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'app' order by 1`,
  );
  const prints: string[] = [];
  for (const { name } of tables) {
    if (remembering.includes(name)) continue;
    const [row] = await world.db.execute(
      sql.raw(
        `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from app.${name} t`,
      ),
    );
    prints.push(`${name} ${row!.print}`);
  }
  return prints.join('\n');
}

type Outcome = { happened: Happened[]; changed: boolean; shown: string; answer: string };

/** Hands it to the listeners as the queue does; what was written and shown by it. */
async function use(body: Record<string, unknown>): Promise<Outcome> {
  const before = await fingerprint();
  const since = world.slack.requests.since(0).at(-1)?.seq ?? 0;
  const happened: Happened[] = [];
  const notes = { happened, deliveryId: `test:${randomUUID()}` };
  const answer = await world.earshot.deps.dispatch(body as never, notes).catch((error: Error) => {
    // A press whose window Slack does not let us open any more is no failure of access.
    if (/trigger|view|hooks|user_not_found/i.test(error.message)) return undefined;
    throw error;
  });
  const writes = world.slack.requests
    .since(since)
    .filter(({ path }) => /chat\.(post|update)|views\.|hooks|files|chat\.unfurl/.test(path));
  const shown = writes.map(({ args }) => JSON.stringify(args)).join('\n');
  return { happened, changed: (await fingerprint()) !== before, shown, answer: JSON.stringify(answer ?? '') };
}

const internal = () => new RegExp(`card form|T-${theme.number}\\b|${theme.id}|Globex says|Initech`, 'i');

function expectNothing({ happened, changed, shown, answer }: Outcome): void {
  expect(happened.filter(({ what }) => what !== 'homeChanged')).toEqual([]);
  expect(changed).toBe(false);
  expect(shown).not.toMatch(internal());
  expect(answer).not.toMatch(internal());
  expect(answer).not.toContain('Globex');
  for (const line of shown.split('\n').filter(Boolean)) expect(line).toMatch(/members of the workspace only/);
}

const outsiders = ['nils', 'greta', 'stranger'];

it('knows every entry there is', () => {
  const kinds = new Set(registered.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['action', 'command', 'event', 'options', 'shortcut', 'view']);
  expect(registered.length).toBeGreaterThan(60);
  const events = new Set(registered.filter(({ kind }) => kind === 'event').map(({ name }) => name));
  // Of these, messages are feedback whoever writes them; the others are covered below or are about Earshot itself.
  const known = [
    'message',
    'reaction_added',
    'reaction_removed',
    'app_home_opened',
    'link_shared',
    'member_joined_channel',
    'channel_left',
    'group_left',
  ];
  expect([...events].filter((name) => !known.includes(name))).toEqual([]);
});

describe.each(outsiders)('%s, who is no member,', (who) => {
  it('gets nothing from any command', async () => {
    for (const name of [
      ...everyonesCommands,
      ...engineersCommands,
      `theme T-1`,
      'ask what about the card form?',
      'digest now',
      'digest schedule',
    ])
      expectNothing(await use(delivery(who, { kind: 'command', name })));
  });

  it('gets nothing from any button, menu, form or shortcut', async () => {
    const entries = registered.filter(({ kind }) => ['action', 'view', 'shortcut', 'options'].includes(kind));
    expect(entries.length).toBeGreaterThan(50);
    for (const entry of entries) {
      const outcome = await use(delivery(who, entry));
      try {
        expectNothing(outcome);
      } catch (error) {
        throw new Error(
          `${entry.kind} ${entry.name}: ${(error as Error).message}\n${JSON.stringify(outcome).slice(0, 600)}`,
        );
      }
    }
  }, 120_000);

  it('changes nothing by any emoji, on a customer’s message or on a line', async () => {
    for (const name of Object.values(world.earshot.deps.config.reactions))
      for (const ts of Object.values(messages[roomOf(who)]!))
        for (const type of ['reaction_added', 'reaction_removed'])
          expectNothing(await use(reaction(who, name, ts, type)));
  });

  it('sees an empty Home, and no theme beneath a link', async () => {
    const opened = {
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      team_id: 'THARBOR',
      api_app_id: 'A1',
      event: { type: 'app_home_opened', user: idOf(who), channel: 'D1', tab: 'home', event_ts: '1' },
    };
    expect((await use(opened)).happened).toEqual([{ what: 'homeChanged', userId: idOf(who) }]);
    const since = world.slack.requests.since(0).at(-1)?.seq ?? 0;
    await drawHome.run(world.earshot.deps, { userId: idOf(who) }).catch(() => undefined);
    const published = world.slack.requests.since(since).filter(({ path }) => path.includes('views.publish'));
    expect(JSON.stringify(published)).not.toMatch(internal());
    const link = {
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      team_id: 'THARBOR',
      api_app_id: 'A1',
      event: {
        type: 'link_shared',
        user: idOf(who),
        channel: world.channel(roomOf(who)),
        message_ts: messages[roomOf(who)]!.message,
        links: [
          { domain: 'earshot.example.com', url: `https://earshot.example.com/themes/T-${theme.number}` },
        ],
        event_ts: '1',
      },
    };
    expectNothing(await use(link));
  });
});

describe('a member', () => {
  it('is told who decides, wherever they try to', async () => {
    const entries = registered.filter(
      ({ kind, name }) => (kind === 'action' || kind === 'view') && engineersOnly.includes(name),
    );
    expect(entries.length).toBeGreaterThan(15);
    for (const entry of entries) {
      const { changed, shown, answer } = await use(delivery('sam', entry));
      expect(changed, `${entry.kind} ${entry.name}`).toBe(false);
      // Opened by those who may alone; nothing is left to say.
      if (entry.name === 'earshot:ticket-named') continue;
      expect(`${shown}${answer}`, `${entry.kind} ${entry.name}`).toMatch(/EARSHOT_ENGINEERS/);
    }
    for (const name of ['ticket T-1', 'digest now', 'digest schedule'])
      expect((await use(delivery('sam', { kind: 'command', name }))).shown, name).toMatch(
        /EARSHOT_ENGINEERS/,
      );
  });

  it('reads and captures', async () => {
    for (const name of ['top', 'theme T-1', 'areas', 'status', 'help'])
      expect((await use(delivery('sam', { kind: 'command', name }))).shown, name).not.toMatch(
        /members of the workspace only/,
      );
    const captured = await use(delivery('sam', { kind: 'shortcut', name: 'capture_feedback' }));
    expect(captured.shown).not.toMatch(/members/);
  });
});

it('every entry is somebody’s: those named as engineers’ exist', () => {
  const names = new Set(registered.map(({ name }) => name));
  const missing = [...new Set(engineersOnly)].filter((name) => !names.has(name));
  expect(missing).toEqual([]);
});
