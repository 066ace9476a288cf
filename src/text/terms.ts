// The lexical side of a text: the stems of its content words, each as a number.
import { smallWords, typicalWords } from './small-words.ts';
import { stem } from './stem.ts';
import { stemFrench } from './stem-french.ts';
import { type WordVectors, wordShare, wordVectors } from './vectors.ts';
import { stopWords, wordsOf } from './words.ts';

/**
 * Distinct terms of a text with how often each occurs. `ids` are hashes, so no vocabulary has to be kept.
 * `shares`: how common the term is in English at large, so that a word's weight is right before any text was seen.
 */
export type Terms = { ids: Uint32Array; stems: string[]; counts: Float32Array; shares: Float32Array };

export const termsVersion = 'stems-3';

/** Content words of a text, stemmed, in order. */
export function stemsOf(words: string[]): string[] {
  const { content, stemmed } = read(words);
  return content.map(stemmed);
}

/** Without stop words and single Latin letters; without the small words of other languages where a text has many. */
export function contentOf(words: string[]): string[] {
  return read(words).content;
}

/** The content words, and how words of this text's language are stemmed. */
function read(words: string[]): { content: string[]; stemmed: (word: string) => string } {
  const content = words.filter((word) => !stopWords.has(word) && (word.length > 1 || !/[a-z]/.test(word)));
  if (!hasMany(content, foreignWords)) return { content, stemmed: stem };
  return {
    content: content.filter((word) => !foreignWords.has(word)),
    stemmed: hasMany(content, frenchWords) ? stemFrench : stem,
  };
}

/** One "de" or "la" stands in English texts too; two of them, and a fifth of the words, do not. */
function hasMany(content: string[], small: Set<string>): boolean {
  const hits = content.reduce((sum, word) => sum + (small.has(word) ? 1 : 0), 0);
  return hits >= 2 && hits * 5 >= content.length;
}

const foreign = (lists: Record<string, string>) =>
  new Set(Object.entries(lists).flatMap(([code, words]) => (code === 'en' ? [] : words.split(' '))));
const foreignWords = foreign(smallWords);
const frenchWords = new Set(smallWords.fr!.split(' '));
const foreignCommonWords = foreign(typicalWords);

export function termsOf(text: string): Terms {
  return termsOfWords(wordsOf(text));
}

export function termsOfWords(words: string[], vectors: WordVectors = wordVectors()): Terms {
  const { content, stemmed } = read(words);
  const found = new Map<string, { count: number; share: number }>();
  for (const word of content) {
    const name = stemmed(word);
    const { count, share } = found.get(name) ?? { count: 0, share: 0 };
    found.set(name, { count: count + 1, share: Math.max(share, shareOf(word, vectors)) });
  }
  const stems = [...found.keys()];
  return {
    ids: Uint32Array.from(stems, termId),
    stems,
    counts: Float32Array.from(found.values(), ({ count }) => count),
    shares: Float32Array.from(found.values(), ({ share }) => share),
  };
}

/** The list by frequency is of English words; what every review of another language says counts as common too. */
function shareOf(word: string, vectors: WordVectors): number {
  const share = wordShare(vectors.rankOf(word));
  return foreignCommonWords.has(word) ? Math.max(share, foreignCommonShare) : share;
}

const foreignCommonShare = 0.003;

/** 32-bit FNV-1a over UTF-16 units; never 0. */
export function termId(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}
