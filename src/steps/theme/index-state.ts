// What the index of themes holds, and how items enter and leave it.
import { grown } from './index-columns.ts';
import {
  type Items,
  makeItems,
  meaningSize,
  normOf,
  pushItem,
  setMeaning,
  setTerms,
  termsDot,
  weightInText,
} from './index-items.ts';
import { readForMatching } from './index-reading.ts';
import { learnSpelling, makeSpellings, type Spellings } from './index-spelling.ts';
import { makeTermTable, reweigh, slotFor, type TermTable } from './index-terms.ts';
import { shortnessOf } from './match-score.ts';

export type ThemeEntry = {
  id: string;
  areaKey: string | undefined;
  /** Rows of its items, oldest first. */
  items: number[];
  /** Square of the length of the sum of its items' term vectors. */
  termsSquare: number;
};

export type IndexState = {
  terms: TermTable;
  spellings: Spellings;
  /** By slot: rows of the items that hold the term, oldest first; rows of removed items stay and are skipped. */
  postings: number[][];
  items: Items;
  itemIds: string[];
  places: Map<string, number>;
  themes: ThemeEntry[];
  themePlaces: Map<string, number>;
  /** By theme: the sum of its items' meanings, and one over its length. */
  centres: Float32Array;
  centreScales: Float32Array;
  /** By theme: the first numbers of its unit centre, close together for a rough look at all themes. */
  rough: Float32Array;
  /** Items that are in. */
  texts: number;
  /** Number of texts when words were last weighed anew. */
  weighedAt: number;
  /** Scratch for one text, all zero between calls: by slot its term weights, by row what the postings found. */
  scratch: Float32Array;
  touched: Float32Array;
};

export type NewItem = { themeId: string; itemId: string; text: string; areaKey?: string | undefined };

/** The first numbers of a meaning say the most: scripts/bake-vectors.ts turns them so. */
export const roughSize = 16;

export function makeState(): IndexState {
  return {
    terms: makeTermTable(),
    spellings: makeSpellings(),
    postings: [],
    items: makeItems(),
    itemIds: [],
    places: new Map(),
    themes: [],
    themePlaces: new Map(),
    centres: new Float32Array(64 * meaningSize),
    centreScales: new Float32Array(64),
    rough: new Float32Array(64 * roughSize),
    texts: 0,
    weighedAt: 0,
    scratch: new Float32Array(1 << 11),
    touched: new Float32Array(1 << 10),
  };
}

/** Adds an item; one that is already in is first removed. */
export function addItem(state: IndexState, { themeId, itemId, text, areaKey }: NewItem): void {
  if (state.places.has(itemId)) removeItem(state, itemId);
  const { ids, stems, counts, shares, vector, length } = readForMatching(text);
  const at = pushItem(state.items);
  const slots: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const slot = slotFor(state.terms, ids[i]!, shares[i]!, state.texts);
    state.terms.items[slot]!++;
    learnSpelling(state.spellings, slot, stems[i]!);
    post(state, slot, at);
    slots.push(slot);
  }
  state.texts++;
  state.itemIds[at] = itemId;
  state.places.set(itemId, at);
  setTerms(
    state.items,
    at,
    slots,
    stems.map((stem, i) => weightInText(stem, counts[i]!, shortnessOf(length))),
  );
  setMeaning(state.items, at, vector);
  reweighWhenDue(state);
  state.items.norm[at] = normOf(state.items, at, state.terms.worth);
  enterTheme(state, at, themeFor(state, themeId, areaKey));
}

export function removeItem(state: IndexState, itemId: string): void {
  const at = state.places.get(itemId);
  if (at === undefined) return;
  leaveTheme(state, at);
  state.places.delete(itemId);
  state.itemIds[at] = '';
  state.texts--;
  const from = state.items.from[at]!;
  for (let i = from; i < from + state.items.length[at]!; i++) state.terms.items[state.items.terms[i]!]!--;
  state.items.length[at] = 0;
}

export function moveItem(state: IndexState, itemId: string, themeId: string): void {
  const at = state.places.get(itemId);
  if (at === undefined) return;
  leaveTheme(state, at);
  enterTheme(state, at, themeFor(state, themeId, undefined));
}

export function removeTheme(state: IndexState, themeId: string): void {
  const theme = state.themePlaces.get(themeId);
  if (theme === undefined) return;
  for (const at of [...state.themes[theme]!.items]) removeItem(state, state.itemIds[at]!);
  state.themePlaces.delete(themeId);
}

export function post(state: IndexState, slot: number, at: number): void {
  const list = state.postings[slot];
  if (list) list.push(at);
  else state.postings[slot] = [at];
}

