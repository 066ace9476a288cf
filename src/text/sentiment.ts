// How a text feels, from -1 to 1, by a small model trained on public texts.
import { readFileSync } from 'node:fs';
import { softmax } from './classify.ts';
import { type MoodLexicon, moodFeatures } from './mood-features.ts';

export const moods = ['positive', 'neutral', 'negative'] as const;
export type Mood = (typeof moods)[number];
export type Feeling = {
  /** -1 to 1: chance of glad minus chance of upset. */
  sentiment: number;
  mood: Mood;
};

/** Moods are learned once for talk among developers and once for reviews by users; a text may be a bit of both. */
const registers = 2;

export type MoodModel = { lexicon: MoodLexicon; weights: Float32Array; bias: Float32Array };

export function feelingOf(text: string, model: MoodModel = moodModel()): Feeling {
  const { ids, values } = moodFeatures(text, model.lexicon);
  const labels = model.bias.length;
  const scores = Float32Array.from(model.bias);
  for (let f = 0; f < ids.length; f++)
    for (let c = 0; c < labels; c++) scores[c]! += model.weights[ids[f]! * labels + c]! * values[f]!;
  const all = softmax(scores);
  const shares = moods.map((_, m) => {
    let sum = 0;
    for (let register = 0; register < registers; register++) sum += all[register * moods.length + m]!;
    return sum;
  });
  const mood = moods[shares.indexOf(Math.max(...shares))]!;
  return { sentiment: shares[0]! - shares[2]!, mood };
}

/** The shipped model, read once per process: about half a megabyte. */
function moodModel(): MoodModel {
  shipped ??= parseMoodModel(readFileSync(new URL('./weights/mood.bin', import.meta.url)));
  return shipped;
}
let shipped: MoodModel | undefined;

/** Reads the layout written by scripts/bake-mood.ts. */
function parseMoodModel(file: Buffer): MoodModel {
  if (file.toString('latin1', 0, 4) !== 'ESM1' || file.readUInt32LE(4) !== 1)
    throw new Error('src/text/weights/mood.bin is of another version. Check it out again.');
  const places = file.readUInt32LE(8);
  const labels = file.readUInt32LE(12);
  const scale = file.readFloatLE(16);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const bias = new Float32Array(bytes, 20, labels);
  const wide = wideFrom(places);
  const rounded = new Int8Array(bytes, 20 + labels * 4, wide * labels);
  const tail = 20 + labels * 4 + wide * labels;
  const exact = new Float32Array(bytes.slice(tail, tail + (places - wide) * labels * 4));
  const weights = new Float32Array(places * labels);
  for (let i = 0; i < rounded.length; i++) weights[i] = rounded[i]! * scale;
  weights.set(exact, rounded.length);
  const words = file.toString('utf8', tail + exact.byteLength).split('\n');
  const lexicon = words
    .map((line) => line.split('\t'))
    .map(([word, a, b]) => [word!, [Number(a), Number(b)]] as const);
  return { weights, bias, lexicon: new Map(lexicon) };
}

/** Hashed places come first and are rounded to bytes; the few others keep their precision. */
const wideFrom = (places: number) => 2 ** Math.floor(Math.log2(places));
