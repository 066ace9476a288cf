// Takes what somebody said, and who they are, out of texts that were made from it: titles, quotations, drafts, screens.
// Pure. What is erased is known by its words, because by the time it is shown it was cut, joined, escaped and quoted.
import { wordVectors } from './vectors.ts';

export type Forgotten = {
  /** Names as they are spelled. */
  names: string[];
  /** Addresses, ids and domains: taken out wherever they stand, in any spelling. */
  marks: string[];
  domains: string[];
  /** What was said, and what was made of it. */
  words: string[];
  /** What others said of the same: the words they have in common are not given away by staying. */
  others?: string[] | undefined;
};

export type Eraser = {
  text: (text: string) => string;
  /** The same for every text within, whatever holds it. */
  value: <T>(value: T) => T;
};

export const erasedMark = '[erased]';

export function eraserOf({ names, marks, domains, words, others = [] }: Forgotten): Eraser {
  const phrases = without(phrasesOf(words), phrasesOf(others));
  const patterns = [...marks.map(markPattern), ...domains.map(domainPattern)];
  const exact = patterns.length > 0 ? new RegExp(patterns.join('|'), 'gi') : undefined;
  const telling = names.filter((name) => foldedWords(name).join('').length >= 3);
  const asSpelled = anyOf(telling.filter(isEveryday), 'gu');
  const inAnyCase = anyOf(
    telling.filter((name) => !isEveryday(name)),
    'giu',
  );
  const known = [exact, asSpelled, inAnyCase].filter((pattern) => pattern !== undefined);
  const clean = (whole: string): string => {
    const lines = whole.split('\n').map((line) => (says(line, phrases) ? withoutWords(line) : line));
    return known.reduce((text, pattern) => text.replace(pattern, erasedMark), lines.join('\n'));
  };
  const inAddresses = anyOf(telling, 'iu');
  const isClean = (one: string) => {
    const spaced = one.replace(/[^\p{L}\p{N}]+/gu, ' ');
    return clean(one) === one && clean(spaced) === spaced && !inAddresses?.test(spaced);
  };
  const text = (whole: string) => clean(whole.replace(address, (one) => cleanAddress(one, isClean)));
  return { text, value: (value) => deep(value, text) };
}

function anyOf(names: string[], flags: string): RegExp | undefined {
  if (names.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map(namePattern).join('|')})(?![\\p{L}\\p{N}])`, flags);
}

const address = /https?:\/\/[^\s<>|"'()[\]]+/g;

/** Trackers spell a ticket's title in its address. What is left of it still is one, and mostly leads to the same place. */
function cleanAddress(address: string, isClean: (address: string) => boolean): string {
  if (isClean(address)) return address;
  if (!URL.canParse(address)) return nowhere;
  const { origin, pathname } = new URL(address);
  const parts = pathname.split('/').filter(Boolean);
  for (let n = parts.length; n >= 0; n--) {
    const shorter = [origin, ...parts.slice(0, n)].join('/');
    if (isClean(shorter)) return n > 0 ? shorter : `${shorter}/`;
  }
  return nowhere;
}

const nowhere = 'https://erased.invalid/';

/** In words: long enough that two people do not say it by chance. A sign of a script without spaces is half a word. */
const phraseLength = 5;
const halfWords = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

type Phrases = { runs: Set<string>; whole: Set<string> };

/** Something shorter than a run counts where it stands by itself: others may say it, too. */
function phrasesOf(texts: string[]): Phrases {
  const phrases: Phrases = { runs: new Set(), whole: new Set() };
  for (const one of texts) {
    const words = foldedWords(one);
    const runs = runsOf(words);
    for (const run of runs) phrases.runs.add(run);
    if (runs.length === 0 && words.length >= 2) phrases.whole.add(words.join(' '));
  }
  return phrases;
}

function without(mine: Phrases, others: Phrases): Phrases {
  return { runs: mine.runs.difference(others.runs), whole: mine.whole.difference(others.whole) };
}

function says(line: string, { runs, whole }: Phrases): boolean {
  if (runsOf(foldedWords(line)).some((run) => runs.has(run))) return true;
  return whole.size > 0 && line.split(apart).some((part) => whole.has(foldedWords(part).join(' ')));
}

/** What a quotation, a title or a name is set off with in texts of ours. */
const apart = /[“”„"«»()[\]{}*_~`|<>·•:;—–]|\s-\s/u;

function runsOf(words: string[]): string[] {
  const weights = words.map((word) => (halfWords.test(word) ? 0.5 : 1));
  const runs: string[] = [];
  for (let from = 0, to = 0, weight = 0; from < words.length; weight -= weights[from++]!) {
    while (weight < phraseLength && to < words.length) weight += weights[to++]!;
    if (weight < phraseLength) break;
    runs.push(words.slice(from, to).join(' '));
  }
  return runs;
}

/** Marks of quotation, lists and emphasis stay, so that what is around it keeps its shape. */
function withoutWords(line: string): string {
  const before = /^\s*(?:(?:>|&gt;)\s?|[-*•]\s+|\d+[.)]\s+)*/.exec(line)![0];
  return `${before}${erasedMark}`;
}

/** As they are compared: small letters, no marks. */
export function foldedWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/&(?:amp|lt|gt);/g, ' ')
      .toLowerCase()
      .match(
        /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}])+/gu,
      ) ?? []
  );
}

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === 'string') return text(value) as T;
  if (Array.isArray(value)) return value.map((one) => deep(one, text)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, isShape(key) ? one : deep(one, text)]),
  ) as T;
}

/** What Slack's blocks are made of; nobody reads it, and it must stay what Slack knows. */
const isShape = (key: string) => key === 'type' || key === 'block_id' || key === 'action_id';

function markPattern(mark: string): string {
  return /^[UW][A-Z0-9]{6,}$/.test(mark) ? `<@${mark}(?:\\|[^>]*)?>|\\b${mark}\\b` : escaped(mark);
}

function domainPattern(domain: string): string {
  return `[\\w.+-]*@?(?:[\\w-]+\\.)*\\b${escaped(domain)}(?![\\w-])`;
}

/** Every space between its words counts as one. */
function namePattern(name: string): string {
  return name.trim().split(/\s+/).map(escaped).join('[\\s_-]+');
}

/** "Box" as a name counts only as it is spelled. */
function isEveryday(name: string): boolean {
  const words = foldedWords(name);
  return words.length === 1 && wordVectors().rankOf(words[0]!) < everyday;
}

/** The first so many words of English by frequency. */
const everyday = 12_000;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
