// What is heard most: `/earshot top [area]`, and the answer to "why this score?".
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { bar } from '../../text/bars.ts';
import {
  button,
  context,
  count,
  divider,
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
    ...data.themes.map((theme, n) => row(first + n, withoutArea(theme, data.area))),
    ...paging(data),
  ]);
}

function emptyTop(title: string, { area, listensIn }: TopData): Screen {
  const where = listensIn.map((name) => `#${said(name, 80)}`).join(', ');
  const nothing = area
    ? `Nothing was heard about ${said(area.name, 80)} yet.`
    : 'Nothing was heard yet. Write what a customer said in a feedback channel, or use “Capture as feedback” in a message’s menu.';
  const listens = where
    ? `Earshot listens in ${where}.`
    : 'Invite Earshot to a channel to make it listen there.';
  return screen(nothing, [header(title), section(nothing), ...context(listens)]);
}

/** What the list's own title says is not said again on each line. */
function withoutArea(theme: ThemeLine, area: TopData['area']): ThemeLine {
  return area && theme.areaName === area.name ? { ...theme, areaName: null } : theme;
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
  return lookingWords(looking);
}

/** `Eva Lind and 2 more are looking into it`. */
function lookingWords([first, ...others]: string[]): string {
  if (first === undefined) return '';
  const more = others.length > 0 ? ` and ${others.length} more are` : ' is';
  return `:eyes: ${said(first, 50)}${more} looking into it`;
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
    ...context(`Scored ${moment(at, 'time')}, with the ${halfPointsWords(explanation.version)}.`),
  ]);
}

/** Half-points: how much evidence earns half of a part. */
const halfPointsWords = (version: string) =>
  version === 'default' ? 'usual half-points' : `half-points of ${said(version, 40)}`;

/** The parts as bars, largest first, and what would change them. */
export function scoreBlocks(explanation: Explanation): KnownBlock[] {
  const change = context(`${confidenceWords(explanation)}. ${changeWords(explanation)}`);
  return [section(partLines(explanation).join('\n')), ...change];
}

/**
 * `██▏ Reach 9.1 of 25: 6 customers`. Bars are to scale: the longest possible one stands for 25 points. They come first,
 * and in no fixed-width block: threads and phones are narrow, and there words must be free to go on to the next line.
 */
export function partLines({ lines }: Explanation): string[] {
  return lines.map(({ part, points, max, says }) => {
    const length = bar(points / fullPoints.reach, 8).trimEnd() || '▏';
    return `${length} *${partLabels[part]} ${points.toFixed(1)}* of ${Math.round(max)}: ${said(says, 160)}`;
  });
}

function confidenceWords({ confidence, customers }: Explanation): string {
  return `Confidence ${confidence.toFixed(2)}, from ${count(customers, 'customer')}`;
}

/** `One more blocked customer would add 3. Without news it is at 45 in 7 days. No source is missing.` */
export function changeWords({ oneMore, inAWeek, missing }: Explanation): string {
  const sources = missing
    .map(({ part, because }) => `${partLabels[part].toLowerCase()} (${because})`)
    .join(', ');
  return [
    `One more blocked customer would add ${Math.round(oneMore)}.`,
    `Without news it is at ${Math.round(inAWeek)} in 7 days.`,
    sources ? `Not counted: ${sources}.` : 'No source is missing.',
  ].join(' ');
}
