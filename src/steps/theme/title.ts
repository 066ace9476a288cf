// What a theme is called: the clause of its reports that says most of what all of them say, short and without names. Pure.
import { cutText, oneLine } from '../../text/cut.ts';
import { termsOf } from '../../text/terms.ts';

export const longestTitle = 70;
/** Enough is known of a theme for a title of its own from here on. */
export const enoughReports = 3;

/**
 * Written when enough is known, and looked at again each time twice as many reports are there. `titledFrom`: how many there were
 * when it was last written or looked at. What a person called it stays.
 */
export function isTitleDue(theme: { titledBy: string; titledFrom: number }, reports: number): boolean {
  if (theme.titledBy !== 'earshot') return false;
  return reports >= enoughReports && reports >= theme.titledFrom * 2;
}

export type TitleFrom = { title: string; summary: string };

/** From the reports' sentences, names of customers already taken out; undefined when none has words. */
export function titleOf(sentences: string[]): TitleFrom | undefined {
  const weights = commonGround(sentences);
  const clauses = sentences.flatMap((sentence) => clausesOf(sentence).map((text) => ({ text, sentence })));
  const [best] = clauses
    .map((clause, at) => ({
      ...clause,
      at,
      worth: worthOf(clause.text, weights) * (1 - 0.04 * Math.min(at, 5)),
    }))
    .sort((a, b) => b.worth - a.worth || a.at - b.at);
  return best && { title: tidied(best.text), summary: cutText(oneLine(best.sentence), 280) };
}

/** Whether the title in force still says what the reports say, or another one says clearly more of it. */
export function isOutgrown(title: string, sentences: string[]): boolean {
  const next = titleOf(sentences);
  if (!next) return false;
  const weights = commonGround(sentences);
  return worthOf(title, weights) < 0.6 * worthOf(next.title, weights);
}

type Weights = Map<number, number>;

/** By term: in how many of the reports it stands, times how rare it is in English at large. */
function commonGround(sentences: string[]): Weights {
  const weights: Weights = new Map();
  for (const sentence of sentences) {
    const { ids, shares } = termsOf(sentence);
    for (let i = 0; i < ids.length; i++)
      weights.set(ids[i]!, (weights.get(ids[i]!) ?? 0) + Math.log(1 / shares[i]!) ** 0.5);
  }
  return weights;
}

function worthOf(clause: string, weights: Weights): number {
  const { ids } = termsOf(clause);
  if (ids.length < 2) return 0;
  let sum = 0;
  for (const id of ids) sum += weights.get(id) ?? 0;
  const isLong = clause.length > longestTitle ? 0.7 : 1;
  const hangs =
    /^(?:they|she|he|it|this|that|these|which|who|and|or|so|then|come|comes|is|are|was|\d)\b/i.test(clause)
      ? 0.8
      : 1;
  const asks = clause.includes('?') ? 0.9 : 1;
  return (isLong * hangs * asks * sum) / (ids.length + 3) ** 0.7;
}

/** Where one statement ends and the next begins; a colon ends what only says who speaks. */
function clausesOf(sentence: string): string[] {
  const plain = oneLine(sentence).replace(/["“”„«»*_`]/g, '');
  const bare = plain.replace(/\s*\([^)]*\)|:[a-z0-9_+-]+:/gu, '');
  const whole = bare.split(/(?<=[.!?…])\s+|\s+[–—-]+\s+|;\s+|:\s+/u);
  const parts = whole.flatMap((part) => [part, ...part.split(joints)]);
  return [...new Set(parts.map(withoutLead))].filter((part) => part.length >= 8);
}

const joints =
  /,\s+(?:and|but|so|because|since|which|while|then|und|aber|weil|et|mais|y|pero)\s+(?:then\s+)?|\s+(?:because|but|although|aber|mais|pero)\s+|,\s+/iu;

/** Without greetings, who says it, and how often it was said before. */
function withoutLead(clause: string): string {
  let rest = clause.trim();
  for (let round = 0; round < 4; round++) {
    const shorter = rest.replace(lead, '').replace(/^[\s,.:;!?–—-]+/u, '');
    if (shorter === rest || shorter.length < 8) break;
    rest = shorter;
  }
  return rest
    .replace(/[\s,.:;!…–—-]+$/u, '')
    .replace(when, '')
    .trim();
}

/** When it was said is no part of what is wrong. */
const when =
  /(?:\s+(?:again|now|today|yesterday|too|as well|this (?:morning|week|month)|since (?:yesterday|today|this morning|last \w+|\w+day)|at the moment|right now|wieder|heute|gestern|seit \w+))+$/iu;

const lead =
  /^(?:(?:hi|hello|hey|dear|hallo|guten tag|bonjour|hola|thanks|thank you|please|sorry|again|also|so|and|but|then|now|fyi|update|just|news|another one|same here|more)\b(?:\s+(?:all|team|there|everyone|again|from))?|(?:from|on|in|after) (?:my|our|the|a|today'?s|yesterday'?s) (?:call|meeting|chat|demo|review|visit)(?: with\b[^,.:]{0,30})?|(?:one|some|another|two|three|several|a few) (?:more |other )?(?:of )?(?:our|their|my)?\s*(?:clients?|customers?|users?|accounts?|people)(?: (?:of ours|again))?|(?:they|she|he|we|the customer|the client|customer|client|people)\s+(?:also\s+)?(?:says?|said|reports?|reported|tells?|told|writes?|wrote|asks?(?: for)?|asked(?: for)?|wants?(?: to)?|would (?:like|love)(?: to)?|needs?(?: to)?|complains?|complained|mentions?|mentioned|confirms?|confirmed|notices?|noticed|thinks?|find|finds)(?: us| me)?(?: that| about| if| whether)?|(?:says?|said|reports?|reported|writes?|wrote|complains?|asks?(?: for)?|wants|would (?:like|love)(?: to)?|finds|tells?|told)(?: us| me)?(?: that| about| if| whether)?)\b[\s,:]*/iu;

function tidied(clause: string): string {
  const line = clause.replace(/\s+/g, ' ').replace(/^(?:the|a|an)\s+(?=\p{L})/iu, '');
  const shown = line.charAt(0).toLocaleUpperCase('en') + line.slice(1);
  return cutText(shown, longestTitle).replace(/[\s,.:;]+(?=…?$)/u, '');
}
