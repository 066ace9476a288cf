// The jobs that keep a ticket's state true: by webhook when there is one, and by the clock in any case.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import type { Ticket } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import { findDelivery, markHandled } from '../intake/store.ts';
import { fetchTicket, trackerFor } from './fetch.ts';
import { follow, type Known } from './follow.ts';
import { keepEveryMs } from './keep.ts';
import { findTicket, type TicketRow, updateTicket } from './store.ts';
import { findByExternalIds, findOutdated, findUnseen, tellCommentsFrom } from './store-life.ts';
import { withoutWithheld } from './withheld.ts';

const TrackerDelivery = z.object({ externalIds: z.array(z.string()).max(20) });

/** A tracker's delivery: which tickets of ours are to be read again. Others' tickets are of no concern. */
export const hearTracker: Job<{ inboxId: number }, Happened[]> = {
  name: 'hear-tracker',
  payload: z.object({ inboxId: z.number().int() }),
  key: ({ inboxId }) => `inbox-${inboxId}`,
  run: async (deps, { inboxId }) => {
    const delivery = await findDelivery(deps.db, inboxId);
    if (!delivery) return [];
    const { externalIds } = TrackerDelivery.parse(delivery.body);
    const rows = await findByExternalIds(deps.db, delivery.source as TicketRow['tracker'], externalIds);
    await markHandled(deps.db, inboxId, deps.now());
    return rows.map(({ id }) => ({ what: 'ticketStale', ticketId: id }));
  },
};

/** Asks the tracker for one ticket, and keeps what it says. */
export const followTicket: Job<{ ticketId: string }, Happened[]> = {
  name: 'follow',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  // The clock comes round again.
  attempts: 3,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (!row?.externalId || row.endedAt) return [];
    const { own, canonical } = await fetchTicket(
      trackerFor(deps, row.tracker),
      row.externalId,
      row.canonicalId,
    );
    const kept = (ticket: Ticket | undefined) => ticket && withoutWithheld(ticket, row.withheld);
    const at = deps.now();
    const { now, says } = follow(knownOf(row), { own: kept(own), canonical: kept(canonical) }, at);
    await deps.db.transaction(async (tx) => {
      await updateTicket(tx, ticketId, { ...now, seenAt: at });
      for (const what of says) await noteMove(tx, row, what, at);
    });
    return [
      ...(says.length > 0 ? [{ what: 'ticketMoved' as const, ticketId, themeId: row.themeId }] : []),
      ...(deps.config.ticketComments === 'thread' ? [{ what: 'ticketSeen' as const, ticketId }] : []),
    ];
  },
};

/** Three times a minute: those that nobody looked at for a while. A lost webhook, or no public address, costs minutes. */
export const ticketClock: Job<Record<string, never>, Happened[]> = {
  name: 'ticket-clock',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'clock',
  attempts: 1,
  run: async (deps) => {
    const connected = Object.keys(deps.trackers) as TicketRow['tracker'][];
    const now = deps.now();
    await tellCommentsFrom(deps.db, deps.config.ticketComments === 'thread' ? now : null);
    const unseen = await findUnseen(deps.db, connected, now);
    const behind = await findOutdated(deps.db, connected, { now, everyMs: keepEveryMs });
    return [
      ...unseen.map(({ id }) => ({ what: 'ticketStale' as const, ticketId: id })),
      ...behind.map(({ themeId }) => ({ what: 'ticketBehind' as const, themeId })),
    ];
  },
};

function knownOf(row: TicketRow): Known {
  const { canonicalId, archivedAt, startedAt, completedAt, assignee } = row;
  return {
    ...{ canonicalId, archivedAt, startedAt, completedAt, assignee },
    key: row.key!,
    url: row.url!,
    title: row.title ?? '',
    state: row.state ?? 'backlog',
    stateName: row.stateName ?? '',
  };
}

async function noteMove(db: Deps['db'], row: TicketRow, what: string, at: Date): Promise<void> {
  const occasion = `follow:${row.id}:${at.toISOString()}:${what}`;
  await note(db, {
    at,
    who: 'earshot',
    what,
    subject: `theme:${row.themeId}`,
    origin: row.tracker,
    occasion,
  });
}
