// The SQL of what people decide about themes. Memberships are ended and begun, never deleted or changed.
import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { decision, membership, placement, theme } from '../../db/tables/theme.ts';

export type DecisionRow = typeof decision.$inferSelect;

/** False when this occasion was decided before. */
export async function saveDecision(db: Db, row: typeof decision.$inferInsert): Promise<boolean> {
  const fresh = await db.insert(decision).values(row).onConflictDoNothing().returning({ id: decision.id });
  return fresh.length > 0;
}

export async function findDecision(db: Db, id: string): Promise<DecisionRow | undefined> {
  const [row] = await db.select().from(decision).where(eq(decision.id, id));
  return row;
}

/** Newest first, of the theme itself or that it took part in. */
export async function findDecisionsOn(db: Db, themeId: string, limit: number): Promise<DecisionRow[]> {
  return db
    .select()
    .from(decision)
    .where(or(eq(decision.themeId, themeId), eq(decision.otherId, themeId)))
    .orderBy(desc(decision.at))
    .limit(limit);
}

/** False when it was undone already. */
export async function markUndone(db: Db, id: string, by: string, at: Date): Promise<boolean> {
  const done = await db
    .update(decision)
    .set({ undoneAt: at, undoneBy: by })
    .where(and(eq(decision.id, id), isNull(decision.undoneAt)))
    .returning({ id: decision.id });
  return done.length > 0;
}

export async function updateTheme(
  db: Db,
  id: string,
  set: Partial<typeof theme.$inferInsert>,
): Promise<void> {
  await db.update(theme).set(set).where(eq(theme.id, id));
}

/** The findings that belong to a theme now. */
export async function findMembers(db: Db, themeId: string): Promise<string[]> {
  const rows = await db
    .select({ findingId: membership.findingId })
    .from(membership)
    .where(and(eq(membership.themeId, themeId), isNull(membership.leftAt)));
  return rows.map((row) => row.findingId);
}

export async function findMergedInto(db: Db, themeId: string): Promise<string[]> {
  const rows = await db.select({ id: theme.id }).from(theme).where(eq(theme.mergedInto, themeId));
  return rows.map((row) => row.id);
}

export async function pointMerged(db: Db, ids: string[], into: string | null): Promise<void> {
  if (ids.length > 0) await db.update(theme).set({ mergedInto: into }).where(inArray(theme.id, ids));
}

type Move = { from: string; to: string; by: string; because: string; at: Date; newId: () => string };

/** Those of the findings that still belong to `from` go over; returns how many. To be called under the placing lock. */
export async function moveMembers(db: Db, findingIds: string[], move: Move): Promise<number> {
  const { from, to, by, because, at, newId } = move;
  let moved = 0;
  for (let start = 0; start < findingIds.length; start += portion) {
    const left = await db
      .update(membership)
      .set({ leftAt: at, leftBecause: because })
      .where(
        and(
          inArray(membership.findingId, findingIds.slice(start, start + portion)),
          eq(membership.themeId, from),
          isNull(membership.leftAt),
        ),
      )
      .returning({ findingId: membership.findingId, saidAt: membership.saidAt });
    if (left.length === 0) continue;
    await db.insert(placement).values(
      left.flatMap(({ findingId }) => [
        { findingId, themeId: from, change: 'left' as const },
        { findingId, themeId: to, change: 'joined' as const },
      ]),
    );
    await db.insert(membership).values(
      left.map(({ findingId, saidAt }) => ({
        id: newId(),
        themeId: to,
        findingId,
        decidedBy: by,
        match: null,
        because,
        joinedAt: at,
        saidAt,
      })),
    );
    moved += left.length;
  }
  await db
    .update(theme)
    .set({ changedAt: at })
    .where(inArray(theme.id, [from, to]));
  return moved;
}

const portion = 1000;
