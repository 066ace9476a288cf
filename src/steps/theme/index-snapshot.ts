// The index as bytes, for a fast start: columns as they are, names as text, what follows from them is made anew.
import { termsVersion } from '../../text/terms.ts';
import { vectorsVersion } from '../../text/vectors.ts';
import { makeItems, meaningSize } from './index-items.ts';
import { learnSpelling } from './index-spelling.ts';
import { addTheme, type IndexState, makeState, post, setRough } from './index-state.ts';
import { rehash } from './index-terms.ts';

const magic = 'ESI2';
const headerSize = 20;

type Numbers = Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;
type Head = {
  versions: string;
  items: number;
  used: number;
  terms: number;
  themes: number;
  weighedAt: number;
};

export function writeSnapshot(state: IndexState, version: string): Uint8Array {
  const { items, terms, themes } = state;
  const head: Head = {
    versions: versionsWith(version),
    items: items.count,
    used: items.used,
    terms: terms.count,
    themes: themes.length,
    weighedAt: state.weighedAt,
  };
  const names = themes.map(({ id, areaKey }) => [id, areaKey ?? null]);
  const texts = [head, names, state.itemIds, state.spellings.stems].map((one) => JSON.stringify(one));
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  const squares = Float64Array.from(themes, (theme) => theme.termsSquare);
  const columns: Numbers[] = [...columnsOf(state, head), squares];
  const header = Buffer.alloc(headerSize);
  header.write(magic, 0, 'latin1');
  for (const [i, part] of parts.entries()) header.writeUInt32LE(part.length, 4 + 4 * i);
  return Buffer.concat([
    header,
    ...parts,
    ...columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)),
  ]);
}

/** Undefined when the bytes are of other versions or too short. */
export function readSnapshot(bytes: Uint8Array, version: string): IndexState | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < headerSize || file.toString('latin1', 0, 4) !== magic) return undefined;
  let at = headerSize;
  const texts = [4, 8, 12, 16].map((place) => {
    const start = at;
    at += file.readUInt32LE(place);
    return file.toString('utf8', start, at);
  });
  const head = parsed(texts[0]!);
  if (!head || head.versions !== versionsWith(version)) return undefined;
  const state = makeState();
  makeRoom(state, head);
  const columns = columnsOf(state, head);
  const squares = new Float64Array(head.themes);
  const needed = [...columns, squares].reduce((sum, column) => sum + column.byteLength, 0);
  if (file.length !== at + needed) return undefined;
  for (const column of [...columns, squares]) {
    Buffer.from(column.buffer, column.byteOffset, column.byteLength).set(
      file.subarray(at, at + column.byteLength),
    );
    at += column.byteLength;
  }
  for (const [slot, stem] of (JSON.parse(texts[3]!) as string[]).entries())
    learnSpelling(state.spellings, slot, stem);
  settle(state, JSON.parse(texts[1]!), JSON.parse(texts[2]!), squares);
  return state;
}

const versionsWith = (version: string) => [version, vectorsVersion, termsVersion].join(' ');

function parsed(text: string): Head | undefined {
  try {
    return JSON.parse(text) as Head;
  } catch {
    return undefined;
  }
}

function makeRoom(state: IndexState, head: Head): void {
  state.items = makeItems(head.items, head.used);
  state.items.count = head.items;
  state.items.used = head.used;
  state.terms.count = head.terms;
  state.terms.ids = new Uint32Array(head.terms + 1);
  state.terms.items = new Uint32Array(head.terms + 1);
  state.terms.shares = new Float32Array(head.terms + 1);
  state.terms.worth = new Float32Array(head.terms + 1);
  state.centres = new Float32Array((head.themes + 1) * meaningSize);
  state.centreScales = new Float32Array(head.themes + 1);
  state.weighedAt = head.weighedAt;
}

/** The used part of every column, always in this order. */
function columnsOf({ items, terms, centres, centreScales }: IndexState, head: Head): Numbers[] {
  return [
    items.theme.subarray(0, head.items),
    items.meaning.subarray(0, head.items * meaningSize),
    items.scale.subarray(0, head.items),
    items.from.subarray(0, head.items),
    items.length.subarray(0, head.items),
    items.norm.subarray(0, head.items),
    items.terms.subarray(0, head.used),
    items.tf.subarray(0, head.used),
    terms.ids.subarray(0, head.terms),
    terms.items.subarray(0, head.terms),
    terms.shares.subarray(0, head.terms),
    terms.worth.subarray(0, head.terms),
    centres.subarray(0, head.themes * meaningSize),
    centreScales.subarray(0, head.themes),
  ];
}

function settle(
  state: IndexState,
  names: [string, string | null][],
  itemIds: string[],
  squares: Float64Array,
): void {
  for (const [place, [id, areaKey]] of names.entries()) {
    addTheme(state, { id, areaKey: areaKey ?? undefined, items: [], termsSquare: squares[place]! });
    setRough(state, place);
  }
  state.itemIds = itemIds;
  const { items } = state;
  for (let at = 0; at < items.count; at++) {
    const theme = items.theme[at]!;
    if (theme < 0) continue;
    state.texts++;
    state.places.set(itemIds[at]!, at);
    state.themes[theme]!.items.push(at);
    for (let i = items.from[at]!; i < items.from[at]! + items.length[at]!; i++)
      post(state, items.terms[i]!, at);
  }
  rehash(state.terms, 2 ** Math.ceil(Math.log2(state.terms.count * 2 + 4096)));
}
