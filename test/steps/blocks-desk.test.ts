// Every screen and window of the desk, App Home, questions and schedules in every state: what Slack would refuse, and
// what a hostile text would do, must not happen.
import type { View } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';
import { type Answered, answerScreen } from '../../src/steps/ask/blocks.ts';
import { notice, plainScreen, screenModal } from '../../src/steps/desk/answer.ts';
import { doneScreen } from '../../src/steps/desk/decide.ts';
import {
  mergeConfirmModal,
  mergeModal,
  moveModal,
  priorityModal,
  renameModal,
  splitModal,
} from '../../src/steps/desk/decide-modals.ts';
import { foundScreen } from '../../src/steps/desk/found-screen.ts';
import { areasScreen, helpScreen } from '../../src/steps/desk/help-screen.ts';
import { unfurlScreen } from '../../src/steps/desk/unfurl-ears.ts';
import { digestRoot, digestThemeMessage } from '../../src/steps/digest/blocks.ts';
import { decideDigest } from '../../src/steps/digest/digest.ts';
import { scheduleModal, schedulesModal } from '../../src/steps/digest/schedule-form.ts';
import { type Home, homeView, strangerView } from '../../src/steps/home/blocks.ts';
import { type Status, statusScreen } from '../../src/steps/home/status-screen.ts';
import { themeScreen } from '../../src/steps/prioritize/card.ts';
import { questionOver } from '../../src/steps/theme/blocks.ts';
import { defaultReactions } from '../../src/text/reactions.ts';
import type { Screen } from '../../src/text/screen.ts';
import { activeIn, textsIn } from './screen-checks.ts';
import {
  daysAgo,
  digestData,
  digestTheme,
  now,
  texts,
  themeCard,
  themeLine,
  ticketLine,
} from './theme-builders.ts';

const blockKit = await loadBlockKit();
const many = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);
const url = 'https://fernway.slack.com/archives/C1/p1';
const place = {
  userId: 'U012345',
  responseUrl: `https://x.example/${'x'.repeat(200)}`,
  on: 'own' as const,
  viewId: null,
  origin: 'C1',
};
const area = (text: string, n: number) => ({ key: `area-${n}`, name: text.slice(0, 60) || 'x' }) as never;

const status = (text: string, n: number): Status => ({
  listens: many(n, { name: text, how: text }),
  absent: many(n, text),
  behind: many(n, text),
  caughtUpAt: n > 0 ? now : null,
  lastEventAt: n > 0 ? now : null,
  lastSaidAt: n > 0 ? now : null,
  queue: n > 0 ? { waiting: n, active: n, delayed: n, busiest: text } : null,
  givenUp: {
    permanent: n,
    passing: n,
    newest: many(n, { job: text, key: text, reason: text, failedAt: now, times: n }),
  },
  analyzer: {
    model: n > 0 ? text : null,
    trouble: n > 0 ? text : null,
    note: text,
    spent: n > 0 ? { usd: 1.234, tokens: 123_456 } : null,
    budget: n > 0 ? { usd: 10, tokens: 5_000_000 } : null,
  },
  inTime: { items: n, inTime: n },
  asking: { placed: n, asked: n, open: n },
  corrected: { in30: rates(n), in90: rates(n) },
  catalogProblems: many(n, text),
  digests: many(n, { channel: text, nextAt: now }),
  trackers: n > 0 ? ['Linear', 'Jira'] : [],
});

const rates = (n: number) =>
  (['claude', 'local'] as const)
    .slice(0, n)
    .map((analyzer) => ({ analyzer, read: 1000 * n, corrected: n, area: n, kind: n, severity: n }));

const excerpt = (text: string, n: number) => ({
  n,
  text,
  findingId: `f${n}`,
  themeId: 't',
  customerKey: text,
  customerName: n % 2 ? text : null,
  saidAt: now,
  link: n % 3 ? url : null,
  themeTitle: text,
  themeScore: 0.5,
  relevance: 0.9,
});
const answered = (text: string, n: number, more: Partial<Answered> = {}): Answered => ({
  asked: {
    text,
    topic: text,
    customers: many(n, { id: 'c', name: text }),
    area: n > 0 ? { key: 'a', name: text } : null,
    since: null,
    until: null,
    period: n > 0 ? 'in the last 7 days' : null,
    wants: 'anything' as const,
  },
  themes: Array.from({ length: n }, (_, i) => ({
    id: `t${i}`,
    number: i,
    title: text,
    customers: i,
    reports: i,
    excerpts: [1, 2, 3].map((k) => excerpt(text, 3 * i + k)),
  })),
  searched: { reports: n, themes: n },
  answer: null,
  note: n > 0 ? text : null,
  ...more,
});

