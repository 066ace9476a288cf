// What an evaluation task is: items, a reader and settings in, figures out.
import type { AreaHint } from '../steps/analyze/analysis.ts';
import type { LocalExample } from '../steps/analyze/local.ts';
import type { Labelled } from './labelled.ts';
import type { Reader } from './reader.ts';

export type EvalOptions = {
  /** Confirmed examples per label that the analyzer may learn from; the rest is tested. */
  examples: number;
  /** Shuffles which examples are taken; absent: the first ones of the file. */
  seed: number | undefined;
  analyzer: 'local' | 'claude';
  /** The analyzer under test, over these areas and examples. */
  reader: (areas: AreaHint[], examples: LocalExample[]) => Reader;
};

export type EvalResult = {
  /** Items that were judged. */
  n: number;
  metrics: Record<string, number>;
  /** Lines for people, beside the metrics. */
  notes: string[];
};

export type EvalTask = (items: Labelled[], options: EvalOptions) => Promise<EvalResult>;
