// The nightly review proposes what is clear, and nothing else.
import { describe, expect, it } from 'vitest';
import { likenesses } from '../../src/steps/analyze/lessons.ts';
import { mergesAmong, type Neighbours, splitOf } from '../../src/steps/theme/review.ts';

const pair = (
  oneId: string,
  otherId: string,
  toOther: number,
  toOne = toOther,
  sameArea = true,
): Neighbours => ({
  oneId,
  otherId,
  toOther,
  toOne,
  sameArea,
});
const byName = (a: string, b: string) => a < b;

describe('a merge', () => {
  it('is proposed for themes alike both ways, surest first, into the older one', () => {
    expect(mergesAmong([pair('c', 'd', 0.45), pair('b', 'a', 0.6, 0.5)], byName)).toEqual([
      { keepId: 'a', goesId: 'b', score: 0.5 },
      { keepId: 'c', goesId: 'd', score: 0.45 },
    ]);
  });
  it('is not, where one report is alike to a large theme but not the other way round', () =>
    expect(mergesAmong([pair('a', 'b', 0.75, 0.31)], byName)).toEqual([]));
  it('needs more across areas', () => {
    expect(mergesAmong([pair('a', 'b', 0.45, 0.45, false)], byName)).toEqual([]);
    expect(mergesAmong([pair('a', 'b', 0.55, 0.55, false)], byName)).toHaveLength(1);
  });
  it('takes each theme once a night', () =>
    expect(mergesAmong([pair('a', 'b', 0.7), pair('b', 'c', 0.6)], byName)).toHaveLength(1));
});

describe('a split', () => {
  const frozen = [
    'The card form freezes at checkout',
    'Card form freezes in checkout again',
    'At checkout the card form freezes',
  ];
  const empty = [
    'The CSV export of the report is empty',
    'CSV export is empty for reports',
    'Empty CSV export of a report',
    'The export to CSV came out empty',
  ];
  const all = [...frozen, ...empty];
  it('is proposed for two groups that have nothing in common: the smaller one leaves', () => {
    const found = splitOf(
      likenesses(all),
      all.map(() => 'en'),
    );
    expect(found?.leave).toEqual([0, 1, 2]);
    expect(found!.score).toBeGreaterThan(0.5);
  });
  it('is not for one thing said in two languages, nor for a few strays', () => {
    expect(
      splitOf(
        likenesses(all),
        all.map((_, n) => (n < 3 ? 'de' : 'en')),
      ),
    ).toBeUndefined();
    expect(
      splitOf(
        likenesses(all.slice(1)),
        all.slice(1).map(() => 'en'),
      ),
    ).toBeUndefined();
    expect(
      splitOf(
        likenesses(empty),
        empty.map(() => 'en'),
      ),
    ).toBeUndefined();
  });
});
