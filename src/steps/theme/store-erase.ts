// The SQL of forgetting in themes: names made from erased words are made anew from what is left.
import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { scrubTable } from '../../db/scrub.ts';
import { finding } from '../../db/tables/analyze.ts';
import { decision, membership, placement, proposal, theme } from '../../db/tables/theme.ts';
import { type Eraser, erasedMark } from '../../text/forget.ts';
import { titleOf } from './title.ts';

/** Every theme these findings are or were in. */
export async function findThemesOfFindings(db: Db, findingIds: string[]): Promise<string[]> {
  if (findingIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: membership.themeId })
    .from(membership)
    .where(inArray(membership.findingId, findingIds));
  return rows.map(({ id }) => id);
}

/** Every index reads them again, without words. To be called under the placing lock. */
export async function forgetInIndexes(db: Db, findingIds: string[]): Promise<void> {
  if (findingIds.length === 0) return;
  const placed = await db
    .select({ findingId: membership.findingId, themeId: membership.themeId })
    .from(membership)
    .where(and(inArray(membership.findingId, findingIds), isNull(membership.leftAt)));
  if (placed.length > 0)
    await db.insert(placement).values(placed.map((row) => ({ ...row, change: 'joined' as const })));
}

/** Names that hold erased words, and everything that quotes a name. Returns the themes that are called otherwise now. */
export async function eraseThemes(db: Db, eraser: Eraser, at: Date): Promise<string[]> {
  const columns = { title: theme.title, summary: theme.summary };
  const changed = await scrubTable(db, theme, { key: theme.id, columns }, eraser.value);
  for (const id of changed) await nameAnew(db, id, at);
  await scrubTable(
    db,
    decision,
    { key: decision.id, columns: { says: decision.says, before: decision.before } },
    eraser.value,
  );
  await scrubTable(db, proposal, { key: proposal.id, columns: { because: proposal.because } }, eraser.value);
  return changed;
}

/** From what others said; where nobody else did, it is only a number. */
async function nameAnew(db: Db, id: string, at: Date): Promise<void> {
  const left = await db
    .select({ summary: finding.summary })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .where(and(eq(membership.themeId, id), isNull(membership.leftAt), ne(finding.text, '')))
    .orderBy(asc(membership.joinedAt))
    .limit(40);
  const named = titleOf(left.map(({ summary }) => summary));
  const { title, summary } = named ?? { title: erasedMark, summary: erasedMark };
  await db.update(theme).set({ title, summary, titledBy: 'earshot', changedAt: at }).where(eq(theme.id, id));
}
