// Which language a message is in: by script first, then by the small words every sentence of a language needs.
import { fold } from './fold.ts';
import { unmarked } from './words.ts';

/** ISO 639-1, or `unknown` when the text is too short or too technical to tell. `share`: how clear it is, 0 to 1. */
export type Language = { code: string; share: number };

export function languageOf(text: string): Language {
  const plain = unmarked(text).slice(0, 4000);
  const script = byScript(plain);
  if (script) return script;
  const words = fold(plain).match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(smallWords).map(([code, known]) => ({
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
const smallWords = weighed({
  en: 'a i me us its too very he she who them then no not in the of to and is it that this for with you not have are was but they from when can my we if would there what your how does do an be has on at after please been will which i just so as or by our could all any more about get only app since every need want no time love great good use work fix',
  de: 'der die das und ist nicht ich es ein eine mit auf den dem zu im sich wir sie auch fur wenn aber oder bei nach wird kann noch wie mir mich hat habe sind seit immer bitte von uns kein keine mehr schon nur wurde werden leider beim man app alle vom gut sehr super danke lasst funktioniert geht gibt nichts alles hallo',
  fr: 'le la les et est une des que qui dans pour pas sur avec ce il je ne vous nous mais plus par au aux cette mon ma mes tout tres sont fait depuis peut etre ai ca comme bien quand si se en du un de elle impossible meme bonne bon parfait parfaite super merci ma sa son ses leur toujours facile utiliser montre jamais rien tres moi beaucoup aucun aucune satisfait pratique excellente apres mise jour plusieurs fois encore dommage top utile genial simple complet complete efficace marche fonctionne',
  es: 'el la los las y es que en un una por para con no se lo su del al como pero mas muy mi me esta este cuando hay desde puedo tengo ya si sin todo nos son le ha app aplicacion gracias porque hace de bien muchas buena bueno excelente problema ayuda hola puede pueda aqui',
  pt: 'o a os as e que em um uma por para com nao se do da no na ao mas mais muito meu minha esta este quando ja sem tem tudo nos sao foi de eu isso desde voce ele app aplicativo obrigado porque consigo bem muito boa bom otimo problema ajuda ola pode aqui fazer',
  it: 'il lo la gli le e che di un una per con non si del della al come ma piu molto mio mia questo questa quando sono da nel nella ho ha anche dopo ogni ci mi se in app applicazione grazie ottima essere tutto',
  nl: 'de het een en is niet dat van ik op te met voor maar zijn er aan als bij ook naar om wij we kan wordt nog deze dit mijn geen door wel na heeft hebben uit sinds altijd graag zou',
  sv: 'och att det som en ett ar inte jag pa for med till av den har vi kan men om nar fran alla ni efter bara sedan mycket detta mina',
  da: 'og at det som en et er ikke jeg pa for med til af den har vi kan men om nar fra efter kun siden meget denne mine hvis',
  pl: 'i w nie na sie do jest ze to z jak ale po co tak czy dla od juz tylko mam przez gdy jesli moze bardzo nie prosze aplikacja dziala bo ze tym',
  cs: 'a je se na ze to v do ne jak ale po pro od jsem uz jen kdyz nebo by prosim aplikace nefunguje mi',
  tr: 've bir bu da de icin ile cok ama ne var yok mi gibi daha sonra ben olarak kadar her uygulama lutfen degil',
  id: 'yang dan di tidak ini itu dengan untuk saya ada dari ke pada bisa sudah atau juga karena kalau aplikasi tolong',
  vi: 'la va khong cua toi co cho duoc trong nay mot cac voi khi da nhung rat bi',
  ro: 'si nu este cu pe care sa ca mai din pentru dar am fost foarte aplicatia',
  hu: 'az es nem hogy egy van is de meg ha csak mar nagyon kell vagy ez alkalmazas',
  fi: 'ja on ei se etta en ole mutta kun jos tai niin kuin myos mita sovellus',
});

function weighed(lists: Record<string, string>): Record<string, Map<string, number>> {
  const users = new Map<string, number>();
  const sets = Object.entries(lists).map(([code, list]) => [code, new Set(list.split(' '))] as const);
  for (const [, words] of sets) for (const word of words) users.set(word, (users.get(word) ?? 0) + 1);
  return Object.fromEntries(
    sets.map(([code, words]) => [code, new Map([...words].map((word) => [word, 1 / users.get(word)!]))]),
  );
}
