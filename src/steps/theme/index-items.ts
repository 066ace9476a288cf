// The items of the index in columns: which theme, which terms, which meaning.
import { grown } from './index-columns.ts';

export const meaningSize = 96;

export type Items = {
  count: number;
  theme: Int32Array;
  /** Meaning: unit vector as int8 times a scale. */
  meaning: Int8Array;
  scale: Float32Array;
  /** Terms: a run of `terms` and `tf`. */
  from: Uint32Array;
  length: Uint16Array;
  /** Length of the item's term vector at today's worths. */
  norm: Float32Array;
  terms: Uint32Array;
  tf: Uint8Array;
  used: number;
};

/** Weights within a text are kept in 32nds, up to eight. */
const tfUnit = 32;

export function makeItems(room = 1024, termRoom = room * 16): Items {
  return {
    count: 0,
    theme: new Int32Array(room),
    meaning: new Int8Array(room * meaningSize),
    scale: new Float32Array(room),
    from: new Uint32Array(room),
    length: new Uint16Array(room),
    norm: new Float32Array(room),
    terms: new Uint32Array(termRoom),
    tf: new Uint8Array(termRoom),
    used: 0,
  };
}

/** A place for one more item; its columns are still empty. */
export function pushItem(items: Items): number {
  const at = items.count++;
  items.theme = grown(items.theme, at + 1);
  items.meaning = grown(items.meaning, (at + 1) * meaningSize);
  items.scale = grown(items.scale, at + 1);
  items.from = grown(items.from, at + 1);
  items.length = grown(items.length, at + 1);
  items.norm = grown(items.norm, at + 1);
  return at;
}

/** `weights`: of each term within the text, as from `weightInText`. */
export function setTerms(items: Items, at: number, slots: number[], weights: ArrayLike<number>): void {
  const length = Math.min(slots.length, 65_535);
  items.terms = grown(items.terms, items.used + length);
  items.tf = grown(items.tf, items.used + length);
  items.from[at] = items.used;
  items.length[at] = length;
  for (let i = 0; i < length; i++) {
    items.terms[items.used + i] = slots[i]!;
    items.tf[items.used + i] = Math.max(1, Math.min(255, Math.round(weights[i]! * tfUnit)));
  }
  items.used += length;
}

/**
 * The tenth mention says less than the first. Longer words say more: of two equally rare ones the shorter is more often
 * there for the grammar or by chance, most of all in languages whose common words nobody counted for us. A long text has
 * so many words that this evens out. `shortness`: of the whole text, 0 to 1.
 */
export function weightInText(stem: string, count: number, shortness: number): number {
  const byLength = Math.min(heaviest, (stem.length / usualLength) ** (mostByLength * shortness));
  return (1 + Math.log(count)) * byLength;
}

const usualLength = 5;
const mostByLength = 0.25;
const heaviest = 2;

export function setMeaning(items: Items, at: number, vector: Float32Array): void {
  let top = 0;
  for (const x of vector) top = Math.max(top, Math.abs(x));
  const scale = top / 127;
  items.scale[at] = scale;
  const from = at * meaningSize;
  for (let d = 0; d < meaningSize; d++)
    items.meaning[from + d] = scale > 0 ? Math.round(vector[d]! / scale) : 0;
}

export function meaningDot(items: Items, at: number, vector: Float32Array): number {
  // Four sums at once: the processor need not wait for one addition to start the next.
  let [a, b, c, e] = [0, 0, 0, 0];
  const from = at * meaningSize;
  const { meaning } = items;
  for (let d = 0; d < meaningSize; d += 4) {
    a += meaning[from + d]! * vector[d]!;
    b += meaning[from + d + 1]! * vector[d + 1]!;
    c += meaning[from + d + 2]! * vector[d + 2]!;
    e += meaning[from + d + 3]! * vector[d + 3]!;
  }
  return (a + b + c + e) * items.scale[at]!;
}

/** Sum over the item's terms of `weights[slot]` times its own weight, both sides of unit length. */
export function termsDot(items: Items, at: number, weights: Float32Array, worth: Float32Array): number {
  let sum = 0;
  const from = items.from[at]!;
  const end = from + items.length[at]!;
  for (let i = from; i < end; i++) {
    const slot = items.terms[i]!;
    const mine = weights[slot]!;
    if (mine !== 0) sum += mine * items.tf[i]! * worth[slot]!;
  }
  const norm = items.norm[at]!;
  return norm > 0 ? sum / norm : 0;
}

export function normOf(items: Items, at: number, worth: Float32Array): number {
  let squares = 0;
  const from = items.from[at]!;
  const end = from + items.length[at]!;
  for (let i = from; i < end; i++) squares += (items.tf[i]! * worth[items.terms[i]!]!) ** 2;
  return Math.sqrt(squares);
}
