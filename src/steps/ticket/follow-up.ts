// A follow-up ticket and the finished one it follows are tied to each other, as their tracker ties tickets.
import type { Deps } from '../../deps.ts';
import type { Relation, Ticket } from '../../tracker/port.ts';
import { trackerFor } from './fetch.ts';
import { findTicket, type TicketRow } from './store.ts';
import { isAddress } from './wording.ts';

type Tying = Pick<Deps, 'db' | 'trackers' | 'log'>;

/** Where the tracker cannot relate the two, the new one gets a link to the old one. Safe to repeat. */
export async function tieToFollowed(deps: Tying, row: TicketRow, made: Ticket): Promise<void> {
  const old = row.followsId ? await findTicket(deps.db, row.followsId) : undefined;
  if (!old || made.state === 'missing') return;
  const tie = await relate(deps, old, { row, made });
  if (tie.kind === 'related') return;
  deps.log.info(
    { ticket: row.id, follows: old.id, reason: tie.because },
    'a follow-up ticket could not be related to the finished one and gets a link to it',
  );
  const { key, url } = old;
  if (!key || !isAddress(url)) return;
  const link = { url, title: `${key}, which this follows up` };
  await trackerFor(deps, row.tracker).putLink(made.externalId, link);
}

async function relate(
  deps: Tying,
  old: TicketRow,
  { row, made }: { row: TicketRow; made: Ticket },
): Promise<Relation> {
  const oldId = old.canonicalId ?? old.externalId;
  if (!oldId) return { kind: 'impossible', because: 'It was never made.' };
  if (old.tracker !== row.tracker) return { kind: 'impossible', because: `It is in ${old.tracker}.` };
  return trackerFor(deps, row.tracker).relate(made.externalId, oldId);
}
