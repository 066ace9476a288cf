// The forms in which people decide about a theme: its priority, its name, its area, what it is one with, what it is not.
// Pure.
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Area } from '../../catalog/areas.ts';
import { context, count, link, mention, moment, said, section } from '../../text/screen.ts';
import { type Choice, choose, chooseOne, chooseSome, modal, writeText } from '../../text/screen-forms.ts';
import { type Band, bands } from '../prioritize/bands.ts';
import { scoreWords, type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';
import type { TicketsOfMerge } from '../theme/decide.ts';
import type { NewestReport } from '../theme/store-reports.ts';
import type { Place } from './answer.ts';

export const AboutTheme = z.object({ themeId: z.uuid() });

const aboutTheme = (theme: ThemeLine): KnownBlock => section(`*${titleWords(theme)}*\n${scoreWords(theme)}`);

const bandMeanings: Record<Band, string> = {
  critical: 'Everything else waits',
  high: 'In the next weeks',
  medium: 'When there is time',
  low: 'Not worth more than listening',
};

export function priorityModal(theme: ThemeLine, why: string | null, place: Place): ModalView {
  const byScore = {
    text: 'Let the score decide',
    value: 'release',
    description: 'It follows what customers say',
  };
  const byHand = bands.map((band) => ({
    text: band[0]!.toUpperCase() + band.slice(1),
    value: band,
    description: bandMeanings[band],
  }));
  const setBy = theme.bandSetBy
    ? context(
        `Set to ${theme.band} by ${mention(theme.bandSetBy)}${theme.bandSetAt ? ` ${moment(theme.bandSetAt, 'time')}` : ''}.`,
      )
    : [];
  return modal({
    callback: 'priority',
    title: `Priority of ${themeName(theme.number)}`,
    submit: 'Save',
    carries: { place, themeId: theme.id },
    blocks: [
      aboutTheme(theme),
      ...setBy,
      chooseOne({
        id: 'band',
        label: 'Priority',
        options: [byScore, ...byHand],
        chosen: theme.bandSetBy ? theme.band : 'release',
      }),
      writeText({
        id: 'why',
        label: 'Why',
        hint: 'Shown beside it.',
        value: why ?? '',
        most: 300,
        optional: true,
      }),
      ...context('The score goes on being worked out; it decides again when you let it.'),
    ],
  });
}

export function renameModal(theme: ThemeLine, place: Place): ModalView {
  return modal({
    callback: 'rename',
    title: `Rename ${themeName(theme.number)}`,
    submit: 'Rename',
    carries: { place, themeId: theme.id },
    blocks: [
      writeText({ id: 'title', label: 'Name', value: theme.title, most: 90 }),
      ...context('Its number and its ticket stay. Earshot leaves the name alone from now on.'),
    ],
  });
}

export function moveModal(
  theme: ThemeLine,
  areaKey: string | null,
  { areas, place }: { areas: Area[]; place: Place },
): ModalView {
  const options = areas.map(({ key, name }) => ({ text: name, value: key }));
  return modal({
    callback: 'move',
    title: `Move ${themeName(theme.number)}`,
    submit: 'Move',
    carries: { place, themeId: theme.id },
    blocks: [
      aboutTheme(theme),
      choose({ id: 'area', label: 'Area', options, chosen: areaKey ?? undefined }),
      ...context(
        'It stays there, whatever its reports are about. Earshot learns from it for what comes next.',
      ),
    ],
  });
}

export type Candidate = Pick<ThemeLine, 'id' | 'number' | 'title' | 'areaName'>;

/** `candidates`: those most alike first. */
export function mergeModal(theme: ThemeLine, candidates: Candidate[], place: Place): ModalView {
  const options: Choice[] = candidates.map(({ id, number, title, areaName }) => ({
    text: `${themeName(number)} ${title}`,
    value: id,
    description: areaName ?? 'no area yet',
  }));
  const pick =
    options.length > 0 ? [choose({ id: 'into', label: 'Into', options, placeholder: 'Choose a theme' })] : [];
  return modal({
    callback: 'merge',
    title: `Merge ${themeName(theme.number)}`,
    submit: 'Next',
    carries: { place, themeId: theme.id },
    blocks: [
      aboutTheme(theme),
      ...pick.map((block) => ({ ...block, optional: true })),
      writeText({
        id: 'number',
        label: pick.length > 0 ? 'Or its number' : 'Number of the other theme',
        hint: 'For example T-12.',
        most: 20,
        optional: true,
      }),
    ],
  });
}

export const AboutMerge = AboutTheme.extend({ intoId: z.uuid() });

type Merging = {
  from: ThemeLine;
  into: ThemeLine;
  tickets: TicketsOfMerge;
  place: Place;
};

/** What happens, the tickets first, before it does. */
export function mergeConfirmModal({ from, into, tickets, place }: Merging): ModalView {
  const goes = `${themeName(from.number)} *${said(from.title, 90)}* with ${count(from.reports, 'report')} goes into ${themeName(into.number)} *${said(into.title, 90)}* with ${count(into.reports, 'report')}.`;
  return modal({
    callback: 'merge-confirm',
    title: 'Merge',
    submit: 'Merge',
    carries: { place, themeId: from.id, intoId: into.id },
    blocks: [
      ...ticketBlocks({ from, into, tickets }),
      section(goes),
      ...context(
        `Whoever asks for ${themeName(from.number)} gets ${themeName(into.number)} from then on. It can be taken back for a day; no report is lost.`,
      ),
    ],
  });
}

function ticketBlocks({ from, into, tickets }: Omit<Merging, 'place'>): KnownBlock[] {
  const ticketOf = ({ ticket }: ThemeLine) => (ticket ? link(ticket.url, ticket.key) : 'its ticket');
  switch (tickets.kind) {
    case 'none':
      return [];
    case 'one':
      return [
        section(
          tickets.moves
            ? `:ticket: ${ticketOf(from)} becomes the ticket of ${themeName(into.number)}.`
            : `:ticket: ${ticketOf(into)} stays the ticket of ${themeName(into.number)}.`,
        ),
      ];
    case 'two':
      return [
        section(
          `:ticket: Both have a ticket, ${ticketOf(from)} and ${ticketOf(into)}. Only one goes on with the theme. The other stays open in the tracker as it is, and Earshot lets go of it: close it there as a duplicate.`,
        ),
        chooseOne({
          id: 'keeps',
          label: 'Which one goes on?',
          options: [
            {
              text: into.ticket?.key ?? 'The one of the theme that stays',
              value: tickets.into,
              description: into.title,
            },
            { text: from.ticket?.key ?? 'The other one', value: tickets.from, description: from.title },
          ],
          chosen: tickets.into,
        }),
      ];
  }
}

/** Its newest reports: more than a hundred Slack cannot list. */
export function splitModal(theme: ThemeLine, reports: NewestReport[], place: Place): ModalView {
  const options = reports.map(({ findingId, quotes, summary, customerName, saidAt }) => ({
    text: quotes[0] ?? summary,
    value: findingId,
    description: `${customerName ?? 'customer unknown'}, ${saidAt.toISOString().slice(0, 10)}`,
  }));
  const older =
    theme.reports > reports.length ? ` The newest ${reports.length} of ${theme.reports} are listed.` : '';
  return modal({
    callback: 'split',
    title: `Split ${themeName(theme.number)}`,
    submit: 'Split',
    carries: { place, themeId: theme.id },
    blocks: [
      aboutTheme(theme),
      chooseSome({ id: 'reports', label: 'Which reports are about something else?', options }),
      writeText({ id: 'title', label: 'What are they about?', hint: 'The name of the new theme.', most: 90 }),
      ...context(
        `They start a theme of their own. The ticket, if there is one, stays with ${themeName(theme.number)}.${older}`,
      ),
    ],
  });
}
