// Everything about one theme: `/earshot theme T-12`, and what "Details" opens.
import type { Button, KnownBlock } from '@slack/types';
import {
  button,
  context,
  count,
  divider,
  header,
  link,
  linkButton,
  mention,
  moment,
  quoted,
  type Screen,
  said,
  screen,
  section,
  whereWords,
} from '../../text/screen.ts';
import { overflow } from '../../text/screen-forms.ts';
import { scoreBlocks, stateWords } from './blocks.ts';
import type { Explanation } from './explain.ts';
import { scoreWords, type ThemeLine, themeName } from './theme-line.ts';
import { timeline } from './timeline.ts';

export type Quote = { text: string; customerName: string | null; saidAt: Date; link: string | null };

export type ThemeCard = {
  theme: ThemeLine;
  explanation: Explanation | null;
  quotes: Quote[];
  customerNames: string[];
  /** Distinct customers by segment, largest first. */
  segments: { name: string; customers: number }[];
  /** Distinct customers by week, oldest first, the seven days up to `weeklyUntil` last. */
  weekly: number[];
  weeklyUntil: Date;
  startedAt: Date;
  /** What the analysis of its newest serious report would change. */
  recommendation: { change: string; check: string } | null;
  similar: { id: string; number: number; title: string }[];
  /** Newest first. */
  history: { at: Date; who: string; what: string; where: string }[];
  /** What the person said who set the band by hand. */
  bandSetBecause: string | null;
  /** Whoever looks at it may merge, split, rename …; others see no buttons for it. */
  mayDecide: boolean;
  /** Decisions that can still be taken back, newest first. */
  undo: { id: string; says: string }[];
};

export function themeScreen(card: ThemeCard): Screen {
  const { theme } = card;
  return screen(`${themeName(theme.number)}: ${said(theme.title, 140)}`, [
    header(theme.title),
    section(
      [`*${themeName(theme.number)}* · ${scoreWords(theme)}`, stateWords(theme)].filter(Boolean).join(' · '),
    ),
    ...byHandBlocks(card),
    ...standingBlocks(theme),
    ...(theme.summary && theme.summary !== theme.title ? [section(said(theme.summary, 600))] : []),
    section(aboutWords(card)),
    ...timeline(card),
    ...(card.explanation ? scoreBlocks(card.explanation) : []),
    ...quoteBlocks(card.quotes),
    ...recommendationBlocks(card.recommendation),
    ...moreWords(card),
    ...actionBlocks(card),
  ]);
}

function byHandBlocks({ theme, bandSetBecause }: ThemeCard): KnownBlock[] {
  if (!theme.bandSetBy) return [];
  const when = theme.bandSetAt ? ` ${moment(theme.bandSetAt, 'time')}` : '';
  const why = bandSetBecause ? `: ${said(bandSetBecause, 300)}` : '';
  const score = theme.score === null ? '' : ` By its score alone it would be at ${Math.round(theme.score)}.`;
  return context(`:pushpin: Priority set by ${mention(theme.bandSetBy)}${when}${why}.${score}`);
}

const standingWords = {
  open: null,
  known: ':bookmark: Known: still counted, but left out of digests unless it becomes critical.',
  closed: ':file_folder: Closed: still counted, but on no list. Reports of it are mentioned in the digest.',
};

function standingBlocks({ standing, mergedInto }: ThemeLine): KnownBlock[] {
  const merged =
    mergedInto === null ? null : `:twisted_rightwards_arrows: Merged into ${themeName(mergedInto)}.`;
  return context(merged, merged ? null : standingWords[standing]);
}

function actionBlocks(card: ThemeCard): KnownBlock[] {
  const { theme, mayDecide, undo } = card;
  const taken = undo
    .slice(0, 3)
    .map(({ id, says }) =>
      section(`:leftwards_arrow_with_hook: Can be undone: ${said(says, 200)}`, button('Undo', 'undo', id)),
    );
  if (theme.mergedInto !== null) return taken;
  const decide: KnownBlock[] = mayDecide ? [{ type: 'actions', elements: decisionButtons(theme) }] : [];
  return [...taken, { type: 'actions', elements: themeButtons(theme) }, ...decide];
}

