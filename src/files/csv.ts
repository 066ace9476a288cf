// CSV of any size, of any honest dialect, and of broken ones: a broken record costs itself, not the rest of the file.
// csv-parse reads the records; which lines belong together is found here, because after an unclosed quote a parser
// alone would swallow everything that follows.
import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Line } from './lines.ts';

export type CsvRecord =
  /** `line`: where it begins. `raw`: as it stands in the file. */
  | { kind: 'record'; line: number; cells: string[]; raw: string }
  | { kind: 'broken'; line: number; reason: string; raw: string };

/** A quoted cell may go on over so many lines; an unclosed quote shows by going on further. */
const longestRecordLines = 1000;
const blockLines = 500;

export async function* csvRecords(
  portions: AsyncIterable<Line[]>,
  delimiter: string,
): AsyncGenerator<CsvRecord[]> {
  const assembler = makeAssembler();
  const dialect: Dialect = { delimiter, width: undefined };
  let block: Line[][] = [];
  let size = 0;
  for await (const lines of portions) {
    for (const line of lines)
      for (const group of assembler.feed(line)) {
        block.push(group);
        size += group.length;
      }
    if (size < blockLines) continue;
    yield readBlock(block, dialect);
    block = [];
    size = 0;
  }
  block.push(...assembler.end());
  if (block.length > 0) yield readBlock(block, dialect);
}

/** `width`: how many cells the first record, the heading, has. */
type Dialect = { delimiter: string; width: number | undefined };

/** Lines belong together while the number of quotation marks in them is odd (RFC 4180). */
function makeAssembler() {
  let open: Line[] = [];
  /** When a group turns out not to end: its first line stands alone, the others are looked at again. */
  const giveUp = (): Line[][] => {
    const [first, ...others] = open;
    open = [];
    return [[first!], ...others.flatMap(feed)];
  };
  const feed = (line: Line): Line[][] => {
    const isOdd = quotesIn(line.text) % 2 === 1;
    if (open.length === 0 && !isOdd) return [[line]];
    open.push(line);
    if (open.length > 1 && isOdd) {
      const group = open;
      open = [];
      return [group];
    }
    return open.length > longestRecordLines || line.kind === 'tooLong' ? giveUp() : [];
  };
  return {
    feed,
    end: (): Line[][] => {
      const groups: Line[][] = [];
      while (open.length > 0) groups.push(...giveUp());
      return groups;
    },
  };
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function readBlock(groups: Line[][], dialect: Dialect): CsvRecord[] {
  const isPlain = groups.every((group) => group.length === 1 && group[0]!.kind === 'whole');
  if (isPlain && dialect.width !== undefined)
    try {
      return parseLines(groups.flat(), dialect.delimiter);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
  return groups.flatMap((group) => readGroup(group, dialect));
}

function readGroup(group: Line[], dialect: Dialect): CsvRecord[] {
  const [first, ...others] = group;
  const alone = (reason: string) => [
    broken(first!, reason),
    ...others.flatMap((line) => readGroup([line], dialect)),
  ];
  if (first!.kind === 'tooLong') return alone('The line is too long.');
  const records = attempt(group, dialect);
  return records ?? alone('A quotation mark is opened and not closed.');
}

/** Undefined when the lines are no records; of several lines they must also have the right number of cells. */
function attempt(group: Line[], dialect: Dialect): CsvRecord[] | undefined {
  try {
    const records = parseLines(group, dialect.delimiter);
    const widths = records.map((record) => (record.kind === 'record' ? record.cells.length : 0));
    dialect.width ??= widths[0];
    if (group.length > 1 && widths.some((width) => width !== dialect.width)) return undefined;
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return undefined;
  }
}

const broken = (line: Line, reason: string): CsvRecord => ({
  kind: 'broken',
  line: line.number,
  reason,
  raw: line.text,
});

function parseLines(lines: Line[], delimiter: string): CsvRecord[] {
  const text = lines.map((line) => line.text + (line.ending || '\n')).join('');
  const records = parse(text, {
    delimiter,
    info: true,
    raw: true,
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
  }) as unknown as { record: string[]; info: Info; raw: string }[];
  let line = lines[0]!.number;
  return records.flatMap(({ record, raw }) => {
    const begins = line;
    line += endingsIn(raw);
    const isEmpty = record.every((cell) => cell.trim() === '');
    return isEmpty ? [] : [{ kind: 'record' as const, line: begins, cells: record, raw: withoutEnding(raw) }];
  });
}

const endingsIn = (raw: string) => raw.match(/\r\n|\n|\r/g)?.length ?? 0;
const withoutEnding = (raw: string) => raw.replace(/(?:\r\n|\n|\r)$/, '');

/** The separator that divides the heading into most columns. */
export function delimiterOf(heading: string): string {
  const outside = heading.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, n: outside.split(mark).length }));
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).mark;
}
