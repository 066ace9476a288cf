// What customers tell a support tool reaches Earshot once, whole, as the right customer's, and from nobody else.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { beforeAll, expect, inject, it } from 'vitest';
import { saveCustomer } from '../../src/customers/store.ts';
import { newId } from '../../src/lib/ids.ts';
import {
  asBearer,
  asIntercom,
  asSentry,
  asSigned,
  asZendesk,
  intercomNotification,
  type Sent,
  secrets,
  send,
  sentryIssue,
  zendeskEvent,
} from '../senders.ts';
import { startWorld, until, type World } from '../world.ts';

let world: World;
let url: string;

beforeAll(async () => {
  world = await startWorld({ env: () => secrets });
  url = world.earshot.url!;
  for (const [externalId, name, domain] of [
    ['10002', 'Globex', 'globex.test'],
    ['crm-7', 'Initech', 'initech.test'],
  ] as const)
    await saveCustomer(world.earshot.deps.db, {
      id: newId(),
      externalId,
      name,
      domains: [domain],
      updatedAt: new Date(),
    });
});

type Item = {
  id: string;
  source_key: string;
  title: string | null;
  link: string | null;
  customer: string | null;
  customer_because: string;
  author_key: string | null;
  revision: number;
  withdrawn_because: string | null;
  words: string;
  files: { permalink: string }[];
  verdict: string | null;
};

async function itemOf(source: string, key: string): Promise<Item | undefined> {
  const [row] = await world.earshot.deps.db.execute(sql`
    select f.*, c.name as customer, a.verdict,
      (select string_agg(m.part || ': ' || m.text, ' | ' order by m.said_at, m.key) from app.message m
        where m.feedback_id = f.id and m.deleted_at is null) as words,
      (select coalesce(jsonb_agg(x), '[]') from app.message m, jsonb_array_elements(m.files) x
        where m.feedback_id = f.id) as files
    from app.feedback f left join app.customer c on c.id = f.customer_id
      left join app.analysis a on a.feedback_id = f.id and a.superseded_at is null and a.revision = f.revision
    where f.source = ${source} and f.source_key = ${key}`);
  return row as unknown as Item | undefined;
}

const allHandled = () =>
  until('all deliveries handled', async () => {
    const [row] = await world.earshot.deps.db.execute(
      sql`select count(*)::int n from app.inbox where handled_at is null`,
    );
    return row!.n === 0;
  });

const heard = (source: string, key: string, look: (item: Item) => boolean = () => true) =>
  until(`${source} ${key} in the database`, async () => {
    const item = await itemOf(source, key);
    return item && look(item) ? item : undefined;
  });

async function count(table: string): Promise<number> {
  const [row] = await world.earshot.deps.db.execute(sql.raw(`select count(*)::int as n from app.${table}`));
  return row!.n as number;
}

it('captures a Zendesk ticket with its link, title and customer, and reads it', async () => {
  const sent = asZendesk(zendeskEvent('created'), new Date(), '/webhooks/zendesk?subdomain=harbor');
  expect((await send(url, sent)).status).toBe(200);
  const item = await heard('zendesk', '35436', (found) => found.verdict === 'feedback');
  expect(item).toMatchObject({
    title: 'Export stops half way',
    link: 'https://harbor.zendesk.com/agent/tickets/35436',
    customer: 'Globex',
    customer_because: 'their account 10002',
    author_key: 'zendesk:20978392',
    words:
      'voice: The CSV export stops at 10,000 rows. We need all of them for our audit &amp; &lt;soon&gt;.',
  });
});

it('adds a customer’s comment to the ticket, keeps an agent’s as context and an internal one not at all', async () => {
  const comment = (over: object) => ({
    comment: {
      id: randomUUID(),
      is_public: true,
      author: { id: '1', is_staff: false, name: 'Greta' },
      ...over,
    },
  });
  const attachments = [
    {
      filename: 'screen.png',
      content_url: 'https://harbor.zendesk.com/attachments/token/1/?name=screen.png',
    },
    { filename: 'inner.txt', content_url: 'file:///etc/passwd' },
  ];
  await send(
    url,
    asZendesk(zendeskEvent('comment_added', { event: comment({ body: 'Any news?', attachments }) })),
  );
  await heard('zendesk', '35436', (found) => found.words.includes('Any news?'));
  const staff = { id: '2', is_staff: true, name: 'Sam' };
  const answer = comment({ body: 'We look into it.', author: staff });
  await send(url, asZendesk(zendeskEvent('comment_added', { event: answer })));
  const secret = comment({ body: 'They pay little, low priority.', author: staff, is_public: false });
  await send(url, asZendesk(zendeskEvent('comment_added', { event: secret })));
  const item = await heard('zendesk', '35436', (found) => found.words.includes('We look into it.'));
  expect(item.words).toContain('voice: Any news?');
  expect(item.words).toContain('context: We look into it.');
  expect(item.words).not.toContain('They pay little');
  expect(item.files).toEqual([
    { name: 'screen.png', permalink: 'https://harbor.zendesk.com/attachments/token/1/?name=screen.png' },
  ]);
  expect(item.revision).toBe(2);
});

