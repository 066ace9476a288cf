// What the tests of the model share: a stand-in, a ledger in memory, small questions.
import { z } from 'zod';
import { makeClaude } from '../../src/llm/claude.ts';
import type { ClaudeOptions } from '../../src/llm/claude-call.ts';
import type { Question, Spending, SpentCall } from '../../src/llm/port.ts';
import { type AnthropicOptions, startAnthropic } from '../../src/sandbox/anthropic/server.ts';

export function ledger(now: () => Date = () => new Date()): Spending & { calls: SpentCall[] } {
  const calls: SpentCall[] = [];
  return {
    calls,
    now,
    async spentSince(since) {
      const today = calls.filter(({ at }) => at >= since);
      const tokens = (c: SpentCall) =>
        c.inputTokens + c.outputTokens + c.cacheReadTokens + c.cacheWriteTokens;
      return {
        usd: today.reduce((sum, call) => sum + call.costUsd, 0),
        tokens: today.reduce((sum, call) => sum + tokens(call), 0),
      };
    },
    async add(call) {
      const at = calls.findIndex(({ id }) => id === call.id);
      if (at >= 0) calls[at] = call;
      else calls.push(call);
    },
  };
}

type Changes = Partial<ClaudeOptions> & { usdPerDay?: number; tokensPerDay?: number };

/** A stand-in and the real adapter on it, quick to give up. */
export async function startModel(changes: Changes = {}, sandbox: AnthropicOptions = {}, spending = ledger()) {
  const claude = await startAnthropic(sandbox);
  const options = {
    apiKey: claude.apiKey,
    baseUrl: claude.url,
    model: 'claude-sonnet-5-5',
    effort: 'low' as const,
    usdPerDay: 10,
    tokensPerDay: 5_000_000,
    backoffMs: 5,
    callTimeoutMs: 2_000,
    askTimeoutMs: 5_000,
    ...changes,
  };
  const calls = () => claude.requests().filter(({ path }) => path === '/v1/messages');
  return { claude, calls, spending, options, model: makeClaude(options, spending) };
}

export const Verdict = z.object({
  summary: z.string().min(1).max(300),
  severity: z.enum(['low', 'high']),
  confidence: z.number().min(0).max(1),
  area: z.string().nullable(),
});

/** Long enough to be cached. */
const instructions = `You judge feedback. ${'Judge what happened, not how loudly it is said. '.repeat(120)}`;

export function question(text: string, changes: Partial<Question<z.infer<typeof Verdict>>> = {}) {
  return {
    name: 'judge',
    version: 'judge-1',
    system: [instructions, 'Areas of the product, by key:\n- exports: Exports. CSV files.'],
    user: `<feedback-0a1b2c>\n${text}\n</feedback-0a1b2c>`,
    schema: Verdict,
    maxTokens: 500,
    ...changes,
  };
}
