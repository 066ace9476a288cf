// Customers' names in what they say: who speaks says nothing about what is wrong, and two reports of one customer are
// not alike for that.
import type { Deps } from '../deps.ts';
import { wordVectors } from '../text/vectors.ts';
import { findCustomers } from './store.ts';

const known = new WeakMap<Deps, { names: string[]; at: number }>();
const freshMs = 10_000;

/** The names of all known customers, at most ten seconds old. */
export async function customerNames(deps: Deps): Promise<string[]> {
  const last = known.get(deps);
  const at = deps.now().getTime();
  if (last && Math.abs(at - last.at) < freshMs) return last.names;
  const names = (await findCustomers(deps.db)).map(({ name }) => name);
  known.set(deps, { names, at });
  return names;
}

/**
 * Takes the names out of a text, as whole words, with a genitive s. Pure. A name that is also an everyday word ("Box") goes
 * only where it is written as the customer writes it, and a name of one or two letters stays.
 */
export function withoutNames(names: string[]): (text: string) => string {
  const byFirstWord = Map.groupBy(
    names.map(readName).filter((name) => name !== undefined),
    ({ words }) => words[0]!,
  );
  if (byFirstWord.size === 0) return (text) => text;
  for (const list of byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);
  return (text) => without(text, byFirstWord);
}

type Name = { words: string[]; written: string[]; isCommon: boolean };

const word = /[\p{L}\p{N}]+/gu;

function readName(name: string): Name | undefined {
  const written = name.match(word) ?? [];
  if (written.join('').length < 3) return undefined;
  const words = written.map((part) => part.toLowerCase());
  const isCommon = words.every((part) => wordVectors().rankOf(part) < everyday);
  return { words, written, isCommon };
}

/** The first so many words of English by frequency. */
const everyday = 12_000;

function without(text: string, byFirstWord: Map<string, Name[]>): string {
  const found = [...text.matchAll(word)];
  let result = '';
  let from = 0;
  for (let i = 0; i < found.length; i++) {
    const name = byFirstWord.get(found[i]![0].toLowerCase())?.find((one) => standsAt(found, i, one));
    if (!name) continue;
    result += text.slice(from, found[i]!.index);
    i += name.words.length - 1;
    from = found[i]!.index + found[i]![0].length;
    from += /^['’]s(?![\p{L}\p{N}])/u.exec(text.slice(from, from + 3))?.[0].length ?? 0;
  }
  return from === 0 ? text : tidied(result + text.slice(from));
}

function standsAt(found: RegExpMatchArray[], at: number, { words, written, isCommon }: Name): boolean {
  return (isCommon ? written : words).every((part, n) => {
    const there = found[at + n]?.[0];
    return (isCommon ? there : there?.toLowerCase()) === part;
  });
}

/** No space or mark is left that only stood beside the name. */
const tidied = (text: string) =>
  text
    .replace(/^[\s:,;–—-]+/u, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1');
