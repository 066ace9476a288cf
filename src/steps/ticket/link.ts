// Linking a theme to a ticket that exists: by a click, by a pasted address, or by name. Pure.
import { z } from 'zod';
import type { Tracker } from '../../tracker/port.ts';

/** What a wish of the kind `link` keeps: the ticket a person named. */
export const NamedTicket = z.object({
  tracker: z.enum(['linear', 'jira']),
  key: z.string(),
  /** The address as it was pasted: a ticket of the same name elsewhere is another one. */
  address: z.string().optional(),
  /** The person saw that the theme has another ticket. */
  instead: z.boolean().default(false),
});
export type NamedTicket = z.infer<typeof NamedTicket>;

type Existing = {
  externalId: string | null;
  canonicalId: string | null;
  key: string | null;
  /** Its draft is frozen: the tracker may have made it by now. */
  underWay: boolean;
  isOver: boolean;
};

export type LinkDecision =
  | { kind: 'same' }
  /** `letGo`: the theme's present ticket, which is ended. `fill`: its row has no ticket yet and takes this one. */
  | { kind: 'link'; row: 'new' | 'fill' | 'letGo' }
  /** It has another one that is open: a person may say "instead". */
  | { kind: 'other'; key: string }
  | { kind: 'busy' };

export function decideLink(
  existing: Existing | undefined,
  wanted: { externalId: string; instead: boolean },
): LinkDecision {
  if (!existing) return { kind: 'link', row: 'new' };
  if (!existing.externalId) return existing.underWay ? { kind: 'busy' } : { kind: 'link', row: 'fill' };
  if (existing.externalId === wanted.externalId || existing.canonicalId === wanted.externalId)
    return { kind: 'same' };
  if (wanted.instead || existing.isOver) return { kind: 'link', row: 'letGo' };
  return { kind: 'other', key: existing.key ?? '' };
}

type Reader = Pick<Tracker, 'kind' | 'keyIn'>;

/** Addresses of tickets in a message, as far as a tracker of ours could have them. Bare keys are no addresses. */
export function ticketAddressesIn(text: string, trackers: Reader[]): NamedTicket[] {
  const addresses = text.match(/https?:\/\/[^\s<>|"]+/g) ?? [];
  return addresses.flatMap((address) =>
    trackers.flatMap(({ kind, keyIn }) => {
      const key = keyIn(address);
      return key ? [{ tracker: kind, key, address, instead: false }] : [];
    }),
  );
}

/** What a person typed into the field: an address or a key. The area's own tracker is asked first. */
export function ticketNamed(text: string, trackers: Reader[]): NamedTicket[] {
  const typed = text.trim();
  const [pasted] = ticketAddressesIn(typed, trackers);
  if (pasted) return [pasted];
  return trackers.flatMap(({ kind, keyIn }) => {
    const key = keyIn(typed.toUpperCase());
    return key ? [{ tracker: kind, key, instead: false }] : [];
  });
}

/** Whether a pasted address leads to this ticket's own workspace: hosts, and Linear's workspace in the path. */
export function leadsTo(pasted: string, url: string, tracker: NamedTicket['tracker']): boolean {
  const [a, b] = [URL.parse(pasted), URL.parse(url)];
  if (!a || !b || a.host !== b.host) return false;
  const workspace = ({ pathname }: URL) => pathname.split('/')[1]?.toLowerCase();
  return tracker === 'jira' || workspace(a) === workspace(b);
}
