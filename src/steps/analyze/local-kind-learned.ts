// Kinds learned from people's corrections: the phrases' votes stay the base, the company's own words are added.
import { type Features, probabilities, trainLinear } from '../../text/classify.ts';
import { languageOf } from '../../text/language.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { stem } from '../../text/stem.ts';
import { termId } from '../../text/terms.ts';
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
  const trust = examples.length / (examples.length + 15);
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

/** Ids: hashed words as they are; behind them meaning, votes, and how the text is written. */
function featuresOf(text: string): Features {
  const votes = votesOf(text);
  const words = wordsOf(text);
  const [title = ''] = text.trim().split('\n');
  const hashed = [...unitTerms(words, ''), ...unitTerms(wordsOf(title), 'title:')];
  const all = kinds.reduce((sum, kind) => sum + votes[kind], 0) || 1;
  const dense = [
    ...embedWords(words, wordVectors()).vector,
    ...kinds.map((kind) => (2 * votes[kind]) / all),
    ...titleSigns(title),
    Math.min(1, (text.match(/\?/g)?.length ?? 0) / 5),
    declaredKind(text) ? 1 : 0,
    Math.min(1, words.length / 300),
    /```|^\s+at \S+/m.test(text) ? 1 : 0,
  ];
  return {
    ids: [...hashed.map(([id]) => id), ...dense.map((_, i) => 2 ** 33 + i)],
    values: [...hashed.map(([, value]) => value), ...dense],
  };
}

/** Words and pairs, the small ones too: "how", "should" and "why does" tell kinds apart. Of unit length. */
function unitTerms(words: string[], prefix: string): [number, number][] {
  const counts = new Map<number, number>();
  let before = '^';
  for (const word of words.map(stem)) {
    for (const [term, count] of [
      [word, 1],
      [`${before} ${word}`, 0.5],
    ] as const) {
      const id = termId(prefix + term);
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
    before = word;
  }
  const damped = [...counts].map(([id, count]): [number, number] => [id, 1 + Math.log(Math.max(count, 0.5))]);
  const norm = Math.hypot(...damped.map(([, value]) => value)) || 1;
  return damped.map(([id, value]) => [id, value / norm]);
}

/** Titles of questions, wishes and complaints are written differently. */
function titleSigns(title: string): number[] {
  const { votes } = kindVotes(title.slice(0, 300), 'en');
  const all = kinds.reduce((sum, kind) => sum + votes[kind], 0) || 1;
  return [...kinds.map((kind) => (1.5 * votes[kind]) / all), /\?\s*$/.test(title) ? 1 : 0];
}