const command = (text: string) => ({
  name: 'top',
  usage: '[area]',
  about: text,
  heldBy: 'engineer' as const,
});
const areaRow = (text: string) => ({
  name: text,
  key: 'k',
  parentName: text,
  description: text,
  owners: [text, text],
  ownerGroups: ['S012345', text],
  tracker: text,
  themes: 3,
  top: { number: 1, title: text },
});

const screens: [string, (text: string) => Screen][] = [
  [
    'help',
    () =>
      helpScreen({
        commands: many(14, command('shows it')),
        areas: [],
        reactions: defaultReactions,
        unknown: null,
      }),
  ],
  [
    'help: not known',
    (text) =>
      helpScreen({
        commands: many(14, command('shows it')),
        areas: many(3, { name: text }),
        reactions: defaultReactions,
        unknown: { typed: text, meant: null },
      }),
  ],
  ['areas: none', () => areasScreen([], 0)],
  ['areas: one', (text) => areasScreen([areaRow(text)], 2)],
  ['areas: a hundred', (text) => areasScreen(many(100, areaRow(text)), 2)],
  ['status: nothing', (text) => statusScreen(status(text, 0))],
  ['status: one of each', (text) => statusScreen(status(text, 1))],
  ['status: forty of each', (text) => statusScreen(status(text, 40))],
  ['themes found: none', (text) => foundScreen(text, [])],
  ['themes found: ten', (text) => foundScreen(text, many(10, themeLine(text)))],
  ['decided', (text) => doneScreen(text, 't1', 'd1')],
  ['decided: final', (text) => doneScreen(text, undefined, null)],
  ['unfurl', (text) => unfurlScreen(themeLine(text))],
  ['question over', (text) => questionOver(text)],
  ['answer: nothing', (text) => answerScreen(answered(text, 0))],
  ['answer: one theme', (text) => answerScreen(answered(text, 1))],
  ['answer: five themes', (text) => answerScreen(answered(text, 5))],
  [
    'answer: written',
    (text) =>
      answerScreen(
        answered(text, 5, {
          answer: {
            sentences: many(8, { text: text.trim() || 'x', cites: [1, 2, 99] }),
            missing: text,
            dropped: 2,
          },
        }),
      ),
  ],
  [
    'theme card: to decide on',
    (text) =>
      themeScreen({
        ...themeCard(text, 2),
        theme: themeLine(text, { bandSetBy: 'U012345', bandSetAt: now }),
      }),
  ],
  [
    'theme card: known',
    (text) => themeScreen({ ...themeCard(text, 2), theme: themeLine(text, { standing: 'known' }) }),
  ],
  [
    'theme card: closed',
    (text) =>
      themeScreen({
        ...themeCard(text, 2),
        theme: themeLine(text, { standing: 'closed', snoozedUntil: now }),
      }),
  ],
  [
    'theme card: merged',
    (text) => themeScreen({ ...themeCard(text, 40), theme: themeLine(text, { mergedInto: 7 }) }),
  ],
  [
    'digest line: merged',
    (text) =>
      digestThemeMessage({
        rank: 1,
        theme: digestTheme(text, { mergedInto: 7 }),
        movement: 'new',
        change: null,
      }),
  ],
  [
    'digest line: known',
    (text) =>
      digestThemeMessage({
        rank: 1,
        theme: digestTheme(text, { standing: 'known' }),
        movement: 'fading',
        change: -4,
      }),
  ],
  [
    'digest root: closed ones heard again',
    (text) => {
      const data = digestData({
        areaName: text,
        closedHeard: many(9, { number: 3, title: text, reports: 2 }),
      });
      return digestRoot(data, decideDigest(data), { emoji: defaultReactions });
    },
  ],
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

const home = (text: string, n: number, more: Partial<Home> = {}): Home => ({
  areas: Array.from({ length: n }, (_, i) => ({ key: `a${i}`, name: text, themes: i, urgent: i })),
  themes: Array.from({ length: n }, (_, i) =>
    themeLine(text, { id: `t${i}`, ticket: i % 2 ? ticketLine : null }),
  ),
  questions: Array.from({ length: n }, (_, i) => ({
    questionId: `q${i}`,
    summary: text,
    customerName: text,
    link: url,
    saidAt: now,
    choices: many(3, { themeId: 't', number: 1, title: text, reports: 2 }),
  })),
  looking: many(n, themeLine(text)),
  numbers: {
    week: { items: n, customers: n },
    inTime: { items: n, inTime: n },
    openThemes: n,
    tickets: { open: n, done: n },
  },
  personalDigest: n > 1 ? { when: 'Mondays at 09:00 (UTC)', nextAt: now } : null,
  wantsQuestions: n > 1,
  mayDecide: n > 1,
  listensNowhere: n === 0,
  ...more,
});

const report = (text: string) => ({
  themeId: 't',
  findingId: 'f',
  feedbackId: 'f',
  summary: text,
  quotes: [text],
  severity: 'high' as const,
  recommendation: { change: text, check: text },
  saidAt: daysAgo(1),
  link: url,
  authorKey: 'a',
  authorName: text,
  customerId: 'c',
  customerName: text,
  segment: text,
});
const wanted = {
  channel: 'C012345',
  areaKey: null,
  days: [1, 4],
  time: '09:00',
  timeZone: 'Europe/Berlin',
  size: 10,
};
const form = (text: string, more = {}) =>
  scheduleModal({
    scheduleId: null,
    person: null,
    wanted,
    areas: Array.from({ length: 150 }, (_, n) => area(text, n)),
    timeZones: ['Europe/Berlin', 'UTC'],
    preview: {
      next: [now, now],
      problem: null,
      says: '3 items from 2 customers this week.',
      themes: many(20, text),
    },
    place,
    ...more,
  });
const scheduled = (text: string) => ({
  id: '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e',
  where: text,
  areaName: text,
  schedule: { cron: '0 9 * * 1', timeZone: 'UTC' },
  size: 5,
  decidedBy: text,
});

const windows: [string, (text: string) => View][] = [
  ['home: empty', (text) => homeView(home(text, 0))],
  ['home: one of each', (text) => homeView(home(text, 1))],
  ['home: forty of each', (text) => homeView(home(text, 40))],
  ['home: of a stranger', (text) => strangerView(text.trim() || 'x')],
  ['priority', (text) => priorityModal(themeLine(text), null, place)],
  [
    'priority: set by hand',
    (text) =>
      priorityModal(themeLine(text, { bandSetBy: 'U012345', bandSetAt: now, number: 123_456 }), text, place),
  ],
  ['rename', (text) => renameModal(themeLine(text), place)],
  [
    'move',
    (text) =>
      moveModal(themeLine(text), 'area-3', {
        areas: Array.from({ length: 120 }, (_, n) => area(text, n)),
        place,
      }),
  ],
  ['merge: nothing to choose from', (text) => mergeModal(themeLine(text), [], place)],
  [
    'merge: a hundred',
    (text) =>
      mergeModal(
        themeLine(text),
        Array.from({ length: 100 }, (_, n) => ({ id: `t${n}`, number: n, title: text, areaName: text })),
        place,
      ),
  ],
  [
    'merge: without tickets',
    (text) =>
      mergeConfirmModal({ from: themeLine(text), into: themeLine(text), tickets: { kind: 'none' }, place }),
  ],
  [
    'merge: one ticket',
    (text) =>
      mergeConfirmModal({
        from: themeLine(text, { ticket: ticketLine }),
        into: themeLine(text),
        tickets: { kind: 'one', stays: 'x', moves: true },
        place,
      }),
  ],
  [
    'merge: two tickets',
    (text) =>
      mergeConfirmModal({
        from: themeLine(text, { ticket: { ...ticketLine, key: text } }),
        into: themeLine(text, { ticket: ticketLine }),
        tickets: { kind: 'two', from: 'a', into: 'b' },
        place,
      }),
  ],
  ['split: one', (text) => splitModal(themeLine(text), [report(text)] as never, place)],
  [
    'split: a hundred',
    (text) =>
      splitModal(
        themeLine(text, { reports: 2000 }),
        Array.from({ length: 100 }, (_, n) => ({ ...report(text), findingId: `f${n}` })) as never,
        place,
      ),
  ],
  ['schedule', (text) => form(text)],
  ['schedule: wrong', (text) => form(text, { preview: { next: [], problem: text, says: '', themes: [] } })],
  ['schedule: personal', (text) => form(text, { person: 'U012345', wanted: { ...wanted, channel: null } })],
  ['schedules: none', () => schedulesModal([], now, place)],
  ['schedules: sixty', (text) => schedulesModal(many(60, scheduled(text)), now, place)],
  ['a notice', () => notice('Scheduled', 'Saved.')],
  ['a screen in a window', (text) => screenModal(themeScreen(themeCard(text, 2)))],
  ['a word in a window', () => screenModal(plainScreen('Done.'))],
];

describe.each(windows)('the window %s', (_, draw) => {
  test.each(Object.entries(texts))('with %s text is accepted by Slack and does nothing', (_, text) => {
    const view = draw(text);
    expect(blockKit.view(view as unknown as Record<string, unknown>)).toEqual([]);
    for (const shown of textsIn(view.blocks)) expect(activeIn(shown)).toEqual([]);
  });
});

test('an answer says what nobody said, whether or not the rest was answered', () => {
  const answer = { sentences: [], missing: 'which browsers are affected', dropped: 0 };
  for (const n of [0, 1])
    expect(JSON.stringify(answerScreen(answered('x', n, { answer })))).toContain(
      'Nobody said: which browsers are affected',
    );
});
