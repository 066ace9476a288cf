// The bounds against exact binomial tails, summed here the slow way.
import { expect, test } from 'vitest';
import { lnRateRatioBounds } from '../../src/stats/rate-ratio.ts';

const z80 = 0.8416212335729143;

/** P(X >= k) of a binomial with n trials. */
function tail(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

/** The exact lower bound of the ratio: where `a` or more of `a + b` has a chance of 20 %. */
function exactLower(a: number, b: number, timeRatio: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (tail(a, a + b, middle) < 0.2) low = middle;
    else high = middle;
  }
  return Math.log((low / (1 - low)) * timeRatio);
}

test('lie within 2 % of the exact bounds for counts from 1 to 40', () => {
  for (const a of [1, 2, 3, 5, 8, 13, 40])
    for (const b of [0, 1, 2, 5, 16, 40]) {
      const { lower } = lnRateRatioBounds({ count: a, time: 1 }, { count: b, time: 8 }, z80);
      expect(Math.abs(Math.exp(lower - exactLower(a, b, 8)) - 1)).toBeLessThan(0.02);
    }
});

test('are each other mirrored', () => {
  const { lower, upper } = lnRateRatioBounds({ count: 6, time: 1 }, { count: 16, time: 8 }, z80);
  const mirrored = lnRateRatioBounds({ count: 16, time: 8 }, { count: 6, time: 1 }, z80);
  expect(mirrored.lower).toBeCloseTo(-upper, 12);
  expect(mirrored.upper).toBeCloseTo(-lower, 12);
});

test('know nothing where nothing was counted', () => {
  const nothing = lnRateRatioBounds({ count: 0, time: 1 }, { count: 0, time: 8 }, z80);
  expect(nothing).toEqual({ lower: -10, upper: 10 });
});
