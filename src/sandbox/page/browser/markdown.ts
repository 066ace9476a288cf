// Markdown as trackers keep it, as data: the CommonMark and GitHub parts people use in tickets. Pure. No raw HTML:
// what looks like a tag stays text.
import { type MdInline, parseMdInline } from './markdown-inline.ts';

export type MdBlock =
  | { kind: 'heading'; level: number; children: MdInline[] }
  | { kind: 'paragraph'; children: MdInline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; children: MdBlock[] }
  | {
      kind: 'list';
      ordered: boolean;
      start: number;
      items: { task: boolean | undefined; children: MdBlock[] }[];
    }
  | { kind: 'table'; head: MdInline[][]; rows: MdInline[][][]; align: ('left' | 'center' | 'right')[] }
  | { kind: 'rule' };

type Reader = { lines: string[]; at: number };

const itemStart = /^( *)([-*+]|\d{1,9}[.)])( +|$)/;

/** `depth` bounds nesting: a hostile text of a thousand ">" must not exhaust the stack. */
export function parseMarkdown(source: string, depth = 0): MdBlock[] {
  const reader: Reader = {
    lines: source.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'),
    at: 0,
  };
  const found: MdBlock[] = [];
  while (reader.at < reader.lines.length) {
    const block = readBlock(reader, depth);
    if (block) found.push(block);
  }
  return found;
}

function readBlock(reader: Reader, depth: number): MdBlock | undefined {
  const line = reader.lines[reader.at]!;
  if (!line.trim()) {
    reader.at += 1;
    return undefined;
  }
  // Trackers mark their own blocks with comments; they show nothing.
  if (/^\s*<!--.*-->\s*$/.test(line)) {
    reader.at += 1;
    return undefined;
  }
  const heading = /^ {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$/.exec(line);
  if (heading) {
    reader.at += 1;
    return { kind: 'heading', level: heading[1]!.length, children: parseMdInline(heading[2] ?? '') };
  }
  if (/^ {0,3}(`{3,}|~{3,})/.test(line)) return readFence(reader);
  if (/^ {0,3}([-*_])( *\1){2,} *$/.test(line)) {
    reader.at += 1;
    return { kind: 'rule' };
  }
  if (depth < 12 && /^ {0,3}>/.test(line)) return readQuote(reader, depth);
  if (depth < 12 && itemStart.test(line)) return readList(reader, depth);
  return isTable(reader) ? readTable(reader) : readParagraph(reader);
}

function readFence(reader: Reader): MdBlock {
  const [, fence = '```', language = ''] =
    /^ {0,3}(`{3,}|~{3,}) *([^\s`]*)/.exec(reader.lines[reader.at]!) ?? [];
  const closes = new RegExp(`^ {0,3}${fence[0] === '`' ? '`' : '~'}{${fence.length},} *$`);
  const text: string[] = [];
  for (
    reader.at += 1;
    reader.at < reader.lines.length && !closes.test(reader.lines[reader.at]!);
    reader.at += 1
  )
    text.push(reader.lines[reader.at]!);
  reader.at += 1;
  return { kind: 'code', language, text: text.join('\n') };
}

function readQuote(reader: Reader, depth: number): MdBlock {
  const inner: string[] = [];
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at]!;
    if (!line.trim() || (!/^ {0,3}>/.test(line) && startsBlock(line))) break;
    inner.push(line.replace(/^ {0,3}> ?/, ''));
  }
  return { kind: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) };
}

function readList(reader: Reader, depth: number): MdBlock {
  const first = itemStart.exec(reader.lines[reader.at]!)!;
  const ordered = /\d/.test(first[2]!);
  const items: { task: boolean | undefined; children: MdBlock[] }[] = [];
  while (reader.at < reader.lines.length) {
    const match = itemStart.exec(reader.lines[reader.at]!);
    if (!match || /\d/.test(match[2]!) !== ordered || match[1]!.length > first[1]!.length + 1) break;
    items.push(readItem(reader, match, depth));
  }
  return { kind: 'list', ordered, start: Number.parseInt(first[2]!, 10) || 1, items };
}

function readItem(reader: Reader, match: RegExpExecArray, depth: number) {
  const indent = match[1]!.length + match[2]!.length + 1;
  const lines = [reader.lines[reader.at]!.slice(match[0].length)];
  for (reader.at += 1; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at]!;
    const inside = line.startsWith(' '.repeat(Math.min(indent, match[1]!.length + 2)));
    const next = reader.lines[reader.at + 1] ?? '';
    if (!line.trim() && !/^ {2,}\S/.test(next)) {
      // A blank line between two items keeps the list going.
      if (itemStart.test(next)) reader.at += 1;
      break;
    }
    if (line.trim() && !inside && (startsBlock(line) || !lines.at(-1)?.trim())) break;
    lines.push(
      inside ? line.slice(Math.min(indent, line.length - line.trimStart().length)) : line.trimStart(),
    );
  }
  const task = /^\[([ xX])\] +/.exec(lines[0]!);
  if (task) lines[0] = lines[0]!.slice(task[0].length);
  return { task: task ? task[1] !== ' ' : undefined, children: parseMarkdown(lines.join('\n'), depth + 1) };
}

const startsBlock = (line: string) =>
  itemStart.test(line) || /^ {0,3}(#{1,6} |>|`{3,}|~{3,}|([-*_])( *\2){2,} *$)/.test(line);

const isTable = ({ lines, at }: Reader) =>
  (lines[at] ?? '').includes('|') && /^ *\|?( *:?-+:? *\|)+( *:?-+:? *)?$/.test(lines[at + 1] ?? '');

function readTable(reader: Reader): MdBlock {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => parseMdInline(cell.trim().replaceAll('\\|', '|')));
  const head = cells(reader.lines[reader.at]!);
  const align = (reader.lines[reader.at + 1]!.match(/:?-+:?/g) ?? []).map((rule) =>
    rule.endsWith(':') ? (rule.startsWith(':') ? 'center' : 'right') : 'left',
  );
  const rows: MdInline[][][] = [];
  for (reader.at += 2; reader.lines[reader.at]?.includes('|'); reader.at += 1)
    rows.push(cells(reader.lines[reader.at]!));
  return { kind: 'table', head, rows, align };
}

function readParagraph(reader: Reader): MdBlock {
  const lines: string[] = [reader.lines[reader.at]!];
  for (reader.at += 1; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at]!;
    if (!line.trim() || startsBlock(line) || isTable(reader)) break;
    lines.push(line);
  }
  return { kind: 'paragraph', children: parseMdInline(lines.map((line) => line.trimStart()).join('\n')) };
}
