// One call to Claude: a bounded time, a few retries, every attempt counted, every failure told apart.
// The SDK's own retries are off: they sleep as long as the service says, and count nowhere.
import Anthropic, { APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { z } from 'zod';
import { Permanent, reasonOf } from '../lib/failure.ts';
import type { Breaker } from './breaker.ts';
import type { Budget } from './budget.ts';
import { ModelUnavailable, type Usage } from './port.ts';

export type ClaudeOptions = {
  apiKey: string;
  baseUrl: string;
  model: string;
  effort: 'low' | 'medium' | 'high' | 'xhigh' | 'max';
  /** Of one attempt, until the whole answer is here. */
  callTimeoutMs?: number;
  /** Of a question with all its attempts; jobs hold their lock longer than this. */
  askTimeoutMs?: number;
  /** Before the first retry; doubled for the second. */
  backoffMs?: number;
};

/** What the parts of this adapter share. */
export type Claude = {
  client: Anthropic;
  options: ClaudeOptions;
  budget: Budget;
  now: () => Date;
  /** Up to three tries within the question's time; throws `Permanent` or `ModelUnavailable`. */
  attempt<T>(
    call: (signal: AbortSignal) => Promise<T>,
    rule: Pick<Attempts, 'deadline' | 'onFailed'>,
  ): Promise<T>;
};

export const defaultTimes = { callTimeoutMs: 60_000, askTimeoutMs: 120_000, backoffMs: 500 };

const attempts = 3;

/** Longer waits than this are left to the queue. */
const longestWaitMs = 10_000;

export function connectClaude(options: ClaudeOptions): Anthropic {
  return new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    maxRetries: 0,
    timeout: options.callTimeoutMs ?? defaultTimes.callTimeoutMs,
    logLevel: 'off',
    openTelemetry: false,
  });
}

/** What of an answer is read; a proxy's HTML page with status 200 ends here. */
const Message = z.object({
  model: z.string(),
  stop_reason: z.string().nullable(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  usage: z.object({
    input_tokens: z.number(),
    output_tokens: z.number(),
    cache_read_input_tokens: z.number().nullish(),
    cache_creation_input_tokens: z.number().nullish(),
  }),
});

export type Said = {
  model: string;
  text: string;
  /** `end_turn` when the answer is whole. */
  stopReason: string | null;
  usage: Usage;
};

export function readMessage(message: unknown): Said {
  const parsed = Message.safeParse(message);
  if (!parsed.success) throw new Error('the answer is no message of Claude. Check ANTHROPIC_BASE_URL.');
  const { model, content, stop_reason, usage } = parsed.data;
  return {
    model,
    text: content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join(''),
    stopReason: stop_reason,
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    },
  };
}

/** `billed`: the service may have done the work although no answer came. */
export type FailedAttempt = { why: string; billed: boolean };

export type Attempts = {
  breaker: Breaker;
  options: ClaudeOptions;
  now: () => Date;
  /** No attempt starts after it. */
  deadline: number;
  onFailed: (failed: FailedAttempt) => Promise<void>;
};

/** Tries up to three times. Throws `Permanent` or `ModelUnavailable`. */
export async function attempt<T>(call: (signal: AbortSignal) => Promise<T>, world: Attempts): Promise<T> {
  const times = { ...defaultTimes, ...world.options };
  for (let nth = 1; ; nth += 1) {
    const permit = world.breaker.permit();
    if (permit.kind === 'open') throw new ModelUnavailable(permit.why);
    const left = world.deadline - world.now().getTime();
    const failure = await oneAttempt(call, Math.max(1, Math.min(times.callTimeoutMs, left)), world);
    if (failure.kind === 'answered') return failure.value;
    const wait = failure.waitMs ?? times.backoffMs * 2 ** (nth - 1) * (0.75 + Math.random() / 4);
    const late = world.now().getTime() + wait >= world.deadline;
    if (nth >= attempts || late || permit.kind === 'probe') throw new ModelUnavailable(failure.why);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

type Outcome<T> =
  | { kind: 'answered'; value: T }
  | { kind: 'failed'; why: string; waitMs: number | undefined };

async function oneAttempt<T>(
  call: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  { breaker, options, onFailed }: Attempts,
): Promise<Outcome<T>> {
  // The SDK's timeout ends with the headers; this one covers the body too.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const value = await call(signal);
    breaker.succeeded();
    return { kind: 'answered', value };
  } catch (error) {
    const failure = told(signal.aborted ? new APIUserAbortError() : error, options);
    await onFailed({ why: failure.why, billed: failure.billed });
    if (failure.kind === 'refused') {
      if (failure.everyone) breaker.openFor(refusalMs, failure.why);
      else breaker.failed(failure.why);
      throw new Permanent(failure.why);
    }
    breaker.failed(failure.why);
    const tooLong = failure.waitMs !== undefined && failure.waitMs > longestWaitMs;
    if (!tooLong) return { kind: 'failed', why: failure.why, waitMs: failure.waitMs };
    breaker.openFor(failure.waitMs!, failure.why);
    throw new ModelUnavailable(failure.why);
  }
}

/** How long nobody asks after a refused key: a person has to act first. */
const refusalMs = 300_000;

type Told =
  | { kind: 'refused'; everyone: boolean; why: string; billed: false }
  | { kind: 'unavailable'; why: string; billed: boolean; waitMs?: number | undefined };

/** `everyone`: the next question would be refused as well. */
function told(error: unknown, { model }: ClaudeOptions): Told {
  if (error instanceof APIUserAbortError)
    return { kind: 'unavailable', why: 'Claude did not answer in time.', billed: true };
  if (error instanceof APIConnectionError || !(error instanceof APIError))
    return { kind: 'unavailable', why: `Claude cannot be reached: ${reasonOf(error)}`, billed: true };
  const refused = (why: string, everyone = true): Told => ({ kind: 'refused', everyone, why, billed: false });
  switch (error.status) {
    case 401:
      return refused('Anthropic does not accept the key. Put a valid one into ANTHROPIC_API_KEY.');
    case 402:
      return refused(
        'Anthropic asks for payment. Check the billing of the account behind ANTHROPIC_API_KEY.',
      );
    case 403:
      return refused(
        'The key behind ANTHROPIC_API_KEY may not do this. Check its workspace and permissions.',
      );
    case 404:
      return refused(`Anthropic knows no model "${model}". Put an existing id into ANTHROPIC_MODEL.`);
    case 400:
    case 413:
    case 422:
      return refused(`Anthropic refuses the question: ${error.apiMessage ?? reasonOf(error)}`, false);
    default:
      return { kind: 'unavailable', ...unavailable(error), billed: false };
  }
}

function unavailable(error: APIError): { why: string; waitMs?: number | undefined } {
  const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN);
  const waitMs = seconds > 0 ? seconds * 1000 : undefined;
  if (error.status === 429) return { why: 'Claude is over its rate limit for this key.', waitMs };
  if (error.status === 529) return { why: 'Claude is overloaded.', waitMs };
  return { why: `Claude answers with an error (${error.status}).`, waitMs };
}
