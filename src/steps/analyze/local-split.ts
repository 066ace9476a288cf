// From sentences to findings: an item that says two things becomes two.
import { fold } from '../../text/fold.ts';
import { phraseList } from '../../text/phrases.ts';
import type { Sentence } from '../../text/sentences.ts';
import { stopWords, wordsOf } from '../../text/words.ts';
import type { Kind } from './analysis.ts';
import { familyOf, type KindVotes, kindVotes, noVotes, strongestKind } from './local-kind.ts';

/** A sentence, or the half of one, that speaks of one thing. */
export type Clause = {
  start: number;
  end: number;
  said: KindVotes;
  areaKey: string | null;
  opens: Sentence['opens'];
  /** How much its votes count: people open with what they want to say. */
  weight: number;
};

/** What becomes one finding: its clauses, the sum of their votes, and the phrases that cast them. */
export type Part = {
  clauses: Clause[];
  votes: Record<Kind, number>;
  phrases: KindVotes['phrases'];
  areaKey: string | null;
};

export function clausesOf(
  text: string,
  sentences: Sentence[],
  reader: { language: string; areaOf: (text: string) => string | null },
): Clause[] {
  return sentences.flatMap((sentence, at) =>
    halves(text, sentence, reader.language).map((half) => {
      const words = text.slice(half.start, half.end);
      return {
        ...half,
        said: kindVotes(words, reader.language),
        areaKey: reader.areaOf(words),
        weight: weightAt(at),
      };
    }),
  );
}

const weightAt = (sentence: number) => (sentence === 0 ? 1.6 : 1 / (1 + 0.15 * sentence));

/** At most three parts, in the order of the text. */
export function partsOf(text: string, clauses: Clause[]): Part[] {
  const parts: Part[] = [];
  for (const clause of clauses) {
    const open = parts.at(-1);
    if (open && !startsAnother(text, open, clause, clauses.length)) add(open, clause);
    else parts.push(add({ clauses: [], votes: noVotes(), phrases: [], areaKey: null }, clause));
  }
  return strongest(text, joinAlike(joinSilent(parts)));
}

/** Cuts at "but", "also" or ";" only when both halves say something of another family. */
function halves(text: string, sentence: Sentence, language: string): Sentence[] {
  const whole = text.slice(sentence.start, sentence.end);
  if (!ofSeveralFamilies(kindVotes(whole, language))) return [sentence];
  for (const joint of whole.matchAll(joints)) {
    const at = sentence.start + joint.index;
    const left = { ...sentence, end: at };
    const right: Sentence = { start: at + joint[0].length, end: sentence.end, opens: undefined };
    const [a, b] = [left, right].map((half) =>
      strongestKind(kindVotes(text.slice(half.start, half.end), language).votes),
    );
    if (a && b && familyOf[a.kind] !== familyOf[b.kind] && long(text, left) && long(text, right))
      return [left, ...halves(text, right, language)];
  }
  return [sentence];
}

function ofSeveralFamilies({ phrases }: KindVotes): boolean {
  return new Set(phrases.map(({ kind }) => familyOf[kind])).size > 1;
}

const joints =
  /(?:[,;–—]| -)?\s+(?:but|however|although|though|also|plus|and|aber|jedoch|und|mais|et|pero|y|mas|e|ma|maar|en|но|а|ama)\s+|\s*;\s+|\s+[–—-]\s+/giu;

const long = (text: string, half: Sentence) => contentWords(text.slice(half.start, half.end)).length >= 2;

function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => !stopWords.has(word));
}

/** A chat message changes its subject freely; a long report does so only where it says so. */
function startsAnother(text: string, open: Part, clause: Clause, length: number): boolean {
  const mine = strongestKind(clause.said.votes);
  const theirs = strongestKind(open.votes);
  if (!mine || !theirs) return false;
  const marked = clause.opens === 'bullet' || anotherThing.find(openingOf(text, clause)).length > 0;
  if (length > longReport && !marked) return false;
  const otherFamily = familyOf[mine.kind] !== familyOf[theirs.kind];
  const otherArea = clause.areaKey !== null && open.areaKey !== null && clause.areaKey !== open.areaKey;
  if (otherFamily) return strong(clause) && (marked || otherArea || clearlyOther(mine.kind, theirs.kind));
  return marked && (otherArea || clause.opens === 'bullet' || !alike(text, open, clause));
}

