// JSON Lines: one object a line. A line that is none costs itself.
import { readJson } from '../lib/json.ts';
import type { Line } from './lines.ts';

export type JsonlRecord =
  | { kind: 'record'; line: number; value: Record<string, unknown>; raw: string }
  | { kind: 'broken'; line: number; reason: string; raw: string };

export async function* jsonlRecords(portions: AsyncIterable<Line[]>): AsyncGenerator<JsonlRecord[]> {
  for await (const lines of portions) {
    const records = lines.filter((line) => line.text.trim() !== '').map(recordOf);
    if (records.length > 0) yield records;
  }
}

function recordOf({ number: line, text: raw, kind }: Line): JsonlRecord {
  if (kind === 'tooLong') return { kind: 'broken', line, reason: 'The line is too long.', raw };
  const json = readJson(line === 1 ? raw.replace(/^\ufeff/, '') : raw);
  if (json.kind === 'refused') return { kind: 'broken', line, reason: json.why.replace('body', 'line'), raw };
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return { kind: 'broken', line, reason: 'The line is no JSON object.', raw };
  return { kind: 'record', line, value: json.value as Record<string, unknown>, raw };
}

const mostFields = 200;
const deepest = 4;

/** `{"user": {"email": "x"}}` has the field `user.email`. Lists of plain values are joined; others are left out. */
export function fieldsOf(value: Record<string, unknown>): Map<string, string> {
  const fields = new Map<string, string>();
  const put = (name: string, entry: unknown, depth: number): void => {
    if (fields.size >= mostFields || entry === null || entry === undefined) return;
    if (typeof entry !== 'object') fields.set(name, String(entry));
    else if (Array.isArray(entry)) {
      if (entry.every((one) => typeof one !== 'object')) fields.set(name, entry.join(', '));
    } else if (depth < deepest)
      for (const [key, inner] of Object.entries(entry)) put(`${name}.${key}`, inner, depth + 1);
  };
  for (const [key, entry] of Object.entries(value)) put(key, entry, 1);
  return fields;
}
