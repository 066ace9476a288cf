// Half-points: how much of a part's evidence earns half of its points. They follow the company's own size, once a
// month, and each score names the version it was made with.
import { type Part, parts, type Raw } from './parts.ts';

export type HalfPoints = { version: string; values: Record<Part, number> };

export const defaultHalfPoints: HalfPoints = {
  version: 'default',
  values: { reach: 8, revenue: 6, severity: 4, system: 1, churn: 1.5, trend: 1, sentiment: 5 },
};

/**
 * For the month of `at`, from the raw parts of every theme that was active in the 90 days before it. Never below the
 * defaults: a small company's few reports must not look like a crowd.
 */
export function halfPointsFor(active: Raw[], at: Date): HalfPoints {
  const values = { ...defaultHalfPoints.values };
  for (const part of parts)
    values[part] = Math.max(values[part], upperQuartile(active.map((raw) => raw[part])));
  return { version: monthOf(at), values };
}

/** Recomputed monthly: due when the ones in force are of an earlier month. */
export function halfPointsDue(inForce: HalfPoints, at: Date): boolean {
  return inForce.version === defaultHalfPoints.version || inForce.version < monthOf(at);
}

/** By linear interpolation (Hyndman and Fan 1996, type 7); 0 of nothing. */
function upperQuartile(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = 0.75 * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
