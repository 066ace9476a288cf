// What each support tool's webhook says, and what of it is left alone.
import { expect, test } from 'vitest';
import { planItem, type SaidItem } from '../../src/steps/intake/item.ts';
import { customerOf, indexCustomers } from '../../src/steps/intake/item-customer.ts';
import { checkStamp, webLink } from '../../src/steps/intake/source.ts';
import { GenericItem, itemsIn, newsOfItem, reasonFor } from '../../src/steps/intake/source-generic.ts';
import { imagesOf, textOfHtml } from '../../src/steps/intake/source-html.ts';
import { intercom } from '../../src/steps/intake/source-intercom.ts';
import { scoreOf, scoreOfWord } from '../../src/steps/intake/source-rating.ts';
import { sentry } from '../../src/steps/intake/source-sentry.ts';
import { zendesk } from '../../src/steps/intake/source-zendesk.ts';
import { cpuMsOf } from '../cpu.ts';
import { intercomNotification, sentryIssue, zendeskEvent } from '../senders.ts';

const receivedAt = new Date('2026-11-23T10:00:00Z');
const at = receivedAt;

test.each([
  ['created', 'said'],
  ['comment_added', 'said'],
  ['undeleted', 'said'],
  ['soft_deleted', 'gone'],
  ['permanently_deleted', 'gone'],
  ['marked_as_spam', 'gone'],
])('zendesk: %s is %s', (what, kind) => {
  expect(zendesk.read({ payload: zendeskEvent(what), receivedAt })?.[0]).toMatchObject({ kind });
});

test.each(['priority_changed', 'agent_assignment_changed', 'tags_changed'])(
  'zendesk: %s is no concern',
  (what) => {
    expect(zendesk.read({ payload: zendeskEvent(what), receivedAt })).toBeUndefined();
  },
);

test('zendesk: what is not about a ticket is no concern, what is no Zendesk is not understood', () => {
  const user = { type: 'zen:event-type:user.created', id: '1', time: '2026-11-23T10:00:00Z' };
  expect(zendesk.read({ payload: user, receivedAt })).toBeUndefined();
  for (const payload of [{}, { ticket: {} }, { ticket: { id: '' } }, [], null, 'x'])
    expect(() => zendesk.read({ payload, receivedAt })).toThrow();
});

test('zendesk: a ticket that begins with an internal note says nothing', () => {
  expect(
    zendesk.read({ payload: zendeskEvent('created', { detail: { is_public: false } }), receivedAt }),
  ).toEqual([]);
});

test.each([
  [{ csat: { score: '5' } }, 1],
  [{ rating: 'good' }, 1],
  [{ score: 'bad' }, 0],
  [{ current: '2' }, 0.25],
])('zendesk: the rating %j is %d', (event, score) => {
  const news = zendesk.read({ payload: zendeskEvent('csat_received', { event }), receivedAt });
  expect(news).toMatchObject([{ kind: 'rated', rating: { key: '35436', score } }]);
});

test('zendesk: a rating that was only offered is none', () => {
  const event = { current: 'offered' };
  expect(zendesk.read({ payload: zendeskEvent('csat_received', { event }), receivedAt })).toBeUndefined();
});

test('intercom: an agent who writes first and a bot that answers are context', () => {
  const source = {
    id: '1',
    body: '<p>How do you like it?</p>',
    author: { type: 'admin', id: '9', name: 'Sam' },
  };
  const parts = [
    {
      id: '2',
      part_type: 'comment',
      body: '<p>I am Fin</p>',
      created_at: 1,
      author: { type: 'bot', id: '0' },
    },
    {
      id: '3',
      part_type: 'comment',
      body: '<p>Too slow</p>',
      created_at: 2,
      author: { type: 'lead', id: '7' },
    },
  ];
  const payload = intercomNotification('conversation.user.replied', {
    source,
    conversation_parts: { conversation_parts: parts },
  });
  const [news] = intercom.read({ payload, receivedAt }) ?? [];
  const item = (news as { item: SaidItem }).item;
  expect(item.messages.map(({ part, text }) => `${part} ${text}`)).toEqual([
    'context How do you like it?',
    'context I am Fin',
    'voice Too slow',
  ]);
  expect(item.author).toMatchObject({ key: '7' });
});

test('intercom: what is deleted is gone, what is about people and companies is no concern', () => {
  const deleted = intercomNotification('conversation.deleted', { type: 'conversation', id: 77 });
  expect(intercom.read({ payload: deleted, receivedAt })).toMatchObject([{ kind: 'gone', key: '77' }]);
  for (const topic of ['contact.created', 'company.updated', 'conversation.admin.noted', 'ping'])
    expect(intercom.read({ payload: intercomNotification(topic), receivedAt })).toBeUndefined();
});

