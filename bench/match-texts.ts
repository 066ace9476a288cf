// Generated feedback for the matching benchmark: themes of a few words of their own, Zipf in size, the same for one seed.
import { readFileSync } from 'node:fs';
import { parseWordVectors } from '../src/text/vectors.ts';

export type Generated = { themeId: string; itemId: string; text: string };

/** Endless items over `themes` themes; a theme's share follows Zipf's law. */
export function makeTexts(themes: number, seed: number): { next: () => Generated; query: () => Generated } {
  const random = mulberry(seed);
  const words = vocabulary();
  const cumulated = zipf(themes);
  let made = 0;
  const text = (theme: number) => {
    const own = ownWords(theme, words);
    const chosen = [
      ...filler(random, fillers, 3),
      ...filler(random, own, 4),
      ...filler(random, words, 3, true),
    ];
    return chosen.sort(() => random() - 0.5).join(' ');
  };
  const draw = () => {
    const theme = search(cumulated, random());
    return { themeId: `theme-${theme}`, itemId: idOf(made++, seed), text: text(theme) };
  };
  return { next: draw, query: draw };
}

/** English words from the shipped list, common ones first; the very common say nothing. */
function vocabulary(): string[] {
  const file = readFileSync(new URL('../src/text/weights/words.bin', import.meta.url));
  const count = file.readUInt32LE(8);
  const vectors = parseWordVectors(file);
  const all = file.toString('latin1', 16 + count * (10 + vectors.size)).split('\n');
  return all.slice(150, 40_000).filter((word) => word.length > 3);
}

const fillers =
  'when after with please cannot does not the our your from into again still since today need would like'.split(
    ' ',
  );

function ownWords(theme: number, words: string[]): string[] {
  const random = mulberry(theme * 7919 + 13);
  return Array.from({ length: 7 }, () => words[Math.floor(random() ** 1.5 * words.length)]!);
}

function filler(random: () => number, from: string[], count: number, common = false): string[] {
  return Array.from(
    { length: count },
    () => from[Math.floor((common ? random() ** 3 : random()) * from.length)]!,
  );
}

function zipf(count: number): Float64Array {
  const cumulated = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) cumulated[i] = sum += 1 / (i + 10) ** 0.9;
  for (let i = 0; i < count; i++) cumulated[i]! /= sum;
  return cumulated;
}

function search(cumulated: Float64Array, at: number): number {
  let [low, high] = [0, cumulated.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As long as the UUIDs of real items. */
const idOf = (n: number, seed: number) =>
  `${(seed % 65_536).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** Source: mulberry32. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
