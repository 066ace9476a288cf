// The SQL of forgetting in analysis: what was read out of erased words goes, what is counted stays.
import { and, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, scrubTable } from '../../db/scrub.ts';
import { analysis, correction, finding } from '../../db/tables/analyze.ts';
import type { Eraser } from '../../text/forget.ts';

/** What was made of these items: to be recognised where it was shown. */
export async function findFindingWords(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  const rows = await db
    .select({ summary: finding.summary, quotes: finding.quotes, cause: finding.suspectedCause })
    .from(finding)
    .where(inArray(finding.feedbackId, feedbackIds));
  return rows.flatMap(({ summary, quotes, cause }) => [summary, ...quotes, ...(cause ? [cause] : [])]);
}

/** Returns the findings. Area, kind, severity and mood stay: they say nothing about anybody. */
export async function eraseFindings(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  await db
    .update(analysis)
    .set({ reason: null })
    .where(and(inArray(analysis.feedbackId, feedbackIds), isNotNull(analysis.reason)));
  const blank = await db
    .update(finding)
    .set({
      text: '',
      summary: 'Erased',
      quotes: [],
      affects: [],
      suspectedCause: null,
      recommendation: { change: '', check: '' },
      because: [],
      themeHint: null,
    })
    .where(inArray(finding.feedbackId, feedbackIds))
    .returning({ id: finding.id });
  return blank.map(({ id }) => id);
}

export async function findFindingIds(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  const rows = await db
    .select({ id: finding.id })
    .from(finding)
    .where(inArray(finding.feedbackId, feedbackIds));
  return rows.map(({ id }) => id);
}

/** What others said of the erased one. Returns the findings that changed. */
export async function scrubFindings(db: Db, eraser: Eraser, needles: string[]): Promise<string[]> {
  if (needles.length === 0) return [];
  const patterns = needles.map((needle) => `%${needle.replace(/[\\%_]/g, '\\$&')}%`);
  const like = sql`ilike any(${sql.param(patterns)}::text[])`;
  const { text, summary, quotes, suspectedCause, recommendation, because, affects, themeHint } = finding;
  const columns = { text, summary, quotes, suspectedCause, recommendation, because, affects, themeHint };
  const where = or(...Object.values(columns).map((column) => sql`${column}::text ${like}`));
  return scrubTable(db, finding, { key: finding.id, columns, where }, eraser.value);
}

export const eraseCorrector = (db: Db, userIds: string[]): Promise<void> =>
  eraseDoers(db, correction, { by: correction.by }, userIds);
