// What a text shows of its writer's mood, as numbers a linear model can weigh.
import type { Features } from './classify.ts';
import { fold } from './fold.ts';
import { stem } from './stem.ts';
import { termId } from './terms.ts';
import { embedWords, wordVectors } from './vectors.ts';

/** Words with the strength people gave them, in each of two lists; 0 where a list does not have the word. */
export type MoodLexicon = Map<string, readonly [number, number]>;

/** Hashed words share this many places; what is not hashed follows behind. */
export const hashedPlaces = 1 << 16;

const tokens = /[\p{L}\p{N}']+|[!?]+|[:;=8x][-']?[)(dp/|\\]+|<3|\p{Extended_Pictographic}/gu;
const negation =
  /^(not|no|never|without|hardly|nothing|none|nicht|kein|keine|pas|jamais|rien|aucun|sans|nunca|sin|nao|non|mai|niet|geen|nie)$/;
/** So many words after a negation are meant the other way round. */
const reach = 4;

export function moodFeatures(text: string, lexicon: MoodLexicon): Features {
  const folded = fold(text);
  const words = folded.match(tokens) ?? [];
  const hashed = hashedWords(words);
  const plain = [...manners(text, words), ...strengths(words, lexicon, 0), ...strengths(words, lexicon, 1)];
  const meaning = embedWords(folded.match(/[a-z]+/g) ?? [], wordVectors()).vector;
  const rest = [...plain, ...meaning];
  return {
    ids: [...hashed.keys(), ...rest.map((_, i) => hashedPlaces + i)],
    values: [...hashed.values(), ...rest],
  };
}

/** Words and pairs, those after a negation marked as such, together of unit length. */
function hashedWords(words: string[]): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (term: string, count: number) => {
    const place = termId(term) & (hashedPlaces - 1);
    counts.set(place, (counts.get(place) ?? 0) + count);
  };
  let negated = 0;
  let before = '^';
  for (const raw of words) {
    const isNegation = negation.test(raw);
    if (isNegation) negated = reach + 1;
    else if (/^[!?]/.test(raw)) negated = 0;
    const word = /^[a-z]/.test(raw) ? stem(raw.replace(/'.*/, '')) : raw.slice(0, 2);
    const turned = negated > 0 && !isNegation;
    add(turned ? `not_${word}` : word, 1);
    if (turned) add(word, 0.3);
    add(`${before} ${word}`, 0.6);
    before = word;
    if (negated > 0) negated--;
  }
  let squares = 0;
  for (const [place, count] of counts) {
    const damped = count > 1 ? 1 + Math.log(count) : count;
    counts.set(place, damped);
    squares += damped * damped;
  }
  for (const [place, value] of counts) counts.set(place, value / Math.sqrt(squares || 1));
  return counts;
}

function manners(text: string, words: string[]): number[] {
  return [
    Math.min(3, text.match(/!/g)?.length ?? 0) / 3,
    text.includes('?') ? 0.7 : 0,
    Math.min(1, words.length / 50),
    /[:;=]-?\)|[😀😊👍❤😍🎉🙏]/u.test(text) ? 1 : 0,
    /[:;=]-?[(/]|[😡😠👎😞😢]/u.test(text) ? 1 : 0,
    /\b[A-Z]{4,}\b/.test(text) ? 0.5 : 0,
  ];
}

/** Sums and extremes of one lexicon's strengths, negated words apart. */
function strengths(words: string[], lexicon: MoodLexicon, list: 0 | 1): number[] {
  const sums = { glad: 0, upset: 0, gladTurned: 0, upsetTurned: 0, best: 0, worst: 0 };
  let negated = 0;
  for (const word of words) {
    if (negation.test(word)) negated = reach + 1;
    const strength = lexicon.get(word)?.[list] ?? 0;
    if (strength !== 0 && negated > 0)
      sums[strength > 0 ? 'gladTurned' : 'upsetTurned'] += Math.abs(strength);
    else if (strength !== 0) {
      sums[strength > 0 ? 'glad' : 'upset'] += Math.abs(strength);
      sums.best = Math.max(sums.best, strength);
      sums.worst = Math.max(sums.worst, -strength);
    }
    if (negated > 0) negated--;
  }
  const all = sums.glad - sums.upset - 0.7 * sums.gladTurned + 0.4 * sums.upsetTurned;
  return [
    Math.tanh(sums.glad / 4),
    Math.tanh(sums.upset / 4),
    Math.tanh(sums.gladTurned / 3),
    Math.tanh(sums.upsetTurned / 3),
    sums.best / 4,
    sums.worst / 4,
    Math.tanh(all / 4),
    sums.best === 0 && sums.worst === 0 ? 1 : 0,
    Math.tanh(Math.max(0, all) / 2),
    Math.tanh(Math.max(0, -all) / 2),
  ];
}
