// The lexical side of a text: the stems of its content words, each as a number.
import { smallWords } from './small-words.ts';
import { stem } from './stem.ts';
import { type WordVectors, wordShare, wordVectors } from './vectors.ts';
import { stopWords, wordsOf } from './words.ts';

/**
 * Distinct terms of a text with how often each occurs. `ids` are hashes, so no vocabulary has to be kept.
 * `shares`: how common the term is in English at large, so that a word's weight is right before any text was seen.
 */
export type Terms = { ids: Uint32Array; counts: Float32Array; shares: Float32Array };

export const termsVersion = 'stems-2';

/** Content words of a text, stemmed, in order. */
export function stemsOf(words: string[]): string[] {
  return contentOf(words).map(stem);
}

/** Without stop words and single Latin letters; without the small words of other languages where a text has many. */
export function contentOf(words: string[]): string[] {
  const content = words.filter((word) => !stopWords.has(word) && (word.length > 1 || !/[a-z]/.test(word)));
  const foreign = content.filter((word) => foreignWords.has(word)).length;
  return foreign >= 2 && foreign * 5 >= content.length
    ? content.filter((word) => !foreignWords.has(word))
    : content;
}

const foreignWords = new Set(
  Object.entries(smallWords).flatMap(([code, words]) => (code === 'en' ? [] : words.split(' '))),
);

export function termsOf(text: string): Terms {
  return termsOfWords(wordsOf(text));
}

export function termsOfWords(words: string[], vectors: WordVectors = wordVectors()): Terms {
  const counts = new Map<number, number>();
  const shares = new Map<number, number>();
  for (const word of contentOf(words)) {
    const id = termId(stem(word));
    counts.set(id, (counts.get(id) ?? 0) + 1);
    shares.set(id, Math.max(shares.get(id) ?? 0, wordShare(vectors.rankOf(word))));
  }
  return {
    ids: Uint32Array.from(counts.keys()),
    counts: Float32Array.from(counts.values()),
    shares: Float32Array.from(shares.values()),
  };
}

/** 32-bit FNV-1a over UTF-16 units; never 0. */
export function termId(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}
