// Is there a ticket for this already? Tickets that the tracker found by words, judged by how much they say the same as
// the theme. Pure.
import type { LikelyTicket as Row } from '../../db/tables/ticket.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import type { Ticket } from '../../tracker/port.ts';
import { isOver } from './ticket.ts';

export type LikelyTicket = Row;

/** From here on a person is asked; measured on tickets of the demo company, see the test. */
export const likelyFrom = 0.45;
const mostShown = 4;

/** What a ticket is about, without what it quotes or lists. */
export function gist({ title, body }: Pick<Ticket, 'title' | 'body'>): string {
  const prose = body
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/^#+ Earshot:[\s\S]*/m, ' ')
    .replace(/^#+ .*$/gm, ' ')
    .replace(/[*_`>#[\]()|-]/g, ' ');
  return `${title}\n${cutText(oneLine(prose), 300)}`;
}

export type Found = {
  tracker: Row['tracker'];
  ticket: Pick<
    Ticket,
    'externalId' | 'key' | 'url' | 'title' | 'state' | 'stateName' | 'archived' | 'duplicateOf'
  >;
  likeness: number;
};

/** Open ones alone: what is done or dropped is no place for new work. Best first, each once. */
export function likelyAmong(
  found: Found[],
  { not, from = likelyFrom }: { not: Set<string>; from?: number },
): LikelyTicket[] {
  const best = new Map<string, Found>();
  for (const one of found) {
    const { ticket, likeness } = one;
    if (not.has(ticket.externalId) || isOver(ticket.state) || ticket.archived || ticket.duplicateOf) continue;
    if (likeness >= from && likeness > (best.get(ticket.externalId)?.likeness ?? 0))
      best.set(ticket.externalId, one);
  }
  return [...best.values()]
    .sort((a, b) => b.likeness - a.likeness || (a.ticket.key < b.ticket.key ? -1 : 1))
    .slice(0, mostShown)
    .map(({ tracker, ticket: { externalId, key, url, title, stateName }, likeness }) => {
      const rounded = Math.round(likeness * 100) / 100;
      return { tracker, externalId, key, url, title, stateName, likeness: rounded };
    });
}
