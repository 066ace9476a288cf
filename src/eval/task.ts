// What an evaluation task is: items and settings in, figures out.
import type { Labelled } from './labelled.ts';

export type EvalOptions = {
  /** Confirmed examples per label that the analyzer may learn from; the rest is tested. */
  examples: number;
  /** Shuffles which examples are taken; absent: the first ones of the file. */
  seed: number | undefined;
};

export type EvalResult = {
  /** Items that were judged. */
  n: number;
  metrics: Record<string, number>;
  /** Lines for people, beside the metrics. */
  notes: string[];
};

export type EvalTask = (items: Labelled[], options: EvalOptions) => EvalResult;
