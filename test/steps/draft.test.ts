// A ticket's text: complete, from data alone, and inert whatever customers write.
import { describe, expect, test } from 'vitest';
import { kinds } from '../../src/steps/analyze/analysis.ts';
import { draftTicket, successMetric } from '../../src/steps/ticket/draft.ts';
import { daysAgo, draftData, texts } from './theme-builders.ts';

const sections = [
  '## Problem',
  '## Who and how many',
  '## Impact',
  '## Suspected causes',
  '## Recommended improvement',
  '## Acceptance criteria',
  '## Success metric',
  '## Reports',
];

test('has every section, in the order an engineer reads', () => {
  const { body } = draftTicket(draftData('Card form freezes'));
  expect(body.match(/^## .+$/gm)).toEqual(sections);
});

test('tells who and how many, with revenue where it is known', () => {
  const { body } = draftTicket(
    draftData('Card form freezes', {
      customers: [
        { name: 'Acme', segment: 'Scale', annualRevenue: 48_000, reports: 3 },
        { name: 'Umbrella', segment: 'Scale', annualRevenue: null, reports: 1 },
      ],
      unknownCustomers: 2,
      weekly: [0, 1, 4],
    }),
  );
  expect(body).toContain('**4 customers**, 14 reports, first 28 Jan 2026, last 9 Mar 2026.');
  expect(body).toContain('Segments: Scale 2.');
  expect(body).toContain('Annual revenue of these customers: 48,000 (known for 1 of 2).');
  expect(body).toContain('- Acme: Scale, 48,000 a year, 3 reports');
  expect(body).toContain('- Umbrella: Scale, 1 report');
  expect(body).toContain('- 2 authors whose company is not known');
  expect(body).toContain('▁▃█ (0, 1, 4)');
});

test('shows the score with its parts, and what was not counted', () => {
  const data = draftData('Card form freezes');
  const missing = [{ part: 'system' as const, because: 'no metrics or incidents are connected' }];
  const { body } = draftTicket({ ...data, explanation: { ...data.explanation!, missing } });
  expect(body).toMatch(/\*\*42 of 100, medium, set to high by hand\*\*, confidence 0\.50/);
  expect(body).toMatch(/Churn +[█▏▎▍▌▋▊▉ ]+ +9\.2\/12 {2}2 customers mention leaving/);
  expect(body).toContain('Not counted: system (no metrics or incidents are connected).');
});

test('names its success metric: which number, from what, to what, by when', () => {
  expect(successMetric({ customersIn28Days: 11 })).toEqual({
    number: 'distinct customers who report this in 28 days',
    from: 11,
    to: 2,
    withinDays: 28,
  });
  const { body } = draftTicket(draftData('Card form freezes', { customersIn28Days: 11 }));
  expect(body).toContain(
    'from **11** (the 28 days up to 9 Mar 2026) to **at most 2**, counted over the 28 days after the change ships.',
  );
  expect(draftTicket(draftData('x', { customersIn28Days: 3 })).body).toContain(
    'from **3** (the 28 days up to 9 Mar 2026) to **none**',
  );
});

test.each(kinds)('gives steps, an alternative and criteria for a %s', (kind) => {
  const { body } = draftTicket(draftData('Card form freezes', { kind }));
  expect(body).toMatch(/How to go about it[^\n]*:\n\n1\. \S/);
  expect(body).toMatch(/Alternatives:\n\n- \S/);
  expect(body.match(/^- \[ \] \S/gm)!.length).toBeGreaterThanOrEqual(2);
});

test('says which recommendation is by rules, and says so when there is none', () => {
  expect(draftTicket(draftData('x')).body).toContain('assembled by rules from the reports');
  const bare = draftTicket(draftData('x', { recommendation: null, causes: [], explanation: null })).body;
  expect(bare).toContain('do not say enough for a particular recommendation');
  expect(bare).toContain('No report names one');
  expect(bare).toContain('Not scored yet; its band is **high**.');
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
  const { links, body } = draftTicket(draftData('Card form freezes', { quotes, reports: 30 }));
  expect(links).toHaveLength(10);
  expect(new Set(links.map(({ url }) => url)).size).toBe(10);
  expect(links[0]).toEqual({
    url: 'https://fernway.slack.com/archives/C1/p0',
    title: 'Acme, 9 Mar 2026',
    subtitle: 'It froze, try 0',
  });
  expect(body).toContain('20 more reports in Earshot.');
});

describe.each(Object.entries(texts))('%s text', (_, text) => {
  const { title, body, links } = draftTicket(draftData(text));
  const outside = body.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

  test('makes a title on one line that a tracker takes', () => {
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(200);
    expect(title).not.toMatch(/[\n\u0000\u202e\u2066]/);
  });

  test('makes a body that keeps its own sections, links and length', () => {
    expect(body.match(/^## .+$/gm)).toEqual(sections);
    expect(body.length).toBeLessThan(30_000);
    expect(body.match(/^```$/gm)).toHaveLength(2);
    const targets = [...outside.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target);
    for (const target of targets) expect(target).toMatch(/^https:\/\/fernway\.slack\.com\//);
    for (const { url, title, subtitle } of links) {
      expect(url).toMatch(/^https:\/\/fernway\.slack\.com\//);
      expect(`${title}${subtitle}`.length).toBeLessThan(300);
    }
  });

  test('neither formats nor mentions outside code', () => {
    expect(outside).not.toMatch(/(?<!\\)<(?:!--|script|img|!channel|@U)/);
    expect(outside).not.toMatch(/@(?:channel|here|everyone)/);
    expect(outside).not.toMatch(/^\|.*\|$/m);
  });
});
