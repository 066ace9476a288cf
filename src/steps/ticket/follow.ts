// A ticket lives on in its tracker. What Earshot knew of it against what it is now: what to keep, and what to tell.
// Pure; deliveries come late, twice and out of order, so both sides are always whole states.
import type { Ticket, TicketState } from '../../tracker/port.ts';

/** What was known of it. */
export type Known = {
  key: string;
  url: string;
  title: string;
  state: TicketState;
  stateName: string;
  assignee: string | null;
  canonicalId: string | null;
  archivedAt: Date | null;
  startedAt: Date | null;
  completedAt: Date | null;
};

/** What the tracker says. `canonical`: the one it was merged into, at the end of the chain. */
export type Seen = { own: Ticket | undefined; canonical: Ticket | undefined };

/** `says`: one line each for the theme's history; empty when nothing that people see has changed. */
export type Followed = { now: Known; says: string[] };

export function follow(known: Known, { own, canonical }: Seen, at: Date): Followed {
  const shown = canonical ?? own;
  const now = shown ? stateOf(known, { shown, canonicalId: canonical?.externalId ?? null }, at) : gone(known);
  return { now, says: changes(known, now) };
}

/** Deleted, or hidden from us: what it was called stays, so that people know what is meant. */
function gone(known: Known): Known {
  return { ...known, state: 'missing', stateName: 'deleted, or hidden from Earshot' };
}

function stateOf(
  known: Known,
  { shown, canonicalId }: { shown: Ticket; canonicalId: string | null },
  at: Date,
): Known {
  const { key, url, title, state, stateName } = shown;
  return {
    ...{ key, url, title, state, stateName },
    assignee: shown.assignee ?? null,
    canonicalId,
    archivedAt: shown.archived ? (known.archivedAt ?? at) : null,
    startedAt: shown.startedAt ?? (hasBegun(state) ? (known.startedAt ?? at) : known.startedAt),
    completedAt: state === 'completed' ? (shown.completedAt ?? known.completedAt ?? at) : null,
  };
}

const hasBegun = (state: TicketState) => state === 'started' || state === 'completed';

function changes(before: Known, now: Known): string[] {
  if (now.state === 'missing')
    return before.state === 'missing' ? [] : [`${now.key} was deleted, or Earshot may no longer see it`];
  const says: string[] = [];
  if (now.canonicalId !== before.canonicalId)
    says.push(
      now.canonicalId
        ? `${before.key} was marked as a duplicate: it goes on as ${now.key}`
        : `${now.key} is a ticket of its own again`,
    );
  else if (now.key !== before.key) says.push(`${before.key} was moved and is now ${now.key}`);
  if (before.state === 'missing') says.push(`${now.key} is back`);
  if (now.stateName !== before.stateName || now.state !== before.state)
    says.push(`${now.key} went to ${now.stateName}`);
  if (now.assignee !== before.assignee)
    says.push(
      now.assignee ? `${now.key} was given to ${now.assignee}` : `${now.key} has no assignee any more`,
    );
  if (now.title !== before.title) says.push(`${now.key} got another title`);
  if ((now.archivedAt === null) !== (before.archivedAt === null))
    says.push(now.archivedAt ? `${now.key} was archived` : `${now.key} was taken out of the archive`);
  // A new address (the title is part of Linear's) alone is nothing to tell, but the links must lead there.
  return says.length === 0 && now.url !== before.url ? [`${now.key} has a new address`] : says;
}
