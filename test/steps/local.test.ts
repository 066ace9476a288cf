import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Analysis, type AreaHint } from '../../src/steps/analyze/analysis.ts';
import { makeLocalAnalyzer } from '../../src/steps/analyze/local.ts';
import { assembledMark } from '../../src/steps/analyze/local-advice.ts';
import { cpuMsOf } from '../cpu.ts';

const areas: AreaHint[] = [
  {
    key: 'maps',
    name: 'Maps',
    description: 'Routes, traffic and turn-by-turn directions',
    words: ['route', 'map', 'traffic'],
  },
  {
    key: 'fares',
    name: 'Fares',
    description: 'Prices, receipts and tips of a ride',
    words: ['fare', 'tip', 'receipt', 'price'],
  },
];
const analyzer = makeLocalAnalyzer(areas);
const only = (text: string) => {
  const analysis = analyzer.analyze({ text });
  if (!analysis.feedback) throw new Error(analysis.reason);
  return analysis.findings[0]!;
};

describe('the local analyzer', () => {
  it('quotes the customer word for word, whatever the text', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom(
              'The map is wrong. ',
              'please add tips\n',
              '> quoted\n',
              '- slow route ',
              '😀',
              '```',
            ),
          ),
        ),
        (parts) => {
          const text = parts.join('');
          const analysis = Analysis.parse(analyzer.analyze({ text }));
          if (!analysis.feedback) return;
          for (const finding of analysis.findings)
            for (const quote of finding.quotes) expect(text).toContain(quote);
        },
      ),
      { numRuns: 300, seed: 7 },
    ));
  it('gives the same answer every time', () => {
    const text = 'The map shows the wrong route. Also please add tips by card.';
    expect(makeLocalAnalyzer(areas).analyze({ text })).toEqual(analyzer.analyze({ text }));
  });
  it.each([
    ['The search is slow since we added the new columns.', 'since we added the new columns'],
    ['Export fails because of the proxy in our network.', 'because of the proxy in our network'],
    ['It crashes, probably because the field became optional.', 'probably because the field became optional'],
    ['Patients call because the payment page hangs after the code.', null],
    ['The page freezes. She lost three bookings because people thought it failed.', null],
  ])('takes for a cause what leads to the trouble, not what follows from it: %s', (text, cause) =>
    expect(only(text).suspectedCause).toBe(cause),
  );
  it('marks its recommendation as assembled', () =>
    expect(only('The map shows the wrong route.').recommendation.change.startsWith(assembledMark)).toBe(
      true,
    ));
  it('says which evidence decided', () => {
    const { because } = only('The receipt shows the wrong fare, we were charged twice.');
    expect(because).toEqual([
      'kind bug: "wrong", "charged twice"',
      'area Fares: "receipt", "fare"',
      'severity critical: "charged twice"',
    ]);
  });
  it('names no area when none fits', () =>
    expect(only('The keyboard layout is broken.').area).toEqual({
      key: null,
      confidence: 0,
      runnerUp: null,
    }));
  it('reads nothing as nothing', () =>
    expect(analyzer.analyze({ text: '' })).toEqual({
      feedback: false,
      language: 'unknown',
      reason: 'the message has no text',
    }));
  it('takes an area from what people confirmed when no word of it stands in the text', () => {
    const examples = [
      ...['driver took a detour', 'the driver went a strange way', 'detour through the whole town'].map(
        (text) => ({ text, areaKey: 'maps' }),
      ),
      ...['surge was far too high', 'paid double in the evening surge', 'the surge is unfair'].map(
        (text) => ({ text, areaKey: 'fares' }),
      ),
    ];
    const taught = makeLocalAnalyzer(areas, examples);
    const first = taught.analyze({ text: 'Again a detour by the driver, this is wrong!' });
    expect(first.feedback && first.findings[0]!.area.key).toBe('maps');
  });
  it('learns a kind people keep correcting', () => {
    const wishes = ['siren', 'bell', 'horn', 'whistle', 'drum'].map((word) => ({
      text: `${word} sound on arrival, ${word} volume choice`,
      kind: 'missing feature' as const,
    }));
    const bugs = ['left', 'right', 'north', 'south', 'back'].map((word) => ({
      text: `${word} turn goes wrong and fails`,
      kind: 'bug' as const,
    }));
    const taught = makeLocalAnalyzer(areas, [...wishes, ...bugs, ...wishes, ...bugs, ...wishes, ...bugs]);
    const read = taught.analyze({ text: 'gong sound on arrival, gong volume choice, map' });
    expect(read.feedback && read.findings[0]!.kind).toBe('missing feature');
  });
  it('reads twelve thousand characters of anything in moments', () => {
    const texts = [
      'a '.repeat(6000),
      'not '.repeat(3000),
      '('.repeat(12_000),
      `${'x'.repeat(11_990)}.`,
      '> '.repeat(6000),
      'wrong, but '.repeat(1000),
    ];
    const spent = cpuMsOf(() => {
      for (const text of texts) Analysis.parse(analyzer.analyze({ text }));
    });
    expect(spent).toBeLessThan(10_000);
  });
});
