// The index's vocabulary: every term seen, in how many items, and what it is worth.
import { grown } from './index-columns.ts';

export type TermTable = {
  count: number;
  /** Open addressing: term id to slot; 0 is empty. */
  keys: Uint32Array;
  slots: Uint32Array;
  /** By slot. */
  ids: Uint32Array;
  items: Uint32Array;
  shares: Float32Array;
  worth: Float32Array;
};

export function makeTermTable(): TermTable {
  return {
    count: 0,
    keys: new Uint32Array(1 << 12),
    slots: new Uint32Array(1 << 12),
    ids: new Uint32Array(1 << 11),
    items: new Uint32Array(1 << 11),
    shares: new Float32Array(1 << 11),
    worth: new Float32Array(1 << 11),
  };
}

/** The term's slot, or -1 when it was never seen. */
export function slotOf(table: TermTable, id: number): number {
  const mask = table.keys.length - 1;
  for (let at = spread(id) & mask; ; at = (at + 1) & mask) {
    if (table.keys[at] === id) return table.slots[at]!;
    if (table.keys[at] === 0) return -1;
  }
}

/** The term's slot, made when it is new. `share`: how common the term is in English at large. */
export function slotFor(table: TermTable, id: number, share: number, texts: number): number {
  const known = slotOf(table, id);
  if (known >= 0) return known;
  if ((table.count + 1) * 2 > table.keys.length) rehash(table, table.keys.length * 2);
  const slot = table.count++;
  grow(table, slot + 1);
  table.ids[slot] = id;
  table.shares[slot] = share;
  table.worth[slot] = worthOf(0, share, texts);
  put(table, id, slot);
  return slot;
}

/**
 * Inverse document frequency with a prior: until thousands of texts were seen, how common a word is in English at
 * large counts like `priorTexts` texts.
 */
export function worthOf(items: number, share: number, texts: number): number {
  const expected = Math.min(1, share * wordsPerText);
  return Math.log((texts + priorTexts + 1) / (items + priorTexts * expected + 0.5));
}

const priorTexts = 500;
const wordsPerText = 15;

/** Sets what every term is worth after `texts` texts. */
export function reweigh(table: TermTable, texts: number): void {
  for (let slot = 0; slot < table.count; slot++)
    table.worth[slot] = worthOf(table.items[slot]!, table.shares[slot]!, texts);
}

export function rehash(table: TermTable, capacity: number): void {
  table.keys = new Uint32Array(capacity);
  table.slots = new Uint32Array(capacity);
  for (let slot = 0; slot < table.count; slot++) put(table, table.ids[slot]!, slot);
}

function put(table: TermTable, id: number, slot: number): void {
  const mask = table.keys.length - 1;
  let at = spread(id) & mask;
  while (table.keys[at] !== 0) at = (at + 1) & mask;
  table.keys[at] = id;
  table.slots[at] = slot;
}

function grow(table: TermTable, needed: number): void {
  if (needed <= table.ids.length) return;
  table.ids = grown(table.ids, needed);
  table.items = grown(table.items, needed);
  table.shares = grown(table.shares, needed);
  table.worth = grown(table.worth, needed);
}

/** The low bits of FNV hashes of short words cluster; a multiplication spreads them. */
const spread = (id: number) => Math.imul(id, 0x9e3779b1) >>> 7;
