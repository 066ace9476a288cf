// One text against the index: its terms spread for lookup, and its likeness to an item or a theme.
import { grown } from './index-columns.ts';
import { meaningDot, meaningSize, termsDot, weightInText } from './index-items.ts';
import { readForMatching } from './index-reading.ts';
import { spelledLike } from './index-spelling.ts';
import type { IndexState, ThemeEntry } from './index-state.ts';
import { slotOf, worthOf } from './index-terms.ts';
import { likenessOf, type MatchParts, shortnessOf, weightOfMeaning } from './match-score.ts';

export type Query = {
  vector: Float32Array;
  meaningWeight: number;
  /** Slots of its known terms, and of each its weight at unit length. */
  slots: number[];
  weights: number[];
  /** Slots of words that are only spelled like its own. */
  alike: number[];
};

export type Compared = { place: number; likeness: number; nearest: number; parts: MatchParts };

/** Reads a text and spreads its term weights over the scratch column; `wipe` must follow. */
export function ask(state: IndexState, text: string): Query {
  const { ids, stems, counts, shares, vector, known, length } = readForMatching(text);
  state.scratch = grown(state.scratch, state.terms.count);
  const shortness = shortnessOf(length);
  const weights = stems.map((stem, i) => {
    const slot = slotOf(state.terms, ids[i]!);
    const worth = slot < 0 ? worthOf(0, shares[i]!, state.texts) : state.terms.worth[slot]!;
    return { stem, slot, weight: weightInText(stem, counts[i]!, shortness) * worth };
  });
  const norm = Math.hypot(...weights.map(({ weight }) => weight)) || 1;
  const indexed = weights.filter(({ slot }) => slot >= 0);
  for (const { slot, weight } of indexed) state.scratch[slot] = weight / norm;
  return {
    vector,
    meaningWeight: weightOfMeaning({ known, length }),
    slots: indexed.map(({ slot }) => slot),
    weights: indexed.map(({ weight }) => weight / norm),
    alike: weights.flatMap(({ stem, weight }) => spreadAlike(state, stem, (weight / norm) * shortness)),
  };
}

/** A word counts in part for those spelled like it. Source: soft cosine, Sidorov et al. 2014. Returns their slots. */
function spreadAlike(state: IndexState, stem: string, weight: number): number[] {
  const found = spelledLike(state.spellings, stem);
  for (const { slot, likeness } of found) state.scratch[slot]! += weight * likeness;
  return found.map(({ slot }) => slot);
}

export function wipe(state: IndexState, query: Query): void {
  for (const slot of query.slots) state.scratch[slot] = 0;
  for (const slot of query.alike) state.scratch[slot] = 0;
}

/** Likeness to one item, by meaning and by words. */
export function compareItem(state: IndexState, query: Query, at: number): { meaning: number; words: number } {
  return {
    meaning: meaningDot(state.items, at, query.vector),
    words: termsDot(state.items, at, state.scratch, state.terms.worth),
  };
}

/** Likeness to a theme, by those of its items in `rows`; sums over rows stand for all of its items. */
export function compareTheme(state: IndexState, query: Query, place: number, rows: number[]): Compared {
  const theme = state.themes[place]!;
  const meaning = [0, 0, 0];
  const words = [0, 0, 0];
  let nearest = rows[0]!;
  let nearestLikeness = -1;
  let wordsSum = 0;
  for (const at of rows) {
    const byMeaning = meaningDot(state.items, at, query.vector);
    const byWords = termsDot(state.items, at, state.scratch, state.terms.worth);
    wordsSum += byWords;
    insert(meaning, byMeaning);
    insert(words, byWords);
    const likeness = query.meaningWeight * byMeaning + (1 - query.meaningWeight) * byWords;
    if (likeness > nearestLikeness) [nearest, nearestLikeness] = [at, likeness];
  }
  const parts = {
    meaning: { best: meaning[0]!, nearest3: mean(meaning), centre: centreMeaning(state, query, place) },
    words: { best: words[0]!, nearest3: mean(words), centre: centreWords(theme, wordsSum, rows.length) },
    meaningWeight: query.meaningWeight,
  };
  return { place, likeness: likenessOf(parts), nearest, parts };
}

/** Always over three: one report alone is weaker evidence of a theme than three. */
const mean = (top: number[]) => (top[0]! + top[1]! + top[2]!) / 3;

export function centreMeaning(state: IndexState, query: Query, place: number): number {
  const from = place * meaningSize;
  let dot = 0;
  for (let d = 0; d < meaningSize; d++) dot += query.vector[d]! * state.centres[from + d]!;
  return dot * state.centreScales[place]!;
}

function centreWords(theme: ThemeEntry, sum: number, rows: number): number {
  return theme.termsSquare > 0 ? (sum * (theme.items.length / rows)) / Math.sqrt(theme.termsSquare) : 0;
}

function insert(top: number[], value: number): void {
  if (value > top[0]!) [top[0], top[1], top[2]] = [value, top[0]!, top[1]!];
  else if (value > top[1]!) [top[1], top[2]] = [value, top[1]!];
  else if (value > top[2]!) top[2] = value;
}
