// The SQL of forgetting in themes: names made from erased words are made anew from what is left.
import { and, asc, desc, eq, inArray, isNull, ne, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, scrubTable } from '../../db/scrub.ts';
import { finding } from '../../db/tables/analyze.ts';
import { decision, membership, placement, proposal, question, theme } from '../../db/tables/theme.ts';
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

/** Themes in which nobody else's words are, or ever were. */
export async function findThemesOnlyOf(db: Db, feedbackIds: string[]): Promise<string[]> {
  const themes = await findThemesOfFindings(db, await idsOfFindings(db, feedbackIds));
  if (themes.length === 0) return [];
  const others = await db
    .selectDistinct({ id: membership.themeId })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .where(and(inArray(membership.themeId, themes), notInArray(finding.feedbackId, feedbackIds)));
  const shared = new Set(others.map(({ id }) => id));
  return themes.filter((id) => !shared.has(id));
}

/** What others said in the themes these items are in: the newest of it. */
export async function findWordsBeside(db: Db, feedbackIds: string[]): Promise<string[]> {
  const themes = await findThemesOfFindings(db, await idsOfFindings(db, feedbackIds));
  if (themes.length === 0) return [];
  const rows = await db
    .select({ text: finding.text })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .where(and(inArray(membership.themeId, themes), notInArray(finding.feedbackId, feedbackIds)))
    .orderBy(desc(membership.saidAt))
    .limit(500);
  return rows.map(({ text }) => text).filter((text) => text !== '');
}

async function idsOfFindings(db: Db, feedbackIds: string[]): Promise<string[]> {
  if (feedbackIds.length === 0) return [];
  const rows = await db
    .select({ id: finding.id })
    .from(finding)
    .where(inArray(finding.feedbackId, feedbackIds));
  return rows.map(({ id }) => id);
}

/** What such a theme is called says nothing but theirs, in whatever words. */
export async function findWordsOfThemes(db: Db, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ title: theme.title, summary: theme.summary })
    .from(theme)
    .where(inArray(theme.id, ids));
  return rows.flatMap(({ title, summary }) => [title, summary]).filter((text) => text !== erasedMark);
}

/** Names that hold erased words. Returns the themes that are called otherwise now. */
export async function eraseThemes(
  db: Db,
  eraser: Eraser,
  { at, onlyTheirs }: { at: Date; onlyTheirs: string[] },
): Promise<string[]> {
  const columns = { title: theme.title, summary: theme.summary };
  const changed = await scrubTable(db, theme, { key: theme.id, columns }, eraser.value);
  const renamed = [...new Set([...changed, ...onlyTheirs])];
  for (const id of renamed) await nameAnew(db, id, at);
  return renamed;
}

/** Why something was placed, decided or proposed. */
export async function scrubReasons(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(
    db,
    decision,
    { key: decision.id, columns: { says: decision.says, before: decision.before } },
    eraser.value,
  );
  const because = { because: proposal.because };
  await scrubTable(db, proposal, { key: proposal.id, columns: because }, eraser.value);
  await scrubTable(
    db,
    membership,
    { key: membership.id, columns: { because: membership.because, leftBecause: membership.leftBecause } },
    eraser.value,
  );
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

export async function eraseDecider(db: Db, userIds: string[]): Promise<void> {
  const { titledBy, areaBy, standingBy } = theme;
  await eraseDoers(db, theme, { titledBy, areaBy, standingBy }, userIds);
  await eraseDoers(db, membership, { decidedBy: membership.decidedBy }, userIds);
  await eraseDoers(db, decision, { by: decision.by, undoneBy: decision.undoneBy }, userIds);
  await eraseDoers(db, proposal, { decidedBy: proposal.decidedBy }, userIds);
  await eraseDoers(db, question, { answeredBy: question.answeredBy }, userIds);
}
