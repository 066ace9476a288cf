// One theme as every list shows it: `/earshot top`, the digest, App Home.
import { mention, said } from '../../text/screen.ts';
import type { TicketState } from '../../tracker/port.ts';
import type { Band } from './bands.ts';

export type ThemeLine = {
  id: string;
  /** What people type: T-12. */
  number: number;
  title: string;
  summary: string;
  areaName: string | null;
  /** Names, not ids: a list alerts nobody. */
  ownerNames: string[];
  /** Null until it was scored once. */
  score: number | null;
  band: Band;
  /** The Slack id of the person who set the band by hand. */
  bandSetBy: string | null;
  bandSetAt: Date | null;
  confidence: number;
  customers: number;
  reports: number;
  newestAt: Date;
  ticket: TicketLine | null;
  /** Names of those who are looking into it. */
  looking: string[];
  snoozedUntil: Date | null;
  standing: 'open' | 'known' | 'closed';
  /** The number of the theme it was merged into. */
  mergedInto: number | null;
};

export type TicketLine = {
  key: string;
  url: string;
  state: TicketState;
  stateName: string;
  /** Reported again long after it was done: a follow-up is one click away. */
  cameBack?: boolean;
};

const bandEmoji: Record<Band, string> = {
  critical: ':red_circle:',
  high: ':large_orange_circle:',
  medium: ':large_yellow_circle:',
  low: ':white_circle:',
};

export const themeName = (number: number): string => `T-${number}`;

/** `Impact 51, high`, or the band a person set. */
export function scoreWords(line: Pick<ThemeLine, 'score' | 'band' | 'bandSetBy'>): string {
  const emoji = bandEmoji[line.band];
  if (line.bandSetBy) return `${emoji} ${line.band}, set by ${mention(line.bandSetBy)}`;
  return line.score === null ? 'not scored yet' : `${emoji} Impact *${Math.round(line.score)}*, ${line.band}`;
}

/** Title on one line, with the area before it where it is known. */
export function titleWords(line: Pick<ThemeLine, 'title' | 'areaName'>, limit = 140): string {
  const area = line.areaName ? `${said(line.areaName, 60)}: ` : '';
  return `${area}${said(line.title, limit)}`;
}