it('withdraws a deleted ticket with its words, and takes it back when it is taken out of the trash', async () => {
  const detail = { id: '500', description: 'Please delete my account, the app logs me out all the time.' };
  const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000);
  await send(url, asZendesk(zendeskEvent('created', { detail, time: minutesAgo(4) })));
  await heard('zendesk', '500');
  await send(url, asZendesk(zendeskEvent('soft_deleted', { detail, time: minutesAgo(3) })));
  const gone = await heard('zendesk', '500', (found) => found.withdrawn_because !== null);
  expect(gone).toMatchObject({ withdrawn_because: 'It was deleted in zendesk.', words: null });
  // Sent before the deletion and delivered after it.
  await send(url, asZendesk(zendeskEvent('subject_changed', { detail, time: minutesAgo(3.5) })));
  await send(url, asZendesk(zendeskEvent('undeleted', { detail, time: minutesAgo(1) })));
  const back = await heard('zendesk', '500', (found) => found.withdrawn_because === null);
  expect(back.words).toContain('logs me out');
});

it('reads a trigger with the documented body, and its satisfaction rating', async () => {
  const ticket = {
    id: '777',
    url: 'harbor.zendesk.com/agent/tickets/777',
    subject: 'Invoices',
    description:
      '----------------------------------------------\n\nPia Moreau, Nov 23, 2026, 10:14\n\nInvoices arrive a day late.',
    created_at: '2026-11-23T10:14:00Z',
    updated_at: '2026-11-23T10:20:00Z',
    requester: { name: 'Pia Moreau', email: 'Pia@initech.test' },
    organization: { name: '', external_id: '' },
    satisfaction: { rating: 'Bad, I’m unsatisfied', comment: 'Nobody answered for two days.' },
  };
  await send(url, asZendesk({ ticket }));
  const item = await heard('zendesk', '777');
  expect(item).toMatchObject({
    link: 'https://harbor.zendesk.com/agent/tickets/777',
    customer: 'Initech',
    customer_because: 'their e-mail at initech.test',
    author_key: 'pia@initech.test',
    words: 'voice: Invoices arrive a day late. | voice: Nobody answered for two days.',
  });
  const [rating] = await world.earshot.deps.db.execute(sql`
    select r.*, c.name from app.rating r join app.customer c on c.id = r.customer_id where source_key = '777'`);
  expect(rating).toMatchObject({ scale: 'csat', raw: 1, score: 0, name: 'Initech', feedback_id: item.id });
});

it('hears an Intercom conversation grow, with its rating, and forgets a redacted part', async () => {
  const part = (id: string, type: string, over: object) => ({
    type: 'conversation_part',
    id,
    part_type: 'comment',
    body: '<p>words</p>',
    created_at: Math.floor(Date.now() / 1000),
    author: { type, id, name: type, email: `${type}@globex.test` },
    attachments: [],
    ...over,
  });
  const parts = (...list: object[]) => ({ conversation_parts: { conversation_parts: list } });
  await send(url, asIntercom(intercomNotification('conversation.user.created')));
  const first = await heard('intercom', '147');
  expect(first).toMatchObject({
    customer: 'Globex',
    link: 'https://app.intercom.com/a/inbox/hfi1bx4l/inbox/conversation/147',
    words: 'voice: Refunds take eight days &amp; nobody says why.',
  });
  const reply = part('p1', 'user', { body: '<p>My card is 4111 1111 1111 1111<br>and it is urgent</p>' });
  const note = part('p2', 'admin', { part_type: 'note', body: '<p>difficult client</p>' });
  await send(url, asIntercom(intercomNotification('conversation.user.replied', parts(reply, note))));
  const second = await heard('intercom', '147', (found) => found.words.includes('urgent'));
  expect(second.words).not.toContain('difficult');
  const rating = { rating: 2, remark: 'Slow but kind', created_at: Math.floor(Date.now() / 1000) };
  await send(
    url,
    asIntercom(intercomNotification('conversation.rating.added', { conversation_rating: rating })),
  );
  await heard('intercom', '147', (found) => found.words.includes('Slow but kind'));
  const [rated] = await world.earshot.deps.db.execute(
    sql`select * from app.rating where source = 'intercom'`,
  );
  expect(rated).toMatchObject({ raw: 2, score: 0.25, source_key: '147' });
  const redacted = parts({ ...reply, redacted: true, body: null });
  await send(url, asIntercom(intercomNotification('conversation_part.redacted', redacted)));
  const last = await heard('intercom', '147', (found) => !found.words.includes('urgent'));
  expect(last.words).toContain('Refunds take');
});

