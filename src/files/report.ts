// The report of rejected lines, written beside the file they came from, for a person to look at and mend.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { reasonOf, StartFailure } from '../lib/failure.ts';

export type Report = {
  add: (rejected: { line: number; reason: string; raw: string }) => void;
  /** Undefined when nothing was rejected: then an earlier report is taken away. */
  close: () => string | undefined;
};

const longestShown = 2000;

/** A CSV file with the line, the reason and the line's text. Throws `StartFailure` when it cannot be written. */
export function makeReport(path: string): Report {
  let file: number | undefined;
  let waiting: string[] = [];
  const flush = () => {
    if (file !== undefined && waiting.length > 0) writeSync(file, waiting.join(''));
    waiting = [];
  };
  return {
    add({ line, reason, raw }) {
      if (file === undefined) {
        file = open(path);
        waiting.push('line,reason,text\n');
      }
      waiting.push(`${line},${cell(reason)},${cell(raw.slice(0, longestShown))}\n`);
      if (waiting.length >= 500) flush();
    },
    close() {
      flush();
      if (file === undefined) {
        rmSync(path, { force: true });
        return undefined;
      }
      closeSync(file);
      return path;
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'w', 0o600);
  } catch (error) {
    throw new StartFailure(
      `Cannot write the report of rejected lines to ${path}: ${reasonOf(error)}. Name another place with --report FILE.`,
    );
  }
}

/** A spreadsheet would run a cell that begins like a formula. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
