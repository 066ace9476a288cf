// A theme's weeks as bars: who sees no picture reads the same, and nothing has to be uploaded for one person's look.
import type { KnownBlock } from '@slack/types';
import { bar } from '../../text/bars.ts';
import { fixedWidth, section } from '../../text/screen.ts';
import { weekMs } from './trend.ts';

/** Cells of the longest bar: with its day and its number a line still fits into a phone. */
const cells = 16;

/** From the first week with anybody in it, at least the last four. Days are UTC: a fixed-width block knows no dates. */
export function timeline({ weekly, weeklyUntil }: { weekly: number[]; weeklyUntil: Date }): KnownBlock[] {
  const first = weekly.findIndex((customers) => customers > 0);
  if (first < 0 || weekly.length < 2) return [];
  const from = Math.min(first, Math.max(0, weekly.length - 4));
  const most = Math.max(...weekly);
  const lines = weekly.slice(from).map((customers, n) => {
    const weeksAgo = weekly.length - from - n;
    const day = dayOf(new Date(weeklyUntil.getTime() - weeksAgo * weekMs));
    return `${day.padStart(6)} ${customers > 0 ? bar(customers / most, cells).trimEnd() : '·'} ${customers}`;
  });
  return [section(`*Customers a week*, seven days from each\n${fixedWidth(lines)}`)];
}

const dayOf = (at: Date) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
