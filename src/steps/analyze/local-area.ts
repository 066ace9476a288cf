// Which of the company's areas a text is about: from their names and words at first, from people's corrections later.
import { type Features, type Linear, probabilities, softmax, trainLinear } from '../../text/classify.ts';
import { stem } from '../../text/stem.ts';
import { stemsOf, termsOfWords } from '../../text/terms.ts';
import { dot, embedWords, scaleToUnit, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';
import type { AreaHint } from './analysis.ts';

/** A text whose area a person has confirmed or corrected. */
export type AreaExample = { text: string; areaKey: string };

export type AreaReading = {
  /** Best first; shares sum to one. Empty without areas. */
  guesses: { key: string; share: number }[];
  /** How alike the text is to what is known of the best area, 0 to 1: decides whether any fits at all. */
  fit: number;
  /** Words of the best area that stand in the text. */
  words: string[];
};

export type AreaModel = { read: (text: string) => AreaReading };

export function makeAreaModel(areas: AreaHint[], examples: AreaExample[] = []): AreaModel {
  const prototypes = weighed(areas.map(prototypeOf));
  const keys = new Map(areas.map((area, i) => [area.key, i]));
  const known = examples
    .filter((example) => keys.has(example.areaKey))
    .map(({ text, areaKey }) => ({ ...readWords(text), label: keys.get(areaKey)! }));
  const learned = known.length >= 2 ? learn(known, areas) : undefined;
  return { read: (text) => read(readWords(text), { areas, prototypes, learned }) };
}

type Prototype = { terms: Map<string, { weight: number; shown: string }>; vector: Float32Array };
type Reading = { stems: Set<string>; vector: Float32Array; features: Features };
type Known = Reading & { label: number };
type Learned = { linear: Linear; known: Known[]; trust: number };
type Knowledge = { areas: AreaHint[]; prototypes: Prototype[]; learned: Learned | undefined };

function read(text: Reading, { areas, prototypes, learned }: Knowledge): AreaReading {
  if (areas.length === 0) return { guesses: [], fit: 0, words: [] };
  const lexical = prototypes.map((prototype) => lexicalFit(text.stems, prototype));
  const dense = prototypes.map((prototype) => Math.max(0, dot(text.vector, prototype.vector)));
  let shares = softmax(Float32Array.from(lexical, (fit, i) => sharpness * (fit + denseWeight * dense[i]!)));
  let fit = Math.max(...lexical.map((x, i) => Math.max(x, dense[i]! ** 2)));
  if (learned) {
    const votes = neighbourVotes(text.vector, text.features, learned, areas.length);
    const linear = probabilities(learned.linear, text.features);
    shares = shares.map(
      (share, i) => (1 - learned.trust) * share + (learned.trust * (linear[i]! + votes.shares[i]!)) / 2,
    );
    fit = Math.max(fit, votes.nearest);
  }
  const guesses = areas
    .map((area, i) => ({ key: area.key, share: shares[i]! }))
    .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
  const best = prototypes[areas.findIndex((area) => area.key === guesses[0]!.key)]!;
  const words = [...text.stems].flatMap((stem) => best.terms.get(stem)?.shown ?? []);
  return { guesses, fit, words: [...new Set(words)] };
}

const sharpness = 6;
const denseWeight = 0.8;

/** 0 to 1: grows with each word of the area found, by how much that word tells areas apart. */
function lexicalFit(stems: Set<string>, prototype: Prototype): number {
  let sum = 0;
  for (const stem of stems) sum += prototype.terms.get(stem)?.weight ?? 0;
  return 1 - Math.exp(-sum);
}

/** Name and words say it outright; a description also holds words of every day. */
function prototypeOf(area: AreaHint): Prototype {
  const terms: Prototype['terms'] = new Map();
  const put = (text: string, weight: number) => {
    for (const term of stemsAndPairs(text))
      if ((terms.get(term)?.weight ?? 0) < weight) terms.set(term, { weight, shown: text });
  };
  for (const word of wordsOf(area.description)) put(word, 0.25);
  for (const word of wordsOf(area.key.replace(/[-_./]/g, ' '))) put(word, 0.8);
  for (const word of wordsOf(area.name)) put(word, 0.8);
  for (const word of area.words) put(word, 1);
  const vector = new Float32Array(wordVectors().size);
  const parts: [string, number][] = [
    [area.name, 1.5],
    [area.words.join(' '), 1.5],
    [area.description, 1],
  ];
  for (const [text, weight] of parts) {
    const part = embedWords(wordsOf(text), wordVectors()).vector;
    for (let d = 0; d < vector.length; d++) vector[d]! += weight * part[d]!;
  }
  scaleToUnit(vector);
  return { terms, vector };
}

/** A word several areas have belongs to each by how much it says of that one. */
function weighed(prototypes: Prototype[]): Prototype[] {
  const sums = new Map<string, number>();
  for (const { terms } of prototypes)
    for (const [term, { weight }] of terms) sums.set(term, (sums.get(term) ?? 0) + weight);
  for (const { terms } of prototypes)
    for (const [term, entry] of terms) entry.weight *= (entry.weight / sums.get(term)!) ** 1.5;
  return prototypes;
}

/** One word: its stem. Several: their neighbours in pairs with the small words kept, so that "log in" is no log. */
function stemsAndPairs(text: string): string[] {
  const words = wordsOf(text);
  return words.length > 1 ? pairsOf(words) : stemsOf(words);
}

function pairsOf(words: string[]): string[] {
  return words.slice(1).map((word, i) => `${stem(words[i]!)} ${stem(word)}`);
}

function readWords(text: string): Reading {
  const words = wordsOf(text);
  const stems = stemsOf(words);
  const vector = embedWords(words, wordVectors()).vector;
  return { stems: new Set([...stems, ...pairsOf(words)]), vector, features: featuresOf(words, vector) };
}

/** Terms as a unit vector, and beside them the text's meaning, so that an unseen word near a seen one counts too. */
function featuresOf(words: string[], vector: Float32Array): Features {
  const { ids, counts } = termsOfWords(words);
  const norm = Math.sqrt(counts.reduce((sum, x) => sum + x * x, 0)) || 1;
  const meaning = 2 ** 32;
  return {
    ids: [...ids, ...Array.from(vector, (_, d) => meaning + d)],
    values: [...Array.from(counts, (x) => x / norm), ...Array.from(vector, (x) => x * meaningWeight)],
  };
}

const meaningWeight = 1;

function learn(known: Known[], areas: AreaHint[]): Learned {
  const examples = known.map(({ features, label }) => ({ features, label, weight: 1 }));
  const each = known.length / areas.length;
  return { linear: trainLinear(examples, areas.length), known, trust: Math.min(0.9, each / (each + 3)) };
}

/** Votes of the ten most alike confirmed texts, weighed by likeness. */
function neighbourVotes(vector: Float32Array, features: Features, { known }: Learned, areas: number) {
  const mine = new Map<number, number>();
  for (let f = 0; f < features.ids.length; f++) mine.set(features.ids[f]!, features.values[f]!);
  const near = known
    .map((other) => ({ label: other.label, likeness: likeness(mine, vector, other) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 10);
  const shares = new Float32Array(areas);
  const all = near.reduce((sum, { likeness }) => sum + Math.max(1e-6, likeness) ** 2, 0);
  for (const { label, likeness } of near) shares[label]! += Math.max(1e-6, likeness) ** 2 / all;
  return { shares, nearest: Math.min(1, Math.max(0, near[0]?.likeness ?? 0)) };
}

function likeness(mine: Map<number, number>, vector: Float32Array, other: Known): number {
  let lexical = 0;
  const { ids, values } = other.features;
  for (let f = 0; f < ids.length; f++)
    if (ids[f]! < 2 ** 32) lexical += (mine.get(ids[f]!) ?? 0) * values[f]!;
  return 0.5 * lexical + 0.5 * dot(vector, other.vector);
}
