// A ticket's text: short, complete, from data alone, and inert whatever customers write.
import { describe, expect, test } from 'vitest';
import { kinds } from '../../src/steps/analyze/analysis.ts';
import { bodyOf, draftTicket } from '../../src/steps/ticket/draft.ts';
import type { DraftData } from '../../src/steps/ticket/draft-data.ts';
import { evidenceBlock } from '../../src/steps/ticket/evidence.ts';
import { successMetric } from '../../src/steps/ticket/suggestion.ts';
import { daysAgo, draftData, texts } from './theme-builders.ts';

const whole = (data: DraftData) => {
  const draft = draftTicket(data);
  return { ...draft, body: bodyOf(draft.story, data) };
};

const sections = ['## Suggested change', '## Done when', '### Earshot: who reports this (T-12)'];

test('has its sections in the order an engineer reads, and its own part last', () => {
  const { body } = whole(draftData('Card form freezes'));
  expect(body.match(/^##+ .+$/gm)).toEqual(sections);
  expect(body.trimEnd()).toMatch(/Earshot keeps the part from .* up to date\._$/);
});

test('says nothing twice', () => {
  const { body } = whole(draftData('Card form freezes', { quotes: [], affects: [], causes: [] }));
  expect(body).not.toContain('Card form freezes\n\n## Suggested');
  expect(body).not.toContain('Named in');
  expect(body).not.toContain('In their words');
});

test('begins with who says it, how often and until when', () => {
  const begins = (over: Partial<DraftData>) => draftTicket(draftData('x', over)).story.split('\n')[0];
  expect(begins({})).toBe(
    '3 customers reported this 14 times from 28 Jan 2026 to 9 Mar 2026, 2 of the customers in the last 7 days. In their words:',
  );
  const theme = { number: 1, title: 'x', startedAt: daysAgo(1), newestAt: daysAgo(1) };
  const customers = [{ name: 'Acme', segment: null, annualRevenue: null, currency: null, reports: 1 }];
  const alone = { theme, customers, unknownCustomers: 0, reports: 1, quotes: [] };
  expect(begins(alone)).toBe('Acme reported this on 8 Mar 2026.');
  expect(begins({ ...alone, kind: 'missing feature' })).toBe('Acme requested this on 8 Mar 2026.');
  expect(begins({ ...alone, customers: [], unknownCustomers: 1 })).toBe(
    '1 customer reported this on 8 Mar 2026.',
  );
});

test('names suspected causes with who named them, or says that there is none', () => {
  const says = 'since the update to 4.2';
  const story = (over: Partial<DraftData>) => draftTicket(draftData('x', over)).story;
  expect(story({ causes: [{ says, evidence: 'Acme, 3 Mar 2026' }] })).toContain(
    '**Suspected cause:** “since the update to 4.2” (Acme, 3 Mar 2026). Said by customers, not checked.',
  );
  expect(story({ causes: [] })).toContain('**Suspected cause:** none is known');
  expect(story({ causes: [], kind: 'missing feature' })).not.toContain('Suspected');
});

test('adds up revenue by currency', () => {
  const customer = (name: string, annualRevenue: number, currency: string) => ({
    ...{ name, segment: null, annualRevenue, currency, reports: 1 },
  });
  const customers = [customer('A', 10, 'EUR'), customer('B', 20, 'USD'), customer('C', 5, 'EUR')];
  const { body } = whole(draftData('x', { customers }));
  expect(body).toContain('Together 15 EUR and 20 USD a year.');
});

test('tells who and how many, with revenue where it is known', () => {
  const { body } = whole(
    draftData('Card form freezes', {
      customers: [
        { name: 'Acme', segment: 'Scale', annualRevenue: 48_000, currency: 'EUR', reports: 3 },
        { name: 'Umbrella', segment: 'Scale', annualRevenue: null, currency: null, reports: 1 },
      ],
      unknownCustomers: 2,
      weekly: [0, 1, 4],
    }),
  );
  expect(body).toContain('**4 customers, 14 reports**, 28 Jan 2026 to 9 Mar 2026.');
  expect(body).toContain(
    'Acme (Scale, 48,000 EUR a year, 3 reports); Umbrella (Scale); 2 whose company is not known',
  );
  expect(body).toContain('Together 48,000 EUR a year, known for 1 of them.');
  expect(body).toContain('▁▃█ 0, 1, 4');
});

test('says it whole when no customer has a name', () => {
  const { body } = whole(draftData('Card form freezes', { customers: [], unknownCustomers: 1 }));
  expect(body).toContain('1 customer whose company is not known.');
});

test('shows the score with its parts', () => {
  const { body } = whole(draftData('Card form freezes'));
  expect(body).toContain('Impact **42 of 100, medium, set to high by hand**');
  expect(body).toMatch(/Churn +[█▏▎▍▌▋▊▉ ]+ +9\.2\/12 {2}2 customers mention leaving/);
  expect(whole(draftData('x', { explanation: null })).body).toContain('Impact **high**, not scored yet.');
});

test('names its success metric: which number, from what, to what, by when', () => {
  expect(successMetric({ customersIn28Days: 11 })).toEqual({
    number: 'distinct customers who report this in 28 days',
    from: 11,
    to: 2,
    withinDays: 28,
  });
  expect(whole(draftData('Card form freezes', { customersIn28Days: 11 })).body).toContain(
    '- [ ] **Success metric:** At most 2 customers report it in the 28 days after it ships, down from 11 in the 28 days up to 9 Mar 2026.',
  );
  expect(whole(draftData('x', { customersIn28Days: 3 })).body).toContain(
    'No customer reports it in the 28 days after it ships, down from 3',
  );
  expect(whole(draftData('x', { kind: 'missing feature', customersIn28Days: 11 })).body).toContain(
    'At most 2 customers ask for it in the 28 days',
  );
});

test.each(kinds)('suggests a change, another way and criteria for a %s', (kind) => {
  const { body } = whole(draftData('Card form freezes', { kind, recommendation: null }));
  expect(body).toMatch(/## Suggested change\n\n\S.{40,}\n\n\*\*Alternative:\*\* \S/);
  expect(body.match(/^- \[ \] \S/gm)!.length).toBeGreaterThanOrEqual(2);
  expect(body).toContain('The suggestion is by rules from the reports, no model.');
});

test('uses what a model wrote, and says which one', () => {
  const written = {
    title: 'Card form freezes at the expiry date',
    problem: 'The card form stops taking input.',
    change: 'Handle the focus event of the expiry field.',
    alternative: 'Fall back to a plain field.',
    criteria: ['The form can be submitted.'],
    by: 'claude-sonnet-5-5',
  };
  const { title, body } = whole(draftData('freezes!!', { written }));
  expect(title).toBe(written.title);
  for (const words of [written.problem, written.change, written.alternative, written.criteria[0]!])
    expect(body).toContain(words);
  expect(body).toContain('The suggestion is by claude-sonnet-5-5 from the reports.');
});

test('says what it follows up', () => {
  const url = 'https://linear.app/fernway/issue/PAY-3';
  const follows = { key: 'PAY-3', url, completedAt: daysAgo(20), reportsSince: 4 };
  const { body } = whole(draftData('Card form freezes', { follows }));
  expect(body).toMatch(
    /^Follow-up to \[PAY-3\]\(https:\/\/linear.app\/fernway\/issue\/PAY-3\), done 17 Feb 2026\. 4 reports came after that\./,
  );
});

test('later tells only what came since in the part that is kept up to date', () => {
  const data = draftData('Card form freezes');
  expect(evidenceBlock(data, data.asOf).markdown).not.toContain('Since this ticket');
  expect(evidenceBlock(data, daysAgo(2.5)).markdown).toContain(
    'Since this ticket was made:\n\n- 7 Mar 2026, Card form freezes: “Card form freezes” ([message](https://fernway.slack.com/archives/C1/p1))',
  );
  expect(evidenceBlock(data, null).markdown).toContain('Newest:');
});

test('carries the priority of its band', () => {
  const of = (band: 'critical' | 'high' | 'medium' | 'low') => draftTicket(draftData('x', { band })).priority;
  expect([of('critical'), of('high'), of('medium'), of('low')]).toEqual(['urgent', 'high', 'medium', 'low']);
});

test('links every message once, at most ten', () => {
  const quotes = Array.from({ length: 30 }, (_, n) => ({
    text: `It froze, try ${n}`,
    customerName: 'Acme',
    saidAt: daysAgo(n),
    link: `https://fernway.slack.com/archives/C1/p${n % 12}`,
  }));
  const { links } = draftTicket(draftData('Card form freezes', { quotes, reports: 30 }));
  expect(links).toHaveLength(10);
  expect(new Set(links.map(({ url }) => url)).size).toBe(10);
  expect(links[0]).toEqual({
    url: 'https://fernway.slack.com/archives/C1/p0',
    title: 'Acme, 9 Mar 2026',
    subtitle: 'It froze, try 0',
  });
});

describe.each(Object.entries(texts))('%s text', (_, text) => {
  const { title, story, body, links } = whole(draftData(text));
  const outside = body.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

  test('makes a title on one line that a tracker takes', () => {
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(120);
    expect(title).not.toMatch(/[\n\u0000\u202e\u2066]/);
  });

  test('makes a text that keeps its own sections, links and length', () => {
    expect(body.match(/^##+ .+$/gm)).toEqual(sections);
    expect(body.length).toBeLessThan(10_000);
    expect(body.match(/^```$/gm)).toHaveLength(2);
    const targets = [...outside.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target);
    for (const target of targets) expect(target).toMatch(/^https:\/\/fernway\.slack\.com\//);
    for (const { url, title, subtitle } of links) {
      expect(url).toMatch(/^https:\/\/fernway\.slack\.com\//);
      expect(`${title}${subtitle}`.length).toBeLessThan(300);
    }
  });

  test('can be edited in Slack as a whole', () => {
    expect(story.length).toBeLessThanOrEqual(3000);
  });

  test('neither formats nor mentions outside code', () => {
    expect(outside).not.toMatch(/(?<!\\)<(?:!--|script|img|!channel|@U)/);
    expect(outside).not.toMatch(/@(?:channel|here|everyone)/);
    expect(outside).not.toMatch(/^\|.*\|$/m);
  });
});
