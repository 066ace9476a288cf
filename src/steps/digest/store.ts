// The SQL of digests: schedules, slots, lines.
import { and, asc, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { digest, digestLine, digestSchedule } from '../../db/tables/digest.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export type DigestRow = typeof digest.$inferSelect;
export type ScheduleRow = typeof digestSchedule.$inferSelect;

export async function findSchedules(db: Db): Promise<ScheduleRow[]> {
  return db
    .select()
    .from(digestSchedule)
    .where(isNull(digestSchedule.endedAt))
    .orderBy(asc(digestSchedule.since));
}

export async function findSchedule(db: Db, id: string): Promise<ScheduleRow | undefined> {
  const [row] = await db
    .select()
    .from(digestSchedule)
    .where(and(eq(digestSchedule.id, id), isNull(digestSchedule.endedAt)));
  return row;
}

/** A person's own. */
export async function findPersonal(db: Db, person: string): Promise<ScheduleRow | undefined> {
  const [row] = await db
    .select()
    .from(digestSchedule)
    .where(and(eq(digestSchedule.person, person), isNull(digestSchedule.endedAt)));
  return row;
}

/** By id; a changed schedule begins anew, so that it owes nothing of before. */
export async function saveSchedule(db: Db, row: typeof digestSchedule.$inferInsert): Promise<void> {
  const { id: _id, ...rest } = row;
  await db
    .insert(digestSchedule)
    .values(row)
    .onConflictDoUpdate({ target: digestSchedule.id, set: { ...rest, endedAt: null } });
}

export async function endSchedule(db: Db, id: string, at: Date): Promise<void> {
  await db.update(digestSchedule).set({ endedAt: at }).where(eq(digestSchedule.id, id));
}

export async function findLastSlot(db: Db, occasion: string): Promise<Date | null> {
  const [row] = await db
    .select({ slot: digest.slot })
    .from(digest)
    .where(eq(digest.occasion, occasion))
    .orderBy(desc(digest.slot))
    .limit(1);
  return row?.slot ?? null;
}

/** One row a slot, whoever comes first. */
export async function startDigest(db: Db, row: typeof digest.$inferInsert): Promise<void> {
  await db.insert(digest).values(row).onConflictDoNothing();
}

export async function findDigest(db: Db, id: string): Promise<DigestRow | undefined> {
  const [row] = await db.select().from(digest).where(eq(digest.id, id));
  return row;
}

/** Slots taken but not posted to the end. */
export async function findDueDigests(db: Db, slotBefore: Date, limit: number) {
  return db
    .select({ id: digest.id })
    .from(digest)
    .where(and(isNull(digest.postedAt), lt(digest.slot, slotBefore)))
    .limit(limit);
}

/** Only the first plan counts. */
export async function freezePlan(db: Db, id: string, plan: unknown): Promise<DigestRow> {
  await db
    .update(digest)
    .set({ plan })
    .where(and(eq(digest.id, id), isNull(digest.plan)));
  return (await findDigest(db, id))!;
}

export async function saveLine(db: Db, row: typeof digestLine.$inferInsert): Promise<void> {
  await db.insert(digestLine).values(row).onConflictDoNothing();
}

export async function markPosted(db: Db, id: string, at: Date): Promise<void> {
  await db.update(digest).set({ postedAt: at }).where(eq(digest.id, id));
}

/** The theme's lines in the digests of the last weeks, newest first: the ones still worth editing. */
export async function findLines(db: Db, themeId: string, limit: number) {
  return db
    .select({ line: digestLine, digest })
    .from(digestLine)
    .innerJoin(digest, eq(digest.id, digestLine.digestId))
    .where(eq(digestLine.themeId, themeId))
    .orderBy(desc(digest.slot))
    .limit(limit);
}

/** Closed themes that were heard all the same, most reports first. */
export async function findClosedHeard(
  db: Db,
  { from, until, areaKeys }: { from: Date; until: Date; areaKeys: string[] | undefined },
) {
  const reports = sql<number>`count(*)::int`;
  return db
    .select({ number: theme.number, title: theme.title, reports })
    .from(theme)
    .innerJoin(
      membership,
      and(
        eq(membership.themeId, theme.id),
        isNull(membership.leftAt),
        gte(membership.saidAt, from),
        lt(membership.saidAt, until),
      ),
    )
    .where(
      and(
        eq(theme.standing, 'closed'),
        isNull(theme.mergedInto),
        areaKeys ? inArray(theme.areaKey, areaKeys) : undefined,
      ),
    )
    .groupBy(theme.id)
    .orderBy(desc(reports), asc(theme.number))
    .limit(50);
}
