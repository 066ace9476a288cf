// What Claude costs, and when it is left alone: pure.
import { expect, it, test } from 'vitest';
import { createBreaker } from '../../src/llm/breaker.ts';
import { costOf, priceOf } from '../../src/llm/price.ts';

test.each([
  ['claude-sonnet-5-5', 2, 10, 0.05],
  ['claude-sonnet-5', 2, 10, 0.1],
  ['claude-sonnet-4-6', 3, 15, 0.1],
  ['claude-opus-5-5', 4, 20, 0.05],
  ['claude-opus-5', 5, 25, 0.1],
  ['claude-opus-4-5-20251101', 5, 25, 0.1],
  ['claude-haiku-5-5', 0.1, 0.5, 0.1],
  ['claude-haiku-4-5-20251001', 1, 5, 0.1],
  ['claude-fable-5', 10, 50, 0.1],
  ['claude-fable-5-2', 10, 50, 0.025],
])('%s costs $%d and $%d a million', (model, input, output, cacheRead) => {
  expect(priceOf(model)).toEqual({ known: true, price: { input, output, cacheRead } });
});

it('counts a model it does not know as the dearest', () => {
  const { price, known } = priceOf('claude-next-9');
  expect(known).toBe(false);
  expect(price.output).toBe(50);
});

it('adds input, output, cache and batch as the price list says', () => {
  const usage = {
    inputTokens: 1_000_000,
    outputTokens: 100_000,
    cacheReadTokens: 1_000_000,
    cacheWriteTokens: 500_000,
  };
  const { price } = priceOf('claude-sonnet-5-5');
  expect(costOf(usage, price)).toBeCloseTo(2 + 1 + 0.1 + 2, 9);
  expect(costOf(usage, price, 'batch')).toBeCloseTo(2.55, 9);
});

test('the breaker opens after failures in a row, not after some', () => {
  const clock = { ms: 0 };
  const breaker = createBreaker(() => new Date(clock.ms), { failures: 3, firstMs: 100, longestMs: 250 });
  breaker.failed('a');
  breaker.failed('b');
  breaker.succeeded();
  breaker.failed('c');
  breaker.failed('d');
  expect(breaker.permit().kind).toBe('closed');
  breaker.failed('e');
  expect(breaker.permit()).toMatchObject({ kind: 'open', why: 'e', until: new Date(100) });
});

test('one probe at a time, and the waits grow to their limit', () => {
  const clock = { ms: 0 };
  const breaker = createBreaker(() => new Date(clock.ms), { failures: 1, firstMs: 100, longestMs: 250 });
  const waits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    breaker.failed('down');
    const { until } = breaker.openUntil()!;
    waits.push(until.getTime() - clock.ms);
    clock.ms = until.getTime();
    expect(breaker.permit().kind).toBe('probe');
    expect(breaker.permit().kind).toBe('open');
  }
  expect(waits).toEqual([100, 200, 250, 250]);
  breaker.succeeded();
  expect(breaker.permit().kind).toBe('closed');
});
