// Ids of ours. UUIDs, so that a row's id can be chosen before any outside call and be sent with it.
import { createHash, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

/**
 * A UUID (version 5 layout) that is always the same for the same words: the id of something that must exist once.
 * Source: RFC 9562, section 5.5, with a namespace of our own.
 */
export function idFor(...words: string[]): string {
  const hash = createHash('sha1').update(namespace).update(words.join('\u0000')).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const namespace = 'earshot';

/** The same, marked as version 4: some services (Linear) accept only random UUIDs as a client's id. */
export function randomLookingIdFor(...words: string[]): string {
  const id = idFor(...words);
  return `${id.slice(0, 14)}4${id.slice(15)}`;
}
