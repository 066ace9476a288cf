// The lexical side of a text: stems and pairs of neighbouring stems, each as a number.
import { stem } from './stem.ts';
import { type WordVectors, wordShare, wordVectors } from './vectors.ts';
import { stopWords, wordsOf } from './words.ts';

/**
 * Distinct terms of a text with how often each occurs. `ids` are hashes, so no vocabulary has to be kept.
 * `shares`: how common the term is in English at large, so that a word's weight is right before any text was seen.
 */
export type Terms = { ids: Uint32Array; counts: Float32Array; shares: Float32Array };

export const termsVersion = 'stems-pairs-1';

/** Content words of a text, stemmed, in order. */
export function stemsOf(words: string[]): string[] {
  return words.filter(isContent).map(stem);
}

/** Not a stop word, and no single Latin letter. */
export function isContent(word: string): boolean {
  return !stopWords.has(word) && (word.length > 1 || !/[a-z]/.test(word));
}

export function termsOf(text: string): Terms {
  return termsOfWords(wordsOf(text));
}

export function termsOfWords(words: string[], vectors: WordVectors = wordVectors()): Terms {
  const counts = new Map<number, number>();
  const shares = new Map<number, number>();
  let before = '';
  for (const word of words) {
    if (!isContent(word)) continue;
    const stemmed = stem(word);
    const id = termId(stemmed);
    counts.set(id, (counts.get(id) ?? 0) + 1);
    shares.set(id, Math.max(shares.get(id) ?? 0, wordShare(vectors.rankOf(word))));
    if (before !== '') {
      const pair = termId(`${before} ${stemmed}`);
      counts.set(pair, (counts.get(pair) ?? 0) + pairWeight);
      shares.set(pair, pairShare);
    }
    before = stemmed;
  }
  return {
    ids: Uint32Array.from(counts.keys()),
    counts: Float32Array.from(counts.values()),
    shares: Float32Array.from(shares.values()),
  };
}

const pairWeight = 0.7;
const pairShare = 1e-6;

/** 32-bit FNV-1a over UTF-16 units; never 0. */
export function termId(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}
