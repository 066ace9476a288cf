// Ids and times as Slack writes them. Ids made from words are the same in every run, so that links survive a restart.
import { createHash, randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** `stableId('C', 'feedback')` is always the same `C0…` of 11 characters. */
export function stableId(prefix: string, ...words: string[]): string {
  const hash = createHash('sha256').update(words.join('\u0000')).digest();
  return `${prefix}0${[...hash.subarray(0, 9)].map(letter).join('')}`;
}

/** A token or secret that is the same for the same words; fit for a loopback sandbox only. */
export function stableSecret(...words: string[]): string {
  return createHash('sha256').update(words.join('\u0000')).digest('hex').slice(0, 32);
}

export function freshId(prefix: string): string {
  return `${prefix}0${[...randomBytes(9)].map(letter).join('')}`;
}

const letter = (byte: number) => alphabet[byte % alphabet.length];

/** `1700000000.000100` from whole microseconds. */
export function tsOf(micros: number): string {
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
}

export function microsOf(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return Number(seconds) * 1e6 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

export const isTs = (text: string): boolean => /^\d{10}\.\d{6}$/.test(text);
