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

/**
 * Errors: `Permanent` when the key or the model id is refused, its text names the fix. `ModelUnavailable` when the
 * budget is spent, the breaker is open, or the service failed after its retries. `AnswerRejected` when the answer did
 * not fit the schema twice.
 */
export type Model = {
  readonly id: string;
  ask<T>(question: Question<T>): Promise<Answer<T>>;
  /** One line for `/earshot status`. */
  state(): { kind: 'ready' } | { kind: 'out-of-budget' | 'broken'; until: Date; why: string };
};

export class ModelUnavailable extends Error {
  override name = 'ModelUnavailable';
}
export class AnswerRejected extends Error {
  override name = 'AnswerRejected';
}
