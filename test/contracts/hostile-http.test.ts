// Whatever is sent to Earshot's addresses: no crash, no 500, nothing kept that should not be, nobody mentioned, no link
// followed. One table of cases for every address, then one look at everything.
import { createServer, request as rawRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escapeMrkdwn } from '../../src/text/mrkdwn.ts';
import {
  asBearer,
  asIntercom,
  asSentry,
  asSigned,
  asSlack,
  asZendesk,
  intercomNotification,
  type Sent,
  secrets,
  send,
  sentryIssue,
  zendeskEvent,
} from '../senders.ts';
import { command, startWorld, until, type World } from '../world.ts';
import {
  hostileLinks,
  hostileTexts,
  notJson,
  strangeJson,
  unstorable,
  wrongValues,
} from './hostile-http-texts.ts';

let world: World;
let url: string;
let trap: Server;
let trapUrl: string;
let followed = 0;
let cases = 0;

beforeAll(async () => {
  world = await startWorld({ transport: 'http', env: () => secrets });
  url = world.earshot.url!;
  trap = createServer((_request, response) => {
    followed += 1;
    response.end('caught');
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
});
afterAll(() => {
  trap.close();
});

const saidAt = new Date(Date.now() - 60_000).toISOString();
const bearer = { authorization: `Bearer ${secrets.EARSHOT_INTAKE_SECRET}` };

/** Every address that takes a body, signed as its sender would. */
const doors: Record<string, (body: string | Uint8Array) => Sent> = {
  zendesk: (body) => signed(asZendesk, body),
  intercom: (body) => signed(asIntercom, body),
  sentry: (body) => signed(asSentry, body),
  'intake signed': (body) => signed((text) => asSigned('hostile', text), body),
  'intake bearer': (body) => ({ path: '/intake/hostile', body, headers: bearer }),
  'slack json': (body) => signed((text) => asSlack(world.slack.signingSecret, text), body),
  'slack form': (body) => form(body),
  linear: (body) => ({ path: '/webhooks/linear', body, headers: { 'linear-delivery': 'd' } }),
  jira: (body) => ({ path: '/webhooks/jira', body, headers: {} }),
};

function signed(as: (payload: unknown) => Sent, body: string | Uint8Array): Sent {
  if (typeof body === 'string') return as(body);
  // Signed over what these bytes are not: a sender whose bytes are broken cannot sign them as text.
  return { ...as(''), body };
}

function form(body: string | Uint8Array): Sent {
  const text = typeof body === 'string' ? `payload=${encodeURIComponent(body)}` : 'payload=%ff%fe';
  const sent = asSlack(world.slack.signingSecret, text);
  return { ...sent, headers: { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' } };
}

/** Answers in time, with one of these. */
async function answers(sent: Sent, ...expected: number[]): Promise<Response> {
  cases += 1;
  const started = performance.now();
  const response = await send(url, sent);
  expect(expected, `${response.status}: ${await response.clone().text()}`).toContain(response.status);
  expect(performance.now() - started).toBeLessThan(20_000);
  return response;
}

async function inboxCount(): Promise<number> {
  const [row] = await world.db.execute(sql`select count(*)::int as n from app.inbox`);
  return row!.n as number;
}

describe('what is no JSON', () => {
  for (const door of Object.keys(doors))
    it.each(Object.entries(notJson))(`is refused by ${door}: %s`, async (_what, body) => {
      const before = await inboxCount();
      await answers(doors[door]!(body), 400, 401, 404, 413);
      expect(await inboxCount()).toBe(before);
    });
});

describe('JSON that nobody sends', () => {
  for (const door of Object.keys(doors))
    it.each(Object.entries(strangeJson))(
      `is not mistaken for feedback by ${door}: %s`,
      async (_what, body) => {
        await answers(doors[door]!(body), 200, 400, 401, 404, 422);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      },
    );
});

describe('a wrong type', () => {
  const item = { id: 'types', text: 'The export is slow', saidAt };
  const fields = [
    'id',
    'text',
    'title',
    'saidAt',
    'updatedAt',
    'link',
    'author',
    'customer',
    'attachments',
    'messages',
    'rating',
    'withdrawn',
  ];
  it.each(fields.flatMap((field) => Object.keys(wrongValues).map((type) => [field, type] as const)))(
    'in the item’s %s is refused or left out: %s',
    async (field, type) => {
      const id = `types-${field}-${type}`;
      const response = await answers(
        asBearer('hostile', { ...item, id, [field]: wrongValues[type] }),
        200,
        422,
      );
      const body = (await response.json()) as { items: { status: string; reason?: string }[] };
      if (response.status === 422) expect(body.items[0]!.reason).toMatch(/\w/);
    },
  );

  const vendors: [string, string[], (over: object) => Sent][] = [
    [
      'zendesk',
      ['id', 'subject', 'description', 'created_at', 'requester_id', 'is_public'],
      (detail) => asZendesk(zendeskEvent('created', { detail })),
    ],
    [
      'intercom',
      ['id', 'created_at', 'source', 'conversation_parts', 'conversation_rating', 'company'],
      (item) => asIntercom(intercomNotification('conversation.user.created', item)),
    ],
    [
      'sentry',
      ['id', 'metadata', 'firstSeen', 'permalink', 'issueCategory'],
      (issue) => asSentry(sentryIssue(issue)),
    ],
  ];
  it.each(
    vendors.flatMap(([name, parts, make]) =>
      parts.flatMap((part) =>
        Object.entries(wrongValues).map(
          ([type, value]) => [name, part, type, make({ [part]: value })] as const,
        ),
      ),
    ),
  )('in %s’s %s breaks nothing: %s', async (_name, _part, _type, sent) => {
    await answers(sent, 200, 400);
  });

  const message = (over: object) => ({
    type: 'event_callback',
    team_id: 'T1',
    event_id: `Ev${Math.random()}`,
    event: {
      type: 'message',
      channel: world.channel('feedback'),
      user: world.user('sam'),
      ts: '1700000000.000100',
      text: 'x',
      ...over,
    },
  });
  it.each(
    [
      'channel',
      'user',
      'ts',
      'text',
      'files',
      'blocks',
      'attachments',
      'thread_ts',
      'subtype',
      'edited',
      'bot_id',
      'metadata',
    ].flatMap((part) => Object.keys(wrongValues).map((type) => [part, type] as const)),
  )('in a Slack message’s %s is saved and does no harm: %s', async (part, type) => {
    await answers(asSlack(world.slack.signingSecret, message({ [part]: wrongValues[type] })), 200);
  });
  it.each([
    ['a number as event id', { event_id: 7 }, 400],
    ['a list as type', { type: ['event_callback'] }, 400],
    ['an event id without end', { event_id: 'E'.repeat(5000) }, 200],
    ['no event', { event: undefined }, 200],
    ['an event of text', { event: 'message' }, 200],
    ['an unknown event', { event: { type: 'app_rate_limited_by_magic' } }, 200],
    ['an unknown envelope', { type: 'surprise' }, 200],
  ])('in the Slack envelope: %s', async (_what, over, status) => {
    await answers(asSlack(world.slack.signingSecret, { ...message({}), ...over }), status);
  });
});

describe('a body without end', () => {
  const big = (megabytes: number) => `{"id":"big","text":"${'x'.repeat(megabytes * 1024 * 1024)}"}`;
  it.each([
    ['zendesk', () => asZendesk(big(6))],
    ['intercom', () => asIntercom(big(6))],
    ['sentry', () => asSentry(big(6))],
    ['intake', () => asBearer('hostile', big(21))],
    ['slack', () => asSlack(world.slack.signingSecret, big(2))],
    ['linear', () => ({ path: '/webhooks/linear', body: big(6), headers: {} })],
  ] as [string, () => Sent][])('is refused by %s', async (_what, make) => {
    await answers(make(), 413);
  });

  it('is refused although it does not say how long it is', async () => {
    cases += 1;
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const options = { method: 'POST', body: stream, headers: bearer, duplex: 'half' } as RequestInit;
    const status = await fetch(`${url}/intake/hostile`, options).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
  });

  it('of 1,001 items is refused, of 1,000 is taken', async () => {
    const items = Array.from({ length: 1001 }, (_, i) => ({
      id: `many-${i}`,
      rating: { scale: 'nps', value: 5, givenAt: saidAt },
    }));
    await answers(asBearer('hostile', items), 400);
    await answers(asBearer('hostile', items.slice(1)), 200);
  });

  it.each([
    ['a text', { text: 'x'.repeat(60_000) }],
    ['an id', { id: 'x'.repeat(300) }],
    ['a title', { title: 'x'.repeat(600) }],
    ['attachments', { attachments: Array.from({ length: 51 }, () => ({ url: 'https://x.test/' })) }],
    ['messages', { messages: Array.from({ length: 501 }, (_, i) => ({ id: i, text: 'x', saidAt })) }],
  ])('in one field is refused with the field’s name: %s', async (_what, over) => {
    const item = { id: 'long', text: 'x', saidAt, ...over };
    const response = await answers(asBearer('hostile', item), 422);
    expect(JSON.stringify(await response.json())).toContain(Object.keys(over)[0]);
  });
});

describe('a signature', () => {
  const item = { id: 'signature', text: 'x', saidAt };
  const minutes = (n: number) => new Date(Date.now() + n * 60_000);
  const genuine: Record<string, (at?: Date) => Sent> = {
    zendesk: (at) => asZendesk(zendeskEvent('created', { detail: { id: 'signature' } }), at),
    intercom: (at) =>
      asIntercom(intercomNotification('conversation.user.created', { id: 'signature' }, at ? { at } : {})),
    sentry: (at) => asSentry(sentryIssue({ id: 'signature' }), at),
    intake: (at) => asSigned('hostile', item, at),
    slack: (at) =>
      asSlack(world.slack.signingSecret, { type: 'event_callback', event_id: 'EvSig', event: {} }, at),
  };
  const header: Record<string, string> = {
    zendesk: 'x-zendesk-webhook-signature',
    intercom: 'x-hub-signature',
    sentry: 'sentry-hook-signature',
    intake: 'x-earshot-signature',
    slack: 'x-slack-signature',
  };
  const stampHeader: Record<string, string> = {
    zendesk: 'x-zendesk-webhook-signature-timestamp',
    sentry: 'sentry-hook-timestamp',
    intake: 'x-earshot-timestamp',
    slack: 'x-slack-request-timestamp',
  };
  const spoiled: Record<string, (value: string) => string | undefined> = {
    missing: () => undefined,
    empty: () => '',
    'of zeros': (value) => value.replace(/[0-9a-f]/gi, '0'),
    'cut short': (value) => value.slice(0, -2),
    'with more behind it': (value) => `${value}00`,
    'of another algorithm': (value) => value.replace(/^(sha256|sha1|v0)=/, 'md5='),
    'that is no hex': (value) => value.replace(/[0-9a-f]{4}$/i, 'zzzz'),
    'with a name of JavaScript': () => '__proto__',
  };
  for (const name of Object.keys(genuine)) {
    it.each(Object.keys(spoiled))(`${name}: %s is refused`, async (what) => {
      const sent = genuine[name]!();
      const value = spoiled[what]!(sent.headers[header[name]!]!);
      const { [header[name]!]: _gone, ...rest } = sent.headers;
      const headers = value === undefined ? rest : { ...rest, [header[name]!]: value };
      const isSame = value === sent.headers[header[name]!];
      await answers({ ...sent, headers }, isSame ? 200 : 401);
    });
    it(`${name}: a body changed by one byte is refused`, async () => {
      const sent = genuine[name]!();
      await answers({ ...sent, body: String(sent.body).replace('{', '{ ') }, 401);
    });
    if (name !== 'intercom')
      it.each(['', 'now', '-1', 'Infinity', '1e99', '2026', '9'.repeat(400)])(
        `${name}: the stamp %j is refused`,
        async (stamp) => {
          const sent = genuine[name]!();
          await answers({ ...sent, headers: { ...sent.headers, [stampHeader[name]!]: stamp } }, 401);
        },
      );
    it(`${name}: old and future ones are refused`, async () => {
      await answers(genuine[name]!(minutes(name === 'intercom' ? -1500 : -6)), 401);
      await answers(genuine[name]!(minutes(6)), 401);
    });
  }
  it.each([
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    'Basic eDp5',
    secrets.EARSHOT_INTAKE_SECRET,
    `Bearer ${secrets.EARSHOT_INTAKE_SECRET}x`,
  ])('the authorization %j is refused, whatever else is signed', async (authorization) => {
    const sent = asSigned('hostile', item);
    await answers({ ...sent, headers: { ...sent.headers, authorization } }, 401);
  });
});

describe('a path', () => {
  const raw = (path: string, method = 'POST') =>
    new Promise<number>((resolve, reject) => {
      cases += 1;
      const { hostname, port } = new URL(url);
      const call = rawRequest({ hostname, port, path, method, headers: bearer }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.on('error', reject);
      call.end(method === 'GET' ? undefined : JSON.stringify({ id: 'path', text: 'x', saidAt }));
    });
  it.each([
    '/intake/',
    '/intake/UPPER',
    '/intake/slack',
    '/intake/a/b',
    '/intake/a%2Fb',
    '/intake/..%2F..%2Fetc%2Fpasswd',
    '/intake/../../etc/passwd',
    '/intake/%00',
    '/intake/%E0%A4%A',
    '/intake/%',
    '/intake/__proto__',
    '/intake/a%20b',
    `/intake/${'a'.repeat(5000)}`,
    '/intake/%F0%9F%92%A9',
    '//intake/x',
    '/webhooks/unknown',
    '/webhooks/zendesk/../../api/customers',
    '/.env',
    '/api/customers',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('POST %s leads nowhere', async (path) => {
    expect([400, 401, 404, 405, 414, 431]).toContain(await raw(path));
  });
  it.each([
    '/intake/x',
    '/slack/events',
    '/api/customers/%E0%A4%A',
    '/api/customers/..%2F..%2Fx',
    '/api/customers/%00',
    '/healthz/../.env',
  ])('GET %s gives nothing away', async (path) => {
    expect([400, 404, 405]).toContain(await raw(path, 'GET'));
  });
  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    '%s is no way to send a webhook',
    async (method) => {
      expect([400, 404, 405]).toContain(await raw('/webhooks/zendesk', method));
    },
  );
});

describe('a customer’s row', () => {
  const put = (id: string, body: unknown): Sent => ({
    path: `/api/customers/${id}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: bearer,
  });
  const call = async (sent: Sent, ...expected: number[]) => {
    cases += 1;
    const response = await fetch(`${url}${sent.path}`, {
      method: 'PUT',
      headers: sent.headers,
      body: sent.body as BodyInit,
    });
    expect(expected, await response.clone().text()).toContain(response.status);
    return response;
  };
  it.each(Object.entries(notJson).filter(([, body]) => typeof body === 'string'))(
    'is refused: %s',
    async (_what, body) => {
      await call(put('hostile', body as string), 400, 413);
    },
  );
  it.each(
    [
      'name',
      'domains',
      'segment',
      'annualRevenue',
      'currency',
      'owner',
      'slackChannelIds',
      'slackTeamIds',
    ].flatMap((field) => Object.keys(wrongValues).map((type) => [field, type] as const)),
  )('with a wrong %s is refused or empties it: %s', async (field, type) => {
    await call(put(`types-${field}-${type}`, { name: 'Types', [field]: wrongValues[type] }), 200, 201, 422);
  });
  it.each([
    '%00',
    '%E2%80%AE',
    '%F0%9F%92%A9',
    "'%3Bdrop%20table%20app.customer--",
    '__proto__',
    'a%2F..%2Fb',
  ])('is kept under the id %s or refused', async (id) => {
    await call(put(id, { name: 'Strange id' }), 201, 400);
  });
  it('over 256 KB is refused', async () => {
    await call(put('big', { name: 'x'.repeat(300_000) }), 413);
  });
});

describe('a hostile text', () => {
  const kept = (source: string, key: string) =>
    until(`${source} ${key} is kept`, async () => {
      const [row] = await world.db.execute(sql`
        select string_agg(m.text, '' order by m.key) as text from app.feedback f join app.message m on m.feedback_id = f.id
        where f.source = ${source} and f.source_key = ${key} having count(*) > 0`);
      return row as { text: string } | undefined;
    });
  const all = [
    ...Object.entries(hostileTexts).map(([what, text]) => [what, text, text] as const),
    ...Object.entries(unstorable).map(([what, { sent, kept: text }]) => [what, sent, text] as const),
  ];

  it.each(all)('comes in as it was written: %s', async (what, text, expected) => {
    const id = `text ${what}`;
    const detail = { id, description: text, subject: text.slice(0, 200) };
    await answers(
      asSigned('hostile', {
        id,
        text,
        saidAt,
        title: text.slice(0, 200),
        author: { name: text.slice(0, 100) },
      }),
      200,
    );
    await answers(asZendesk(zendeskEvent('created', { detail })), 200);
    await answers(asSentry(sentryIssue({ id, metadata: { message: text, name: text } })), 200);
    expect((await kept('hostile', id)).text).toBe(escapeMrkdwn(expected.trim()));
    expect((await kept('zendesk', id)).text).toBe(escapeMrkdwn(expected.trim()));
    expect((await kept('sentry', id)).text).toBe(escapeMrkdwn(expected.trim()));
  });

  it.each(Object.entries(hostileTexts))(
    'of Intercom loses its markup, not its words: %s',
    async (what, text) => {
      const source = {
        id: '1',
        body: `<p>${text}</p>`,
        author: { type: 'user', id: '5', name: text.slice(0, 50) },
      };
      await answers(
        asIntercom(intercomNotification('conversation.user.created', { id: `text ${what}`, source })),
        200,
      );
      await kept('intercom', `text ${what}`);
    },
  );

  it.each(Object.entries(hostileTexts))(
    'said in Slack is captured and answered without harm: %s',
    async (_what, text) => {
      cases += 1;
      const posted = await world.as('sam').chat.postMessage({
        channel: world.channel('feedback'),
        text: escapeMrkdwn(text).slice(0, 30_000),
        link_names: false,
      });
      expect(posted.ok).toBe(true);
    },
  );
});

describe('a hostile link', () => {
  it.each(Object.entries(hostileLinks))('is refused or dropped: %s', async (what, link) => {
    const id = `link ${what}`;
    await answers(asBearer('hostile', { id, text: 'x', saidAt, link }), 422);
    await answers(
      asBearer('hostile', { id, text: 'x', saidAt, attachments: [{ name: 'x', url: link }] }),
      422,
    );
    const ticket = { id, description: 'The export is slow', url: link, created_at: saidAt };
    await answers(asZendesk({ ticket }), 200);
    await answers(asSentry(sentryIssue({ id, permalink: link })), 200);
    const attachments = [{ name: 'x', url: link }];
    const source = {
      id: '1',
      body: `<p>Slow <img src="${link}"></p>`,
      author: { type: 'user', id: '5' },
      attachments,
    };
    await answers(asIntercom(intercomNotification('conversation.user.created', { id, source })), 200);
  });

  it('to a machine of ours is kept as a link and never followed', async () => {
    for (const address of [
      trapUrl,
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]:5432/',
      'http://localhost/',
    ])
      await answers(
        asBearer('hostile', {
          id: `inner ${address}`,
          text: `See ${address}`,
          saidAt,
          link: address,
          attachments: [{ name: 'x', url: address }],
        }),
        200,
      );
    const source = { id: '1', body: `<img src="${trapUrl}/pixel">Slow`, author: { type: 'user', id: '5' } };
    await answers(
      asIntercom(intercomNotification('conversation.user.created', { id: 'inner', source })),
      200,
    );
    await answers(
      asZendesk({
        ticket: { id: 'inner', url: trapUrl, description: `Slow ${trapUrl}`, created_at: saidAt },
      }),
      200,
    );
  });
});

it('has left nothing undone, nobody mentioned and no link followed', { timeout: 240_000 }, async () => {
  await until(
    'every delivery handled or given up for a reason',
    async () => {
      const [row] = await world.db.execute(sql`
        select count(*)::int as n from app.inbox where handled_at is null
          and not exists (select 1 from app.failure where key = 'inbox-' || inbox.id)`);
      return row!.n === 0;
    },
    90_000,
  );
  await until(
    'what was said is grouped and scored',
    async () => {
      const [row] = await world.db.execute(sql`
        select (select count(*) from app.score where superseded_at is null)::int as scores,
          (select count(distinct feedback_id) from app.analysis)::int as read`);
      return (row!.scores as number) > 0 && (row!.read as number) > 60;
    },
    90_000,
  );
  const themes = await world.db.execute(sql`
    select t.number from app.theme t join app.score s on s.theme_id = t.id and s.superseded_at is null
    order by s.total desc limit 15`);
  for (const asked of ['top', 'ask why is the export slow', 'status', 'areas'])
    await command(world, 'eva', 'feedback', asked);
  for (const { number } of themes) await command(world, 'eva', 'feedback', `theme ${number}`);
  await command(world, 'eva', 'digest', 'digest now');
  await until(
    'the digest and the cards of the themes',
    async () => {
      const [row] = await world.db.execute(sql`
        select count(*)::int as n from app.post where ts is not null and what like 'digest%'`);
      return row!.n !== 0 && oursIn(world).length > themes.length;
    },
    60_000,
  );
  const ours = oursIn(world);
  for (const { mentions, text } of ours)
    expect(mentions, text).toEqual({ users: [], usergroups: [], broadcast: [] });
  expect(world.slack.violations).toEqual([]);
  const links = await world.db.execute(sql`
    select link from app.feedback where link is not null and link !~ '^https?://[^@[:space:]]+$'
    union all select f ->> 'permalink' from app.message m, jsonb_array_elements(m.files) f
      where f ->> 'permalink' !~ '^https?://[^@[:space:]]+$'`);
  expect([...links]).toEqual([]);
  expect(followed).toBe(0);
  const health = await fetch(`${url}/healthz`);
  expect(health.status).toBe(200);
  const [failed] = await world.db.execute(
    sql`select count(*)::int as n from app.failure where kind <> 'permanent'`,
  );
  expect(failed!.n).toBe(0);
  console.log(`${cases} hostile requests`);
  expect(cases).toBeGreaterThan(200);
});

/** Everything Earshot said, seen by all or by one. */
function oursIn({ slack }: World) {
  const all = [...Object.values(slack.state.messages).flat(), ...slack.state.ephemerals];
  return all.filter((message) => message.user === slack.botUserId);
}
