// Private details leave a text before the text leaves for a model or a ticket. The original stays in the database.
// Every pattern is bounded, so that a megabyte of anything costs a megabyte.
import { cards, ibans, idNumbers, ipAddresses, phones } from './redact-numbers.ts';
import { emails, postalAddresses } from './redact-places.ts';
import { secrets } from './redact-secrets.ts';

const redactionKinds = [
  'secret',
  'e-mail',
  'card',
  'IBAN',
  'phone',
  'ID number',
  'IP address',
  'address',
] as const;
export type RedactionKind = (typeof redactionKinds)[number];

/** A part of the text that is private. */
export type Span = { kind: RedactionKind; start: number; end: number };

/** Finds its kinds in a text; spans may overlap those of others, the earlier finder wins. */
type Finder = (text: string) => Iterable<Span>;

export type Redacted = { text: string; found: { kind: RedactionKind; count: number }[] };

/** `count` is of different values: the same address twice is one, and bears the same number. */
export function redact(text: string): Redacted {
  const spans = privateSpans(text);
  const numbers = numbered(text, spans);
  let shown = '';
  let from = 0;
  for (const { kind, start, end } of spans) {
    const values = numbers.get(kind)!;
    const nth = values.get(sameness(text.slice(start, end)));
    shown += `${text.slice(from, start)}[${kind}${values.size > 1 ? ` ${nth}` : ''}]`;
    from = end;
  }
  const found = redactionKinds.flatMap((kind) => {
    const count = numbers.get(kind)?.size ?? 0;
    return count > 0 ? { kind, count } : [];
  });
  return { text: shown + text.slice(from), found };
}

/** Secrets first: a key may hold what looks like a phone number. */
const finders: Finder[] = [secrets, emails, ibans, cards, idNumbers, phones, ipAddresses, postalAddresses];

/** In the order of the text, none overlapping. What stood glued to something found shows only when that is masked. */
function privateSpans(text: string): Span[] {
  let kept: Span[] = [];
  let rest = text;
  for (let round = 0; round < 3; round += 1) {
    const found = finders.reduce((spans, find) => merged(spans, sorted(find(rest))), kept);
    if (found.length === kept.length) break;
    kept = found;
    rest = masked(text, kept);
  }
  return kept;
}

function sorted(spans: Iterable<Span>): Span[] {
  return [...spans].filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
}

function masked(text: string, spans: Span[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    pieces.push(text.slice(from, start), ']'.repeat(end - start));
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

/** Both sorted; what overlaps a span already kept, or the found one before it, is left out. */
function merged(kept: Span[], found: Span[]): Span[] {
  const all: Span[] = [];
  let i = 0;
  for (const span of found) {
    while (i < kept.length && kept[i]!.start < span.end) all.push(kept[i++]!);
    const last = all.at(-1);
    if (!last || last.end <= span.start) all.push(span);
  }
  return [...all, ...kept.slice(i)];
}

function numbered(text: string, spans: Span[]): Map<RedactionKind, Map<string, number>> {
  const numbers = new Map<RedactionKind, Map<string, number>>();
  for (const { kind, start, end } of spans) {
    const values = numbers.get(kind) ?? new Map<string, number>();
    const value = sameness(text.slice(start, end));
    if (!values.has(value)) values.set(value, values.size + 1);
    numbers.set(kind, values);
  }
  return numbers;
}

/** The same number or address in another spelling is the same. */
function sameness(value: string): string {
  return value.toLowerCase().replace(/[\s().-]/g, '');
}
