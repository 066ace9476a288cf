// A frozen digest comes back from the database with its dates as text; this makes them dates again. Pure.
import type { DigestData, DigestPlan } from './digest.ts';

export type Frozen = { data: DigestData; plan: DigestPlan };

const isoDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const dateKeys = new Set([
  'from',
  'until',
  'dueAt',
  'newestAt',
  'startedAt',
  'saidAt',
  'snoozedUntil',
  'bandSetAt',
]);

export function revive(stored: unknown): Frozen {
  const text = JSON.stringify(stored);
  return JSON.parse(text, (key, value) =>
    dateKeys.has(key) && typeof value === 'string' && isoDate.test(value) ? new Date(value) : value,
  );
}
