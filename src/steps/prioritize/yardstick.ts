// What all themes of one moment are measured with, and how ties between them are broken.
import type { HalfPoints } from './half-points.ts';
import { connectedParts } from './parts.ts';
import type { Yardstick } from './prioritize.ts';

export function yardstickFor(known: {
  at: Date;
  /** Annual revenue of every customer that has one, in one currency. */
  revenues: number[];
  signals: boolean;
  heardSince: Date | undefined;
  halfPoints: HalfPoints;
}): Yardstick {
  const { at, signals, heardSince, halfPoints } = known;
  const paying = known.revenues.filter((revenue) => revenue > 0).sort((a, b) => a - b);
  return {
    at,
    halfPoints,
    connected: connectedParts({ signals, heardSince, revenue: paying.length > 0 }, at),
    medianRevenue: median(paying),
    topRevenue: paying[Math.floor(paying.length * 0.9)] ?? null,
  };
}

/** What decides between themes with the same score. */
export type Ranked = {
  id: string;
  score: number;
  customers: number;
  /** The raw revenue part. */
  revenue: number;
  newestAt: Date;
  startedAt: Date;
};

/** For `sort`: the most important first; never 0 for two different ids, so that every run gives the same order. */
export function byImpact(a: Ranked, b: Ranked): number {
  return (
    b.score - a.score ||
    b.customers - a.customers ||
    b.revenue - a.revenue ||
    b.newestAt.getTime() - a.newestAt.getTime() ||
    a.startedAt.getTime() - b.startedAt.getTime() ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function median(sorted: number[]): number | null {
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  return high === undefined || low === undefined ? null : (low + high) / 2;
}
