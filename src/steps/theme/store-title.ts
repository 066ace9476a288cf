// The SQL of what themes are called, and of the areas they are filed under.
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export async function countReports(db: Db, themeId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(analysis, and(eq(analysis.id, finding.analysisId), isNull(analysis.supersededAt)))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .where(and(eq(membership.themeId, themeId), isNull(membership.leftAt)));
  return row!.n;
}

const unlessByAPerson = (themeId: string) => and(eq(theme.id, themeId), eq(theme.titledBy, 'earshot'));

/** Returns whether it was written: a person may have named it a moment before. */
export async function writeTitle(
  db: Db,
  themeId: string,
  words: { title: string; summary: string; titledFrom: number },
): Promise<boolean> {
  const written = await db
    .update(theme)
    .set(words)
    .where(unlessByAPerson(themeId))
    .returning({ id: theme.id });
  return written.length > 0;
}

/** It was looked at again and still fits. */
export async function keepTitle(db: Db, themeId: string, titledFrom: number): Promise<void> {
  await db.update(theme).set({ titledFrom }).where(unlessByAPerson(themeId));
}

/** Under the lock. One entry of the log for each theme tells every index. Returns the themes. */
export async function renameAreaOfThemes(db: Db, from: string, to: string): Promise<string[]> {
  const renamed = await db
    .update(theme)
    .set({ areaKey: to })
    .where(eq(theme.areaKey, from))
    .returning({ id: theme.id });
  const ids = renamed.map((row) => row.id);
  if (ids.length > 0)
    await db.execute(sql`
      insert into app.placement (finding_id, theme_id, change)
      select distinct on (m.theme_id) m.finding_id, m.theme_id, 'joined' from app.membership m
      where m.theme_id = any(${sql.param(ids)}::uuid[]) and m.left_at is null order by m.theme_id, m.joined_at`);
  return ids;
}
