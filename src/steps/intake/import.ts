// A CSV or JSONL file as a feed of an import: which columns hold what, how its dates are written.
import { basename } from 'node:path';
import { type Mapping, readMapping } from '../../files/columns.ts';
import { openRecords, type ReadOptions, type RecordFile } from '../../files/records.ts';
import { StartFailure } from '../../lib/failure.ts';
import type { Feed } from './import-feed.ts';
import { feedRecordOf, type ImportField, usualColumns, type Wording } from './import-map.ts';
import { type DateOrder, orderShownBy } from './import-when.ts';
import { isSourceName, sourceNameRule } from './source-name.ts';

export type TableOptions = ReadOptions & {
  source?: string | undefined;
  map?: string | undefined;
  dates?: string | undefined;
  saidAt?: string | undefined;
};

export type TableImport = {
  feed: Feed;
  format: RecordFile['format'];
  columns: string[];
  mapping: Mapping<ImportField>;
  order: DateOrder | undefined;
};

const sampled = 20_000;

/** Throws `StartFailure` when the file or the mapping cannot work. */
export async function openTable(
  path: string,
  options: TableOptions,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<TableImport> {
  const source = options.source ?? sourceNamedBy(path);
  if (!isSourceName(source)) throw new StartFailure(`--source ${source}: ${sourceNameRule}`);
  const file = await openRecords(path, options);
  const mapping = readMapping(options.map, { columns: file.columns, usual: usualColumns });
  const saidAt = options.saidAt === undefined ? undefined : dayGiven(options.saidAt);
  checkMapping(file, mapping, saidAt);
  const order = orderGiven(options.dates) ?? (await orderIn(file, mapping));
  const wording: Wording = { source, mapping, reading: { order, timeZone }, saidAt, now };
  return { feed: feedOf(file, wording, options), format: file.format, columns: file.columns, mapping, order };
}

function feedOf(file: RecordFile, wording: Wording, { delimiter, encoding }: ReadOptions): Feed {
  const { source, mapping, reading, saidAt } = wording;
  return {
    source,
    unit: 'line',
    size: file.size,
    reading: JSON.stringify([mapping, reading, saidAt ?? null, delimiter ?? null, encoding ?? null]),
    records: async function* (onBytes) {
      for await (const records of file.read((bytes) => onBytes(bytes.length)))
        yield records.map((record) => feedRecordOf(record, wording));
    },
  };
}

/** JSON lines in Earshot's own form need no columns; whether there are any others shows in the dry run. */
function checkMapping(file: RecordFile, mapping: Mapping<ImportField>, saidAt: Date | undefined): void {
  const names = file.columns.map((column) => `"${column}"`).join(', ');
  if (file.format === 'jsonl') return;
  if (!mapping.text && !mapping.csat && !mapping.nps)
    throw new StartFailure(
      `No column looks like what was said. Name it: --map text=COLUMN. There are ${names}.`,
    );
  if (!mapping.saidAt && !saidAt)
    throw new StartFailure(
      `No column looks like a date. Name it: --map saidAt=COLUMN, or give one for all lines: --said-at 2026-11-23. There are ${names}.`,
    );
}

/** `Zendesk export 2026-11.csv` is of the source `zendesk-export`: next month's file goes on where it ended. */
export function sourceNamedBy(path: string): string {
  const name = basename(path)
    .replace(/\.[a-z]+$/i, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return isSourceName(name) ? name : 'import';
}

function orderGiven(text: string | undefined): DateOrder | undefined {
  if (text === undefined || text === 'dmy' || text === 'mdy') return text;
  throw new StartFailure(`--dates knows dmy (day first) and mdy (month first), not "${text}".`);
}

function dayGiven(text: string): Date {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime()) && /^\d{4}-\d{2}-\d{2}/.test(text)) return at;
  throw new StartFailure(`--said-at ${text} is no date such as 2026-11-23.`);
}

/** The order that the file's own dates prove; undefined when none does, or they contradict each other. */
async function orderIn(file: RecordFile, mapping: Mapping<ImportField>): Promise<DateOrder | undefined> {
  const shown = new Set<DateOrder>();
  let seen = 0;
  for await (const records of file.read()) {
    for (const record of records) {
      const text = record.kind === 'record' && mapping.saidAt ? record.fields.get(mapping.saidAt) : undefined;
      const order = text ? orderShownBy(text) : undefined;
      if (order) shown.add(order);
    }
    seen += records.length;
    if (seen >= sampled) break;
  }
  return shown.size === 1 ? [...shown][0] : undefined;
}
