// The lexical side of a text: stems and pairs of neighbouring stems, each as a number.
import { stem } from './stem.ts';
import { stopWords, wordsOf } from './words.ts';

/** Distinct terms of a text with how often each occurs. `ids` are hashes, so no vocabulary has to be kept. */
export type Terms = { ids: Uint32Array; counts: Float32Array };

export const termsVersion = 'stems-pairs-1';

/** Content words of a text, stemmed, in order. */
export function stemsOf(words: string[]): string[] {
  const stems: string[] = [];
  for (const word of words)
    if (!stopWords.has(word) && (word.length > 1 || !/[a-z]/.test(word))) stems.push(stem(word));
  return stems;
}

export function termsOf(text: string): Terms {
  return termsOfWords(wordsOf(text));
}

export function termsOfWords(words: string[]): Terms {
  const counts = new Map<number, number>();
  const stems = stemsOf(words);
  for (let i = 0; i < stems.length; i++) {
    const id = termId(stems[i]!);
    counts.set(id, (counts.get(id) ?? 0) + 1);
    if (i === 0) continue;
    const pair = termId(`${stems[i - 1]} ${stems[i]}`);
    counts.set(pair, (counts.get(pair) ?? 0) + pairWeight);
  }
  return { ids: Uint32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) };
}

const pairWeight = 0.7;

/** 32-bit FNV-1a over UTF-16 units. */
export function termId(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