/** `earshot:decide`'s value: what to decide, then the theme's id. */
function decisionButtons({ id, standing }: ThemeLine) {
  const mark = {
    open: [
      { text: 'Mark as known', value: `known ${id}` },
      { text: 'Close', value: `closed ${id}` },
    ],
    known: [
      { text: 'No longer only known', value: `open ${id}` },
      { text: 'Close', value: `closed ${id}` },
    ],
    closed: [{ text: 'Open again', value: `open ${id}` }],
  };
  return [
    button('Priority', 'priority', id),
    button('Merge', 'merge', id),
    button('Split', 'split', id),
    overflow('decide', [
      { text: 'Rename', value: `rename ${id}` },
      { text: 'Move to another area', value: `move ${id}` },
      ...mark[standing],
    ]),
  ];
}

function aboutWords({ theme, customerNames, segments, startedAt }: ThemeCard): string {
  const owners = theme.ownerNames.map((name) => said(name, 60)).join(', ');
  const area = theme.areaName ? said(theme.areaName, 80) : 'no area yet';
  const names = customerNames.slice(0, 12).map((name) => said(name, 60));
  const others = theme.customers - names.length;
  if (names.length > 0 && others > 0) names.push(`${others} more`);
  return [
    `*Area* ${area}${owners ? `, owned by ${owners}` : ''}`,
    `*Heard* ${count(theme.reports, 'report')} from ${count(theme.customers, 'customer')} since ${moment(startedAt)}, last ${moment(theme.newestAt)}`,
    ...(names.length > 0 ? [`*Customers* ${names.join(', ')}`] : []),
    ...(segments.length > 0 ? [`*Segments* ${segments.slice(0, 6).map(segmentWords).join(', ')}`] : []),
    ...(theme.looking.length > 1
      ? [
          `*Looking into it* ${theme.looking
            .slice(0, 5)
            .map((name) => said(name, 60))
            .join(', ')}`,
        ]
      : []),
  ].join('\n');
}

const segmentWords = ({ name, customers }: { name: string; customers: number }) =>
  `${said(name, 40)} ${customers}`;

/** At most five, each with who said it, when, and where it can be read. */
function quoteBlocks(quotes: Quote[]): KnownBlock[] {
  return quotes.slice(0, 5).map((quote) => section(quoteWords(quote, 400)));
}

export function quoteWords({ text, customerName, saidAt, link: address }: Quote, limit: number): string {
  const who = customerName ? said(customerName, 80) : 'customer unknown';
  return `${quoted(text, limit)}\n${who}, ${moment(saidAt)}${address ? ` · ${link(address, 'open')}` : ''}`;
}

function recommendationBlocks(recommendation: ThemeCard['recommendation']): KnownBlock[] {
  if (!recommendation) return [];
  const { change, check } = recommendation;
  return [
    section(`*What could be improved* ${said(change, 700)}\n*How to see that it worked* ${said(check, 500)}`),
  ];
}

function moreWords({ similar, history }: ThemeCard): KnownBlock[] {
  const alike = similar.slice(0, 5).map((other) => `${themeName(other.number)} ${said(other.title, 80)}`);
  const past = history
    .slice(0, 6)
    .map(
      ({ at, who, what, where }) =>
        `${moment(at, 'time')} ${mention(who)}: ${said(what, 160)}, ${whereWords(where)}`,
    );
  return [
    ...context(alike.length > 0 ? `Alike: ${alike.join(' · ')}` : null),
    ...context(past.length > 0 ? `*Decisions*\n${past.join('\n')}` : null),
    ...(alike.length + past.length > 0 ? [divider] : []),
  ];
}

/** The work surface of a theme, on its card and on its line in the digest. */
export function themeButtons(theme: Pick<ThemeLine, 'id' | 'ticket' | 'snoozedUntil'>): Button[] {
  const ticket = theme.ticket
    ? linkButton(`Open ${theme.ticket.key}`, 'open-ticket', theme.ticket.url)
    : { ...button('Create ticket', 'ticket', theme.id), style: 'primary' as const };
  const followUp = { ...button('Create follow-up', 'ticket-another', theme.id), style: 'primary' as const };
  return [
    ...(theme.ticket?.cameBack ? [followUp] : []),
    ticket,
    button('Looking into it', 'looking', theme.id),
    theme.snoozedUntil ? button('Now again', 'now-again', theme.id) : button('Not now', 'not-now', theme.id),
    button('Why?', 'why', theme.id),
  ];
}
