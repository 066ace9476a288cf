// What the index takes from a text: its terms with their counts, and its meaning.
import { type Terms, termsOfWords } from '../../text/terms.ts';
import { embedWords, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';

export type Reading = Terms & { vector: Float32Array; known: number; length: number };

/** Words of a long report beyond these are details of one machine; the title says most of what it is about. */
const wordsRead = 120;
const titleCounts = 3;
const longestTitle = 160;

export function readForMatching(text: string): Reading {
  const bare = withoutCode(text).trim();
  const end = bare.indexOf('\n');
  const isReport = end > 0 && end <= longestTitle && bare.length - end > longestTitle;
  if (!isReport) return readingOf(wordsOf(bare).slice(0, wordsRead));
  const title = wordsOf(bare.slice(0, end));
  const body = wordsOf(bare.slice(end)).slice(0, wordsRead);
  return readingOf([...Array.from({ length: titleCounts }, () => title).flat(), ...body]);
}

function readingOf(words: string[]): Reading {
  const vectors = wordVectors();
  return { ...termsOfWords(words, vectors), ...embedWords(words, vectors), length: words.length };
}

/** Fenced code and logs of Slack, GitHub and Jira. A text that is nothing else keeps them. */
function withoutCode(text: string): string {
  const bare = text
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/\{(code|noformat)(?::[^}\n]{0,80})?\}[\s\S]*?(?:\{\1\}|$)/g, ' ')
    .replace(/^\s*(?:at \S+\(.*\)|\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S* .*|Mozilla\/5\.0.*)$/gm, ' ');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : text;
}
