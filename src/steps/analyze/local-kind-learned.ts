// Kinds learned from people's corrections: the phrases' votes stay the base, the company's own words are added.
import { type Features, probabilities, trainLinear } from '../../text/classify.ts';
import { languageOf } from '../../text/language.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { termsOfWords } from '../../text/terms.ts';
import { embedWords, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';
import { type Kind, kinds } from './analysis.ts';
import { declaredKind, kindVotes, noVotes } from './local-kind.ts';

/** A text whose kind a person has confirmed or corrected. */
export type KindExample = { text: string; kind: Kind };

export type KindModel = {
  /** Share of each kind, and how far to trust it against the phrases alone, 0 to 1. */
  read: (text: string) => { shares: Record<Kind, number>; trust: number };
};

/** Fewer examples than this would only teach chance. */
const fewest = 10;

export function makeKindModel(examples: KindExample[]): KindModel | undefined {
  const known = kinds.filter((kind) => examples.some((example) => example.kind === kind));
  if (examples.length < fewest || known.length < 2) return undefined;
  const rows = examples.map(({ text, kind }) => ({
    features: featuresOf(text),
    label: known.indexOf(kind),
    weight: 1,
  }));
  const model = trainLinear(rows, known.length, { epochs: 20, rate: 0.1, penalty: 1e-4 });
  const trust = examples.length / (examples.length + 40);
  return {
    read: (text) => {
      const found = probabilities(model, featuresOf(text));
      const shares = noVotes();
      for (const [i, kind] of known.entries()) shares[kind] = found[i]!;
      return { shares, trust };
    },
  };
}

/** The sum of what the sentences of a text vote for. */
function votesOf(text: string): Record<Kind, number> {
  const { code } = languageOf(text);
  const sum = noVotes();
  for (const { start, end } of sentencesOf(text)) {
    const { votes } = kindVotes(text.slice(start, end), code);
    for (const kind of kinds) sum[kind] += votes[kind];
  }
  const declared = declaredKind(text);
  if (declared) sum[declared.kind] += 4;
  return sum;
}

/** Ids: stems as they are; behind them meaning, votes, and how the text is written. */
function featuresOf(text: string): Features {
  const votes = votesOf(text);
  const words = wordsOf(text);
  const { ids, counts } = termsOfWords(words);
  const damped = Array.from(counts, (count) => 1 + Math.log(count));
  const norm = Math.hypot(...damped) || 1;
  const all = kinds.reduce((sum, kind) => sum + votes[kind], 0) || 1;
  const dense = [
    ...embedWords(words, wordVectors()).vector,
    ...kinds.map((kind) => (2 * votes[kind]) / all),
    ...openings(text),
    declaredKind(text) ? 1 : 0,
    Math.min(1, words.length / 200),
    /```|^\s+at \S+/m.test(text) ? 1 : 0,
  ];
  return {
    ids: [...ids, ...dense.map((_, i) => 2 ** 33 + i)],
    values: [...damped.map((x) => x / norm), ...dense],
  };
}

/** The first line says most: titles of questions, wishes and complaints are written differently. */
function openings(text: string): number[] {
  const [first = ''] = text.trim().split('\n');
  const { votes } = kindVotes(first, 'en');
  const all = kinds.reduce((sum, kind) => sum + votes[kind], 0) || 1;
  return [
    ...kinds.map((kind) => (1.5 * votes[kind]) / all),
    /\?\s*$/.test(first) ? 1 : 0,
    /\?/.test(text) ? 0.5 : 0,
  ];
}
