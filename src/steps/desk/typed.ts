// What a person means by what they typed after `/earshot`. Forgiving: a few letters, a plural, a theme's number, an
// area's name or a plain question are enough. Pure.
import { type Area, guessArea } from '../../catalog/areas.ts';

export type Meant =
  | { kind: 'command'; name: string; rest: string }
  | { kind: 'help' }
  /** `meant`: the closest that would be understood. */
  | { kind: 'unknown'; typed: string; meant: string | null };

const otherNames: Record<string, string> = {
  list: 'top',
  best: 'top',
  show: 'theme',
  create: 'ticket',
  issue: 'ticket',
  report: 'digest',
  weekly: 'digest',
  health: 'status',
  owners: 'areas',
  question: 'ask',
  forget: 'erase',
};

export function readTyped(text: string, known: { names: string[]; areas: Area[] }): Meant {
  const [, typed = '', after = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const first = typed.toLowerCase().replace(/^\//, '');
  const rest = after.trim();
  if (first === '' || first === '?' || first === 'help') return { kind: 'help' };
  const whole = text.trim();
  // `/earshot why do they complain` asks; `/earshot why <link>`, or anything else, is about one message.
  if (first === 'why' && isWhyQuestion(rest)) return { kind: 'command', name: 'ask', rest: whole };
  const name = commandNamed(first, known.names);
  if (name) return { kind: 'command', name, rest };
  if (/^t?-?\d+$/i.test(first) || /^[a-z]{2,10}-\d+$/i.test(first))
    return { kind: 'command', name: 'theme', rest: typed };
  if (isQuestion(whole)) return { kind: 'command', name: 'ask', rest: whole };
  if (whole.length >= 3 && guessArea({ areas: known.areas }, whole))
    return { kind: 'command', name: 'top', rest: whole };
  return { kind: 'unknown', typed: whole, meant: closest(first, rest, known.names) };
}

/** Whole names, plurals, other words for the same, and beginnings of at least two letters. */
function commandNamed(first: string, names: string[]): string | undefined {
  const bare = (word: string) => word.replace(/s$/, '');
  return (
    names.find((name) => name === first) ??
    names.find((name) => bare(name) === bare(first)) ??
    names.find((name) => name === otherNames[first]) ??
    (first.length >= 2 ? names.find((name) => name.startsWith(first)) : undefined)
  );
}

const questionWords = /^(who|what|which|why|when|where|how|do|does|did|is|are|can|has|have)\b/i;

function isQuestion(text: string): boolean {
  const words = text.split(/\s+/).length;
  return words >= 3 && (text.endsWith('?') || (words >= 4 && questionWords.test(text)));
}

const verbs = /^(do|does|did|is|are|was|were|can|could|will|would|should|has|have|had)(n't|n’t)?\b/i;

function isWhyQuestion(rest: string): boolean {
  return !/https?:\/\//.test(rest) && rest.includes(' ') && (rest.endsWith('?') || verbs.test(rest));
}

function closest(first: string, rest: string, names: string[]): string | null {
  const near = names
    .map((name) => ({ name, away: distance(first, name) }))
    .filter(({ name, away }) => away <= (name.length <= 4 ? 1 : 2))
    .sort((a, b) => a.away - b.away);
  return near[0] ? [near[0].name, rest].filter(Boolean).join(' ') : null;
}

/** Letters to change, add, drop or swap (restricted Damerau and Levenshtein). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + same,
        swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
