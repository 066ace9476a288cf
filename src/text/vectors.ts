// Meaning as numbers: word vectors shipped with Earshot, and a text's vector made of them.
import { readFileSync } from 'node:fs';
import { wordsOf } from './words.ts';

export type WordVectors = {
  size: number;
  /** Row of a word, or -1. */
  rowOf(word: string): number;
  /** Place in a list of English words by frequency; unknown words count as rare. */
  rankOf(word: string): number;
  scales: Float32Array;
  /** How much each word says of what a text is about, learned. */
  weights: Float32Array;
  rows: Int8Array;
};

/** A text's unit vector, and the weighted share of its words that had one (0 when the text is in another language). */
export type Embedding = { vector: Float32Array; known: number };

export const vectorsVersion = 'glove-96-learned-2';

/** The shipped vectors, read once per process: about 7 MB, 50 ms. */
export function wordVectors(): WordVectors {
  shipped ??= parseWordVectors(readFileSync(new URL('./weights/words.bin', import.meta.url)));
  return shipped;
}
let shipped: WordVectors | undefined;

/** Reads the layout written by scripts/bake-vectors.ts. */
export function parseWordVectors(file: Buffer): WordVectors {
  if (file.toString('latin1', 0, 4) !== 'ESV1' || file.readUInt32LE(4) !== 2)
    throw new Error('src/text/weights/words.bin is of another version. Check it out again.');
  const count = file.readUInt32LE(8);
  const size = file.readUInt32LE(12);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const scales = new Float32Array(bytes, 16, count);
  const weights = new Float32Array(bytes, 16 + count * 4, count);
  const ranks = new Uint16Array(bytes, 16 + count * 8, count);
  const rows = new Int8Array(bytes, 16 + count * 10, count * size);
  const index = new Map<string, number>();
  const words = file.toString('latin1', 16 + count * (10 + size)).split('\n');
  for (let row = 0; row < count; row++) index.set(words[row]!, row);
  return {
    size,
    scales,
    weights,
    rows,
    rowOf: (word) => index.get(word) ?? -1,
    rankOf: (word) => {
      const row = index.get(word);
      return row === undefined ? rarestRank : ranks[row]! * 2;
    },
  };
}

const rarestRank = 300_000;

/**
 * Share of a word among all English words, from its place by frequency.
 * Source: Zipf–Mandelbrot with offset 2.7, scaled to sum to one over 300,000 words.
 */
export function wordShare(rank: number): number {
  return 0.0862 / (rank + 2.7);
}

/**
 * Weighted mean of the words' vectors. Source: Arora, Liang & Ma 2017 (SIF), a = 0.001; the learned part is in
 * scripts/learn-meaning.ts.
 */
export function embed(text: string, vectors: WordVectors = wordVectors()): Embedding {
  return embedWords(wordsOf(text), vectors);
}

export function embedWords(words: string[], vectors: WordVectors): Embedding {
  const vector = new Float32Array(vectors.size);
  let known = 0;
  let all = 0;
  for (const word of words) {
    const rows = rowsOf(word, vectors);
    let weight = rows.length === 0 ? unknownWeight : 0;
    for (const row of rows) {
      const part = vectors.weights[row]! / rows.length;
      addRow(vector, vectors, row, part);
      weight += part;
    }
    all += weight;
    if (rows.length > 0) known += weight;
  }
  scaleToUnit(vector);
  return { vector, known: all === 0 ? 0 : known / all };
}

/** A word without a vector counts like a rare one. */
const unknownWeight = 1;

/** The word's row; for an unknown compound such as "dropdown" the rows of its two halves; else none. */
function rowsOf(word: string, vectors: WordVectors): number[] {
  const row = vectors.rowOf(word);
  if (row >= 0) return [row];
  return word.length < 6 || !/^[a-z]+$/.test(word) ? [] : halves(word, vectors);
}

/** The split whose rarer half is most common: "webhook" is web + hook, not we + bhook. */
function halves(word: string, vectors: WordVectors): number[] {
  let best: number[] = [];
  let bestRank = rarestHalf;
  for (let at = 3; at <= word.length - 3; at++) {
    const [left, right] = [word.slice(0, at), word.slice(at)];
    const rank = Math.max(vectors.rankOf(left), vectors.rankOf(right));
    if (rank >= bestRank) continue;
    bestRank = rank;
    best = [vectors.rowOf(left), vectors.rowOf(right)];
  }
  return best;
}

const rarestHalf = 30_000;

function addRow(sum: Float32Array, vectors: WordVectors, row: number, weight: number): void {
  const factor = weight * vectors.scales[row]!;
  const from = row * vectors.size;
  for (let d = 0; d < vectors.size; d++) sum[d]! += factor * vectors.rows[from + d]!;
}

/** In place; a vector of zeros stays one. */
export function scaleToUnit(vector: Float32Array): void {
  let squares = 0;
  for (const x of vector) squares += x * x;
  const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let d = 0; d < vector.length; d++) vector[d]! *= factor;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
