// The seven parts of the impact score, and the points each can give.

export const parts = ['reach', 'revenue', 'severity', 'system', 'churn', 'trend', 'sentiment'] as const;

export type Part = (typeof parts)[number];

/** A part's evidence before it becomes points: 0 or more, without upper bound. */
export type Raw = Record<Part, number>;

/** Together 100. */
export const fullPoints: Record<Part, number> = {
  reach: 25,
  revenue: 15,
  severity: 15,
  system: 15,
  churn: 12,
  trend: 10,
  sentiment: 8,
};

export const partLabels: Record<Part, string> = {
  reach: 'Reach',
  revenue: 'Revenue',
  severity: 'Severity',
  system: 'System',
  churn: 'Churn',
  trend: 'Trend',
  sentiment: 'Sentiment',
};

/** What is known about the sources of this workspace. */
export type Sources = {
  /** Incidents, deploys or metrics are read. */
  signals: boolean;
  /** At least one customer's annual revenue is known. */
  revenue: boolean;
  /** Since when feedback is heard; absent before the first. */
  heardSince: Date | undefined;
};

/** Parts whose source is missing neither give nor cost points: the score is out of what can be known. */
export function connectedParts(sources: Sources, at: Date): Part[] {
  const missing = new Set<Part>();
  if (!sources.signals) missing.add('system');
  if (!sources.revenue) missing.add('revenue');
  if (!hasHistory(sources.heardSince, at)) missing.add('trend');
  return parts.filter((part) => !missing.has(part));
}

/** Why a part is missing, for people. */
export const missingBecause: Record<Part, string> = {
  reach: '',
  revenue: 'no customer has a known revenue',
  severity: '',
  system: 'no metrics or incidents are connected',
  churn: '',
  trend: 'less than two weeks of history',
  sentiment: '',
};

/** A week to compare, and at least one before it. */
function hasHistory(heardSince: Date | undefined, at: Date): boolean {
  return heardSince !== undefined && at.getTime() - heardSince.getTime() >= 14 * 86_400_000;
}
