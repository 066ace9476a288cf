// The day's budget in money and tokens. A day is a UTC day; what is spent is read from where every process writes it.

import { type ModelState, ModelUnavailable, type Question, type Spending, type SpentCall } from './port.ts';
import { costOf, estimatedTokens, type Price } from './price.ts';

export type Limits = { usdPerDay: number; tokensPerDay: number };

export type Budget = {
  /** Throws `ModelUnavailable` when the day's money or tokens are spent, or would be with `reserve`. */
  check(reserve?: { usd: number; tokens: number }): Promise<void>;
  /** Never throws: an answer that was paid for is kept even while the database is away; it is counted later. */
  count(call: SpentCall): Promise<void>;
  state(): Promise<ModelState>;
};

export function createBudget(spending: Spending, limits: Limits): Budget {
  let uncounted: SpentCall[] = [];

  async function countLater(): Promise<void> {
    while (uncounted.length > 0) {
      await spending.add(uncounted[0]!);
      uncounted = uncounted.slice(1);
    }
  }

  async function state(reserve = { usd: 0, tokens: 0 }): Promise<ModelState> {
    await countLater();
    const { dayStart, dayEnd } = dayOf(spending.now());
    const spent = await spending.spentSince(dayStart);
    const why = overrun(spent, reserve, limits);
    return why ? { kind: 'out-of-budget', until: dayEnd, why } : { kind: 'ready' };
  }

  return {
    async check(reserve) {
      const now = await state(reserve);
      if (now.kind !== 'ready') throw new ModelUnavailable(now.why);
    },
    async count(call) {
      uncounted.push(call);
      await countLater().catch(() => undefined);
    },
    state: () => state(),
  };
}

function overrun(
  spent: { usd: number; tokens: number },
  reserve: { usd: number; tokens: number },
  { usdPerDay, tokensPerDay }: Limits,
): string | undefined {
  if (spent.usd + reserve.usd >= usdPerDay)
    return `Today's Claude budget of $${usdPerDay} is used up ($${spent.usd.toFixed(2)} spent). Raise ANTHROPIC_USD_PER_DAY, or wait for tomorrow (UTC).`;
  if (spent.tokens + reserve.tokens >= tokensPerDay)
    return `Today's Claude budget of ${tokensPerDay} tokens is used up. Raise ANTHROPIC_TOKENS_PER_DAY, or wait for tomorrow (UTC).`;
  return undefined;
}

function dayOf(now: Date): { dayStart: Date; dayEnd: Date } {
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return { dayStart: new Date(start), dayEnd: new Date(start + 86_400_000) };
}

/** Before a call, or when its usage will never be known: all of the input new, a quarter of the allowed output used. */
export function estimateOf(question: Question<unknown>, price: Price, mode: 'single' | 'batch' = 'single') {
  const usage = {
    inputTokens: estimatedTokens([...question.system, question.user].join('')),
    outputTokens: Math.ceil(question.maxTokens / 4),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  };
  return { usage, usd: costOf(usage, price, mode) };
}
