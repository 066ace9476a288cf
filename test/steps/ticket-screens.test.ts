// Every screen of tickets in every state: what Slack would refuse, and what a hostile text would do, must not happen.
import type { View } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';
import {
  cameBack,
  commentScreen,
  noTicket,
  type TicketReply,
  ticketReply,
} from '../../src/steps/ticket/blocks.ts';
import {
  answerOf,
  FormState,
  formView,
  type TicketForm,
  targetId,
  waitingView,
} from '../../src/steps/ticket/form.ts';
import { doubtScreen, otherTicketScreen, whichScreen } from '../../src/steps/ticket/likely-blocks.ts';
import type { Screen } from '../../src/text/screen.ts';
import { now, texts, themeLine } from './theme-builders.ts';

const blockKit = await loadBlockKit();
const id = '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e';
const url = 'https://linear.app/fernway/issue/PAY-12';

const reply = (text: string, over: Partial<TicketReply> = {}): Screen =>
  ticketReply({
    ...{ id, theme: themeLine(text), tracker: 'linear', key: 'PAY-12', url, title: text, state: 'started' },
    ...{ stateName: text, assignee: text, was: null, archived: false, how: 'created', askedBy: 'U012345' },
    ...{ since: null, follows: null, ended: null, discreet: false },
    ...over,
  });

const likely = (text: string) =>
  Array.from({ length: 4 }, (_, n) => ({
    ...{ tracker: 'jira' as const, externalId: `x${n}`, key: `SHOP-${n}`, url, title: text },
    ...{ stateName: text, likeness: 0.7 },
  }));

const named = (text: string) => ({ key: text || 'PAY-1', url });

const screens: [string, (text: string) => Screen][] = [
  ['moved', (text) => reply(text, { was: { key: text, because: 'moved' }, archived: true })],
  ['a duplicate', (text) => reply(text, { was: { key: text, because: 'duplicate' } })],
  ['done', (text) => reply(text, { state: 'completed', how: 'existing' })],
  [
    'done and reported',
    (text) => reply(text, { state: 'completed', since: { reports: 2, kind: 'came back' } }),
  ],
  ['against the fix', (text) => reply(text, { since: { reports: 1, kind: 'against the fix' } })],
  ['linked', (text) => reply(text, { how: 'linked', state: 'backlog', follows: named(text) })],
  ['unlinked', (text) => reply(text, { ended: { because: 'unlinked' } })],
  ['followed', (text) => reply(text, { ended: { because: 'followed', by: named(text) } })],
  ['deleted', (text) => reply(text, { state: 'missing' })],
  ['doubted', (text) => doubtScreen({ ticketId: id, likely: likely(text) })],
  ['doubted: one', (text) => doubtScreen({ ticketId: id, likely: likely(text).slice(0, 1) })],
  ['which', (text) => whichScreen({ wishId: id, likely: likely(text), themeNumber: 123_456 })],
  ['which: none', () => whichScreen({ wishId: id, likely: [], themeNumber: 1 })],
  [
    'another one',
    (text) => otherTicketScreen({ themeNumber: 1, has: text, wanted: likely(text)[0]!, wishId: id }),
  ],
  [
    'came back',
    (text) => cameBack({ theme: themeLine(text), ...named('A-1'), completedAt: now, reports: 2, next: null }),
  ],
  [
    'came back, followed up',
    (text) =>
      cameBack({ theme: themeLine(text), ...named('A-1'), completedAt: now, reports: 2, next: named('A-2') }),
  ],
  ['no ticket', (text) => noTicket(text)],
  ['a comment', (text) => commentScreen({ by: text, markdown: text, url, key: text || 'PAY-1' })],
];

