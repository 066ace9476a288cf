// Which themes are worth a close look: all while there are few items; beyond that the likeliest by words and by meaning.
import { grown } from './index-columns.ts';
import { type IndexState, roughSize } from './index-state.ts';
import { centreMeaning, type Query } from './match-query.ts';

/** A theme, and the rows of its items to look at. */
export type Candidate = { place: number; rows: number[] };

/** Up to this many items every one is compared: exact, and within some milliseconds. */
export const exactUpTo = 10_000;
/** Postings read for one text, rarest terms first, and newest items of one term. */
const postingsRead = 14_000;
const newestOfTerm = 3_000;
/** Themes looked at closely, half found by words, half by meaning; and items of each. */
const themesByWords = 45;
const themesByMeaning = 35;
const itemsOfTheme = 32;
/** A rough look at all centres picks those that are measured in full. */
const roughKept = 400;

export function candidatesFor(state: IndexState, query: Query): Candidate[] {
  if (state.texts <= exactUpTo) return everyTheme(state);
  const byWords = readPostings(state, query);
  const found = new Map<number, number[]>();
  for (const place of bestPlaces(byWords.sums, themesByWords)) found.set(place, byWords.rows.get(place)!);
  for (const place of nearestCentres(state, query)) if (!found.has(place)) found.set(place, []);
  return [...found].map(([place, rows]) => ({ place, rows: sampleOf(state.themes[place]!.items, rows) }));
}

function everyTheme(state: IndexState): Candidate[] {
  const all: Candidate[] = [];
  for (const [place, { items }] of state.themes.entries())
    if (items.length > 0) all.push({ place, rows: items });
  return all;
}

/** By theme: the sum of its two best items' words in common, and rows of items worth comparing. */
type ByWords = { sums: Map<number, number>; rows: Map<number, number[]> };

function readPostings(state: IndexState, query: Query): ByWords {
  const touched = touchRows(state, query);
  const sums = new Map<number, number>();
  const rows = new Map<number, number[]>();
  const best = new Map<number, number>();
  for (const at of touched) {
    const likeness = state.touched[at]!;
    state.touched[at] = 0;
    const place = state.items.theme[at]!;
    const before = best.get(place);
    if (before === undefined) {
      best.set(place, likeness);
      sums.set(place, likeness);
      rows.set(place, [at]);
    } else if (likeness > before * 0.8) {
      best.set(place, Math.max(before, likeness));
      sums.set(place, Math.max(before, likeness) + 0.3 * Math.min(before, likeness));
      const kept = rows.get(place)!;
      if (likeness > before) kept.unshift(at);
      else if (kept.length < 8) kept.push(at);
    }
  }
  return { sums, rows };
}

/** Adds up, by row, the weight of the terms in common; returns the rows. */
function touchRows(state: IndexState, query: Query): number[] {
  state.touched = grown(state.touched, state.items.count);
  const { theme, norm } = state.items;
  const order = query.slots
    .map((_, i) => i)
    .sort((a, b) => lengthAt(state, query, a) - lengthAt(state, query, b));
  const touched: number[] = [];
  let left = postingsRead;
  for (const i of order) {
    const list = state.postings[query.slots[i]!];
    if (!list || left <= 0) continue;
    const weight = query.weights[i]! * state.terms.worth[query.slots[i]!]!;
    const start = Math.max(0, list.length - Math.min(left, newestOfTerm));
    left -= list.length - start;
    for (let p = list.length - 1; p >= start; p--) {
      const at = list[p]!;
      if (theme[at]! < 0) continue;
      if (state.touched[at] === 0) touched.push(at);
      state.touched[at]! += weight / norm[at]!;
    }
  }
  return touched;
}

const lengthAt = (state: IndexState, query: Query, i: number) => state.postings[query.slots[i]!]?.length ?? 0;

function nearestCentres(state: IndexState, query: Query): number[] {
  if (query.meaningWeight === 0) return [];
  const kept = topPlaces(roughLikeness(state, query.vector), roughKept);
  const exact = new Map(kept.map((place) => [place, centreMeaning(state, query, place)]));
  return bestPlaces(exact, themesByMeaning).filter((place) => state.themes[place]!.items.length > 0);
}

function roughLikeness({ themes, rough }: IndexState, vector: Float32Array): Float32Array {
  const found = new Float32Array(themes.length);
  for (let place = 0, from = 0; place < found.length; place++, from += roughSize) {
    let [a, b, c, e] = [0, 0, 0, 0];
    for (let d = 0; d < roughSize; d += 4) {
      a += vector[d]! * rough[from + d]!;
      b += vector[d + 1]! * rough[from + d + 1]!;
      c += vector[d + 2]! * rough[from + d + 2]!;
      e += vector[d + 3]! * rough[from + d + 3]!;
    }
    found[place] = a + b + c + e;
  }
  return found;
}

/** Places of the `k` largest, found by narrowing a threshold over a histogram: one pass, no sort of all. */
function topPlaces(values: Float32Array, k: number): number[] {
  const bins = new Uint32Array(256);
  for (const value of values) bins[binOf(value)]!++;
  let threshold = 255;
  for (let seen = bins[255]!; threshold > 0 && seen < k; ) seen += bins[--threshold]!;
  const places: number[] = [];
  for (let place = 0; place < values.length; place++)
    if (binOf(values[place]!) >= threshold) places.push(place);
  return places;
}

const binOf = (value: number) => Math.max(0, Math.min(255, Math.floor((value + 0.2) * 213)));

function bestPlaces(likeness: Map<number, number>, k: number): number[] {
  return [...likeness]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, k)
    .map(([place]) => place);
}

/** Those found by words, the newest, and an even sample of the rest. */
function sampleOf(items: number[], found: number[]): number[] {
  if (items.length <= itemsOfTheme) return items;
  const rows = new Set(found);
  for (let i = items.length - 1; i >= items.length - 8; i--) rows.add(items[i]!);
  const step = items.length / (itemsOfTheme - rows.size);
  for (let i = 0; i < items.length && rows.size < itemsOfTheme; i += step) rows.add(items[Math.floor(i)]!);
  return [...rows];
}
