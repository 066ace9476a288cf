// Customers report again what is done. Soon after, the fix did not hold or is not everywhere yet; later it came back.
// Pure.

/** Within this time after shipping a report counts against the fix. */
export const fixMs = 14 * 86_400_000;

export type Recurrence = { feedbackId: string; saidAt: Date; kind: 'against the fix' | 'came back' };

/** Reports said after the ticket was done, as far as they are not noted yet. */
export function recurrencesIn(
  reports: { feedbackId: string; saidAt: Date }[],
  { completedAt, noted }: { completedAt: Date; noted: Set<string> },
): Recurrence[] {
  const fresh = new Map(
    reports
      .filter(({ feedbackId, saidAt }) => saidAt > completedAt && !noted.has(feedbackId))
      .map(({ feedbackId, saidAt }) => [feedbackId, saidAt]),
  );
  return [...fresh].map(([feedbackId, saidAt]) => ({
    feedbackId,
    saidAt,
    kind: saidAt.getTime() - completedAt.getTime() <= fixMs ? 'against the fix' : 'came back',
  }));
}

/** What people are told of all that were noted since it was last done; null when nobody reported it again. */
export function sinceDone(
  noted: Pick<Recurrence, 'kind' | 'saidAt'>[],
  completedAt: Date | null,
): { reports: number; kind: Recurrence['kind'] } | null {
  const since = completedAt ? noted.filter(({ saidAt }) => saidAt > completedAt) : [];
  if (since.length === 0) return null;
  const kind = since.some((one) => one.kind === 'came back') ? 'came back' : 'against the fix';
  return { reports: since.length, kind };
}
