// What Earshot asks of a language model: one question, one answer that fits a schema, and what it cost.
import type { z } from 'zod';

export type Question<T> = {
  /** Which prompt this is, e.g. `analyze`, and its version; stored with each answer. */
  name: string;
  version: string;
  /** Stable text first: instructions, then the catalog. Sent as cached system blocks. */
  system: string[];
  /** What changes with each question. Customers' text in here is fenced by the prompt. */
  user: string;
  schema: z.ZodType<T>;
  maxTokens: number;
};

export type Usage = {
  /** Neither read from the cache nor written to it. */
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
};

export type Answer<T> = {
  value: T;
  model: string;
  usage: Usage;
  costUsd: number;
  calls: number;
  seconds: number;
};

/** `note` is for people, e.g. that a price is assumed. */
export type ModelState =
  | { kind: 'ready'; note?: string | undefined }
  | { kind: 'out-of-budget' | 'broken'; until: Date; why: string };

/**
 * Errors: `Permanent` when the key or the model id is refused, its text names the fix. `ModelUnavailable` when the
 * budget is spent, the breaker is open, or the service failed after its retries. `AnswerRejected` when the answer did
 * not fit the schema twice, or the model declined to answer.
 */
export type Model = {
  readonly id: string;
  ask<T>(question: Question<T>): Promise<Answer<T>>;
  /** For `/earshot status`. */
  state(): Promise<ModelState>;
};

/** Bulk work at half the price, answered within a day. The batch id is all that must be kept to find the answers. */
export type BulkModel = Model & {
  /** At most `batchLimit` questions; ids of letters, digits, `-` and `_`, up to 64. Errors as `ask`. */
  askMany<T>(questions: { id: string; question: Question<T> }[]): Promise<{ batchId: string }>;
  /** Answers in no order. Reading them again, also after a restart, costs nothing and counts nothing twice. */
  answersOf<T>(
    batchId: string,
    about: Pick<Question<T>, 'name' | 'version' | 'schema'>,
  ): Promise<BatchState<T>>;
  cancelMany(batchId: string): Promise<void>;
};

export const batchLimit = 10_000;

/** `gone`: the service keeps answers for 29 days. */
export type BatchState<T> =
  | { kind: 'working' }
  | { kind: 'gone' }
  | { kind: 'done'; answers: BatchAnswer<T>[] };

/**
 * `failed`: not answered (expired, cancelled, an error of the service); ask again, at once or in another batch.
 * `rejected`: the answer did not fit, or the question was refused.
 */
export type BatchAnswer<T> =
  | { kind: 'answered'; id: string; answer: Answer<T> }
  | { kind: 'rejected' | 'failed'; id: string; why: string };

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  };
}

/** One call to the service, also a failed one: the budget counts them all. */
export type SpentCall = Usage & {
  /** UUID. Adding an id again replaces what was added: a batch counts first as estimated, then as it was. */
  id: string;
  at: Date;
  question: string;
  version: string;
  model: string;
  /** `failed`: no usable answer came; its tokens are estimated, and its cost too when it may have been billed. */
  outcome: 'answered' | 'rejected' | 'failed' | 'batch';
  costUsd: number;
};

/** Where spending is kept, so that the budget holds over restarts and over several processes. */
export type Spending = {
  spentSince(since: Date): Promise<{ usd: number; tokens: number }>;
  add(call: SpentCall): Promise<void>;
  now: () => Date;
};

export class ModelUnavailable extends Error {
  override name = 'ModelUnavailable';
}
export class AnswerRejected extends Error {
  override name = 'AnswerRejected';
}
