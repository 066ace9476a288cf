// The question before somebody is forgotten. Pure.
import type { View } from '@slack/types';
import { z } from 'zod';
import { cutText, oneLine } from '../../text/cut.ts';
import { inertPlain } from '../../text/mrkdwn-inert.ts';
import { actionId, count, link, mrkdwn, type Screen, said, screen, section } from '../../text/screen.ts';
import type { Candidate } from './erase-find.ts';

export const eraseCallback = actionId('erase');

/** `origin`: where the command was typed. */
export function eraseModal(candidates: Candidate[], origin: string): View {
  const options = candidates.map(({ value, name, what }) => ({
    text: plain(name),
    description: plain(what),
    value,
  }));
  return {
    type: 'modal',
    callback_id: eraseCallback,
    private_metadata: JSON.stringify({ origin }),
    title: { type: 'plain_text', text: 'Erase for good' },
    submit: { type: 'plain_text', text: 'Erase' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'whom',
        label: { type: 'plain_text', text: 'Whom' },
        element: {
          type: 'radio_buttons',
          action_id: 'whom',
          options,
          ...(options.length === 1 ? { initial_option: options[0]! } : {}),
        },
      },
      {
        type: 'section',
        text: mrkdwn(
          [
            'Their words and who they are go from everything Earshot keeps, from what Earshot wrote in Slack, and from what it wrote in tickets. Counts and scores stay, without a name; themes that only they spoke of lose their titles. *This cannot be undone.*',
            'What people wrote themselves stays where it is: messages in Slack, the words of people in tickets, records in Linear and in support tools. You are told which tickets to look at.',
          ].join('\n\n'),
        ),
      },
    ],
  };
}

/** Slack refuses an option without words: somebody may have no name. */
const plain = (words: string) => ({
  type: 'plain_text' as const,
  text: cutText(inertPlain(oneLine(words)), 75) || '…',
});

/** What the modal's `view.state.values` holds. */
export const EraseAnswer = z.object({
  whom: z.object({ whom: z.object({ selected_option: z.object({ value: z.string() }) }) }),
});

export function erasingView(name: string): View {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Erase for good' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section(`:wastebasket: ${said(name, 80)} is being erased. You are told when it is done.`)],
  };
}

/** `left`: what is still on it of the erased one. `all`: it could not be reached or changed. */
export type TicketLeft = { key: string; url: string; left: 'nothing' | 'words of people' | 'all' };

/** While it is under way; no name, since this message stays. */
export function erasingNotice({ items }: { items: number }): Screen {
  const text = `:wastebasket: Erasing ${count(items, 'item')}: out of the database. Now going through what Earshot wrote in Slack and in tickets.`;
  return screen(text, [section(text)]);
}

/** To the one who asked. */
export function erasedNotice(done: {
  kind: 'customer' | 'person';
  items: number;
  tickets: TicketLeft[];
}): Screen {
  const text = `:wastebasket: Erased: ${count(done.items, 'item')}. The counts stay.`;
  const keys = (left: TicketLeft['left']) => listed(done.tickets.filter((one) => one.left === left));
  const outside = [
    keys('words of people') && `In ${keys('words of people')} people wrote about them; please look.`,
    keys('all') && `${keys('all')} could not be changed and may quote them; please look.`,
    keys('nothing') && `Earshot took its own words out of ${keys('nothing')}; look at their comments.`,
    'Their own messages in Slack and in support tools are still there; only a person can delete them.',
    done.kind === 'customer' ? 'So is their record in Linear or in a CRM.' : '',
  ].filter(Boolean);
  return screen(text, [section(text), section(outside.join('\n'))]);
}

function listed(tickets: TicketLeft[]): string {
  const shown = tickets.slice(0, 15).map(({ key, url }) => link(url, cutText(key, 40)));
  const more = tickets.length > shown.length ? ` and ${tickets.length - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}
