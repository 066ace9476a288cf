// One spelling for every way people type the same phrase, so that a cue list needs each phrase once.

/** Lower case, compatibility forms and accents folded, "can't", "cant" and "cannot" all as "can not", spaces single. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .normalize('NFC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\b(?:can't|cant|cannot)\b/g, 'can not')
    .replace(/\b(?:won't|wont)\b/g, 'will not')
    .replace(/\b(do|does|did|is|was|are|were|would|could|should|have|has|had)(?:n't|nt)\b/g, '$1 not')
    .replace(/\b(i|we|you|they|it)'d\b/g, '$1 would')
    .replace(/\bi'm\b/g, 'i am')
    .replace(/\b(it|that|there|what)'s\b/g, '$1 is')
    .replace(/\s+/g, ' ')
    .trim();
}
