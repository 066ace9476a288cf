// The words for a score. Absolute, so that a theme's band never moves because another theme was added.

export const bands = ['critical', 'high', 'medium', 'low'] as const;
export type Band = (typeof bands)[number];

const floors: [Band, number][] = [
  ['critical', 70],
  ['high', 50],
  ['medium', 30],
];

/** 0 is the most important. */
export const bandRank: Record<Band, number> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Of the unrounded score, 0 to 100. */
export function bandOf(score: number): Band {
  return floors.find(([, floor]) => score >= floor)?.[0] ?? 'low';
}

/** Below this much confidence a score alone is no reason to propose a ticket. */
export const enoughConfidence = 0.4;

/** The score from which a ticket is proposed: the floor of `high`. */
export const worthATicket = 50;
