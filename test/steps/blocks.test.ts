// Every screen of themes, scores, digests and tickets in every state: what Slack would refuse, and what a hostile text
// would do, must not happen.
import { describe, expect, test } from 'vitest';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';
import { notNowModal } from '../../src/steps/desk/not-now.ts';
import { digestRoot, digestThemeMessage } from '../../src/steps/digest/blocks.ts';
import { decideDigest } from '../../src/steps/digest/digest.ts';
import { topScreen, whyScoreScreen } from '../../src/steps/prioritize/blocks.ts';
import { themeScreen } from '../../src/steps/prioritize/card.ts';
import { sameThemeAnswered, sameThemeScreen, whyMessageScreen } from '../../src/steps/theme/blocks.ts';
import { noTicket, type TicketReply, ticketReply, ticketWaits } from '../../src/steps/ticket/blocks.ts';
import { defaultReactions } from '../../src/text/reactions.ts';
import type { Screen } from '../../src/text/screen.ts';
import { activeIn, textsIn } from './screen-checks.ts';
import {
  digestData,
  digestTheme,
  explanationOf,
  now,
  texts,
  themeCard,
  themeLine,
  ticketLine,
} from './theme-builders.ts';

const blockKit = await loadBlockKit();

const place = {
  userId: 'U1',
  responseUrl: `https://hooks.slack.com/${'x'.repeat(200)}`,
  on: 'own' as const,
  viewId: null,
  origin: 'C1',
};

const top = (text: string, n: number): Screen =>
  topScreen({
    area: n === 1 ? { key: 'payments', name: text } : null,
    themes: Array.from({ length: n }, () => themeLine(text, { ticket: n > 1 ? ticketLine : null })),
    page: 2,
    total: n + 30,
    week: { items: 1, customers: 1 },
    listensIn: [text, 'feedback'],
  });

const root = (text: string, n: number, overrides = {}): Screen => {
  const data = digestData({
    areaName: text,
    themes: Array.from({ length: n }, (_, i) => digestTheme(text, { number: i, startedAt: now })),
    shipped: Array.from({ length: n }, () => ({
      key: text,
      url: 'https://x.example/1',
      title: text,
      outcome: text,
    })),
    late: { dueAt: now, missed: n },
    ...overrides,
  });
  return digestRoot(data, decideDigest(data), { emoji: defaultReactions });
};

const line = (text: string, overrides = {}): Screen =>
  digestThemeMessage({ rank: 1, theme: digestTheme(text, overrides), movement: 'growing', change: 6 });

const reply = (text: string, overrides: Partial<TicketReply> = {}): Screen =>
  ticketReply({
    id: '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e',
    theme: themeLine(text),
    tracker: 'linear',
    key: 'PAY-12',
    url: 'https://linear.app/fernway/issue/PAY-12',
    title: text,
    state: 'started',
    stateName: text,
    assignee: text,
    was: null,
    archived: false,
    since: null,
    follows: null,
    ended: null,
    how: 'created',
    askedBy: 'U012345',
    discreet: false,
    ...overrides,
  });

const finding = (text: string, theme: boolean) => ({
  findingId: 'f',
  summary: text,
  kind: 'bug',
  areaName: theme ? text : null,
  areaConfidence: 0.8,
  severity: 'high',
  sentiment: -0.5,
  churnRisk: 0.1,
  because: Array.from({ length: 9 }, () => text),
  theme: theme ? { id: 't', number: 1, title: text, match: 0.6, because: text } : null,
});

const story = (text: string, n: number): Screen =>
  whyMessageScreen(
    {
      kind: 'feedback',
      capturedHow: text,
      customer: n > 1 ? { name: text, because: text } : null,
      by: text,
      note: text,
      findings: Array.from({ length: n }, (_, i) => finding(text, i > 0)),
    },
    'https://fernway.slack.com/archives/C1/p1',
    'ear',
  );

