// JSON from outside, made fit to be kept: PostgreSQL takes neither NUL nor half a character, and what nests without
// end would overflow whoever walks it next.

export type ReadJson = { kind: 'json'; value: unknown } | { kind: 'refused'; why: string };

/** Deeper than any sender's honest data: Slack's deepest blocks have about a dozen levels. */
const deepest = 64;

/** Bytes must be UTF-8. Never throws. */
export function readJson(raw: Uint8Array | string): ReadJson {
  let text: string;
  try {
    text = typeof raw === 'string' ? raw : new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return { kind: 'refused', why: 'The body is not UTF-8.' };
  }
  try {
    return { kind: 'json', value: storable(JSON.parse(text)) };
  } catch (error) {
    const why =
      error instanceof TooDeep ? `The JSON nests deeper than ${deepest} levels.` : 'The body is not JSON.';
    return { kind: 'refused', why };
  }
}

/** The same value with every text, keys too, as PostgreSQL can keep it. Throws when it nests too deep. */
export function storable(value: unknown): unknown {
  return kept(value, 0);
}

/** A text as PostgreSQL can keep it. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

class TooDeep extends Error {
  override name = 'TooDeep';
}

function kept(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) throw new TooDeep();
  if (Array.isArray(value)) return value.map((entry) => kept(entry, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [storableText(key), kept(entry, depth + 1)]),
  );
}
