// Before a ticket is made: what exists already and looks like the same thing. One click links it instead.
import type { KnownBlock } from '@slack/types';
import { button, context, link, type Screen, said, screen, section } from '../../text/screen.ts';
import type { LikelyTicket } from './likely.ts';

type Doubt = { ticketId: string; likely: LikelyTicket[] };

const mostShown = 3;

/** In the thread, in place of the ticket, until a person has decided. */
export function doubtScreen({ ticketId, likely }: Doubt): Screen {
  const shown = likely.slice(0, mostShown);
  const lead =
    shown.length === 1 ? 'There may be a ticket for this:' : 'There may be a ticket for this already:';
  const names = shown.map((one) => `• ${likelyWords(one)}`).join('\n');
  return screen(`${lead} ${shown.map(({ key }) => said(key, 40)).join(', ')}`, [
    section(`:mag: ${lead}\n${names}`),
    ...context(
      `Nothing was created. Link ${shown.length === 1 ? 'it' : 'one of them'}, or create a new ticket.`,
    ),
    {
      type: 'actions',
      elements: [
        ...shown.map((one, n) => button(`Link ${one.key}`, `ticket-link-${n + 1}`, choice(ticketId, one))),
        button('Create new', 'ticket-new', ticketId),
      ],
    },
  ]);
}

/** What a button carries: what it is about, and the ticket it names. */
export const choice = (about: string, { tracker, key }: Pick<LikelyTicket, 'tracker' | 'key'>): string =>
  `${about} ${tracker} ${key}`;

/** `PAY-7 Card form hangs, In Progress` */
export function likelyWords({ key, url, title, stateName }: LikelyTicket): string {
  return `${link(url, key)} ${said(title, 120)}${stateName ? `, ${said(stateName, 40)}` : ''}`;
}

/** `:link:` on a message: which one is it? Seen by the asker alone. */
export function whichScreen(it: { wishId: string; likely: LikelyTicket[]; themeNumber: number }): Screen {
  const shown = it.likely.slice(0, 4);
  const lead = `Which ticket does T-${it.themeNumber} belong to?`;
  const names = shown.map((one) => `• ${likelyWords(one)}`).join('\n');
  const none = 'No ticket looks like it. Name one, or paste its address into the thread.';
  const actions: KnownBlock = {
    type: 'actions',
    elements: [
      ...shown.map((one, n) => button(`Link ${one.key}`, `ticket-pick-${n + 1}`, choice(it.wishId, one))),
      button(shown.length > 0 ? 'Another one' : 'Name the ticket', 'ticket-name', it.wishId),
    ],
  };
  return screen(lead, [section(`:link: ${lead}\n${names || none}`), actions]);
}

/** The theme has an open ticket, and somebody named another one. */
export function otherTicketScreen(it: {
  themeNumber: number;
  has: string;
  wanted: Pick<LikelyTicket, 'tracker' | 'key' | 'url' | 'title'>;
  wishId: string;
}): Screen {
  const { key, url, title } = it.wanted;
  const lead = `T-${it.themeNumber} has ${said(it.has, 40)} already.`;
  return screen(lead, [
    section(`:link: ${lead} Is it ${link(url, key)} ${said(title, 120)} instead?`),
    {
      type: 'actions',
      elements: [button(`Link ${key} instead`, 'ticket-replace', choice(it.wishId, it.wanted))],
    },
  ]);
}