it('captures Sentry’s user feedback and leaves its errors alone', async () => {
  const before = await count('inbox');
  const error = await send(url, asSentry(sentryIssue({ issueCategory: 'error' })));
  expect(await error.json()).toMatchObject({ ignored: true });
  expect(await count('inbox')).toBe(before);
  await send(url, asSentry(sentryIssue()));
  expect(await heard('sentry', '1170820242')).toMatchObject({
    customer: 'Initech',
    link: 'https://harbor.sentry.io/issues/1170820242/',
    words: 'voice: The invoice page is blank on my iPad since this morning, I cannot send any.',
  });
  const alert = {
    action: 'triggered',
    data: {
      event: {
        issue_id: '1170820243',
        datetime: new Date().toISOString(),
        web_url: 'https://harbor.sentry.io/issues/1170820243/events/1/',
        contexts: {
          feedback: { message: 'Search finds nothing', contact_email: 'a@globex.test', name: 'A' },
        },
      },
    },
  };
  await send(url, asSentry(alert, new Date(), 'event_alert'));
  expect((await heard('sentry', '1170820243')).customer).toBe('Globex');
});

it('takes a batch at the generic endpoint and answers for each item', async () => {
  const saidAt = new Date().toISOString();
  const response = await send(
    url,
    asSigned('survey', [
      {
        id: 1,
        text: 'Exports are slow',
        saidAt,
        customer: { name: 'globex' },
        rating: { scale: 'nps', value: 3 },
      },
      { id: 2, text: 'No date' },
      { id: 3, text: 'A typo', saidAt, autor: {} },
      {
        id: 'alone',
        rating: { scale: 'csat', value: 4, givenAt: saidAt },
        author: { email: 'x@initech.test' },
      },
      { id: 4, saidAt, rating: { scale: 'nps', value: 11 } },
    ]),
  );
  expect(response.status).toBe(200);
  const answer = (await response.json()) as {
    items: { status: string; reason?: string; feedbackId?: string }[];
  };
  expect(answer).toMatchObject({ accepted: 2, rejected: 3 });
  expect(answer.items.map((item) => item.status)).toEqual([
    'accepted',
    'rejected',
    'rejected',
    'accepted',
    'rejected',
  ]);
  expect(answer.items[1]!.reason).toBe('needs "saidAt".');
  expect(answer.items[2]!.reason).toContain('autor');
  expect(answer.items[4]!.reason).toBe('rating.value: is not 0 to 10.');
  const item = await heard('survey', '1');
  expect(item).toMatchObject({ id: answer.items[0]!.feedbackId, customer: 'Globex' });
  const rating = await until('the rating that came alone', async () => {
    const [row] = await world.earshot.deps.db.execute(sql`
      select r.feedback_id, r.score, c.name from app.rating r left join app.customer c on c.id = r.customer_id
      where source = 'survey' and source_key = 'alone'`);
    return row;
  });
  expect(rating).toEqual({ feedback_id: null, score: 0.75, name: 'Initech' });
});

it('updates and withdraws an item at the generic endpoint, and an older state changes nothing', async () => {
  const at = (minute: number) => new Date(Date.now() - (60 - minute) * 60_000).toISOString();
  const item = (over: object) => ({ id: 'note-1', saidAt: at(0), ...over });
  await send(url, asBearer('crm', item({ text: 'The app crashes at login', updatedAt: at(1) })));
  await heard('crm', 'note-1');
  await send(
    url,
    asBearer('crm', item({ text: 'The app crashes at login on Android 14', updatedAt: at(3) })),
  );
  const changed = await heard('crm', 'note-1', (found) => found.revision === 2);
  expect(changed.words).toContain('Android 14');
  await send(url, asBearer('crm', item({ text: 'The app crashes', updatedAt: at(2) })));
  await send(url, asBearer('crm', { id: 'note-1', withdrawn: true, updatedAt: at(4) }));
  const gone = await heard('crm', 'note-1', (found) => found.withdrawn_because !== null);
  expect(gone.revision).toBe(2);
  await send(url, asBearer('crm', { id: 'never-heard', withdrawn: true, updatedAt: at(4) }));
  await allHandled();
  await send(url, asBearer('crm', { id: 'never-heard', text: 'Too late', saidAt: at(2), updatedAt: at(2) }));
  await send(url, asBearer('crm', { id: 'after', text: 'A sign that both were read', saidAt: at(5) }));
  await heard('crm', 'after');
  await allHandled();
  expect(await itemOf('crm', 'never-heard')).toBeUndefined();
});