function themeFor(state: IndexState, id: string, areaKey: string | undefined): number {
  const known = state.themePlaces.get(id);
  if (known === undefined) return addTheme(state, { id, areaKey, items: [], termsSquare: 0 });
  if (areaKey !== undefined) state.themes[known]!.areaKey = areaKey;
  return known;
}

export function addTheme(state: IndexState, theme: ThemeEntry): number {
  const place = state.themes.push(theme) - 1;
  state.themePlaces.set(theme.id, place);
  state.centres = grown(state.centres, (place + 1) * meaningSize);
  state.centreScales = grown(state.centreScales, place + 1);
  state.rough = grown(state.rough, (place + 1) * roughSize);
  return place;
}

function enterTheme(state: IndexState, at: number, place: number): void {
  const theme = state.themes[place]!;
  theme.termsSquare += 1 + 2 * sumOfTermDots(state, at, theme.items);
  theme.items.push(at);
  state.items.theme[at] = place;
  addMeaning(state, place, at, 1);
}

/** Its row belongs to no theme afterwards. */
function leaveTheme(state: IndexState, at: number): void {
  const place = state.items.theme[at]!;
  const theme = state.themes[place]!;
  theme.items.splice(theme.items.indexOf(at), 1);
  theme.termsSquare = Math.max(0, theme.termsSquare - 1 - 2 * sumOfTermDots(state, at, theme.items));
  addMeaning(state, place, at, -1);
  state.items.theme[at] = -1;
}

function addMeaning(state: IndexState, place: number, at: number, sign: number): void {
  const factor = sign * state.items.scale[at]!;
  const [from, to] = [at * meaningSize, place * meaningSize];
  let square = 0;
  for (let d = 0; d < meaningSize; d++) {
    const sum = state.centres[to + d]! + factor * state.items.meaning[from + d]!;
    state.centres[to + d] = sum;
    square += sum * sum;
  }
  state.centreScales[place] = square > 1e-9 ? 1 / Math.sqrt(square) : 0;
  setRough(state, place);
}

export function setRough({ rough, centres, centreScales }: IndexState, place: number): void {
  for (let d = 0; d < roughSize; d++)
    rough[place * roughSize + d] = centres[place * meaningSize + d]! * centreScales[place]!;
}

/** Large themes are sampled evenly: the sum is needed for a length alone. */
function sumOfTermDots(state: IndexState, at: number, others: number[]): number {
  if (others.length === 0) return 0;
  spreadTerms(state, at, 1 / (state.items.norm[at]! || 1));
  const step = Math.max(1, Math.floor(others.length / sampled));
  let sum = 0;
  let seen = 0;
  for (let i = 0; i < others.length; i += step, seen++)
    sum += termsDot(state.items, others[i]!, state.scratch, state.terms.worth);
  spreadTerms(state, at, 0);
  return (sum / seen) * others.length;
}

const sampled = 24;

/** Writes an item's term weights into the scratch column, or with factor 0 wipes them. */
function spreadTerms(state: IndexState, at: number, factor: number): void {
  state.scratch = grown(state.scratch, state.terms.count);
  const from = state.items.from[at]!;
  for (let i = from; i < from + state.items.length[at]!; i++) {
    const slot = state.items.terms[i]!;
    state.scratch[slot] = factor * state.items.tf[i]! * state.terms.worth[slot]!;
  }
}

/** What a word is worth changes with every text; a fifth more texts since last time is when it is worked in. */
function reweighWhenDue(state: IndexState): void {
  if (state.texts > 50 && state.texts < state.weighedAt * 1.2) return;
  state.weighedAt = state.texts;
  reweigh(state.terms, state.texts);
  const { items, terms } = state;
  for (let at = 0; at < items.count; at++) items.norm[at] = normOf(items, at, terms.worth);
  for (const theme of state.themes) theme.termsSquare = termsSquareOf(state, theme.items);
}

function termsSquareOf(state: IndexState, members: number[]): number {
  state.scratch = grown(state.scratch, state.terms.count);
  const { items, terms, scratch } = state;
  const touched: number[] = [];
  for (const at of members) {
    const factor = 1 / (items.norm[at]! || 1);
    for (let i = items.from[at]!; i < items.from[at]! + items.length[at]!; i++) {
      const slot = items.terms[i]!;
      if (scratch[slot] === 0) touched.push(slot);
      scratch[slot]! += factor * items.tf[i]! * terms.worth[slot]!;
    }
  }
  let square = 0;
  for (const slot of touched) {
    square += scratch[slot]! ** 2;
    scratch[slot] = 0;
  }
  return square;
}
