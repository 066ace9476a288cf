// How alike a text and a theme are, on a scale that stays the same as themes grow.

/** What was seen of one theme: the most alike item, the mean of its three most alike ones, and its centre. */
type Likeness = { best: number; nearest3: number; centre: number };

export type MatchParts = {
  /** By meaning (word vectors). */
  meaning: Likeness;
  /** By words in common. */
  words: Likeness;
  /** How much meaning counted against words, 0 to 1. */
  meaningWeight: number;
};

/** Linear fusion; measured equal to rank fusion, and unlike it on an absolute scale. */
export function likenessOf({ meaning, words, meaningWeight }: MatchParts): number {
  const byMeaning = 0.35 * meaning.best + 0.25 * meaning.nearest3 + 0.4 * meaning.centre;
  const byWords = 0.25 * words.best + 0.25 * words.nearest3 + 0.5 * words.centre;
  return meaningWeight * byMeaning + (1 - meaningWeight) * byWords;
}

/**
 * What is alike by talking about the same product at all: half the mean of the runners-up. Where every theme is about
 * cards, being about cards says nothing. `likenesses` best first; missing ones count as the usual background.
 */
export function backgroundOf(likenesses: number[]): number {
  let sum = 0;
  for (let rank = 1; rank <= runnersUp; rank++) sum += likenesses[rank] ?? usualBackground;
  return sum / runnersUp / 2;
}

const runnersUp = 9;
const usualBackground = 0.15;

/** 0 to 1 and monotone; fitted so that it comes near the share of texts at that height that belong to the theme. */
export function scoreOf(likeness: number, background: number): number {
  return 1 / (1 + Math.exp(-steepness * (likeness - background - middle)));
}

const steepness = 11.5;
const middle = 0.255;

/**
 * Word vectors help short plain English; they know little of other languages, and blur long technical text.
 * `known`: weighted share of the words that have a vector; `length`: words of the text.
 */
export function weightOfMeaning({ known, length }: { known: number; length: number }): number {
  const language = Math.max(0, Math.min(1, (known - 0.3) / 0.5));
  const brevity = length <= 12 ? 1 : Math.max(0.15, 12 / length);
  return 0.45 * language * brevity;
}

/**
 * How much the look of single words counts (spelled alike, long or short): it brings short texts together; long ones have
 * enough words of their own, and chance among them.
 */
export const shortnessOf = (length: number) => Math.min(1, 30 / Math.max(1, length));
