// The lines of a file of any size, a portion at a time. A line that never ends is cut off and told apart.
import { createReadStream } from 'node:fs';

export type Line = {
  /** From 1. */
  number: number;
  text: string;
  /** As it stood in the file; empty at the end of a file without a last line break. */
  ending: string;
  /** `tooLong`: its rest was passed over. */
  kind: 'whole' | 'tooLong';
};

export type LineOptions = {
  encoding: string;
  /** In UTF-16 units. */
  longest: number;
  onBytes?: (bytes: Uint8Array) => void;
};

const portion = 256 * 1024;

/** Bytes that are not of the encoding become U+FFFD; `files/encoding.ts` tells whether there are any. */
export async function* linesOf(path: string, options: LineOptions): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(options.encoding);
  const cutter = makeCutter(options.longest);
  for await (const bytes of createReadStream(path, { highWaterMark: portion })) {
    options.onBytes?.(bytes as Uint8Array);
    const lines = cutter.feed(decoder.decode(bytes as Uint8Array, { stream: true }));
    if (lines.length > 0) yield lines;
  }
  const last = [...cutter.feed(decoder.decode()), ...cutter.end()];
  if (last.length > 0) yield last;
}

/** Ends lines at \n, \r\n and \r. */
function makeCutter(longest: number) {
  let rest = '';
  let passingOver = false;
  let number = 0;
  const line = (text: string, ending: string): Line => {
    number += 1;
    const kind = passingOver || text.length > longest ? 'tooLong' : 'whole';
    passingOver = false;
    return { number, text: text.slice(0, longest), ending, kind };
  };
  return {
    feed(text: string): Line[] {
      const all = rest + text;
      const lines: Line[] = [];
      const ends = /\r\n|\n|\r/g;
      let from = 0;
      for (let match = ends.exec(all); match; match = ends.exec(all)) {
        // A \r at the very end may be the first half of \r\n.
        if (match[0] === '\r' && match.index === all.length - 1) break;
        lines.push(line(all.slice(from, match.index), match[0]));
        from = ends.lastIndex;
      }
      rest = all.slice(from);
      if (rest.length > longest && !rest.endsWith('\r')) {
        // Its beginning is kept for the report, the rest of the line is not.
        passingOver = true;
        rest = rest.slice(0, longest);
      }
      return lines;
    },
    end(): Line[] {
      if (rest === '' && !passingOver) return [];
      const text = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      return [line(text, rest.endsWith('\r') ? '\r' : '')];
    },
  };
}
