// What a tracker's webhook tells Earshot: which tickets to read again. Never what they look like now: deliveries come
// late, twice and out of order, so the truth is always fetched.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type WebhookRequest = {
  /** Exactly the bytes that came: the signature is over them. */
  rawBody: Uint8Array;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
};

export type TrackerNews =
  /** Read these tickets again. `removed`: the sender says it is gone. */
  | {
      kind: 'tickets';
      deliveryId: string;
      externalIds: string[];
      change: 'created' | 'changed' | 'removed';
      at: Date;
    }
  /** Somebody wrote. `authorId` tells our own comments apart. */
  | {
      kind: 'comment';
      deliveryId: string;
      externalId: string;
      commentId: string;
      authorId?: string | undefined;
      at: Date;
    }
  /** Genuine, and nothing Earshot follows. */
  | { kind: 'other'; deliveryId: string }
  /** Not to be believed or not to be understood. Answer with this status, and keep nothing. */
  | { kind: 'refused'; status: 400 | 401; why: string };

/** Compares in a time that does not depend on where the two differ. */
export function isSignedWith(secret: string, rawBody: Uint8Array, hexSignature: string): boolean {
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  const given = Buffer.from(hexSignature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function jsonIn(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    return undefined;
  }
}
