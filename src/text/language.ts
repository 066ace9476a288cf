// Which language a message is in: by script first, then by the small words every sentence of a language needs.
import { fold } from './fold.ts';
import { smallWords, typicalWords } from './small-words.ts';
import { unmarked } from './words.ts';

/** ISO 639-1, or `unknown` when the text is too short or too technical to tell. `share`: how clear it is, 0 to 1. */
export type Language = { code: string; share: number };

export function languageOf(text: string): Language {
  const plain = unmarked(text).slice(0, 4000);
  const script = byScript(plain);
  if (script) return script;
  const words = fold(plain).match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(tellingWords).map(([code, known]) => ({
    code,
    hits: words.reduce((sum, word) => sum + (known.get(word) ?? 0), 0) + markHits(code, plain),
  }));
  scores.sort((a, b) => b.hits - a.hits || (a.code < b.code ? -1 : 1));
  const [first, second] = scores;
  if (!first || first.hits < 1 || (words.length < 3 && first.hits < 2)) return guessWhenSilent(words, plain);
  const share = first.hits / (first.hits + (second?.hits ?? 0));
  return { code: first.code, share };
}

/** Letters of plain ASCII and no small word: most often a short English phrase or a log. */
function guessWhenSilent(words: string[], plain: string): Language {
  const ascii =
    words.length > 0 && /^[\x20-\x7e\s]*$/.test(plain.normalize('NFKC').replace(/[’‘“”–—…]/g, ' '));
  return ascii ? { code: 'en', share: 0.5 } : { code: 'unknown', share: 0 };
}

const scripts: [string, RegExp][] = [
  ['ja', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['ko', /\p{sc=Hangul}/gu],
  ['zh', /\p{sc=Han}/gu],
  ['ar', /\p{sc=Arabic}/gu],
  ['he', /\p{sc=Hebrew}/gu],
  ['el', /\p{sc=Greek}/gu],
  ['th', /\p{sc=Thai}/gu],
  ['hi', /\p{sc=Devanagari}/gu],
  ['ru', /\p{sc=Cyrillic}/gu],
];

/** One letter of a script of whole words (Chinese) weighs as much as several Latin ones. */
function byScript(plain: string): Language | undefined {
  const latin = plain.match(/\p{sc=Latin}/gu)?.length ?? 0;
  const counts = scripts.map(([code, letters]) => ({ code, count: plain.match(letters)?.length ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all < 2 || all * 3 < latin) return undefined;
  const of = (code: string) => counts.find((entry) => entry.code === code)!.count;
  if (of('ja') > 0 && of('ja') * 8 > of('zh')) return { code: 'ja', share: 1 };
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.code === 'ru') return { code: cyrillic(plain), share: best.count / all };
  if (best.code === 'ar' && /[پچژگی]/u.test(plain)) return { code: 'fa', share: best.count / all };
  return { code: best.code, share: best.count / all };
}

function cyrillic(plain: string): string {
  if (/[іїєґ]/iu.test(plain)) return 'uk';
  return /[ъ]/iu.test(plain) && /(?<!\p{L})(не|на|е|се|да|съм)(?!\p{L})/u.test(plain) && !/[ыэ]/iu.test(plain)
    ? 'bg'
    : 'ru';
}

/** Letters that only some languages write. */
const marks: Record<string, RegExp> = {
  de: /[ßäöü]/giu,
  fr: /[çèêàùœ]/giu,
  es: /[ñ¿¡óí]/giu,
  pt: /[ãõçâê]/giu,
  pl: /[łąęśżźćń]/giu,
  cs: /[ěřůťď]/giu,
  tr: /[ğışİ]/giu,
  sv: /[åäö]/giu,
  da: /[æøå]/giu,
  hu: /[őű]/giu,
  ro: /[ășțşţ]/giu,
  vi: /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơưđ]/giu,
};

function markHits(code: string, plain: string): number {
  const hits = marks[code] ? (plain.match(marks[code])?.length ?? 0) : 0;
  return Math.min(3, hits * 0.5);
}

/** Words of one language alone weigh 1; those several share weigh less, by how many share them. */
const tellingWords = weighed();

function weighed(): Record<string, Map<string, number>> {
  const users = new Map<string, number>();
  const lists = Object.keys(smallWords).filter((code) => code !== 'ru');
  const sets = lists.map(
    (code) => [code, new Set(`${smallWords[code]} ${typicalWords[code]}`.split(' '))] as const,
  );
  for (const [, words] of sets) for (const word of words) users.set(word, (users.get(word) ?? 0) + 1);
  return Object.fromEntries(
    sets.map(([code, words]) => [code, new Map([...words].map((word) => [word, 1 / users.get(word)!]))]),
  );
}
