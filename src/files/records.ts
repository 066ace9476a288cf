// A file of records, CSV or JSON Lines, of any size: what it is, its columns, and its records with their line numbers.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import { storableText } from '../lib/json.ts';
import { csvRecords, delimiterOf } from './csv.ts';
import { type Encoding, encodingOf, makeUtf8Watch } from './encoding.ts';
import { fieldsOf, jsonlRecords } from './jsonl.ts';
import { linesOf } from './lines.ts';

export type FileRecord =
  | {
      kind: 'record';
      line: number;
      fields: Map<string, string>;
      /** The whole object of a JSON line. */
      value?: Record<string, unknown>;
      raw: string;
    }
  | { kind: 'broken'; line: number; reason: string; raw: string };

export type RecordFile = {
  format: 'csv' | 'jsonl';
  columns: string[];
  /** In bytes. */
  size: number;
  /** From the beginning, each time it is called. `onBytes` sees the file as it is read. */
  read: (onBytes?: (bytes: Uint8Array) => void) => AsyncGenerator<FileRecord[]>;
};

export type ReadOptions = { delimiter?: string | undefined; encoding?: string | undefined };

const longestLine = 4_000_000;
const startBytes = 64 * 1024;

export type FileKind = 'zip' | 'csv' | 'jsonl';

/** By its first bytes. Throws `StartFailure` when there is no such file, or none of these. */
export function kindOf(path: string): FileKind {
  const start = startOf(path);
  if (start.length === 0) throw new StartFailure(`${path} is empty.`);
  if (start[0] === 0x50 && start[1] === 0x4b) return 'zip';
  const text = new TextDecoder(encodingOf(start, undefined)).decode(start).trimStart();
  if (text.startsWith('['))
    throw new StartFailure(
      `${path} is one JSON list. Earshot reads one object a line: jq -c '.[]' ${path} > items.jsonl`,
    );
  if (isBinary(start) && encodingOf(start, undefined) === 'utf-8')
    throw new StartFailure(`${path} is no text file. Earshot reads CSV, JSON Lines and Slack's export ZIP.`);
  return text.startsWith('{') ? 'jsonl' : 'csv';
}

/** A stray control character is dirt in a text file; many are no text. */
function isBinary(start: Uint8Array): boolean {
  const controls = start.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  return controls > start.length / 5;
}

export async function openRecords(path: string, options: ReadOptions = {}): Promise<RecordFile> {
  const format = kindOf(path) === 'jsonl' ? 'jsonl' : 'csv';
  const start = startOf(path);
  const encoding = encodingOf(start, options.encoding);
  const { size } = statSync(path);
  const source = { path, encoding };
  if (format === 'jsonl') {
    const read = (onBytes?: (bytes: Uint8Array) => void) => jsonRecordsOf(source, onBytes);
    return { format, size, read, columns: await columnsSeen(read()) };
  }
  const heading = new TextDecoder(encoding).decode(start).split(/\r\n|\n|\r/, 1)[0] ?? '';
  const delimiter = options.delimiter ?? delimiterOf(heading);
  const columns = await headingOf(csvOf({ ...source, delimiter }));
  const read = (onBytes?: (bytes: Uint8Array) => void) =>
    csvRecordsOf({ ...source, delimiter, columns }, onBytes);
  return { format, size, read, columns };
}

type Source = { path: string; encoding: Encoding };

function portionsOf({ path, encoding }: Source, onBytes?: (bytes: Uint8Array) => void) {
  return linesOf(path, { encoding, longest: longestLine, ...(onBytes && { onBytes }) });
}

function csvOf(source: Source & { delimiter: string }, onBytes?: (bytes: Uint8Array) => void) {
  return csvRecords(portionsOf(source, onBytes), source.delimiter);
}

async function* csvRecordsOf(
  source: Source & { delimiter: string; columns: string[] },
  onBytes?: (bytes: Uint8Array) => void,
): AsyncGenerator<FileRecord[]> {
  const watch = makeUtf8Watch();
  const see = (bytes: Uint8Array) => {
    if (source.encoding === 'utf-8') watch.see(bytes);
    onBytes?.(bytes);
  };
  let isFirst = true;
  for await (const records of csvOf(source, see)) {
    const rest = isFirst ? records.slice(1) : records;
    isFirst = false;
    const read = rest.map((record) => {
      if (record.kind === 'broken') return record;
      const { cells, ...where } = record;
      const excess = cells.slice(source.columns.length).some((cell) => cell.trim() !== '');
      if (excess || cells.length < source.columns.length)
        return {
          ...where,
          kind: 'broken' as const,
          reason: widthReason(cells.length, source.columns.length),
        };
      return {
        ...where,
        fields: new Map(source.columns.map((column, i) => [column, storableText(cells[i] ?? '')])),
      };
    });
    yield watch.foundBad() ? read.map(withoutGarbled) : read;
  }
}

async function* jsonRecordsOf(
  source: Source,
  onBytes?: (bytes: Uint8Array) => void,
): AsyncGenerator<FileRecord[]> {
  const watch = makeUtf8Watch();
  const see = (bytes: Uint8Array) => {
    if (source.encoding === 'utf-8') watch.see(bytes);
    onBytes?.(bytes);
  };
  for await (const records of jsonlRecords(portionsOf(source, see))) {
    const read = records.map((record) =>
      record.kind === 'broken' ? record : { ...record, fields: fieldsOf(record.value) },
    );
    yield watch.foundBad() ? read.map(withoutGarbled) : read;
  }
}

/** U+FFFD in a file that is not all UTF-8 stands for a lost character. */
function withoutGarbled(record: FileRecord): FileRecord {
  if (record.kind === 'broken' || !record.raw.includes('\ufffd')) return record;
  const { line, raw } = record;
  const reason = 'It has bytes that are not UTF-8. If the whole file is so, give --encoding windows-1252.';
  return { kind: 'broken', line, raw, reason };
}

const widthReason = (cells: number, columns: number) =>
  `It has ${cells} cells where the heading has ${columns}.`;

/** Columns without a name get one, and of two with the same name the second is told apart. */
async function headingOf(records: ReturnType<typeof csvRecords>): Promise<string[]> {
  for await (const [first] of records) {
    if (first?.kind !== 'record') break;
    const seen = new Map<string, number>();
    return first.cells.map((cell, i) => {
      const name = cell.replace(/^\ufeff/, '').trim() || `column ${i + 1}`;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return times === 1 ? name : `${name} (${times})`;
    });
  }
  throw new StartFailure('The first line has no column names that can be read.');
}

async function columnsSeen(portions: AsyncGenerator<FileRecord[]>): Promise<string[]> {
  const names = new Set<string>();
  for await (const records of portions) {
    for (const record of records.slice(0, 200))
      if (record.kind === 'record') for (const name of record.fields.keys()) names.add(name);
    break;
  }
  return [...names];
}

function startOf(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const start = new Uint8Array(startBytes);
      return start.subarray(0, readSync(file, start, 0, startBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new StartFailure(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}
