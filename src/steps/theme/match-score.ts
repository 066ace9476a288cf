// How alike a text and a theme are, on a scale that stays the same as themes grow.

/** What was seen of one theme: the most alike item, the mean of its three most alike ones, and its centre. */
export type Likeness = { best: number; nearest3: number; centre: number };

export type MatchParts = {
  /** By meaning (word vectors). */
  meaning: Likeness;
  /** By words in common. */
  words: Likeness;
  /** How much meaning counted against words, 0 to 1. */
  meaningWeight: number;
};

/** Linear fusion; measured equal to rank fusion, and unlike it on an absolute scale. */
export function scoreOf({ meaning, words, meaningWeight }: MatchParts): number {
  const byMeaning = 0.35 * meaning.best + 0.25 * meaning.nearest3 + 0.4 * meaning.centre;
  const byWords = 0.3 * words.best + 0.3 * words.nearest3 + 0.4 * words.centre;
  return Math.max(0, Math.min(1, meaningWeight * byMeaning + (1 - meaningWeight) * byWords));
}

/**
 * Word vectors help short plain English; they know little of other languages, and blur long technical text.
 * `known`: weighted share of the words that have a vector; `length`: words of the text.
 */
export function weightOfMeaning({ known, length }: { known: number; length: number }): number {
  const language = Math.max(0, Math.min(1, (known - 0.3) / 0.5));
  const brevity = length <= 40 ? 1 : Math.max(0.3, 40 / length);
  return 0.5 * language * brevity;
}
