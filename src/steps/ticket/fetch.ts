// Reading one ticket from its tracker, and the ticket it goes on as where it was merged into another.
import type { Deps } from '../../deps.ts';
import { Permanent } from '../../lib/failure.ts';
import type { Ticket, Tracker, TrackerTarget } from '../../tracker/port.ts';
import type { Seen } from './follow.ts';

export function trackerFor({ trackers }: Pick<Deps, 'trackers'>, kind: TrackerTarget['tracker']): Tracker {
  const tracker = trackers[kind];
  if (tracker) return tracker;
  throw new Permanent(`The ticket belongs to ${kind}, which is not connected. Set its credentials again.`);
}

/** A chain longer than this, or one that leads back, ends where it is. */
const longestChain = 5;

/** `wentOnAs`: what it was a duplicate of when it was last seen. A duplicate that is deleted ends nothing. */
export async function fetchTicket(
  tracker: Tracker,
  externalId: string,
  wentOnAs: string | null = null,
): Promise<Seen> {
  const own = await tracker.get(externalId);
  if (!own && wentOnAs) {
    const next = await fetchTicket(tracker, wentOnAs);
    return { own: undefined, canonical: next.canonical ?? next.own };
  }
  const passed = new Set([externalId]);
  let canonical: Ticket | undefined;
  for (let next = own?.duplicateOf; next && !passed.has(next) && passed.size <= longestChain; ) {
    passed.add(next);
    const found = await tracker.get(next);
    if (!found) break;
    canonical = found;
    next = found.duplicateOf;
  }
  return { own, canonical };
}
