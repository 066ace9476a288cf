// The digest in Slack: one root message that sums up the period, and in its thread one message a theme to work on.
import type { KnownBlock } from '@slack/types';
import type { Reactions } from '../../text/reactions.ts';
import {
  button,
  context,
  count,
  header,
  link,
  moment,
  type Picture,
  picture,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import { stateWords } from '../prioritize/blocks.ts';
import { quoteWords, themeButtons } from '../prioritize/card.ts';
import { scoreWords, themeName, titleWords } from '../prioritize/theme-line.ts';
import type { DigestData, DigestLine, DigestPlan, DigestTheme, Movement } from './digest.ts';

type Shown = { chart?: Picture | undefined; emoji: Reactions };

export function digestRoot(data: DigestData, plan: DigestPlan, { chart, emoji }: Shown): Screen {
  const title = data.areaName
    ? `${data.areaName}: what customers said, ${period(data)}`
    : `What customers said, ${period(data)}`;
  const lines = [
    heardWords(data, plan),
    ...movementLines(plan),
    shippedWords(data),
    closedWords(data),
    plan.kind === 'themes' ? listWords(plan) : '',
  ];
  return screen(`${said(title, 200)}. ${heardWords(data, plan)}`, [
    header(title),
    section(lines.filter(Boolean).join('\n')),
    ...(chart ? [picture(chart)] : []),
    ...context(lateWords(data), nextWords(plan, emoji)),
  ]);
}

/** What the reader can do now. */
function nextWords({ kind }: DigestPlan, { ticket, looking }: Reactions): string {
  switch (kind) {
    case 'themes':
      return `React in the thread with :${ticket}: to make a theme's ticket or :${looking}: to look into it.`;
    case 'little':
      return '`/earshot top` lists every theme, the small ones too.';
    case 'silence':
      return '`/earshot status` shows where Earshot listens.';
  }
}

/** `3 items from 2 customers this week; nothing stands out.` */
function heardWords({ heard, from, until }: DigestData, { kind }: DigestPlan): string {
  const when =
    Math.abs(until.getTime() - from.getTime() - 7 * 86_400_000) <= 7_200_000
      ? 'this week'
      : 'since the last digest';
  if (heard.items === 0) return `Nothing was heard ${when}.`;
  const amount = `${count(heard.items, 'item')} from ${count(heard.customers, 'customer')} ${when}`;
  const analysed = heard.analysed < heard.items ? `, ${percent(heard.analysed / heard.items)} analysed` : '';
  return kind === 'little'
    ? `${amount}${analysed}; nothing stands out.`
    : `${amount}${analysed || ', all analysed'}.`;
}

/** Never 100 % while something is missing. */
const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function movementLines({ moved }: DigestPlan): string[] {
  return (['new', 'growing', 'fading'] as const)
    .filter((movement) => moved[movement].length > 0)
    .map(
      (movement) =>
        `${movementEmoji[movement]} *${moved[movement].length} ${movement}:* ${named(moved[movement])}`,
    );
}

const movementEmoji: Record<Movement, string> = {
  new: ':new:',
  growing: ':chart_with_upwards_trend:',
  fading: ':chart_with_downwards_trend:',
  steady: ':heavy_minus_sign:',
};

function named(themes: DigestTheme[]): string {
  return listed(themes.slice(0, 3).map(numbered), themes.length);
}

/** Titles have commas of their own. */
function listed(shown: string[], all: number): string {
  const others = all - shown.length;
  return [...shown, ...(others > 0 ? [`${others} more`] : [])].join(' · ');
}

const numbered = ({ number, title }: { number: number; title: string }): string =>
  `${themeName(number)} ${said(title, 70)}`;

function shippedWords({ shipped }: DigestData): string {
  if (shipped.length === 0) return '';
  const done = shipped.slice(0, 4).map(({ key, url, title, outcome }) => {
    return `${link(url, key)} ${said(title, 70)}${outcome ? ` (${said(outcome, 60)})` : ''}`;
  });
  return `:package: *${shipped.length} shipped:* ${listed(done, shipped.length)}`;
}

function closedWords({ closedHeard }: DigestData): string {
  if (closedHeard.length === 0) return '';
  const named = closedHeard
    .slice(0, 3)
    .map((theme) => `${numbered(theme)} (${count(theme.reports, 'report')})`);
  return `:file_folder: *${closedHeard.length} closed, heard again:* ${listed(named, closedHeard.length)}`;
}

function listWords({ lines, beyond, singles }: DigestPlan): string {
  const rest = [
    beyond > 0 ? `${count(beyond, 'theme')} more in \`/earshot top\`` : '',
    singles > 0 ? `${count(singles, 'single report')} not listed` : '',
  ].filter(Boolean);
  const order = lines.length > 1 ? ', most important first' : '';
  return `*${count(lines.length, 'theme')}* in the thread${order}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.`;
}

function lateWords({ late }: DigestData): string | null {
  if (!late) return null;
  const missed =
    late.missed > 0 ? ` It also stands for ${count(late.missed, 'earlier digest')} that was missed.` : '';
  return `:hourglass: Late: due ${moment(late.dueAt, 'time')}, when Earshot was not running.${missed.replace('digests that was', 'digests that were')}`;
}

/** In the schedule's time zone, as Slack's headers know no dates: `2 Mar to 9 Mar 2026`. */
export function period({ from, until, timeZone }: Pick<DigestData, 'from' | 'until' | 'timeZone'>): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone });
  const year = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone });
  return `${day.format(from)} to ${day.format(until)} ${year.format(until)}`;
}