it('counts a delivery that comes again once', async () => {
  const before = { inbox: await count('inbox'), feedback: await count('feedback') };
  const zendesk = asZendesk(zendeskEvent('created', { detail: { id: '900' } }));
  const intercom = asIntercom(intercomNotification('conversation.user.created', { id: '900' }));
  const sentry = asSentry(sentryIssue({ id: '900' }));
  const generic = asSigned('survey', { id: '900', text: 'Twice', saidAt: new Date().toISOString() });
  for (const sent of [zendesk, intercom, sentry, generic])
    for (let n = 0; n < 3; n++) expect((await send(url, sent)).status).toBe(200);
  for (const source of ['zendesk', 'intercom', 'sentry', 'survey']) await heard(source, '900');
  expect({ inbox: await count('inbox'), feedback: await count('feedback') }).toEqual({
    inbox: before.inbox + 4,
    feedback: before.feedback + 4,
  });
  expect((await itemOf('survey', '900'))!.revision).toBe(1);
});

it('refuses what is forged, changed, stale or from the future, and keeps nothing of it', async () => {
  const before = await count('inbox');
  const minutes = (n: number) => new Date(Date.now() + n * 60_000);
  const forged = (sent: Sent): Sent => ({ ...sent, body: `${sent.body} ` });
  const item = { id: 'x', text: 'x', saidAt: new Date().toISOString() };
  const refused: Sent[] = [
    ...[
      asZendesk(zendeskEvent('created')),
      asIntercom(intercomNotification('conversation.user.created')),
    ].map(forged),
    ...[asSentry(sentryIssue()), asSigned('survey', item)].map(forged),
    ...[-6, 6].flatMap((n) => [
      asZendesk(zendeskEvent('created'), minutes(n)),
      asSentry(sentryIssue(), minutes(n)),
      asSigned('survey', item, minutes(n)),
    ]),
    asIntercom(intercomNotification('conversation.user.created', {}, { at: minutes(-25 * 60) })),
    asIntercom(intercomNotification('conversation.user.created', {}, { at: minutes(6) })),
    { ...asBearer('survey', item), headers: { authorization: 'Bearer wrong' } },
    { ...asBearer('survey', item), headers: {} },
  ];
  for (const sent of refused) {
    const response = await send(url, sent);
    expect(response.status, sent.path).toBe(401);
    expect(((await response.json()) as { error: string }).error.length).toBeGreaterThan(20);
  }
  expect(await count('inbox')).toBe(before);
});

it('answers Intercom’s question whether anybody is there', async () => {
  expect((await fetch(`${url}/webhooks/intercom`, { method: 'HEAD' })).status).toBe(200);
  const ping = intercomNotification('ping', { type: 'ping', message: 'something something interzen' });
  expect(await (await send(url, asIntercom(ping))).json()).toEqual({ ok: true, ignored: true });
});

it('answers 503 while the database is away, and has the item when it is sent again', async () => {
  await world.restart({ EARSHOT_ROLES: 'web' });
  const web = world.earshot.url!;
  const root = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  const [row] = await world.earshot.deps.db.execute(sql`select current_database() as name`);
  const name = row!.name as string;
  const sent: Sent[] = [
    asZendesk(zendeskEvent('created', { detail: { id: '901' } })),
    asIntercom(intercomNotification('conversation.user.created', { id: '901' })),
    asSentry(sentryIssue({ id: '901' })),
    asBearer('survey', { id: '901', text: 'While it was away', saidAt: new Date().toISOString() }),
  ];
  await root`alter database ${root(name)} with allow_connections false`;
  await root`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  for (const one of sent) expect((await send(web, one)).status).toBe(503);
  await root`alter database ${root(name)} with allow_connections true`;
  await root.end();
  for (const one of sent) await until('accepted again', async () => (await send(web, one)).status === 200);
  await world.restart();
  for (const source of ['zendesk', 'intercom', 'sentry', 'survey']) await heard(source, '901');
});
