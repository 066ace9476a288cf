// What people corrected, kept so that the corrected texts most alike to a new one are found. Pure.
import { termsOfWords } from '../../text/terms.ts';
import { dot, embedWords, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';
import type { Corrected, Lesson } from './correct.ts';

export type Lessons = { near: (text: string) => Lesson[] };

/** Fewer common points than this are chance. */
const nearEnough = 0.25;

export function makeLessons(corrected: Corrected[]): Lessons {
  const known = corrected.map((lesson) => ({ lesson, reading: readWords(lesson.text) }));
  return {
    near: (text) => {
      if (known.length === 0) return [];
      const mine = readWords(text);
      return known
        .map(({ lesson, reading }) => ({ ...lesson, likeness: likenessOf(mine, reading) }))
        .filter(({ likeness }) => likeness >= nearEnough);
    },
  };
}

/** How alike each text is to each other one, 0 to 1. */
export function likenesses(texts: string[]): number[][] {
  const readings = texts.map(readWords);
  return readings.map((one) => readings.map((other) => likenessOf(one, other)));
}

type Reading = { vector: Float32Array; known: number; terms: Map<number, number> };

/** Words by how rare they are in English at large: a few corrections cannot say which words are common here. */
function readWords(text: string): Reading {
  const words = wordsOf(text);
  const { vector, known } = embedWords(words, wordVectors());
  const { ids, counts, shares } = termsOfWords(words);
  const weights = Array.from(ids, (_, i) => (1 + Math.log(counts[i]!)) * Math.log(1 / shares[i]!));
  const norm = Math.hypot(...weights) || 1;
  return { vector, known, terms: new Map(weights.map((weight, i) => [ids[i]!, weight / norm])) };
}

/** Half by words in common, half by meaning; by words alone where the vectors know too few of them. */
function likenessOf(a: Reading, b: Reading): number {
  let words = 0;
  for (const [id, weight] of a.terms) words += weight * (b.terms.get(id) ?? 0);
  const trust = Math.min(a.known, b.known) >= 0.5 ? 0.5 : 0;
  return trust * Math.max(0, dot(a.vector, b.vector)) + (1 - trust) * words;
}
