// The analyzers an evaluation can put to the test, each as production calls it.

import { readModelConfig } from '../config.ts';
import { StartFailure } from '../lib/failure.ts';
import type { Spending, SpentCall } from '../llm/port.ts';
import { ModelUnavailable } from '../llm/port.ts';
import { makeModel } from '../llm/registry.ts';
import type { Analysis, AreaHint } from '../steps/analyze/analysis.ts';
import type { ThemeChoice } from '../steps/analyze/check.ts';
import { analyzeWithClaude } from '../steps/analyze/claude.ts';
import { type LocalExample, localAnalyzerVersion, makeLocalAnalyzer } from '../steps/analyze/local.ts';
import { promptVersion, type ThemeCandidate } from '../steps/analyze/prompt.ts';

type ReadItem = { analysis: Analysis; themeChoices: ThemeChoice[] };

export type Reader = (text: string, candidates: ThemeCandidate[]) => Promise<ReadItem>;

export type Analyzer = {
  name: 'local' | 'claude';
  version: string;
  reader: (areas: AreaHint[], examples: LocalExample[]) => Reader;
  /** What the model took so far. */
  spent: () => { tokens: number; usd: number; fellBack: number };
};

export function localAnalyzer(): Analyzer {
  return {
    name: 'local',
    version: localAnalyzerVersion,
    reader: (areas, examples) => {
      const analyzer = makeLocalAnalyzer(areas, examples);
      return async (text) => ({ analysis: analyzer.analyze({ text }), themeChoices: [] });
    },
    spent: () => ({ tokens: 0, usd: 0, fellBack: 0 }),
  };
}

/** As in the job of analysis, a text the model may not or cannot read is left to the local analyzer, and counted. */
export function claudeAnalyzer(): Analyzer {
  const calls: SpentCall[] = [];
  const model = makeModel(readModelConfig(), spendingIn(calls));
  if (!model)
    throw new StartFailure(
      '--analyzer claude needs ANTHROPIC_API_KEY. Set it in the environment or in .env, or use --analyzer local.',
    );
  let fellBack = 0;
  return {
    name: 'claude',
    version: `${promptVersion} ${model.id}`,
    reader: (areas, examples) => {
      const local = makeLocalAnalyzer(areas, examples);
      return async (text, candidates) => {
        try {
          return await analyzeWithClaude(model, { text, areas, candidates });
        } catch (error) {
          if (!(error instanceof ModelUnavailable)) throw error;
          if (calls.every((call) => call.outcome === 'failed') && calls.length > 0)
            throw new StartFailure(`Claude does not answer: ${error.message}`);
          fellBack++;
          return { analysis: local.analyze({ text }), themeChoices: [] };
        }
      };
    },
    spent: () => ({
      tokens: calls.reduce(
        (sum, call) =>
          sum + call.inputTokens + call.outputTokens + call.cacheReadTokens + call.cacheWriteTokens,
        0,
      ),
      usd: calls.reduce((sum, call) => sum + call.costUsd, 0),
      fellBack,
    }),
  };
}

/** An evaluation keeps its own books: the budget of the day holds for it alone. */
function spendingIn(calls: SpentCall[]): Spending {
  return {
    add: async (call) => {
      const known = calls.findIndex(({ id }) => id === call.id);
      if (known < 0) calls.push(call);
      else calls[known] = call;
    },
    spentSince: async (since) => {
      const recent = calls.filter((call) => call.at >= since);
      return {
        usd: recent.reduce((sum, call) => sum + call.costUsd, 0),
        tokens: recent.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0),
      };
    },
    now: () => new Date(),
  };
}
