// "Not now": for how long a theme stays out of the digest.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, section } from '../../text/screen.ts';
import { choose, modal } from '../../text/screen-forms.ts';
import { type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';
import type { Place } from './answer.ts';

export function notNowModal(
  theme: Pick<ThemeLine, 'id' | 'number' | 'title' | 'areaName'>,
  place: Place,
): ModalView {
  return modal({
    callback: 'not-now',
    title: `Not now: ${themeName(theme.number)}`,
    submit: 'Keep it out',
    carries: { place, themeId: theme.id },
    blocks: [
      section(`*${titleWords(theme)}*`),
      choose({
        id: 'days',
        label: 'Keep it out of digests for',
        options: [
          { text: '1 week', value: '7' },
          { text: '2 weeks', value: '14' },
          { text: '1 month', value: '30' },
          { text: '3 months', value: '90' },
        ],
        chosen: '14',
      }),
      ...context('It is still counted and scored, and comes back earlier if it becomes critical.'),
    ],
  });
}

export const NotNowAnswer = z.object({ days: z.enum(['7', '14', '30', '90']).transform(Number) });
