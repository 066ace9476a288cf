// Learns from texts that people grouped by intent how much each word says, and one linear map of the word vectors, so that
// texts of one intent come close. Only what is general is learned (one number per direction, one matrix), never a word.
import { termId } from '../src/text/terms.ts';

export type Text = { rows: number[]; weights: number[]; label: number };
export type Words = { size: number; vectors: Float32Array; commonness: Float32Array };
/** `salience` and `byCommonness` give a word's weight as exp(salience · vector + byCommonness · commonness). */
export type Meaning = { salience: Float32Array; byCommonness: number; map: Float32Array };

const settings = { epochs: 8, rate: 0.005, penalty: 1e-3, temperature: 0.1, batch: 128, seed: 1 };

/** Contrastive learning with in-batch negatives (van den Oord et al. 2018), AdaGrad, the same on every run. */
export function learnMeaning(words: Words, texts: Text[]): Meaning {
  const size = words.size;
  const meaning: Meaning = { salience: new Float32Array(size), byCommonness: 0, map: identity(size) };
  const seen = { salience: filled(size), byCommonness: 1e-8, map: filled(size * size) };
  const groups = [...Map.groupBy(texts, (text) => text.label).values()];
  const next = random(settings.seed);
  const pick = <T>(list: T[]) => list[Math.floor(next() * list.length)]!;
  const steps = Math.floor((settings.epochs * texts.length) / settings.batch / 2);
  for (let step = 0; step < steps; step++) {
    const drawn = Array.from({ length: settings.batch }, () => pick(groups)).map(
      (group) => [pick(group), pick(group)] as const,
    );
    const pairs = drawn.filter(([a, b]) => a.rows.length > 0 && b.rows.length > 0);
    descend(meaning, seen, slopesOf(meaning, words, pairs));
  }
  return meaning;
}

export function salienceOf(meaning: Meaning, words: Words, row: number): number {
  let sum = meaning.byCommonness * words.commonness[row]!;
  for (let d = 0; d < words.size; d++) sum += meaning.salience[d]! * words.vectors[row * words.size + d]!;
  return Math.exp(sum);
}

type Encoded = { sum: Float32Array; unit: Float32Array; length: number };
type Slopes = Meaning;

export function encode(meaning: Meaning, words: Words, text: Text): Encoded {
  const { size } = words;
  const sum = new Float32Array(size);
  text.rows.forEach((row, i) => {
    const weight = text.weights[i]! * salienceOf(meaning, words, row);
    for (let d = 0; d < size; d++) sum[d]! += weight * words.vectors[row * size + d]!;
  });
  const unit = new Float32Array(size);
  for (let r = 0; r < size; r++)
    for (let d = 0; d < size; d++) unit[r]! += meaning.map[r * size + d]! * sum[d]!;
  const length = Math.hypot(...unit) || 1;
  for (let d = 0; d < size; d++) unit[d]! /= length;
  return { sum, unit, length };
}

function slopesOf(meaning: Meaning, words: Words, pairs: (readonly [Text, Text])[]): Slopes {
  const { size } = words;
  const left = pairs.map(([a]) => encode(meaning, words, a));
  const right = pairs.map(([, b]) => encode(meaning, words, b));
  const toLeft = left.map(() => new Float32Array(size));
  const toRight = right.map(() => new Float32Array(size));
  pairs.forEach(([a], i) => {
    const shares = sharesOf(
      left[i]!,
      right,
      pairs.map(([, b], j) => j === i || b.label !== a.label),
    );
    shares.forEach((share, j) => {
      const slope = (share - (i === j ? 1 : 0)) / settings.temperature / pairs.length;
      for (let d = 0; d < size; d++) {
        toLeft[i]![d]! += slope * right[j]!.unit[d]!;
        toRight[j]![d]! += slope * left[i]!.unit[d]!;
      }
    });
  });
  const slopes: Slopes = {
    salience: new Float32Array(size),
    byCommonness: 0,
    map: new Float32Array(size * size),
  };
  pairs.forEach(([a, b], i) => {
    backward(meaning, words, a, left[i]!, toLeft[i]!, slopes);
    backward(meaning, words, b, right[i]!, toRight[i]!, slopes);
  });
  return slopes;
}

/** Softmax over the batch; other texts of the same intent are no negatives. */
function sharesOf(one: Encoded, others: Encoded[], counts: boolean[]): number[] {
  const scores = others.map((other, j) =>
    counts[j] ? dot(one.unit, other.unit) / settings.temperature : -Infinity,
  );
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const all = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / all);
}

function backward(
  meaning: Meaning,
  words: Words,
  text: Text,
  encoded: Encoded,
  slope: Float32Array,
  into: Slopes,
): void {
  const { size } = words;
  const along = dot(slope, encoded.unit);
  const toSum = new Float32Array(size);
  for (let r = 0; r < size; r++) {
    const raw = (slope[r]! - along * encoded.unit[r]!) / encoded.length;
    for (let d = 0; d < size; d++) {
      into.map[r * size + d]! += raw * encoded.sum[d]!;
      toSum[d]! += raw * meaning.map[r * size + d]!;
    }
  }
  text.rows.forEach((row, i) => {
    const vector = words.vectors.subarray(row * size, (row + 1) * size);
    const pull = text.weights[i]! * salienceOf(meaning, words, row) * dot(toSum, vector);
    for (let d = 0; d < size; d++) into.salience[d]! += pull * vector[d]!;
    into.byCommonness += pull * words.commonness[row]!;
  });
}

function descend(meaning: Meaning, seen: Meaning, slopes: Slopes): void {
  const { rate, penalty } = settings;
  const size = meaning.salience.length;
  for (let k = 0; k < size * size; k++) {
    const slope = slopes.map[k]! + penalty * (meaning.map[k]! - (k % (size + 1) === 0 ? 1 : 0));
    seen.map[k]! += slope * slope;
    meaning.map[k]! -= (rate * slope) / Math.sqrt(seen.map[k]!);
  }
  for (let d = 0; d < size; d++) {
    const slope = slopes.salience[d]! + penalty * meaning.salience[d]!;
    seen.salience[d]! += slope * slope;
    meaning.salience[d]! -= (rate * slope) / Math.sqrt(seen.salience[d]!);
  }
  const slope = slopes.byCommonness + penalty * meaning.byCommonness;
  seen.byCommonness += slope * slope;
  meaning.byCommonness -= (rate * slope) / Math.sqrt(seen.byCommonness);
}

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
}

const filled = (length: number) => new Float32Array(length).fill(1e-8);

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Half of the intents, by name: figures on the other half are honest. */
export const heldOut = (label: string) => termId(`h${label}`) % 2 === 1;
