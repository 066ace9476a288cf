// What a finding shows of the customer's own words: the summary, the quotes, what is affected, the cause they name.
import { fold } from '../../text/fold.ts';
import { stopWords, wordsOf } from '../../text/words.ts';
import type { Kind } from './analysis.ts';
import type { Clause, Part } from './local-split.ts';

/** The clause that says most of the finding's kind in the fewest other words; earlier ones win ties. */
export function tellingClauses(text: string, part: Part, kind: Kind): Clause[] {
  return [...part.clauses]
    .map((clause, i) => ({
      clause,
      score: telling(text.slice(clause.start, clause.end), clause, kind) - 0.15 * i,
    }))
    .sort((a, b) => b.score - a.score)
    .map(({ clause }) => clause);
}

function telling(words: string, clause: Clause, kind: Kind): number {
  const content = wordsOf(words).filter((word) => !stopWords.has(word));
  const length = content.length < 3 ? -2 : content.length > 40 ? -1 : Math.min(content.length, 12) / 12;
  return clause.said.votes[kind] + length + (clause.areaKey ? 0.6 : 0);
}

const summaryLimit = 280;

/** The most telling sentence on one line, without marks; the text itself when it has no sentence. */
export function summaryOf(words: string): string {
  const line = words
    .replace(/<(?:https?|mailto):[^>|]*\|([^>]*)>/g, '$1')
    .replace(/<[@!#][^>|]*(?:\|([^>]*))?>/g, (_, label?: string) => label ?? '')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/^(?:(?:also|and|but|so|plus|hi|hello|hey|oh and|und|aber|mais|et|pero|mas)\b[,:]?\s+)+/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = line.charAt(0).toLocaleUpperCase() + line.slice(1);
  return shortened(sentence || 'Feedback without words', summaryLimit);
}

/** Cut at a word by code points; the ellipsis says so. */
export function shortened(line: string, limit: number): string {
  const letters = [...line];
  if (letters.length <= limit) return line;
  const head = letters.slice(0, limit - 1).join('');
  const space = head.lastIndexOf(' ');
  return `${(space > limit * 0.6 ? head.slice(0, space) : head).trimEnd()}…`;
}

const quoteLimit = 300;

/** Up to three verbatim pieces of the text, most telling first. Longer ones are cut at a word and stay substrings. */
export function quotesOf(text: string, clauses: Clause[]): string[] {
  const quotes: string[] = [];
  for (const { start, end } of clauses.slice(0, 3)) {
    const words = text.slice(start, end).trim();
    const cut =
      words.length <= quoteLimit ? words : words.slice(0, words.lastIndexOf(' ', quoteLimit) || quoteLimit);
    const quote = whole(cut).trim();
    if (quote.length > 0 && !quotes.includes(quote)) quotes.push(quote);
  }
  return quotes;
}

/** Without half a surrogate pair at the end. */
const whole = (cut: string) => (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut);

const platforms =
  /\b(?:(?:iOS|iPadOS|macOS|Mac OS X?|OS X|Android|Windows|Ubuntu|Debian|Fedora|Linux|ChromeOS|watchOS)(?:\s+(?:v(?:ersion)?\s*)?\d+(?:\.\d+)*|\s+(?:XP|Vista|Server \d{4}|Ventura|Sonoma|Sequoia|Monterey|Catalina))?|(?:Google )?Chrome(?:\s+(?:v(?:ersion)?\s*)?\d+(?:\.\d+)*)?|Firefox(?:\s+(?:v(?:ersion)?\s*)?\d+(?:\.\d+)*)?|Safari(?:\s+(?:v(?:ersion)?\s*)?\d+(?:\.\d+)*)?|(?:Microsoft |MS )?Edge(?:\s+\d+(?:\.\d+)*)?(?=\W|$)|Opera(?:\s+\d+(?:\.\d+)*)?|Internet Explorer(?:\s+\d+)?|iPhone(?:\s+(?:\d+|SE|X[RS]?)(?:\s+(?:Pro(?: Max)?|Plus|mini|Max))?)?|iPad(?:\s+(?:Pro|Air|mini))?|MacBook(?:\s+(?:Pro|Air))?|Galaxy\s+\w+(?:\s+Ultra)?|Pixel\s+\d+\w*(?:\s+Pro)?|OnePlus\s+\w+|Huawei\s+\w+|Xiaomi\s+\w+|Outlook|Node(?:\.js)?\s+v?\d+(?:\.\d+)*|Python\s+\d+(?:\.\d+)*|Java\s+\d+|Postgres(?:QL)?\s+\d+(?:\.\d+)*|MySQL\s+\d+(?:\.\d+)*|Kubernetes\s+\d+(?:\.\d+)*)\b/g;
const versions =
  /\b(?:v|ver\.?|version|release|build|app|client|plugin|sdk|update|versión|versão|versione|versie|wersja|wersji|версия|версии)\s*[:#]?\s*v?(\d+(?:\.\d+){0,3}(?:[-+][\w.]+)?)\b|\b(v\d+(?:\.\d+)+(?:[-+][\w.]+)?|\d+\.\d+\.\d+(?:[-+][\w.]+)?)\b/gi;

/** Versions, platforms and browsers as the customer wrote them, at most eight. */
export function affectedIn(words: string): string[] {
  const found = [
    ...[...words.matchAll(platforms)].map((match) => ({ at: match.index, name: match[0] })),
    ...[...words.matchAll(versions)]
      .filter((match) => !isAddress(words, match))
      .map((match) => ({ at: match.index, name: match[0] })),
  ].sort((a, b) => a.at - b.at);
  const names: string[] = [];
  for (const { name } of found) {
    const line = name.replace(/\s+/g, ' ').trim();
    const same = (other: string) => other.toLowerCase().includes(line.toLowerCase());
    if (!names.some(same)) names.push(line);
  }
  return names.slice(0, 8).map((name) => name.slice(0, 80));
}

/** 10.0.0.1 is no version. */
const isAddress = (words: string, match: RegExpMatchArray) =>
  /^\d{1,3}(\.\d{1,3}){3}/.test(words.slice(match.index! + match[0].search(/\d/)));

const causes = [
  /\b(?:(?:ever )?since|after|starting with|as soon as|started with|broke with|introduced in)\s+(?:(?:the|your|our|this|that|we|i|you|last|latest|yesterday'?s|today'?s|new|recent)\s+){0,3}[\w.\s-]{0,40}?(?:update[ds]?|upgrade[ds]?|upgrading|updating|release[ds]?|version|deploy(?:ment|ed)?|migration|migrated|switched|switch|moved|enabl(?:ed|ing)|install(?:ed|ing)|add(?:ed|ing)|rolled out|change[ds]?|patch|v?\d+\.\d+)[^.!?\n]*/i,
  /\b(?:because of|because|due to|caused by|thanks to a|looks like (?:it is |it's |a |the )|seems (?:to be|like) |i (?:think|guess|suspect|believe) (?:it(?:'s| is) (?:because|due to|caused by)|that|the)|probably (?:because|due to|caused by|a|an|the)|my guess is|root cause)[^.!?\n]{6,}/i,
  /\b(?:seit (?:dem|der|eurem|ihrem|letzten)[^.!?\n]*?(?:update|version|umstellung|umzug|release)|nach (?:dem|der) (?:letzten )?(?:update|umstellung|migration|umzug)|wegen|liegt (?:wohl |vermutlich )?an|vermutlich (?:weil|wegen))[^.!?\n]*/i,
  /\b(?:depuis (?:la|le|votre|cette)[^.!?\n]*?(?:mise à jour|version|migration)|à cause d|suite à|parce que)[^.!?\n]*/i,
  /\b(?:desde (?:la|el|que)[^.!?\n]*?(?:actualiza\w+|versión|migración)|debido a|a causa de|por culpa de|desde a (?:última )?atualização|por causa d|dopo (?:l'ultimo )?(?:aggiornamento|update)|a causa (?:di|del)|sinds (?:de|het) (?:laatste )?(?:update|versie)|vanwege)[^.!?\n]*/i,
];

/** `Patients call because the page hangs`, `we lost orders because people thought it failed`: what follows from it. */
const consequence =
  /\b(?:call|ask|complain|leav|left|gave up|giv|los[et]|cancel|switch|angry|unhappy|furious|worried)\w*\b[^.!?\n]{0,40}\bbecause\b|\bbecause (?:people|customers?|clients?|users?|they|he|she|everyone|nobody|we)\b[^.!?\n]{0,30}\b(?:think|thought|believe|assume|need|want|can ?not|can't|could)/i;

/** The cause the customer states, in their words; null when they state none. Complaints alone have causes. */
export function causeIn(words: string, kind: Kind): string | null {
  if (kind === 'praise' || kind === 'question' || kind === 'missing feature') return null;
  for (const cause of causes) {
    const match = cause.exec(words);
    const sentence = match && sentenceAround(words, match.index);
    if (match && !consequence.test(sentence!)) return shortened(match[0].replace(/\s+/g, ' ').trim(), 280);
  }
  return null;
}

function sentenceAround(words: string, at: number): string {
  const start = Math.max(...['.', '!', '?', '\n'].map((end) => words.lastIndexOf(end, at - 1))) + 1;
  const length = words.slice(at).search(/[.!?\n]/);
  return words.slice(start, length < 0 ? undefined : at + length);
}

/** Phrases for "Why?", shortest form: `"does not load", "error"`. */
export function shownPhrases(phrases: string[]): string {
  const distinct = [...new Set(phrases.map((phrase) => fold(phrase)))].slice(0, 3);
  return distinct.map((phrase) => `"${shortened(phrase, 40)}"`).join(', ');
}
