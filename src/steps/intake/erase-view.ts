// The question before somebody is forgotten. Pure.
import type { View } from '@slack/types';
import { z } from 'zod';
import { cutText } from '../../text/cut.ts';
import { actionId, count, mrkdwn, type Screen, said, screen, section } from '../../text/screen.ts';
import type { Candidate } from './erase-find.ts';

export const eraseCallback = actionId('erase');

/** `origin`: where the command was typed. */
export function eraseModal(candidates: Candidate[], origin: string): View {
  const options = candidates.map(({ value, name, what }) => ({
    text: { type: 'plain_text' as const, text: cutText(`${name} (${what})`, 75) },
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
          'Their words and who they are go from everything Earshot keeps, and from what Earshot wrote in Slack. Counts stay, without a name. *This cannot be undone.* What people wrote in Slack itself, in the tracker or in the support tool stays there.',
        ),
      },
    ],
  };
}

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

/** To the one who asked. `tickets`: in a tracker, where Earshot does not edit what people may have changed. */
export function erasedNotice(done: { items: number; tickets: { key: string; url: string }[] }): Screen {
  const text = `:wastebasket: Erased: ${count(done.items, 'item')}. The counts stay.`;
  const shown = done.tickets.slice(0, 20).map(({ key, url }) => `<${url}|${said(key, 40)}>`);
  const more = done.tickets.length > shown.length ? ` and ${done.tickets.length - shown.length} more` : '';
  const look =
    shown.length > 0 ? `\nThese tickets may quote them; please look: ${shown.join(', ')}${more}.` : '';
  return screen(text, [section(`${text}${look}`)]);
}
