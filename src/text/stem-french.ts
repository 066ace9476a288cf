// French word stems, so that "synchronise", "synchroniser" and "synchronisation" count as one word.

/**
 * Two passes: what makes a noun or an adjective of a word, then what numbers, genders and verbs put at its end.
 * Source: the idea of light stemming, J. Savoy, "Light stemming approaches for the French, Portuguese, German and
 * Hungarian languages", 2006. Expects lower case without accents; short words and other scripts pass unchanged.
 */
export function stemFrench(word: string): string {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
  return shortened(shortened(word, derived), inflected);
}

const derived =
  /(issements?|isations?|ations?|atrices?|ateurs?|logies?|emment|amment|ements?|ment|euses?|eurs?|eux|ives?|ifs?|ables?|iques?|ites?|ees?|es|s|x)$/;
const inflected =
  /(isaient|isait|isent|isant|iser|aient|erons|eront|erais|erait|ais|ait|ant|ons|ont|ise|ez|er|ir|is|e)$/;
const shortest = 3;

function shortened(word: string, endings: RegExp): string {
  const rest = word.replace(endings, '');
  return rest.length >= shortest ? rest : word;
}
