// The analyzer with a model: redacts, asks, checks. Whatever goes wrong, the item is not lost: the local analyzer
// takes over when this one says that it cannot.
import { Permanent } from '../../lib/failure.ts';
import { type Answer as Answered, AnswerRejected, type Model, ModelUnavailable } from '../../llm/port.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import { type Redacted, redact } from '../../text/redact.ts';
import type { Analysis, AreaHint } from './analysis.ts';
import { checkAnswer, type ThemeChoice } from './check.ts';
import { speaksToReader } from './injection.ts';
import {
  type Answer,
  analyzeQuestion,
  type PromptInput,
  promptVersion,
  shortened,
  type ThemeCandidate,
} from './prompt.ts';

export type ClaudeInput = {
  /** Plain text as the customer wrote it; private details are taken out here, before anything leaves. */
  text: string;
  areas: AreaHint[];
  /** Themes it may belong to, best first; the first eight are offered. */
  candidates: ThemeCandidate[];
};

export type ClaudeReading = {
  analysis: Analysis;
  /** One for each finding, in the same order. */
  themeChoices: ThemeChoice[];
  analyzer: 'claude';
  model: string;
  version: string;
  cost: Pick<Answered<unknown>, 'usage' | 'costUsd' | 'calls' | 'seconds'>;
  /** What was taken out before asking, and what of the answer was not believed: for logs and counts. */
  redacted: Redacted['found'];
  dropped: string[];
};

/** Throws `ModelUnavailable`, its text for people, whenever there will be no answer worth waiting for. */
export async function analyzeWithClaude(model: Model, input: ClaudeInput): Promise<ClaudeReading> {
  const inquiry = inquire(input);
  try {
    return inquiry.read(await model.ask(inquiry.question));
  } catch (error) {
    if (error instanceof Permanent || error instanceof AnswerRejected)
      throw new ModelUnavailable(error.message, { cause: error });
    throw error;
  }
}

/**
 * The same in two halves, for bulk work: the question goes into a batch, its answer comes hours later. Both halves
 * throw `ModelUnavailable` for a text that speaks to its reader: a model might obey it, the local analyzer cannot.
 */
export function inquire(input: ClaudeInput) {
  const { prompt, found } = withoutPrivateDetails(input);
  if (speaksToReader(shortened(prompt.text))) throw new ModelUnavailable(obeyable);
  const read = (answered: Answered<Answer>): ClaudeReading => {
    const { value, model, usage, costUsd, calls, seconds } = answered;
    if (value.addressesReader) throw new ModelUnavailable(obeyable);
    const checked = checkAnswer(value, prompt);
    const cost = { usage, costUsd, calls, seconds };
    return { ...checked, analyzer: 'claude', model, version: promptVersion, cost, redacted: found };
  };
  return { question: analyzeQuestion(prompt), read };
}

const obeyable = 'The text tries to instruct its reader, so fixed rules read it instead of a model.';

/** Titles and examples of themes are customers' words as well: what would instruct the reader is left out. */
function withoutPrivateDetails({ text, areas, candidates }: ClaudeInput) {
  const clean = (words: string) => redact(withoutInvisible(words));
  const { text: shown, found } = clean(text);
  const themes = candidates.map(({ id, title, examples }) => ({
    id,
    title: speaksToReader(title) ? '(no title)' : clean(title).text,
    examples: examples.filter((example) => !speaksToReader(example)).map((example) => clean(example).text),
  }));
  const prompt: PromptInput = { text: shown, areas, candidates: themes };
  return { prompt, found };
}
