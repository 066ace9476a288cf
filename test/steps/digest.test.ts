// What a digest shows, in which order, what moved, and that it says so when there is little.
import { describe, expect, test } from 'vitest';
import { digestRoot, period } from '../../src/steps/digest/blocks.ts';
import { chartAltText, chartSvg, drawChart } from '../../src/steps/digest/chart.ts';
import { type DigestTheme, decideDigest } from '../../src/steps/digest/digest.ts';
import { defaultReactions } from '../../src/text/reactions.ts';
import { daysAgo, digestData, digestTheme, now, texts, ticketLine } from './theme-builders.ts';

const steady = { lower: -0.5, upper: 0.6, recent: 1, usual: 1 };

function theme(id: string, overrides: Partial<DigestTheme> = {}): DigestTheme {
  return digestTheme(id, { id, trend: steady, ...overrides });
}

const decide = (themes: DigestTheme[], overrides = {}) => decideDigest(digestData({ themes, ...overrides }));
const shown = (themes: DigestTheme[], overrides = {}) =>
  decide(themes, overrides).lines.map(({ theme }) => theme.id);

describe('which themes', () => {
  test('ranks by score, then by customers, and numbers the lines', () => {
    const themes = [
      theme('c', { score: 51, customers: 4 }),
      theme('a', { score: 62 }),
      theme('b', { score: 51, customers: 5 }),
    ];
    expect(shown(themes)).toEqual(['a', 'b', 'c']);
    expect(decide(themes).lines.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  test('puts a band set by hand above every lower band', () => {
    const byHand = theme('hand', { score: 12, band: 'critical', bandSetBy: 'U1' });
    expect(shown([theme('a', { score: 69 }), byHand])).toEqual(['hand', 'a']);
  });

  test('gives the same order whatever order they come in', () => {
    const themes = Array.from({ length: 20 }, (_, n) => theme(`t${n}`, { score: 50 + (n % 3) }));
    expect(shown(themes.toReversed())).toEqual(shown(themes));
  });

  test('keeps an important theme that was silent, and drops an unimportant one', () => {
    const silent = { newestAt: daysAgo(20) };
    expect(
      shown([
        theme('loud', {}),
        theme('important', { ...silent, score: 40, band: 'medium' }),
        theme('unimportant', { ...silent, score: 10, band: 'low' }),
      ]),
    ).toEqual(['loud', 'important']);
  });

  test('drops what is done, until it is heard again', () => {
    const done = { ticket: { ...ticketLine, state: 'completed' as const } };
    expect(shown([theme('open'), theme('done', { ...done, newestAt: daysAgo(8) })])).toEqual(['open']);
    expect(shown([theme('open'), theme('back', { ...done, score: 40 })])).toEqual(['open', 'back']);
  });

  test('leaves a snoozed theme out, unless it has become critical', () => {
    const snoozed = { snoozedUntil: new Date(now.getTime() + 86_400_000) };
    expect(
      shown([
        theme('open'),
        theme('snoozed', snoozed),
        theme('burning', { ...snoozed, band: 'critical', score: 80 }),
        theme('over', { score: 50.5, snoozedUntil: daysAgo(1) }),
      ]),
    ).toEqual(['burning', 'open', 'over']);
  });

  test('shows as many as wanted and counts the rest', () => {
    const themes = Array.from({ length: 14 }, (_, n) => theme(`t${n}`));
    const single = theme('single', { customers: 1, score: 12, band: 'low' });
    expect(decide([...themes, single], { size: 5 })).toMatchObject({ beyond: 9, singles: 1 });
  });
});

describe('what moved', () => {
  test('tells new, growing and fading themes apart by cautious bounds', () => {
    const plan = decide([
      theme('new', { startedAt: daysAgo(3), trend: { lower: 2, upper: 5, recent: 3, usual: 0 } }),
      theme('growing', { trend: { lower: 0.3, upper: 1.5, recent: 5, usual: 1.5 } }),
      theme('fading', { trend: { lower: -3, upper: -0.1, recent: 0, usual: 2 } }),
      theme('steady'),
    ]);
    const names = Object.entries(plan.moved).map(([movement, themes]) => [
      movement,
      themes.map(({ id }) => id),
    ]);
    expect(Object.fromEntries(names)).toEqual({
      new: ['new'],
      growing: ['growing'],
      fading: ['fading'],
      steady: [],
    });
  });

  test('two customers in place of one are no movement', () => {
    const plan = decide([theme('a', { trend: { lower: -0.2, upper: 1.4, recent: 2, usual: 1 } })]);
    expect(plan.lines[0]!.movement).toBe('steady');
  });

  test('compares with the score of a week before, in whole points as they are shown', () => {
    const changes = [
      { score: 51.4, previousScore: 45.6 },
      { score: 45.6, previousScore: 46.4 },
      { score: 51.4, previousScore: null },
    ].map((scores) => decide([theme('a', scores)]).lines[0]!.change);
    expect(changes).toEqual([5, 0, null]);
  });
});

describe('when there is little', () => {
  const low = { band: 'low' as const, score: 14, customers: 2 };

  test('says what came, and that nothing stands out', () => {
    const data = digestData({ heard: { items: 3, customers: 2, analysed: 3 }, themes: [theme('a', low)] });
    const plan = decideDigest(data);
    expect(plan).toMatchObject({ kind: 'little', lines: [] });
    expect(digestRoot(data, plan, { emoji: defaultReactions }).text).toContain(
      '3 items from 2 customers this week; nothing stands out.',
    );
  });

  test('says that nothing came', () => {
    const data = digestData({ heard: { items: 0, customers: 0, analysed: 0 } });
    expect(digestRoot(data, decideDigest(data), { emoji: defaultReactions }).text).toContain(
      'Nothing was heard this week.',
    );
  });

  test('three customers in one week stand out, whatever the score', () => {
    expect(shown([theme('a', { ...low, trend: { ...steady, recent: 3 } })])).toEqual(['a']);
  });

  test('does not claim that all was analysed when it was not', () => {
    const data = digestData({ heard: { items: 1000, customers: 9, analysed: 999 }, themes: [theme('a')] });
    expect(digestRoot(data, decideDigest(data), { emoji: defaultReactions }).text).toContain('99 % analysed');
  });

  test('says what to do next: there is always something', () => {
    const shownBy = (data: ReturnType<typeof digestData>) =>
      JSON.stringify(digestRoot(data, decideDigest(data), { emoji: defaultReactions }));
    const heard = { items: 3, customers: 2, analysed: 3 };
    expect(shownBy(digestData({ heard, themes: [theme('a', low)] }))).toContain('`/earshot top`');
    const silence = { items: 0, customers: 0, analysed: 0 };
    expect(shownBy(digestData({ heard: silence }))).toContain('`/earshot status`');
    expect(shownBy(digestData({ themes: [theme('a')] }))).toContain(':ticket:');
  });

  test('names a longer period for what it is', () => {
    const data = digestData({ from: daysAgo(21), themes: [theme('a')] });
    expect(digestRoot(data, decideDigest(data), { emoji: defaultReactions }).text).toContain(
      'since the last digest',
    );
  });
});

test('titles with commas stay apart where several are listed', () => {
  const titles = ['Export, then nothing', 'Slow, often 20 seconds'];
  const growing = { lower: 0.2, upper: 2, recent: 4, usual: 1 };
  const data = digestData({
    themes: titles.map((title, n) => theme(`t${n}`, { title, number: n + 1, trend: growing })),
  });
  expect(JSON.stringify(digestRoot(data, decideDigest(data), { emoji: defaultReactions }))).toContain(
    '*2 growing:* T-1 Export, then nothing · T-2 Slow, often 20 seconds',
  );
});

test('the hint names the emoji the company has chosen', () => {
  const data = digestData({ themes: [theme('a')] });
  const emoji = { ...defaultReactions, ticket: 'jira', looking: 'mag' };
  expect(JSON.stringify(digestRoot(data, decideDigest(data), { emoji }))).toMatch(/:jira:.*:mag:/);
});

test('the period is written in the digest’s own time zone', () => {
  const days = { from: new Date('2026-02-28T23:30:00Z'), until: new Date('2026-03-07T23:30:00Z') };
  expect(period({ ...days, timeZone: 'Europe/Berlin' })).toBe('1 Mar to 8 Mar 2026');
  expect(period({ ...days, timeZone: 'America/New_York' })).toBe('28 Feb to 7 Mar 2026');
});

describe('the chart', () => {
  const row = (title: string) => ({
    number: 12,
    title,
    score: 51.4,
    band: 'high' as const,
    weekly: [0, 1, 4],
  });

  test('is a PNG of twice its size with letters on it, without any font of the machine', async () => {
    const png = await drawChart({ title: 'Payments', rows: [row('Card form freezes')] });
    expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(Buffer.from(png).readUInt32BE(16)).toBe(1520);
    const wordless = await drawChart({ title: ' ', rows: [row(' ')] });
    expect(png.length - wordless.length).toBeGreaterThan(2000);
  });

  test('says in words what it shows, within a thousand characters', () => {
    expect(chartAltText({ title: 'Payments: top themes', rows: [row('Card form freezes')] })).toBe(
      'Payments: top themes. 1. Card form freezes: impact 51, high; customers a week 0, 1, 4.',
    );
    const rows = Array.from({ length: 20 }, () => row(texts.longest!));
    expect(chartAltText({ title: texts.longest!, rows }).length).toBeLessThanOrEqual(1000);
  });

  test('draws the first eight', () => {
    const svg = chartSvg({ title: 'x', rows: Array.from({ length: 20 }, () => row('Card form freezes')) });
    expect(svg.match(/polyline/g)).toHaveLength(8);
  });

  test.each(Object.entries(texts))('with %s text can be drawn', async (_, text) => {
    const png = await drawChart({ title: text, rows: [row(text), { ...row(text), weekly: [] }] });
    expect(png.length).toBeGreaterThan(1000);
  });
});
