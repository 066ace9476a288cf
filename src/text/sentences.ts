// Sentences with their place in the text, so that a quote can be shown to be verbatim.
import { type Line, linesOf, subjectLine } from './prose.ts';

/** `text.slice(start, end)` is the sentence as written. `opens`: it starts a line, a bullet point or a paragraph. */
export type Sentence = { start: number; end: number; opens: 'bullet' | 'paragraph' | undefined };

/** Sentences of the prose of a text, in order; headers, logs, code, greetings and signatures are left out. */
export function sentencesOf(text: string): Sentence[] {
  return paragraphs(text, linesOf(text)).flatMap((part) => cut(text, part));
}

type Part = Sentence;

/** Runs of lines that belong together: a mail breaks sentences over lines, a chat does not. */
function paragraphs(text: string, lines: Line[]): Part[] {
  const parts: Part[] = [];
  let open: Part | undefined;
  for (const line of lines) {
    if (line.kind !== 'prose') {
      open = undefined;
      continue;
    }
    const subject = subjectLine.exec(text.slice(line.body, line.end))?.[0].length ?? 0;
    const start = line.body + subject;
    if (open && !line.bullet && continues(text, open, line)) open.end = line.end;
    else if (start < line.end) {
      open = { start, end: line.end, opens: line.bullet ? 'bullet' : 'paragraph' };
      parts.push(open);
      if (subject > 0) open = undefined;
    }
  }
  return parts;
}

function continues(text: string, open: Part, line: Line): boolean {
  const before = text.slice(open.start, open.end);
  if (/[.!?:;。！？]["')\]]*\s*$/u.test(before)) return false;
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  return (
    /^\s*[\p{Ll}\d("']/u.test(text.slice(line.body, line.end)) ||
    (lastLine.length > 60 && line.body === line.start)
  );
}

const boundary = /(?:[.!?…]+["')\]]*(?=\s)|[。！？]+|\n)\s*/gu;
const abbreviation =
  /(?:\b(?:e\.g|i\.e|etc|vs|approx|mr|mrs|ms|dr|no|nr|v|ver|z\.b|bzw|usw|inkl|p\.ej|sr|sra))\.$/i;
/** "am 3. März" goes on, "since 2.4. Please" does not: after a day's number comes a month, or a small letter. */
const dayNumber = /(?:^|\s)\d{1,2}\.$/;
const goesOn = /^\s*(?:\p{Ll}|\d|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))/u;

function cut(text: string, part: Part): Sentence[] {
  const found: Sentence[] = [];
  let from = part.start;
  const piece = text.slice(part.start, part.end);
  for (const match of piece.matchAll(boundary)) {
    const at = part.start + match.index;
    const before = text.slice(from, at + match[0].trimEnd().length);
    const wraps = match[0].startsWith('\n');
    if (wraps || abbreviation.test(before)) continue;
    if (dayNumber.test(before) && goesOn.test(text.slice(at + match[0].length))) continue;
    push(found, text, {
      start: from,
      end: at + match[0].trimEnd().length,
      opens: from === part.start ? part.opens : undefined,
    });
    from = at + match[0].length;
  }
  push(found, text, { start: from, end: part.end, opens: from === part.start ? part.opens : undefined });
  return found;
}

function push(found: Sentence[], text: string, sentence: Sentence): void {
  const raw = text.slice(sentence.start, sentence.end);
  const start = sentence.start + (raw.length - raw.trimStart().length);
  const end = sentence.end - (raw.length - raw.trimEnd().length);
  if (/[\p{L}\p{N}]/u.test(raw)) found.push({ ...sentence, start, end });
}
