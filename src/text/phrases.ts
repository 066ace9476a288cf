// Lists of phrases as people write them, compiled to one search. `*` ends a word openly ("crash*"); ` ~ ` allows up to
// three words in between ("can ~ not save").
import { fold } from './fold.ts';

export type PhraseList = { find: (folded: string) => string[] };

/** Phrases separated by `|`. `find` expects folded text and returns what matched, in order. */
export function phraseList(phrases: string): PhraseList {
  const parts = phrases
    .split('|')
    .map((phrase) => phrase.trim())
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .map(pattern);
  const search = new RegExp(parts.join('|'), 'gu');
  return { find: (folded) => folded.match(search) ?? [] };
}

const unspacedScript = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

function pattern(phrase: string): string {
  const body = phrase
    .split(' ')
    .map((word) => (word === '~' ? gap : wordPattern(word)))
    .join(' ')
    .replaceAll(` ${gap} `, gap);
  return unspacedScript.test(phrase) ? body : `(?<![\\p{L}\\p{N}_])${body}(?![\\p{L}\\p{N}_])`;
}

const gap = "(?: [\\p{L}\\p{N}'-]+){0,3} ";

function wordPattern(word: string): string {
  const open = word.endsWith('*');
  const letters = fold(open ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return open ? `${letters}[\\p{L}\\p{N}'-]*` : letters;
}