/** One theme in the digest's thread: the surface on which the week is decided. */
export function digestThemeMessage({ rank, theme, movement, change }: DigestLine): Screen {
  const title = `${rank}. ${titleWords(theme)}`;
  if (theme.mergedInto !== null) return mergedLine(title, theme);
  const words = [scoreWords(theme), changeWords(change, movement), count(theme.customers, 'customer')];
  return screen(title, [
    section(`*${title}*\n${words.filter(Boolean).join(' · ')} · ${themeName(theme.number)}`),
    ...theme.quotes.slice(0, 2).map((quote) => section(quoteWords(quote, 280))),
    ...context(aboutWords(theme)),
    actions(theme),
  ]);
}

function mergedLine(title: string, theme: DigestTheme): Screen {
  const words = `*${title}*\n${stateWords(theme)}`;
  return screen(title, [section(words, button('Show', 'theme', theme.id))]);
}

function changeWords(change: number | null, movement: Movement): string {
  const moved = movement === 'steady' ? '' : `${movementEmoji[movement]} ${movement}`;
  if (change === null || change === 0) return moved;
  const points = `${change > 0 ? '▲' : '▼'} ${Math.abs(change)} since last week`;
  return moved ? `${points}, ${moved}` : points;
}

function whoWords({ customerNames, customers }: DigestTheme): string | null {
  const names = customerNames.slice(0, 5).map((name) => said(name, 50));
  if (names.length === 0) return null;
  return customers > names.length
    ? `${names.join(', ')} and ${customers - names.length} more`
    : names.join(', ');
}

/** Who said it, whose it is, what became of it. The area stands in the title. */
function aboutWords(theme: DigestTheme): string {
  const state = stateWords(theme) || 'no ticket yet';
  return [whoWords(theme), ownerWords(theme), state].filter(Boolean).join(' · ');
}

function ownerWords({ ownerNames, areaName }: DigestTheme): string | null {
  if (!areaName) return 'no area yet';
  const owners = ownerNames.slice(0, 3).map((name) => said(name, 50));
  return owners.length > 0 ? `owned by ${owners.join(', ')}` : null;
}

function actions(theme: DigestTheme): KnownBlock {
  return { type: 'actions', elements: [...themeButtons(theme), button('More', 'theme', theme.id)] };
}
