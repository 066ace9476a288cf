// What a support tool that sends us webhooks is to intake: how to tell that it is the sender, and what it says.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { News } from './item.ts';

export type Request = {
  /** Exactly the bytes that came: signatures are over them. */
  raw: Uint8Array;
  /** By name in lower case. */
  header: (name: string) => string | undefined;
  /** From the address the sender was given. Not signed. */
  query: (name: string) => string | undefined;
};

export type Verdict = { kind: 'genuine' } | { kind: 'refused'; why: string };

/** A saved delivery: what came, what its address adds, and when: for what has no time of its own. */
export type Delivery = { payload: unknown; note?: Note | undefined; receivedAt: Date };

export type Note = Record<string, string | undefined>;

export type Source = {
  name: 'zendesk' | 'intercom' | 'sentry';
  setting: string;
  secret: (intake: Config['intake']) => string | undefined;
  verify: (request: Request, it: { secret: string; now: Date }) => Verdict;
  /** The sender's stamp inside the signed body, and how long after it a delivery may come. */
  stamp?: (payload: unknown) => { at: Date; patienceMs: number } | undefined;
  /** The sender's own id of this delivery, the same when it is sent again. Undefined: it has none. */
  deliveryId: (payload: unknown, request: Request) => string | undefined;
  note?: (request: Request) => Note;
  /** Undefined: it is about something else than feedback. Throws a ZodError when it is not understood. */
  read: (delivery: Delivery) => News[] | undefined;
};

/** Clocks differ and a delivery takes its time; more than this is a replay or a wrong clock. */
export const toleranceMs = 300_000;

export function checkStamp(at: Date, now: Date, patienceMs: number = toleranceMs): Verdict {
  const age = now.getTime() - at.getTime();
  if (Number.isNaN(age)) return { kind: 'refused', why: 'Its timestamp cannot be read.' };
  if (age > patienceMs)
    return { kind: 'refused', why: `It was signed ${Math.round(age / 1000)} seconds ago, which is too old.` };
  if (age < -toleranceMs)
    return {
      kind: 'refused',
      why: `It was signed ${Math.round(-age / 1000)} seconds in the future. Check the clocks.`,
    };
  return { kind: 'genuine' };
}

type Signed = {
  algorithm: 'sha256' | 'sha1';
  secret: string;
  parts: (Uint8Array | string)[];
  given: Buffer;
};

/** Compares in a time that does not depend on where the two differ. */
export function isSigned({ algorithm, secret, parts, given }: Signed): boolean {
  const hmac = createHmac(algorithm, secret);
  for (const part of parts) hmac.update(part);
  return isSame(hmac.digest(), given);
}

export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Undefined when the text is no http(s) address a person could follow: nothing is ever fetched from it. */
export function webLink(text: string | null | undefined): string | undefined {
  if (!text || text.length > 2000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && !url.username && !url.password ? url.href : undefined;
}
