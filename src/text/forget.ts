// Takes what somebody said, and who they are, out of texts that were made from it: titles, quotations, drafts, screens.
// Pure. What is erased is known by its words, because by the time it is shown it was cut, joined, escaped and quoted.

export type Forgotten = {
  /** Names as they are spelled. */
  names: string[];
  /** Addresses, ids and domains: taken out wherever they stand, in any spelling. */
  marks: string[];
  domains: string[];
  /** What was said, and what was made of it. */
  words: string[];
};

export type Eraser = {
  text: (text: string) => string;
  /** The same for every text within, whatever holds it. */
  value: <T>(value: T) => T;
};

export const erasedMark = '[erased]';

export function eraserOf({ names, marks, domains, words }: Forgotten): Eraser {
  const phrases = phrasesOf(words);
  const patterns = [...marks.map(markPattern), ...domains.map(domainPattern)];
  const exact = patterns.length > 0 ? new RegExp(patterns.join('|'), 'gi') : undefined;
  const spelled = names.filter((name) => foldedWords(name).join('').length >= 3).map(namePattern);
  const named =
    spelled.length > 0
      ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${spelled.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
      : undefined;
  const text = (whole: string): string => {
    const lines = whole.split('\n').map((line) => (says(line, phrases) ? withoutWords(line) : line));
    const without = exact ? lines.join('\n').replace(exact, erasedMark) : lines.join('\n');
    return named ? without.replace(named, erasedMark) : without;
  };
  return { text, value: (value) => deep(value, text) };
}

/** Long enough that two people do not say it by chance. */
const phraseLength = 5;

type Phrases = { runs: Set<string>; whole: Set<string> };

/** Runs of five words. Something shorter counts where it is all there is in a line: others may say it, too. */
function phrasesOf(texts: string[]): Phrases {
  const phrases: Phrases = { runs: new Set(), whole: new Set() };
  for (const one of texts) {
    const words = foldedWords(one);
    if (words.length < phraseLength) {
      if (words.length >= 2) phrases.whole.add(words.join(' '));
      continue;
    }
    for (let i = 0; i + phraseLength <= words.length; i++)
      phrases.runs.add(words.slice(i, i + phraseLength).join(' '));
  }
  return phrases;
}

function says(line: string, { runs, whole }: Phrases): boolean {
  const words = foldedWords(line);
  if (whole.has(words.join(' '))) return true;
  for (let i = 0; i + phraseLength <= words.length; i++)
    if (runs.has(words.slice(i, i + phraseLength).join(' '))) return true;
  return false;
}

/** Marks of quotation, lists and emphasis stay, so that what is around it keeps its shape. */
function withoutWords(line: string): string {
  const before = /^\s*(?:(?:>|&gt;)\s?|[-*•]\s+|\d+[.)]\s+)*/.exec(line)![0];
  return `${before}${erasedMark}`;
}

function foldedWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/&(?:amp|lt|gt);/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === 'string') return text(value) as T;
  if (Array.isArray(value)) return value.map((one) => deep(one, text)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one, text)])) as T;
}

function markPattern(mark: string): string {
  return /^[UW][A-Z0-9]{6,}$/.test(mark) ? `<@${mark}(?:\\|[^>]*)?>|\\b${mark}\\b` : escaped(mark);
}

function domainPattern(domain: string): string {
  return `[\\w.+-]*@?(?:[\\w-]+\\.)*\\b${escaped(domain)}(?![\\w-])`;
}

/** A name of one word may be an ordinary one: it counts as it is spelled. */
function namePattern(name: string): string {
  const spelled = name.trim().split(/\s+/).map(escaped).join('\\s+');
  return name.trim().includes(' ') ? `${spelled}|${spelled.toLowerCase()}|${spelled.toUpperCase()}` : spelled;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