/** A question after a complaint ("Can you fix it?") and a wish after a problem ("please add a fix") belong to it. */
function clearlyOther(mine: Kind, theirs: Kind): boolean {
  const pair = [familyOf[mine], familyOf[theirs]];
  if (pair.includes('question')) return false;
  return true;
}

const longReport = 8;
const strong = (clause: Clause) => Math.max(...Object.values(clause.said.votes)) >= 1.2;
const openingOf = (text: string, clause: Clause) => fold(text.slice(clause.start, clause.end).slice(0, 60));
const anotherThing =
  phraseList(`also | another thing | another issue | another problem | another one | additionally | in addition | separately | on another note | on a different note | on a side note | side note | besides | besides that | apart from that | secondly | second | third | thirdly | unrelated | one more thing | next | oh and | plus |
  finally | lastly | moreover | furthermore | and another | außerdem | zudem | ausserdem | zweitens | weiterhin | übrigens | de plus | par ailleurs | aussi | deuxièmement | en outre | además | también | por otro lado | por otra parte | além disso | também | inoltre | anche | daarnaast | ook | verder | ponadto | dodatkowo | poza tym | кроме того | также | еще | ayrıca | また | 另外 | 还有 | 또한`);

function alike(text: string, open: Part, clause: Clause): boolean {
  const theirs = new Set(open.clauses.flatMap((other) => contentWords(text.slice(other.start, other.end))));
  return contentWords(text.slice(clause.start, clause.end)).filter((word) => theirs.has(word)).length >= 2;
}

function add(part: Part, clause: Clause): Part {
  part.clauses.push(clause);
  for (const [kind, votes] of Object.entries(clause.said.votes))
    part.votes[kind as Kind] += votes * clause.weight;
  part.phrases.push(...clause.said.phrases);
  part.areaKey ??= clause.areaKey;
  return part;
}

/** A part that opens the text and says nothing by itself ("We use it daily.") belongs to what follows. */
function joinSilent(parts: Part[]): Part[] {
  const [first, second, ...rest] = parts;
  if (!first || !second || strongestKind(first.votes)) return parts;
  return joinSilent([merged(first, second), ...rest]);
}

/** The same kind in the same area said twice is one finding. */
function joinAlike(parts: Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    const kind = strongestKind(part.votes)?.kind;
    const same = kept.find(
      (other) =>
        other.clauses.at(-1)?.opens !== 'bullet' &&
        part.clauses[0]?.opens !== 'bullet' &&
        strongestKind(other.votes)?.kind === kind &&
        (other.areaKey === part.areaKey || !part.areaKey),
    );
    if (same) Object.assign(same, merged(same, part));
    else kept.push(part);
  }
  return kept;
}

function merged(a: Part, b: Part): Part {
  return [...a.clauses, ...b.clauses].reduce(add, {
    clauses: [],
    votes: noVotes(),
    phrases: [],
    areaKey: null,
  });
}

/** "Great app!" before a complaint is politeness, not a finding; beyond three, the weakest go into the first. */
function strongest(text: string, parts: Part[]): Part[] {
  const serious = parts.filter(
    (part) => strongestKind(part.votes)?.kind !== 'praise' || specific(text, part),
  );
  const kept = serious.length > 0 ? serious : parts.slice(0, 1);
  return kept.slice(0, 3);
}

/** Praise worth a finding of its own names something: an area and several words. */
function specific(text: string, part: Part): boolean {
  const words = part.clauses.flatMap((clause) => contentWords(text.slice(clause.start, clause.end)));
  return part.areaKey !== null && words.length >= 4;
}
