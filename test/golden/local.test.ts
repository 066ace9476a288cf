// The local analyzer against what a careful reader makes of each message. The set is ours and the word lists were written
// with it in view: it guards against getting worse, and says little about other companies' messages (`eval` does).
import { describe, expect, it } from 'vitest';
import { Analysis } from '../../src/steps/analyze/analysis.ts';
import { makeLocalAnalyzer } from '../../src/steps/analyze/local.ts';
import { type GoldenItem, goldenAreas, goldenItems } from './local-items.ts';

const analyzer = makeLocalAnalyzer(goldenAreas);
const read = goldenItems.map((item) => ({
  item,
  analysis: Analysis.parse(analyzer.analyze({ text: item.text })),
}));
const found = read.flatMap(({ item, analysis }) =>
  analysis.feedback && item.kinds.length > 0
    ? [{ item, findings: analysis.findings, first: analysis.findings[0]! }]
    : [],
);

/** Share that holds, with the texts that do not in the message of the failure. */
function expectShare<T extends { item: GoldenItem }>(all: T[], holds: (one: T) => boolean, least: number) {
  const wrong = all.filter((one) => !holds(one)).map(({ item }) => item.text.slice(0, 80));
  expect(1 - wrong.length / all.length, wrong.join('\n')).toBeGreaterThanOrEqual(least);
}

describe('golden messages', () => {
  it('are at least 150, over every kind and ten languages', () => {
    expect(goldenItems.length).toBeGreaterThanOrEqual(150);
    expect(new Set(goldenItems.flatMap((item) => item.kinds)).size).toBe(7);
    expect(new Set(goldenItems.map((item) => item.lang)).size).toBeGreaterThanOrEqual(10);
  });
  it('are let in or kept out as a person would', () =>
    expectShare(read, ({ item, analysis }) => analysis.feedback === item.kinds.length > 0, 0.98));
  it('are read in their language', () =>
    expectShare(
      found,
      ({ item, findings }) => findings.length > 0 && languageRead(item) === item.lang,
      0.98,
    ));
  it('get the kind a person would give', () =>
    expectShare(found, ({ item, first }) => first.kind === item.kinds[0], 0.97));
  it('become as many findings as they say things', () =>
    expectShare(
      found,
      ({ item, findings }) => findings.map((f) => f.kind).join() === item.kinds.join(),
      0.97,
    ));
  it('go to the area a person would name', () =>
    expectShare(
      found.filter(({ item }) => item.area !== undefined),
      ({ item, first }) => first.area.key === item.area,
      0.94,
    ));
  it('are as severe as the definitions say', () =>
    expectShare(
      found.filter(({ item }) => item.severity),
      ({ item, first }) => first.severity === item.severity,
      0.95,
    ));
  it('show glad and upset writers', () =>
    expectShare(
      found.filter(({ item }) => item.mood),
      ({ item, first }) => (item.mood === 'glad' ? first.sentiment > 0.1 : first.sentiment < -0.1),
      0.95,
    ));
  it('show who is about to leave, and nobody else', () =>
    expectShare(found, ({ item, first }) => first.churnRisk >= 0.5 === (item.churn ?? false), 0.98));
  it('name the versions and platforms affected', () =>
    expectShare(
      found.filter(({ item }) => item.affects),
      ({ item, first }) => item.affects!.every((name) => first.affects.some((said) => said.includes(name))),
      1,
    ));
  it('keep the cause a customer states', () =>
    expectShare(
      found.filter(({ item }) => item.cause),
      ({ first }) => first.suspectedCause !== null,
      1,
    ));
});

function languageRead(item: GoldenItem): string {
  return analyzer.analyze({ text: item.text }).language;
}