const screens: [string, (text: string) => Screen][] = [
  ['top: nothing', (text) => top(text, 0)],
  ['top: one, of one area', (text) => top(text, 1)],
  ['top: ten', (text) => top(text, 10)],
  [
    'theme card: bare',
    (text) => themeScreen({ ...themeCard(text, 0), explanation: null, recommendation: null }),
  ],
  ['theme card: ordinary', (text) => themeScreen(themeCard(text))],
  ['theme card: forty of everything', (text) => themeScreen(themeCard(text, 40))],
  [
    'why: scored',
    (text) => whyScoreScreen({ theme: themeLine(text), at: now, explanation: explanationOf(text) }),
  ],
  [
    'why: set by hand',
    (text) => whyScoreScreen({ theme: themeLine(text, { bandSetBy: text }), at: now, explanation: null }),
  ],
  ['digest root: silence', () => root('Payments', 0, { heard: { items: 0, customers: 0, analysed: 0 } })],
  ['digest root: little', (text) => root(text, 0)],
  ['digest root: one', (text) => root(text, 1)],
  ['digest root: forty', (text) => root(text, 40)],
  ['digest line: new', (text) => line(text)],
  [
    'digest line: bare',
    (text) => line(text, { quotes: [], customerNames: [], areaName: null, ownerNames: [], score: null }),
  ],
  [
    'digest line: with ticket',
    (text) => line(text, { ticket: { ...ticketLine, key: text, stateName: text } }),
  ],
  ['digest line: snoozed', (text) => line(text, { snoozedUntil: now })],
  ['ticket reply', (text) => reply(text)],
  ['ticket reply: discreet', (text) => reply(text, { discreet: true })],
  ['ticket reply: missing', (text) => reply(text, { state: 'missing', how: 'existing' })],
  ['no ticket', (text) => noTicket(text)],
  ['ticket waits', () => ticketWaits('jira')],
  ['why captured: one finding', (text) => story(text, 1)],
  ['why captured: three findings', (text) => story(text, 3)],
  ['why not captured', (text) => whyMessageScreen({ kind: 'passed over', because: text }, null, 'ear')],
  [
    'why no feedback',
    (text) => whyMessageScreen({ kind: 'not feedback', because: text, by: text }, null, 'ear'),
  ],
  [
    'same theme?',
    (text) =>
      sameThemeScreen({
        questionId: 'q',
        summary: text,
        customerName: text,
        link: 'https://fernway.slack.com/archives/C1/p1',
        saidAt: now,
        choices: Array.from({ length: 5 }, (_, n) => ({
          themeId: `t${n}`,
          number: n,
          title: text,
          reports: n,
        })),
      }),
  ],
  ['same theme: answered', (text) => sameThemeAnswered('U012345', { number: 1, title: text }, 'd1')],
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

test.each(Object.entries(texts))('the "not now" modal with %s text is accepted by Slack', (_, text) => {
  const view = notNowModal(themeLine(text, { number: 123_456 }), place);
  expect(blockKit.view(view as unknown as Record<string, unknown>)).toEqual([]);
});

describe('what is shown', () => {
  const blocksOf = ({ blocks }: Screen) => JSON.stringify(blocks);

  test('a score explains itself as bars, largest first, with what would change it', () => {
    const shown = whyScoreScreen({
      theme: themeLine('Card form freezes'),
      at: now,
      explanation: explanationOf('acme'),
    });
    const bars = textsIn(shown.blocks).find((text) => text.startsWith('█'))!;
    expect(bars).toMatch(/^█+[▏▎▍▌▋▊▉]? \*System \d+\.\d\* of 15: acme/m);
    expect(blocksOf(shown)).toMatch(
      /One more blocked customer would add \d+\. Without news it is at \d+ in 7 days\. No source is missing\./,
    );
  });

  test('a week with little says so and lists nothing', () => {
    const data = digestData({ heard: { items: 3, customers: 2, analysed: 3 } });
    const { text, blocks } = digestRoot(data, decideDigest(data), { emoji: defaultReactions });
    expect(text).toContain('3 items from 2 customers this week; nothing stands out.');
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
  });

  test('a mood of nothing has no sign', () => {
    const mood = { ...finding('x', false), sentiment: -0.02 };
    const told = { kind: 'feedback' as const, capturedHow: 'x', customer: null, by: 'x', note: null };
    expect(blocksOf(whyMessageScreen({ ...told, findings: [mood] }, null, 'ear'))).toContain('sentiment 0.0');
  });

  test('a line of the digest offers the whole work surface', () => {
    const { blocks } = line('Card form freezes');
    const actions = blocks.find((block) => block.type === 'actions') as {
      elements: { action_id: string; value?: string }[];
    };
    expect(actions.elements.map(({ action_id }) => action_id)).toEqual([
      'earshot:ticket',
      'earshot:looking',
      'earshot:not-now',
      'earshot:why',
      'earshot:theme',
    ]);
    for (const { value } of actions.elements) expect(value).toBe(digestTheme('').id);
  });

  test('a theme with a ticket links to it in place of making another', () => {
    const shown = blocksOf(line('Card form freezes', { ticket: ticketLine }));
    expect(shown).toContain('earshot:open-ticket');
    expect(shown).not.toContain('earshot:ticket"');
  });

  test('a reply in a channel shared with customers shows no counts, names or scores', () => {
    const shown = blocksOf(reply('Card form freezes', { discreet: true, assignee: 'Ada' }));
    expect(shown).not.toMatch(/Ada|customers|high|T-12/);
  });

  test('pages carry their number and area, and stop at the end', () => {
    const page = (page: number, total: number) =>
      blocksOf(
        topScreen({
          area: { key: 'pay', name: 'Payments' },
          themes: [themeLine('x')],
          page,
          total,
          week: { items: 1, customers: 1 },
          listensIn: [],
        }),
      );
    expect(page(1, 25)).toContain('{\\"page\\":2,\\"area\\":\\"pay\\"}');
    expect(page(1, 25)).not.toContain('top-previous');
    expect(page(3, 25)).not.toContain('top-next');
    expect(page(1, 10)).not.toContain('actions');
  });
});
