// `/earshot audit`: who decided what, when and from where, the newest first. Pure.
import type { KnownBlock } from '@slack/types';
import {
  button,
  context,
  header,
  mention,
  moment,
  type Screen,
  said,
  screen,
  section,
  whereWords,
} from '../../text/screen.ts';
import { themeName } from '../prioritize/theme-line.ts';

export const decisionsPageSize = 20;

export type DecisionRow = {
  at: Date;
  /** A Slack user id, or `earshot`. */
  who: string;
  what: string;
  /** Of the theme it was about. */
  number: number | null;
  origin: string;
};

export type Decisions = {
  /** One page. */
  rows: DecisionRow[];
  /** Counted from 1. */
  page: number;
  hasMore: boolean;
};

/** Names in it alert nobody: only the one who asked sees it. */
export function decisionsScreen({ rows, page, hasMore }: Decisions): Screen {
  const title = 'Who decided what';
  if (rows.length === 0) return screen(title, [header(title), section('Nothing was decided yet.')]);
  const halves = [rows.slice(0, 10), rows.slice(10, decisionsPageSize)].filter((half) => half.length > 0);
  return screen(title, [
    header(title),
    ...halves.map((half) => section(half.map(line).join('\n'))),
    ...context('What was undone is a line of its own.'),
    ...paging(page, hasMore),
  ]);
}

function line({ at, who, what, number, origin }: DecisionRow): string {
  const about = number !== null && !what.includes(themeName(number)) ? ` (${themeName(number)})` : '';
  return `${moment(at, 'time')} ${mention(who)}: ${said(what, 120)}${about}, ${whereWords(origin)}`;
}

function paging(page: number, hasMore: boolean): KnownBlock[] {
  const buttons = [
    ...(page > 1 ? [button('Newer', 'audit-newer', String(page - 1))] : []),
    ...(hasMore ? [button('Older', 'audit-older', String(page + 1))] : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : [];
}
