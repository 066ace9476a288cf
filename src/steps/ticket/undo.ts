// What a person takes back or confirms with one click: create although something is alike, unlink, link again.
import { note } from '../../audit/audit.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import type { Happened } from '../happened.ts';
import { type Asked, wishFor } from './ask.ts';
import {
  endTicket,
  findTicket,
  findTicketOfTheme,
  lockTicketOf,
  type TicketRow,
  updateTicket,
} from './store.ts';

/** It is something else than what looked alike: make it. */
export async function clearTicket(deps: Deps, ticketId: string, asked: Asked): Promise<Happened[]> {
  return decided(deps, ticketId, asked, async (tx, row) => {
    if (row.externalId || row.endedAt) return { says: null, happened: [], wish: true };
    await updateTicket(tx, row.id, { clearedAt: deps.now() });
    const says = 'said that it is none of the tickets that look alike';
    return { says, happened: [{ what: 'ticketDecided', ticketId: row.id }], wish: true };
  });
}

/** The ticket stays in its tracker; the theme is open for another one. */
export async function letGo(deps: Deps, ticketId: string, asked: Asked): Promise<Happened[]> {
  return decided(deps, ticketId, asked, async (tx, row) => {
    if (row.endedAt) return { says: null, happened: [], wish: false };
    await endTicket(tx, row.id, 'unlinked', deps.now());
    const says = `unlinked ${row.key ?? 'a ticket that was not made yet'}`;
    return { says, happened: [movedOf(row)], wish: false };
  });
}

/** Unless the theme has got another one by now: then that is the answer. */
export async function takeBack(deps: Deps, ticketId: string, asked: Asked): Promise<Happened[]> {
  return decided(deps, ticketId, asked, async (tx, row) => {
    if (!row.endedAt) return { says: null, happened: [], wish: false };
    if (await findTicketOfTheme(tx, row.themeId)) return { says: null, happened: [], wish: true };
    await updateTicket(tx, row.id, { endedAt: null, endedBecause: null });
    const stale = { what: 'ticketStale' as const, ticketId: row.id };
    return { says: `linked ${row.key} again`, happened: [movedOf(row), stale], wish: false };
  });
}

const movedOf = (row: TicketRow): Happened => ({
  what: 'ticketMoved',
  ticketId: row.id,
  themeId: row.themeId,
});

/** `wish`: the asker is to be answered with the theme's ticket as it is then. */
type Change = { says: string | null; happened: Happened[]; wish: boolean };

async function decided(
  deps: Deps,
  ticketId: string,
  asked: Asked,
  change: (tx: Db, row: TicketRow) => Promise<Change>,
): Promise<Happened[]> {
  const seen = await findTicket(deps.db, ticketId);
  if (!seen) return [];
  const { themeId } = seen;
  const { happened, wish } = await deps.db.transaction(async (tx) => {
    await lockTicketOf(tx, themeId);
    const made = await change(tx, (await findTicket(tx, ticketId))!);
    const { by: who, channel: origin, occasion } = asked;
    if (made.says)
      await note(tx, { at: deps.now(), who, what: made.says, subject: `theme:${themeId}`, origin, occasion });
    return made;
  });
  return wish ? [...happened, ...(await wishFor(deps, { themeId }, asked))] : happened;
}
