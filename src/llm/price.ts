// What Claude costs, by model family. Source: Anthropic's price list as of November 2026, US dollars per million tokens.
// A model not listed here is counted as the dearest one: a budget that errs does so on the safe side.
import type { Usage } from './port.ts';

/** `cacheRead` is the part of the input price that a token read from the cache costs. */
export type Price = { input: number; output: number; cacheRead: number };

const dearest: Price = { input: 10, output: 50, cacheRead: 0.1 };

/** The first pattern that matches counts. Haiku 5.5 costs five times as much above 100,000 tokens; our prompts are far below. */
const prices: [RegExp, Price][] = [
  [/^claude-(fable|mythos)-5-[1-9]/, { input: 10, output: 50, cacheRead: 0.025 }],
  [/^claude-(fable|mythos)-5\b/, { input: 10, output: 50, cacheRead: 0.1 }],
  [/^claude-opus-5-5/, { input: 4, output: 20, cacheRead: 0.05 }],
  [/^claude-opus-(5|4-[5-8])\b/, { input: 5, output: 25, cacheRead: 0.1 }],
  [/^claude-sonnet-5-5/, { input: 2, output: 10, cacheRead: 0.05 }],
  [/^claude-sonnet-5\b/, { input: 2, output: 10, cacheRead: 0.1 }],
  [/^claude-sonnet-4/, { input: 3, output: 15, cacheRead: 0.1 }],
  [/^claude-haiku-5-5/, { input: 0.1, output: 0.5, cacheRead: 0.1 }],
  [/^claude-haiku-4-5/, { input: 1, output: 5, cacheRead: 0.1 }],
];

export function priceOf(model: string): { price: Price; known: boolean } {
  const found = prices.find(([pattern]) => pattern.test(model));
  return found ? { price: found[1], known: true } : { price: dearest, known: false };
}

/** Cache entries are written for an hour, which costs twice the input price; batches cost half of everything. */
export function costOf(usage: Usage, price: Price, mode: 'single' | 'batch' = 'single'): number {
  const input = usage.inputTokens + usage.cacheWriteTokens * 2 + usage.cacheReadTokens * price.cacheRead;
  const usd = (input * price.input + usage.outputTokens * price.output) / 1_000_000;
  return mode === 'batch' ? usd / 2 : usd;
}

/** Rough, for calls whose usage is not known: English has about 4 characters a token, other scripts fewer. */
export function estimatedTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3.5);
}
