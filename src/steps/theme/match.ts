// The in-process index of themes: which themes does a text belong to, among all items seen so far? No SQL, no clock.
import { termsOfWords } from '../../text/terms.ts';
import { embedWords, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';
import { grown } from './index-columns.ts';
import { damped, meaningDot, meaningSize, termsDot } from './index-items.ts';
import {
  addItem,
  type IndexState,
  makeState,
  moveItem,
  type NewItem,
  removeItem,
  removeTheme,
  type ThemeEntry,
} from './index-state.ts';
import { slotOf, worthOf } from './index-terms.ts';
import { backgroundOf, likenessOf, type MatchParts, scoreOf, weightOfMeaning } from './match-score.ts';

/** Changes whenever the same text could get another score: stored with each membership. */
export const matchVersion = 'match-2';

/** From `join` upward a text joins the theme by itself; from `ask` upward a person is asked. */
export const thresholds = { join: 0.48, ask: 0.34 } as const;

export type ThemeMatch = { themeId: string; score: number; nearestItemId: string; parts: MatchParts };

export type ThemeIndex = {
  addItem: (item: NewItem) => void;
  removeItem: (itemId: string) => void;
  moveItem: (itemId: string, themeId: string) => void;
  removeTheme: (themeId: string) => void;
  /** At most `k` themes, best first. */
  match: (text: string, options: { k: number; areaKey?: string | undefined }) => ThemeMatch[];
  /** At most `k` items, most alike first: the search for duplicates of one long report. */
  nearest: (text: string, options: { k: number }) => { itemId: string; themeId: string; score: number }[];
  size: () => { items: number; themes: number };
};

export function makeThemeIndex(): ThemeIndex {
  const state = makeState();
  return {
    addItem: (item) => addItem(state, item),
    removeItem: (itemId) => removeItem(state, itemId),
    moveItem: (itemId, themeId) => moveItem(state, itemId, themeId),
    removeTheme: (themeId) => removeTheme(state, themeId),
    match: (text, { k }) => match(state, text, k),
    nearest: (text, { k }) => nearest(state, text, k),
    size: () => ({ items: state.texts, themes: state.themePlaces.size }),
  };
}

type Query = { vector: Float32Array; meaningWeight: number; slots: number[]; square: number };

function match(state: IndexState, text: string, k: number): ThemeMatch[] {
  const query = enter(state, text);
  const found: Compared[] = [];
  for (const theme of state.themes) if (theme.items.length > 0) found.push(compare(state, query, theme));
  for (const slot of query.slots) state.scratch[slot] = 0;
  found.sort((a, b) => b.likeness - a.likeness || (a.themeId < b.themeId ? -1 : 1));
  const background = backgroundOf(found.slice(0, 10).map((theme) => theme.likeness));
  return found
    .slice(0, k)
    .map(({ likeness, ...match }) => ({ ...match, score: scoreOf(likeness, background) }));
}

type Compared = Omit<ThemeMatch, 'score'> & { likeness: number };

function nearest(state: IndexState, text: string, k: number) {
  const query = enter(state, text);
  const found = [...state.places.values()].map((at) => ({
    itemId: state.itemIds[at]!,
    themeId: state.themes[state.items.theme[at]!]!.id,
    score:
      query.meaningWeight * meaningDot(state.items, at, query.vector) +
      (1 - query.meaningWeight) * termsDot(state.items, at, state.scratch, state.terms.worth),
  }));
  for (const slot of query.slots) state.scratch[slot] = 0;
  return found.sort((a, b) => b.score - a.score || (a.itemId < b.itemId ? -1 : 1)).slice(0, k);
}

/** The text's meaning, and its term weights spread over the scratch column at unit length. */
function enter(state: IndexState, text: string): Query {
  const words = wordsOf(text);
  const { ids, counts, shares } = termsOfWords(words);
  const { vector, known } = embedWords(words, wordVectors());
  state.scratch = grown(state.scratch, state.terms.count);
  const slots: number[] = [];
  let square = 0;
  for (let i = 0; i < ids.length; i++) {
    const slot = slotOf(state.terms, ids[i]!);
    const worth = slot < 0 ? worthOf(0, shares[i]!, state.texts) : state.terms.worth[slot]!;
    const weight = damped(counts[i]!) * worth;
    square += weight * weight;
    if (slot < 0) continue;
    slots.push(slot);
    state.scratch[slot] = weight;
  }
  const norm = Math.sqrt(square) || 1;
  for (const slot of slots) state.scratch[slot]! /= norm;
  return { vector, meaningWeight: weightOfMeaning({ known, length: words.length }), slots, square };
}

function compare(state: IndexState, query: Query, theme: ThemeEntry): Compared {
  const meaning = { best: 0, nearest3: 0, centre: 0 };
  const words = { best: 0, nearest3: 0, centre: 0 };
  const topMeaning = [0, 0, 0];
  const topWords = [0, 0, 0];
  let nearest = theme.items[0]!;
  let nearestLikeness = -1;
  let wordsSum = 0;
  for (const at of theme.items) {
    const byMeaning = meaningDot(state.items, at, query.vector);
    const byWords = termsDot(state.items, at, state.scratch, state.terms.worth);
    wordsSum += byWords;
    insert(topMeaning, byMeaning);
    insert(topWords, byWords);
    const likeness = query.meaningWeight * byMeaning + (1 - query.meaningWeight) * byWords;
    if (likeness > nearestLikeness) [nearest, nearestLikeness] = [at, likeness];
  }
  meaning.best = topMeaning[0]!;
  words.best = topWords[0]!;
  meaning.nearest3 = (topMeaning[0]! + topMeaning[1]! + topMeaning[2]!) / 3;
  words.nearest3 = (topWords[0]! + topWords[1]! + topWords[2]!) / 3;
  let dot = 0;
  let square = 0;
  for (let d = 0; d < meaningSize; d++) {
    dot += query.vector[d]! * theme.meaning[d]!;
    square += theme.meaning[d]! ** 2;
  }
  meaning.centre = square > 0 ? dot / Math.sqrt(square) : 0;
  words.centre = theme.termsSquare > 0 ? wordsSum / Math.sqrt(theme.termsSquare) : 0;
  const parts = { meaning, words, meaningWeight: query.meaningWeight };
  return { themeId: theme.id, likeness: likenessOf(parts), nearestItemId: state.itemIds[nearest]!, parts };
}

function insert(top: number[], value: number): void {
  if (value > top[0]!) [top[0], top[1], top[2]] = [value, top[0]!, top[1]!];
  else if (value > top[1]!) [top[1], top[2]] = [value, top[1]!];
  else if (value > top[2]!) top[2] = value;
}
