// Taking one delivery of Slack's, whatever way it came: saved in time, or refused so that Slack sends it again.
import { setTimeout as sleep } from 'node:timers/promises';
import { storable } from '../lib/json.ts';
import { Envelope } from './envelope.ts';

/** Saves one delivery and returns what to answer; when it throws, nothing is acknowledged and Slack sends it again. */
export type Accept = (body: Envelope) => Promise<unknown>;

/** Slack counts an answer after 3 seconds as none. What is saved later than this is known when it comes again. */
const saveWithinMs = 2_400;

/** Rejects when it takes too long: a "not now" in time is worth more to the sender than silence. */
export async function acceptInTime(accept: Accept, body: Envelope): Promise<unknown> {
  const patience = new AbortController();
  const late = sleep(saveWithinMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`It could not be saved within ${saveWithinMs} ms.`);
  });
  const accepted = accept(body);
  try {
    return await Promise.race([accepted, late]);
  } finally {
    patience.abort();
    for (const loser of [accepted, late]) loser.catch(() => {});
  }
}

/** As the database can keep it; undefined when it is no delivery of Slack's. */
export function readEnvelope(body: unknown): Envelope | undefined {
  try {
    return Envelope.parse(storable(body));
  } catch {
    return undefined;
  }
}
