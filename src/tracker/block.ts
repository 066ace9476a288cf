// The one part of a ticket's text that Earshot owns. Its first and last line mark it in words people can read, since
// trackers rewrite Markdown to their taste and show or drop hidden marks.

export type Block = { name: string; markdown: string };

/** The block as it stands in a ticket; for a ticket that is created with one. */
export function blockText(block: Block): string {
  const inner = block.markdown
    .split('\n')
    .filter((line) => !isFirstLine(block.name, line) && !isLastLine(block.name, line))
    .join('\n')
    .trim();
  return `### ${headingOf(block.name)}\n\n${inner}\n\n_${endingOf(block.name)}_`;
}

/**
 * The body with the block replaced, or appended when its first or last line is gone: what lies between a first line
 * and nothing may be a person's, and stays.
 */
export function withBlock(body: string, block: Block, text = blockText(block)): string {
  const lines = body.split('\n');
  const place = placeOf(block.name, lines);
  if (!place) return body.trim() === '' ? text : `${body.trimEnd()}\n\n${text}`;
  return [...lines.slice(0, place.start), text, ...lines.slice(place.end + 1)].join('\n');
}

/** Where the block stands in these lines (or paragraphs), both ends inclusive. */
export function placeOf(name: string, lines: string[]): { start: number; end: number } | undefined {
  const end = lines.findLastIndex((line) => isLastLine(name, line));
  const start = lines.slice(0, Math.max(end, 0)).findLastIndex((line) => isFirstLine(name, line));
  return start < 0 ? undefined : { start, end };
}

/** Of these lines (or paragraphs), whether each stands in a block of ours, whatever its name. */
export function areInBlocks(lines: string[]): boolean[] {
  const bare = lines.map(bareLine);
  const inside = lines.map(() => false);
  for (const [i, line] of bare.entries()) {
    if (!line.startsWith(headingOf(''))) continue;
    const end = bare.indexOf(endingOf(line.slice(headingOf('').length)), i);
    if (end > 0) inside.fill(true, i, end + 1);
  }
  return inside;
}

/** Alike but for the tracker's taste in bullets, emphasis and white space: nothing worth a write and its notification. */
export function sameText(a: string, b: string): boolean {
  const bare = (text: string) =>
    text
      .replaceAll(/^\s*[-+*]\s+/gm, '')
      .replaceAll(/[*_\\]/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return bare(a) === bare(b);
}

const headingOf = (name: string): string => `Earshot: ${name}`;
const endingOf = (name: string): string =>
  `Earshot keeps the part from "${headingOf(name)}" to this line up to date.`;

const isFirstLine = (name: string, line: string): boolean => bareLine(line) === headingOf(name);
const isLastLine = (name: string, line: string): boolean => bareLine(line) === endingOf(name);

/** Without the marks of headings and emphasis in Markdown and in wiki markup. */
function bareLine(line: string): string {
  return line
    .trim()
    .replace(/^(#{1,6}|h[1-6]\.)\s+/, '')
    .replace(/^[*_]{1,2}(?=\S)/, '')
    .replace(/(?<=\S)[*_]{1,2}$/, '')
    .replaceAll('\\', '');
}
