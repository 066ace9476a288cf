// The counts that every list shows of a theme, kept with its score: a list of ten themes then reads ten rows, however
// many reports they have. Pure.
import type { Tally } from '../../db/tables/prioritize.ts';
import type { Report } from './prioritize.ts';
import { customersByWeek, type Trend } from './trend.ts';

const weeksShown = 8;

/** `reports` newest first, at least one. */
export function tallyOf(reports: Report[], trend: Trend, at: Date): Tally {
  return {
    reports: reports.length,
    startedAt: reports.at(-1)!.at.toISOString(),
    weekly: customersByWeek(reports, at, weeksShown).reverse(),
    trend,
  };
}
