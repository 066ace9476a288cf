// Words of the index that are spelled alike: "sync" forms, typos, compounds, and words that languages share.
import { grown } from './index-columns.ts';

export type Spellings = {
  /** By slot of the vocabulary; empty for what is not compared. */
  stems: string[];
  /** By triple of letters: the slots whose word holds it. */
  slots: Map<string, number[]>;
  /** By slot: how many different triples its word has. */
  sizes: Uint8Array;
  /** Scratch for one word: by slot the triples in common; all zero between calls. */
  shared: Uint8Array;
};

export function makeSpellings(): Spellings {
  return { stems: [], slots: new Map(), sizes: new Uint8Array(1 << 11), shared: new Uint8Array(1 << 11) };
}

/** Keeps how the word of a slot is spelled; a slot is learned once. */
export function learnSpelling(spellings: Spellings, slot: number, stem: string): void {
  if (slot < spellings.stems.length) return;
  spellings.sizes = grown(spellings.sizes, slot + 1);
  spellings.shared = grown(spellings.shared, slot + 1);
  const triples = triplesOf(stem);
  spellings.stems[slot] = triples.length > 0 ? stem : '';
  spellings.sizes[slot] = triples.length;
  for (const triple of triples) {
    const slots = spellings.slots.get(triple);
    if (slots) slots.push(slot);
    else spellings.slots.set(triple, [slot]);
  }
}

export type Alike = { slot: number; likeness: number };

/** Slots of other words spelled like this one: the cosine of their letter triples, from one half upward. */
export function spelledLike({ stems, slots, sizes, shared }: Spellings, stem: string): Alike[] {
  const triples = triplesOf(stem);
  const touched: number[] = [];
  for (const triple of triples)
    for (const slot of slots.get(triple) ?? []) {
      if (shared[slot] === 0) touched.push(slot);
      shared[slot]!++;
    }
  const alike: Alike[] = [];
  for (const slot of touched) {
    const likeness = shared[slot]! / Math.sqrt(triples.length * sizes[slot]!);
    shared[slot] = 0;
    if (likeness >= leastAlike && stems[slot] !== stem) alike.push({ slot, likeness });
  }
  return alike;
}

const leastAlike = 0.5;

/** Start and end of the word count as letters. Numbers and very long runs have no spelling to speak of. */
function triplesOf(stem: string): string[] {
  if (!spelled.test(stem)) return [];
  const bounded = `^${stem}$`;
  const triples = new Set<string>();
  for (let i = 0; i + 3 <= bounded.length; i++) triples.add(bounded.slice(i, i + 3));
  return [...triples];
}

const spelled = /^\p{L}{3,30}$/u;
