// When is a ticket's evidence written anew? Pure.
import type { WrittenEvidence } from '../../db/tables/ticket.ts';
import type { TicketState } from '../../tracker/port.ts';

/** A tracker notifies people of every change: at most this often, except when the theme's band changes. */
export const keepEveryMs = 60 * 60_000;

export type Keeping = {
  written: WrittenEvidence | null;
  writtenAt: Date | null;
  now: Pick<WrittenEvidence, 'band' | 'customers' | 'reports'>;
  at: Date;
  ticket: { state: TicketState | null; archived: boolean };
};

/** A score that drifts by itself is no news; another report is. */
export function keepEvidence({ written, writtenAt, now, at, ticket }: Keeping): 'write' | 'wait' | 'nothing' {
  if (ticket.archived || ticket.state === 'missing' || ticket.state === 'canceled') return 'nothing';
  if (!written || !writtenAt) return 'write';
  if (written.band !== now.band) return 'write';
  if (written.reports === now.reports && written.customers === now.customers) return 'nothing';
  return at.getTime() - writtenAt.getTime() >= keepEveryMs ? 'write' : 'wait';
}
