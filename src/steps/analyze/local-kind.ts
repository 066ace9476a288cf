// What kind of feedback a piece of text is, from the phrases it holds. Each vote keeps the phrase that cast it.
import { fold } from '../../text/fold.ts';
import { type PhraseList, phraseList } from '../../text/phrases.ts';
import { type Kind, kinds } from './analysis.ts';
import { englishCues, praiseTurned } from './local-cues.ts';
import { worldCues } from './local-cues-world.ts';

export type KindVotes = { votes: Record<Kind, number>; phrases: { kind: Kind; phrase: string }[] };

/** What engineers do with it: the four problem kinds are one family, and within it the most specific wins. */
export type Family = 'problem' | 'wish' | 'question' | 'praise';

export const familyOf: Record<Kind, Family> = {
  bug: 'problem',
  performance: 'problem',
  reliability: 'problem',
  usability: 'problem',
  'missing feature': 'wish',
  question: 'question',
  praise: 'praise',
};

/** Reads one sentence or clause. English cues count in every language: "bug" and "crash" travel. */
export function kindVotes(text: string, language: string): KindVotes {
  const folded = fold(text);
  const found: KindVotes = { votes: noVotes(), phrases: [] };
  const turned = turnedPraise.find(folded).length * praiseWeight;
  for (const { kind, weight, list } of cuesFor(language)) {
    const phrases = [...new Set(list.find(folded))];
    found.votes[kind] += weight * Math.min(3, phrases.length);
    found.phrases.push(...phrases.map((phrase) => ({ kind, phrase })));
  }
  found.votes.praise = Math.max(0, found.votes.praise - turned);
  if (/[?？]\s*["')]*$/u.test(folded)) found.votes.question += 1.4;
  const request = requestVerb.exec(folded)?.[1];
  if (request) {
    found.votes['missing feature'] += 1.6;
    found.phrases.push({ kind: 'missing feature', phrase: request });
  }
  return settled(found.votes, found);
}

/** What the writer of a form or a title says outright: "Type: Bug", "[Feature request] …", "### Issue type / Bug". */
export function declaredKind(text: string): { kind: Kind; phrase: string } | undefined {
  const declared = declarations.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  const word = fold(declared?.[1] ?? '');
  const kind = declarable.find(([start]) => word.startsWith(start))?.[1];
  return kind ? { kind, phrase: word } : undefined;
}

const kindWords =
  '(bugs?\\b|bug report|feature(?: request)?|enhancement|improvement|suggestion|question|support question|performance(?: issue)?|regression|crash|proposal|docs?\\b|documentation)';
const declarations = [
  new RegExp(`^\\s*[[(]${kindWords}[^\\])]{0,30}[\\])]`, 'i'),
  new RegExp(`^\\s*${kindWords}\\s*[:–—-]\\s`, 'i'),
  new RegExp(`^\\s*(?:issue |feedback |ticket )?type\\s*:\\s*(?:<b>|\\*\\*)?\\s*${kindWords}`, 'im'),
  new RegExp(`^#{1,6}\\s*(?:issue |feedback )?type\\s*\\n+\\s*${kindWords}`, 'im'),
  new RegExp(
    `request a \\*?feature\\*? or report a \\*?bug\\*?\\?\\*{0,2}[\\s*_]*(?:this is |i want to |i'd like to )?(?:an? |report a |request a )?${kindWords}`,
    'i',
  ),
];
const declarable: [string, Kind][] = [
  ['bug', 'bug'],
  ['regression', 'bug'],
  ['crash', 'bug'],
  ['feature', 'missing feature'],
  ['enhancement', 'missing feature'],
  ['improvement', 'missing feature'],
  ['suggestion', 'missing feature'],
  ['proposal', 'missing feature'],
  ['question', 'question'],
  ['support question', 'question'],
  ['performance', 'performance'],
];

/** The kind with the most say; undefined when nothing was said. */
export function strongestKind(votes: Record<Kind, number>): { kind: Kind; share: number } | undefined {
  const families = Object.groupBy(kinds, (kind) => familyOf[kind]);
  const sums = (Object.entries(families) as [Family, Kind[]][]).map(([family, members]) => ({
    family,
    members,
    sum: members.reduce((sum, kind) => sum + votes[kind], 0),
  }));
  const all = sums.reduce((sum, family) => sum + family.sum, 0);
  if (all === 0) return undefined;
  const best = sums.reduce((a, b) => (b.sum > a.sum ? b : a));
  const specific = best.members.reduce((a, b) =>
    votes[b] * specificity(b) > votes[a] * specificity(a) ? b : a,
  );
  return { kind: specific, share: best.sum / all };
}

/** "Error" and "problem" stand in every complaint; "slow" or "confusing" says which one it is. */
const specificity = (kind: Kind) => (kind === 'bug' ? 0.75 : 1);

export function noVotes(): Record<Kind, number> {
  return Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
}

/** A complaint put as a question is a complaint; a polite wish opens with praise and asks. */
function settled(votes: Record<Kind, number>, found: KindVotes): KindVotes {
  const problem = votes.bug + votes.performance + votes.reliability + votes.usability;
  if (problem >= 2) votes.question *= 0.4;
  if (votes['missing feature'] >= 2) votes.question *= 0.5;
  if (problem >= 2) votes.praise *= 0.5;
  return { ...found, votes };
}

/** An order at the start of a sentence, the way titles of wishes are written: "Add …", "Support …". */
const requestVerb =
  /^(add(?:ing)?|allow|support|implement|provide|enable|introduce|expose|extend|include|integrate|offer|improve|make|let|bring back|give us|option to|ability to|consider)\b(?! (?:i|we|you|sure)\b)/u;
const praiseWeight = 2;
const turnedPraise = phraseList(praiseTurned);

type CompiledCue = { kind: Kind; weight: number; list: PhraseList };
const english: CompiledCue[] = englishCues.map((cue) => ({ ...cue, list: phraseList(cue.phrases) }));
const worldWeight = 2.2;
const world: Record<string, CompiledCue[]> = Object.fromEntries(
  Object.entries(worldCues).map(([code, lists]) => [
    code,
    Object.entries(lists).map(([kind, phrases]) => ({
      kind: kind as Kind,
      weight: worldWeight,
      list: phraseList(phrases),
    })),
  ]),
);

function cuesFor(language: string): CompiledCue[] {
  const own = world[language];
  return own ? [...own, ...english.filter((cue) => cue.kind !== 'question')] : english;
}
