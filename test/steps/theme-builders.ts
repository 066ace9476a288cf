// Themes as screens and digests get them, and the texts that try to break a screen.
import type { DigestData, DigestTheme } from '../../src/steps/digest/digest.ts';
import type { ThemeCard } from '../../src/steps/prioritize/card.ts';
import { explain } from '../../src/steps/prioritize/explain.ts';
import { defaultHalfPoints } from '../../src/steps/prioritize/half-points.ts';
import { parts } from '../../src/steps/prioritize/parts.ts';
import type { ThemeLine } from '../../src/steps/prioritize/theme-line.ts';
import type { DraftData } from '../../src/steps/ticket/draft-data.ts';

export const now = new Date('2026-03-09T08:00:00Z');
export const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** Each is put into every place where a person or a model may write. */
export const texts: Record<string, string> = {
  ordinary: 'Card form freezes when the bank asks for confirmation',
  longest: `${'A very long sentence that does not want to end & goes <on> and on. '.repeat(120)}`,
  oneWord: 'W'.repeat(6000),
  mentions: '<!channel> <!here> <@U0123456> <!subteam^S012345> <#C01234> @channel @here @everyone',
  links:
    '<https://evil.example|Your invoice> https://evil.example/pay [click](javascript:alert(1)) www.evil.example',
  formatting:
    '*bold* _it_ ~no~ `code` ```fence``` > quote\n> more\n# heading\n| a | b |\n|---|---|\n<!-- x -->',
  breaking: '```\n``` `a` ``` \u0000\u0007\u202e\u2066\ufeff & &amp; &lt;!channel&gt; <',
  rightToLeft: 'نموذج البطاقة يتجمد عندما يطلب البنك التأكيد',
  mixed: '請求書のPDFが😀👩‍👩‍👧‍👦 文字化け é̈̂̃̄ ที่',
  empty: '',
  spaces: ' \n\t \u200b ',
};

export function themeLine(text: string, overrides: Partial<ThemeLine> = {}): ThemeLine {
  return {
    id: '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e',
    number: 12,
    title: text,
    summary: text,
    areaName: text,
    ownerNames: [text, 'Ada'],
    score: 51.4,
    band: 'high',
    bandSetBy: null,
    bandSetAt: null,
    confidence: 0.69,
    customers: 6,
    reports: 14,
    newestAt: daysAgo(0.3),
    ticket: null,
    looking: [],
    snoozedUntil: null,
    standing: 'open',
    mergedInto: null,
    ...overrides,
  };
}

export const ticketLine = {
  key: 'PAY-12',
  url: 'https://linear.app/fernway/issue/PAY-12',
  state: 'started' as const,
  stateName: 'In Progress',
};

export function explanationOf(text: string) {
  const report = { customerName: text, at: now, sentiment: -0.6, churnRisk: 0.7 };
  return explain(
    {
      reports: [
        { ...report, customer: 'a', annualRevenue: 200_000, severity: 'critical' },
        { ...report, customer: 'b', annualRevenue: 50_000, severity: 'high' },
      ],
      system: { incident: text, link: { standing: 'confirmed', q: 0.004, says: text } },
      trend: { lower: 0.5, upper: 1.5, recent: 2, usual: 0.2 },
    },
    {
      at: now,
      connected: parts,
      halfPoints: defaultHalfPoints,
      medianRevenue: 10_000,
      topRevenue: 100_000,
    },
  );
}

export function themeCard(text: string, many = 1): ThemeCard {
  const repeat = <T>(one: T): T[] => Array.from({ length: many }, () => one);
  return {
    theme: themeLine(text, { looking: many > 1 ? repeat(text) : [] }),
    explanation: explanationOf(text),
    quotes: repeat({
      text,
      customerName: text,
      saidAt: daysAgo(2),
      link: 'https://fernway.slack.com/archives/C1/p1',
    }),
    customerNames: repeat(text),
    segments: repeat({ name: text, customers: 3 }),
    weekly: [0, 0, 1, 1, 2, 6],
    weeklyUntil: now,
    startedAt: daysAgo(40),
    recommendation: { change: text, check: text },
    similar: repeat({ id: 't3', number: 3, title: text }),
    history: repeat({ at: daysAgo(1), who: text, what: text, where: text }),
    bandSetBecause: many > 1 ? text : null,
    mayDecide: many > 1,
    undo: many > 1 ? repeat({ id: 'd1', says: text }) : [],
  };
}

export function digestTheme(text: string, overrides: Partial<DigestTheme> = {}): DigestTheme {
  return {
    ...themeLine(text),
    startedAt: daysAgo(40),
    previousScore: 45.2,
    revenue: 9,
    trend: { lower: 0.4, upper: 1.4, recent: 4, usual: 1 },
    weekly: [0, 0, 1, 1, 2, 4],
    customerNames: [text, 'Acme'],
    quotes: [
      { text, customerName: text, saidAt: daysAgo(2), link: 'https://fernway.slack.com/archives/C1/p1' },
    ],
    ...overrides,
  };
}

export function digestData(overrides: Partial<DigestData> = {}): DigestData {
  return {
    from: daysAgo(7),
    until: now,
    timeZone: 'Europe/Berlin',
    areaName: null,
    size: 10,
    heard: { items: 42, customers: 9, analysed: 42 },
    themes: [],
    closedHeard: [],
    shipped: [],
    late: null,
    ...overrides,
  };
}

export function draftData(text: string, overrides: Partial<DraftData> = {}): DraftData {
  return {
    theme: { number: 12, title: text, startedAt: daysAgo(40), newestAt: daysAgo(0.3) },
    area: { name: text, owners: [text], code: ['web/checkout/**', text] },
    kind: 'bug',
    band: 'high',
    explanation: explanationOf(text),
    reports: 14,
    customers: [
      { name: text, segment: text, annualRevenue: 200_000, currency: 'EUR', reports: 3 },
      { name: 'Acme', segment: 'Growth', annualRevenue: null, currency: null, reports: 1 },
    ],
    unknownCustomers: 1,
    weekly: [0, 0, 1, 1, 2, 2],
    customersIn28Days: 3,
    affects: [text, 'Safari 18'],
    causes: [{ says: text, evidence: text }],
    recommendation: { change: text, check: text },
    written: null,
    follows: null,
    quotes: [
      { text, customerName: text, saidAt: daysAgo(2), link: 'https://fernway.slack.com/archives/C1/p1' },
      { text: 'It just hangs.', customerName: null, saidAt: daysAgo(3), link: null },
    ],
    askedBy: text,
    link: 'https://fernway.slack.com/archives/C1/p2',
    asOf: now,
    ...overrides,
  };
}
