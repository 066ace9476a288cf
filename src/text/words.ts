// From a message to its words: what the encoder and the lexical side both read.

/** Says nothing about what a message is about. Negations are missing on purpose: "not", "no", "never" turn a meaning. */
export const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before being between both but by came come
  could did do does doing done down during each few for from further get gets getting go goes going got had has have
  having he her here hers him his how i if in into is it its itself just let like lot made make many may me might more
  most much must my myself of off on once one only or other our ours out over own please quite really same she should
  so some still such than thank thanks that the their theirs them then there these they this those though through to
  too under until up upon us very was way we well were what when where which while who whom whose why will with would
  yet you your yours yourself hi hello hey dear ok okay yes yeah im ive id ill youre were theyre thats whats its lets
  also maybe perhaps kind sort actually basically currently now today tomorrow yesterday re etc eg ie`
    .split(/\s+/)
    .filter(Boolean),
);

/**
 * Lower-case words of a text: compatibility forms folded, accents dropped, links, mentions, emoji codes and addresses
 * removed, camelCase split, "can't" as "can not". Chinese, Japanese and Thai come as overlapping pairs of characters.
 */
export function wordsOf(text: string): string[] {
  const plain = unmarked(text)
    .normalize('NFKC')
    .replace(/(\p{Ll}{2})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/[’‘`´]/g, "'")
    .replace(/\b(ca|wo|sha)n't\b/g, (_, verb: string) => `${spelled[verb]} not`)
    .replace(/n't\b/g, ' not')
    .replace(
      /\b(cant|dont|doesnt|didnt|isnt|wont|wouldnt|couldnt|shouldnt|havent|hasnt|arent|wasnt)\b/g,
      withoutNt,
    )
    .replace(/\bcannot\b/g, 'can not')
    .replace(/'(s|m|re|ve|ll|d)\b/g, '');
  return (plain.match(wordPattern) ?? []).flatMap(unspaced);
}

/** Slack's and the mail world's marks, and what only points elsewhere. */
export function unmarked(text: string): string {
  return text
    .replace(/<([@#!])([^>|]*)(?:\|([^>]*))?>/g, (_, sign: string, _id, label?: string) =>
      sign === '#' && label ? ` ${label} ` : ' ',
    )
    .replace(
      /<((?:https?|mailto|tel):[^>|]*)(?:\|([^>]*))?>/g,
      (_, _url, label?: string) => ` ${label ?? ''} `,
    )
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, ' ')
    .replace(/:[a-z0-9_+-]+:/g, ' ')
    .replace(/&(amp|lt|gt);/g, ' ');
}

const spelled: Record<string, string> = { ca: 'can', wo: 'will', sha: 'shall' };
const wordPattern = /[\p{L}\p{N}]+(?:['_][\p{L}\p{N}]+)*/gu;
const unspacedScript = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]{2,}/gu;

function withoutNt(word: string): string {
  const verb = word.slice(0, -2);
  return word === 'cant' ? 'can not' : word === 'wont' ? 'will not' : `${verb} not`;
}

/** Scripts without spaces: overlapping pairs stand in for words. */
function unspaced(word: string): string[] {
  if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word))
    return word.split(/['_]/).filter(Boolean);
  const pairs: string[] = [];
  for (const run of word.match(unspacedScript) ?? [word]) {
    const letters = [...run];
    for (let i = 0; i + 1 < letters.length; i++) pairs.push(letters[i]! + letters[i + 1]!);
  }
  return pairs.length > 0 ? pairs : [word];
}
