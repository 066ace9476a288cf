// What a merge does to tickets: the one that goes on belongs to the theme that is left, and back again when it is undone.
import type { Db } from '../../db/connect.ts';
import { MergeBefore } from '../theme/decide.ts';
import type { DecisionRow } from '../theme/store-decisions.ts';
import { findTicket, updateTicket } from '../ticket/store.ts';

type Belongs = { ticketId: string; themeId: string };

/** Living tickets change their themes, also crosswise: a theme has at most one, so all let go before any is taken. */
export async function assignTickets(tx: Db, belongs: Belongs[], at: Date): Promise<void> {
  const living: Belongs[] = [];
  for (const one of belongs) if ((await findTicket(tx, one.ticketId))?.endedAt === null) living.push(one);
  for (const { ticketId } of living) await updateTicket(tx, ticketId, { endedAt: at });
  for (const { ticketId, themeId } of living) await updateTicket(tx, ticketId, { themeId, endedAt: null });
}

export async function returnTickets(tx: Db, row: DecisionRow, at: Date): Promise<void> {
  if (row.kind === 'merge') await assignTickets(tx, MergeBefore.parse(row.before).tickets, at);
}
