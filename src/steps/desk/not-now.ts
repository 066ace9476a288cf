// "Not now": for how long a theme stays out of the digest.
import type { PlainTextOption, View } from '@slack/types';
import { z } from 'zod';
import { actionId, mrkdwn } from '../../text/screen.ts';
import { type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';

export const notNowCallback = actionId('not-now');

const choices = { '7': '1 week', '14': '2 weeks', '30': '1 month', '90': '3 months' } as const;

const option = (days: keyof typeof choices): PlainTextOption => ({
  text: { type: 'plain_text', text: choices[days] },
  value: days,
});

/** `origin` is whatever the listener needs to edit the line afterwards. */
export function notNowModal(
  theme: Pick<ThemeLine, 'id' | 'number' | 'title' | 'areaName'>,
  origin: string,
): View {
  return {
    type: 'modal',
    callback_id: notNowCallback,
    private_metadata: JSON.stringify({ themeId: theme.id, origin } satisfies z.infer<typeof NotNow>),
    title: { type: 'plain_text', text: `Not now: ${themeName(theme.number)}` },
    submit: { type: 'plain_text', text: 'Keep it out' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      { type: 'section', text: mrkdwn(`*${titleWords(theme)}*`) },
      {
        type: 'input',
        block_id: 'days',
        label: { type: 'plain_text', text: 'Keep it out of digests for' },
        element: {
          type: 'static_select',
          action_id: 'days',
          options: [option('7'), option('14'), option('30'), option('90')],
          initial_option: option('14'),
        },
      },
      {
        type: 'context',
        elements: [mrkdwn('It is still counted and scored, and comes back earlier if it becomes critical.')],
      },
    ],
  };
}

export const NotNow = z.object({ themeId: z.uuid(), origin: z.string() });

/** What the modal's `view.state.values` holds. */
export const NotNowAnswer = z.object({
  days: z.object({
    days: z.object({
      selected_option: z.object({ value: z.enum(['7', '14', '30', '90']).transform(Number) }),
    }),
  }),
});
