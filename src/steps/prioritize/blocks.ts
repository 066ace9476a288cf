// What is heard most: `/earshot top [area]`, and the answer to "why this score?".
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { bar } from '../../text/bars.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import {
  button,
  context,
  count,
  divider,
  fixedWidth,
  header,
  link,
  moment,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import type { Explanation } from './explain.ts';
import { fullPoints, partLabels } from './parts.ts';
import { scoreWords, type ThemeLine, themeName, titleWords } from './theme-line.ts';

export const topPageSize = 10;

export type TopData = {
  /** The area asked for; null for all. */
  area: { key: string; name: string } | null;
  /** One page of themes, ranked. */
  themes: ThemeLine[];
  /** Counted from 1. */
  page: number;
  /** Themes on all pages. */
  total: number;
  /** Feedback of the last 7 days. */
  week: { items: number; customers: number };
  /** Channels Earshot listens in, shown when nothing was heard yet. */
  listensIn: string[];
};

/** The value of the paging buttons. */
export const TopPage = z.object({ page: z.number().int().min(1), area: z.string().nullable() });

export function topScreen(data: TopData): Screen {
  const title = data.area ? `Top themes in ${data.area.name}` : 'Top themes';
  if (data.themes.length === 0) return emptyTop(title, data);
  const first = (data.page - 1) * topPageSize + 1;
  const week = `${count(data.week.items, 'item')} from ${count(data.week.customers, 'customer')} this week`;
  const shown = `${first} to ${first + data.themes.length - 1} of ${count(data.total, 'theme')}`;
  return screen(`${said(title, 120)}: ${count(data.total, 'theme')}`, [
    header(title),
    ...context(`${week} · ${shown}`),
    ...data.themes.map((theme, n) => row(first + n, theme)),
    ...paging(data),
  ]);
}

function emptyTop(title: string, { area, listensIn }: TopData): Screen {
  const where = listensIn.map((name) => `#${said(name, 80)}`).join(', ');
  const nothing = area
    ? `Nothing was heard about ${said(area.name, 80)} yet.`
    : 'Nothing was heard yet. Write what a customer said in a feedback channel, or react with :ear: to a message.';
  const listens = where
    ? `Earshot listens in ${where}.`
    : 'Invite Earshot to a channel to make it listen there.';
  return screen(nothing, [header(title), section(nothing), ...context(listens)]);
}

function row(rank: number, theme: ThemeLine): KnownBlock {
  const about = [
    scoreWords(theme),
    count(theme.customers, 'customer'),
    count(theme.reports, 'report'),
    `last ${moment(theme.newestAt)}`,
    stateWords(theme),
  ];
  const text = `*${rank}. ${titleWords(theme)}*\n${about.filter(Boolean).join(' · ')} · ${themeName(theme.number)}`;
  return section(text, button('Details', 'theme', theme.id));
}

/** What has become of it, in a few words; empty when nothing yet. */
export function stateWords(theme: ThemeLine): string {
  const { ticket, looking, snoozedUntil, standing, mergedInto } = theme;
  if (mergedInto !== null) return `:twisted_rightwards_arrows: merged into ${themeName(mergedInto)}`;
  if (standing !== 'open') return standing === 'known' ? ':bookmark: known' : ':file_folder: closed';
  if (ticket)
    return `${link(ticket.url, ticket.key)} ${said(ticket.stateName, 40)}${ticket.cameBack ? ', :repeat: came back' : ''}`;
  if (snoozedUntil) return `not now, until ${moment(snoozedUntil)}`;
  return looking.length > 0
    ? `:eyes: ${count(looking.length, 'person').replace('persons', 'people')} looking`
    : '';
}

function paging({ page, total, area }: TopData): KnownBlock[] {
  const to = (next: number) =>
    JSON.stringify({ page: next, area: area?.key ?? null } satisfies z.infer<typeof TopPage>);
  const buttons = [
    ...(page > 1 ? [button('Previous', 'top-previous', to(page - 1))] : []),
    ...(page * topPageSize < total ? [button('Next', 'top-next', to(page + 1))] : []),
  ];
  return buttons.length > 0 ? [divider, { type: 'actions', elements: buttons }] : [];
}

export type WhyScoreData = {
  theme: Pick<ThemeLine, 'id' | 'number' | 'title' | 'areaName' | 'score' | 'band' | 'bandSetBy'>;
  /** When this score was made. */
  at: Date;
  explanation: Explanation | null;
};

export function whyScoreScreen({ theme, at, explanation }: WhyScoreData): Screen {
  const title = `*${titleWords(theme)}*\n${scoreWords(theme)} · ${themeName(theme.number)}`;
  if (!explanation) {
    const waiting = 'It was not scored yet. That happens within a minute of the first report.';
    return screen(waiting, [section(title), section(waiting)]);
  }
  return screen(`Why ${themeName(theme.number)} scores ${Math.round(explanation.score)}`, [
    section(title),
    ...scoreBlocks(explanation),
    ...context(`Scored ${moment(at, 'time')}, half-points: ${said(explanation.version, 40)}`),
  ]);
}

/** The parts as bars, largest first, and what would change them. */
export function scoreBlocks(explanation: Explanation): KnownBlock[] {
  const change = context(confidenceWords(explanation), changeWords(explanation));
  return [section(fixedWidth(partLines(explanation))), ...change];
}

/** `Reach     ██▏    9.1/25  6 customers`. Bars are to scale: the longest possible one stands for 25 points. */
export function partLines({ lines }: Explanation): string[] {
  return lines.map(({ part, points, max, says }) => {
    const number = `${points.toFixed(1)}/${Math.round(max)}`;
    const words = cutText(oneLine(withoutInvisible(says)), 160).replaceAll('`', "'");
    return `${partLabels[part].padEnd(9)} ${bar(points / fullPoints.reach, 6)} ${number.padStart(7)}  ${words}`;
  });
}

function confidenceWords({ confidence, customers }: Explanation): string {
  return `Confidence ${confidence.toFixed(2)}, from ${count(customers, 'customer')}`;
}

/** `One more blocker customer: +3. Without news: 45 in 7 days. No source missing.` */
export function changeWords({ oneMore, inAWeek, missing }: Explanation): string {
  const sources = missing
    .map(({ part, because }) => `${partLabels[part].toLowerCase()} (${because})`)
    .join(', ');
  return [
    `One more blocker customer: +${Math.round(oneMore)}.`,
    `Without news: ${Math.round(inAWeek)} in 7 days.`,
    sources ? `Not counted: ${sources}.` : 'No source missing.',
  ].join(' ');
}
