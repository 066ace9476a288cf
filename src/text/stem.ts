// English word stems, so that "crashes", "crashed" and "crashing" count as one word.

/** Source: M. F. Porter, "An algorithm for suffix stripping", 1980. Expects lower case; other scripts pass unchanged. */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  return step5(step4(step3(step2(step1c(step1b(step1a(word)))))));
}

const consonant = '[^aeiou]';
const vowel = '[aeiouy]';
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;
const measureAbove0 = new RegExp(`^(${consonants})?${vowels}${consonants}`);
const measureIs1 = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`);
const measureAbove1 = new RegExp(`^(${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);

function step1a(word: string): string {
  if (/(ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function step1b(word: string): string {
  if (word.endsWith('eed')) return measureAbove0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const rest = /(ed|ing)$/.test(word) ? word.replace(/(ed|ing)$/, '') : undefined;
  if (rest === undefined || !hasVowel.test(rest)) return word;
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1);
  return endsShort.test(rest) ? `${rest}e` : rest;
}

function step1c(word: string): string {
  return word.endsWith('y') && hasVowel.test(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

const longer: Record<string, string> = {
  ational: 'ate',
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  izer: 'ize',
  bli: 'ble',
  alli: 'al',
  entli: 'ent',
  eli: 'e',
  ousli: 'ous',
  ization: 'ize',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  iveness: 'ive',
  fulness: 'ful',
  ousness: 'ous',
  aliti: 'al',
  iviti: 'ive',
  biliti: 'ble',
  logi: 'log',
};
const endings2 = new RegExp(
  `(${Object.keys(longer)
    .sort((a, b) => b.length - a.length)
    .join('|')})$`,
);
const shorter: Record<string, string> = {
  icate: 'ic',
  ative: '',
  alize: 'al',
  iciti: 'ic',
  ical: 'ic',
  ful: '',
  ness: '',
};
const endings3 = new RegExp(`(${Object.keys(shorter).join('|')})$`);
const endings4 =
  /(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$|(?<=[st])ion$/;

function step2(word: string): string {
  return swapped(word, endings2, longer);
}

function step3(word: string): string {
  return swapped(word, endings3, shorter);
}

function swapped(word: string, endings: RegExp, by: Record<string, string>): string {
  const ending = endings.exec(word)?.[1];
  if (ending === undefined) return word;
  const rest = word.slice(0, -ending.length);
  return measureAbove0.test(rest) ? rest + by[ending]! : word;
}

function step4(word: string): string {
  const ending = endings4.exec(word)?.[0];
  if (ending === undefined) return word;
  const rest = word.slice(0, -ending.length);
  return measureAbove1.test(rest) ? rest : word;
}

function step5(word: string): string {
  let short = word;
  if (word.endsWith('e')) {
    const rest = word.slice(0, -1);
    if (measureAbove1.test(rest) || (measureIs1.test(rest) && !endsShort.test(rest))) short = rest;
  }
  return short.endsWith('ll') && measureAbove1.test(short) ? short.slice(0, -1) : short;
}