test('sentry: only feedback counts, and only once it is created', () => {
  expect(sentry.read({ payload: sentryIssue(), receivedAt })).toHaveLength(1);
  for (const payload of [sentryIssue({}, 'resolved'), sentryIssue({ issueCategory: 'error' }), {}, [], null])
    expect(sentry.read({ payload, receivedAt })).toBeUndefined();
});

test.each([
  ['<p>One</p><p>Two</p>', 'One\nTwo'],
  ['a<br>b<br/>c', 'a\nb\nc'],
  ['<ul><li>x</li><li>y</li></ul>', '- x\n- y'],
  ['1 &lt; 2 &amp;&amp; 3 &gt; 2 &#8364;&#x20AC;', '1 < 2 && 3 > 2 €€'],
  ['<script>alert(1)</script>Hi<style>p{}</style>', 'Hi'],
  ['<script>never closed', ''],
  ['a < b and c', 'a < b and c'],
  ['<a href="https://x.test">here</a>', 'here'],
  ['&unknown; &#0; &#x110000; &constructor;', '&unknown; &#0; &#x110000; &constructor;'],
  ['', ''],
])('html %j reads %j', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test('a megabyte of hostile html is read in a moment', () => {
  const hostile = [
    '<'.repeat(1e6),
    '<script>'.repeat(125_000),
    '<img src="'.repeat(100_000),
    '&#'.repeat(5e5),
  ];
  const spent = cpuMsOf(() => {
    for (const html of hostile) {
      textOfHtml(html);
      imagesOf(html);
    }
  });
  expect(spent).toBeLessThan(6000);
});

test('ratings come to one scale', () => {
  expect(scoreOf('csat', 1)?.score).toBe(0);
  expect(scoreOf('csat', 5)?.score).toBe(1);
  expect(scoreOf('csat', 4, 7)?.score).toBe(0.5);
  expect(scoreOf('nps', 0)?.score).toBe(0);
  expect(scoreOf('nps', 10)?.score).toBe(1);
  for (const [scale, value] of [
    ['csat', 0],
    ['csat', 6],
    ['nps', 11],
    ['nps', -1],
    ['csat', 2.5],
    ['csat', Number.NaN],
  ] as const)
    expect(scoreOf(scale, value)).toBeUndefined();
  expect(scoreOfWord('Good, I’m satisfied')?.score).toBe(1);
  expect(scoreOfWord('unoffered')).toBeUndefined();
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://x.test/a',
  'https://user:password@x.test/',
  '//x.test',
  '/path',
  'x',
  '',
  `https://x.test/${'a'.repeat(3000)}`,
])('%s is no link', (text) => {
  expect(webLink(text)).toBeUndefined();
});

test('a stamp is good for five minutes either way', () => {
  const kind = (seconds: number) => checkStamp(new Date(at.getTime() - seconds * 1000), at).kind;
  expect([301, 299, 0, -299, -301].map(kind)).toEqual([
    'refused',
    'genuine',
    'genuine',
    'genuine',
    'refused',
  ]);
  expect(checkStamp(new Date(Number.NaN), at).kind).toBe('refused');
});

test('the documented example of an item is taken', () => {
  const item = {
    id: 'survey-4711',
    text: 'The export stops at 10,000 rows.',
    title: 'Export',
    saidAt: '2026-11-23T09:30:00+01:00',
    updatedAt: '2026-11-23T09:31:00Z',
    link: 'https://survey.example/4711',
    author: { id: '9', name: 'Jo Meyer', email: 'jo@acme.test' },
    customer: { externalId: 'crm-1', name: 'Acme', domain: 'acme.test' },
    attachments: [{ name: 'screen.png', url: 'https://survey.example/4711/screen.png' }],
    messages: [{ id: 1, text: 'We look into it.', saidAt: '2026-11-23T10:00:00Z', by: 'team' }],
    rating: { scale: 'csat', value: 2 },
  };
  const news = newsOfItem('survey', GenericItem.parse(item), at);
  expect(news.map(({ kind }) => kind)).toEqual(['said', 'rated']);
  expect(news[0]).toMatchObject({
    item: {
      key: 'survey-4711',
      messages: [{ key: 'survey:survey-4711:' }, { key: 'survey:survey-4711:1', part: 'context' }],
    },
  });
});

test('an item, a list and a listed body are the same', () => {
  expect(itemsIn({ id: 1 })).toEqual([{ id: 1 }]);
  expect(itemsIn([{ id: 1 }, { id: 2 }])).toHaveLength(2);
  expect(itemsIn({ items: [{ id: 1 }] })).toEqual([{ id: 1 }]);
});

test('a reason is one line', () => {
  const { error } = GenericItem.safeParse({ id: 'x', text: 'y', saidAt: 'yesterday', link: 'javascript:1' });
  expect(reasonFor(error!)).toBe(
    'saidAt: is no moment such as "2026-11-23T09:30:00Z".; link: is no http(s) address.',
  );
});

const said = (over: Partial<SaidItem> = {}): SaidItem => ({
  source: 'crm',
  key: '1',
  author: {},
  saidAt: at,
  updatedAt: at,
  messages: [{ key: 'crm:1:', part: 'voice', text: 'Slow', files: [], saidAt: at }],
  ...over,
});
const row = { revision: 1, title: null, withdrawnAt: null, withdrawnBecause: null, erasedAt: null };
const kept = { text: 'Slow', files: [], stamp: null, isDeleted: false };
const messages = (over: object = {}) => new Map([['crm:1:', { ...kept, ...over }]]);

test('the same again changes nothing, new words are new, a note of ours is kept quietly', () => {
  const known = { item: row, messages: messages(), goneAt: undefined };
  expect(planItem(said(), known)).toEqual({ kind: 'leave', why: 'the same' });
  const other = said({ messages: [{ ...said().messages[0]!, text: 'Slower' }] });
  expect(planItem(other, known)).toMatchObject({ kind: 'change', words: 'new' });
  const note = { ...said().messages[0]!, key: 'crm:1:2', part: 'context' as const };
  expect(planItem(said({ messages: [...said().messages, note] }), known)).toMatchObject({ words: 'same' });
});

test('an older state that comes late changes nothing', () => {
  const stamp = String(at.getTime() / 1000 + 1);
  const known = { item: row, messages: messages({ stamp, text: 'Newer' }), goneAt: undefined };
  expect(planItem(said(), known)).toEqual({ kind: 'leave', why: 'the same' });
});

test('what a person withdrew stays, what its source deleted comes back with a later word of it', () => {
  const gone = (because: string) => ({ ...row, withdrawnAt: at, withdrawnBecause: because });
  const known = (because: string) => ({
    item: gone(because),
    messages: messages({ isDeleted: true, text: '' }),
    goneAt: undefined,
  });
  const later = said({ updatedAt: new Date(at.getTime() + 1) });
  expect(planItem(later, known('<@U1> said it is no feedback.'))).toEqual({ kind: 'leave', why: 'gone' });
  expect(planItem(said(), known('It was deleted in crm.'))).toEqual({ kind: 'leave', why: 'gone' });
  expect(planItem(later, known('It was deleted in crm.'))).toMatchObject({
    kind: 'change',
    restore: true,
    words: 'new',
  });
});

test('what was erased keeps no words, whatever its source sends', () => {
  const known = { item: { ...row, erasedAt: at }, messages: messages({ text: '' }), goneAt: undefined };
  const later = said({ updatedAt: new Date(at.getTime() + 1) });
  expect(planItem(later, known)).toEqual({ kind: 'leave', why: 'gone' });
});

test('what was deleted before it was heard is not captured, and what has no words neither', () => {
  expect(planItem(said(), { item: undefined, messages: new Map(), goneAt: at })).toEqual({
    kind: 'leave',
    why: 'gone',
  });
  const empty = said({ messages: [{ ...said().messages[0]!, text: ' ' }] });
  expect(planItem(empty, { item: undefined, messages: new Map(), goneAt: undefined })).toEqual({
    kind: 'leave',
    why: 'empty',
  });
});

const customer = (externalId: string, name: string, domains: string[]) => ({
  ...{
    id: externalId,
    externalId,
    name,
    domains,
    segment: null,
    annualRevenue: null,
    currency: null,
    owner: null,
  },
  ...{ slackChannelIds: [], slackTeamIds: [], updatedAt: at, claimedAt: null },
});
const by = {
  index: indexCustomers([
    customer('1', 'Acme, Inc.', ['acme.test']),
    customer('2', 'Dup', []),
    customer('3', 'dup', []),
  ]),
  employeeDomains: ['harbor.test'],
};

test.each([
  [{ account: { externalId: '1' } }, '1'],
  [{ account: { domain: 'ACME.test' } }, '1'],
  [{ email: 'jo@mail.acme.test' }, '1'],
  [{ email: 'jo@notacme.test' }, undefined],
  [{ account: { name: 'acme inc' } }, '1'],
  [{ account: { name: 'Dup' } }, undefined],
  [{ account: { name: '???' } }, undefined],
  [{ email: 'sam@harbor.test' }, undefined],
  [{ email: 'sam@harbor.test', account: { name: 'ACME INC' } }, '1'],
  [{}, undefined],
])('%j is customer %s', (stated, id) => {
  expect(customerOf(stated, by).customerId).toBe(id);
});