describe.each(screens)('%s', (_, draw) => {
  test.each(Object.entries(texts))('with %s text is accepted by Slack and does nothing', (_, text) => {
    const { text: words, blocks } = draw(text);
    expect(blockKit.message(blocks)).toEqual([]);
    expect(words.length).toBeGreaterThan(0);
    expect(words.length).toBeLessThanOrEqual(3000);
    for (const shown of [words, ...textsIn(blocks)]) expect(activeIn(shown)).toEqual([]);
  });
});

const targets = [
  { tracker: 'linear' as const, team: 'PAY', labels: ['a', 'b'], assignee: 'ada@acme.test' },
  { tracker: 'jira' as const, team: 'SHOP', component: 'Search', labels: [] },
];

const form = (text: string, over: Partial<TicketForm> = {}): TicketForm => ({
  ...{ theme: { ...themeLine(text), id }, title: text, story: text, priority: 'high', targets },
  ...{ likely: likely(text), origin: { themeId: id, channel: 'C1', threadTs: null, feedbackId: null } },
  ...over,
});

describe('the form', () => {
  test.each(Object.entries(texts))('with %s text is accepted by Slack', (_, text) => {
    for (const now of [likely(text), [], 'not searched' as const, undefined])
      expect(blockKit.view(asRecord(formView(form(text, { likely: now }))))).toEqual([]);
    expect(blockKit.view(asRecord(waitingView(text || 'Reading')))).toEqual([]);
  });

  test('offers a hundred targets at most', () => {
    const many = Array.from({ length: 150 }, (_, n) => ({ ...targets[0]!, team: `T${n}` }));
    expect(blockKit.view(asRecord(formView(form('x', { targets: many }))))).toEqual([]);
  });

  const entered = (over: object = {}) =>
    FormState.parse({
      title: { title: { value: ' Card form ' } },
      story: { story: { value: 'Fix it.' } },
      target: { target: { selected_option: { value: targetId(targets[0]!) } } },
      priority: { priority: { selected_option: { value: 'urgent' } } },
      labels: { labels: { value: 'a, , b,a' } },
      assignee: { assignee: { selected_user: null } },
      ...over,
    });

  test('takes what was entered', () => {
    expect(answerOf(entered(), { targets, email: undefined })).toEqual({
      ok: true,
      answer: {
        ...{ title: 'Card form', story: 'Fix it.', priority: 'urgent' },
        target: { ...targets[0], labels: ['a', 'b'], assignee: 'ada@acme.test' },
      },
    });
    const chosen = answerOf(entered(), { targets, email: 'eva@acme.test' });
    expect(chosen.ok && chosen.answer.target.assignee).toBe('eva@acme.test');
  });

  test('says at which field something is wrong', () => {
    const state = entered({
      title: { title: { value: null } },
      target: { target: { selected_option: { value: 'gone' } } },
      assignee: { assignee: { selected_user: 'U1' } },
    });
    const read = answerOf(state, { targets, email: null });
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(['title', 'target', 'assignee']);
  });
});

test.each([
  [1, '1 report since it was done; it counts against the fix'],
  [2, '2 reports since it was done; they count against the fix'],
])('%i reported against the fix', (reports, says) => {
  const shown = reply('x', { state: 'completed', since: { reports, kind: 'against the fix' } });
  expect(textsIn(shown.blocks).join('\n')).toContain(says);
});

const asRecord = (view: View) => view as unknown as Record<string, unknown>;

/** Every mrkdwn text in the blocks. */
function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as { type?: unknown; text?: unknown };
  return type === 'mrkdwn' && typeof text === 'string' ? [text] : Object.values(node).flatMap(textsIn);
}

/** Tokens that Slack acts upon, but for those our screens write themselves. */
function activeIn(mrkdwn: string): string[] {
  const ours = /^<(?:!date\^\d+\^[^|<>]+\|[^|<>]+|@U012345|https:\/\/linear\.app\/[^|<>]*\|[^|<>]*)>$/;
  return [...mrkdwn.matchAll(/<[^>]*>?/g)].map(([token]) => token).filter((token) => !ours.test(token));
}
