// Is it growing? Distinct customers of the last 7 days against the weeks before, told by a cautious lower bound, so
// that one customer's many messages, or two customers in place of one, raise nothing.

import { lnRateRatioBounds } from '../../stats/rate-ratio.ts';

export type Trend = {
  /** Lower one-sided 80 % bound of ln(rate of the last 7 days / baseline). Above 0: it grows. */
  lower: number;
  /** Upper one-sided 80 % bound of the same. Below 0: it fades. */
  upper: number;
  /** Distinct customers in the last 7 days. */
  recent: number;
  /** Distinct customers in a usual week before that. */
  usual: number;
};

export const weekMs = 7 * 86_400_000;

/** Weeks before the last 7 days that make the baseline. */
const baselineWeeks = 8;

/** z of a one-sided 80 % bound. */
const z80 = 0.8416212335729143;

/**
 * `heardSince` shortens the baseline to the weeks in which Earshot was listening at all. `share`, where known, is total
 * feedback of the last 7 days over that of a usual week: dividing by it keeps a growing company, or a holiday, from
 * looking like a trend of this theme. The report that started a theme is why it exists, and no sign that it grows.
 */
export function trendOf(
  reports: { customer: string; at: Date }[],
  { at, heardSince, share = 1 }: { at: Date; heardSince?: Date | undefined; share?: number },
): Trend {
  const [recent = 0, ...earlier] = customersByWeek(reports, at, baselineWeeks + 1);
  const before = earlier.reduce((sum, customers) => sum + customers, 0);
  const weeks = baselineLength(at, heardSince);
  const startedNow = recent > 0 && !reports.some((report) => at.getTime() - report.at.getTime() >= weekMs);
  const joined = startedNow ? recent - 1 : recent;
  const bounds = lnRateRatioBounds({ count: joined, time: share }, { count: before, time: weeks }, z80);
  return { ...bounds, recent, usual: before / weeks };
}

/** Distinct customers in each of the last `weeks` weeks before `at`, newest first. */
export function customersByWeek(
  reports: { customer: string; at: Date }[],
  at: Date,
  weeks: number,
): number[] {
  const seen: (Set<string> | undefined)[] = Array.from({ length: weeks });
  for (const report of reports) {
    const week = Math.floor(Math.max(0, at.getTime() - report.at.getTime()) / weekMs);
    if (week >= weeks) continue;
    seen[week] ??= new Set();
    seen[week].add(report.customer);
  }
  return seen.map((customers) => customers?.size ?? 0);
}

/** In weeks, at least one: less history than that is not compared at all (see `connectedParts`). */
function baselineLength(at: Date, heardSince: Date | undefined): number {
  if (!heardSince) return baselineWeeks;
  const heard = (at.getTime() - heardSince.getTime()) / weekMs - 1;
  return Math.min(baselineWeeks, Math.max(1, heard));
}
