// Work that was given up: kept until it succeeds, shown in `/earshot status`, rung again by the sweep or by a person.
import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { failure } from '../db/tables/shared.ts';
import { gather } from '../lib/gather.ts';
import type { Eraser } from '../text/forget.ts';
import type { Bell } from './port.ts';

export type Failure = typeof failure.$inferSelect;

export async function keepFailure(db: Db, row: Omit<Failure, 'times'>): Promise<void> {
  const { job, key, ...rest } = row;
  await db
    .insert(failure)
    .values(row)
    .onConflictDoUpdate({
      target: [failure.job, failure.key],
      set: { ...rest, times: sql`${failure.times} + 1` },
    });
}

type Done = { job: string; key: string };

async function clearFailures(db: Db, done: Done[]): Promise<void> {
  await db.execute(sql`
    delete from ${failure} using jsonb_to_recordset(${JSON.stringify(done)}::text::jsonb) as done (job text, key text)
    where ${failure.job} = done.job and ${failure.key} = done.key`);
}

/** For work that is done. Almost never is there one, so those who finish together ask together. */
export function clearingFailures(db: Db): (done: Done) => Promise<void> {
  return gather(async (all) => {
    await clearFailures(db, all);
    return all.map(() => undefined);
  });
}

/** Newest first. */
export async function findFailures(db: Db, limit: number): Promise<Failure[]> {
  return db.select().from(failure).orderBy(desc(failure.failedAt)).limit(limit);
}

export async function countFailures(db: Db): Promise<{ permanent: number; passing: number }> {
  const rows = await db.select({ kind: failure.kind, n: count() }).from(failure).groupBy(failure.kind);
  const of = (kind: Failure['kind']) => rows.find((row) => row.kind === kind)?.n ?? 0;
  return { permanent: of('permanent'), passing: of('passing') };
}

/** A passing failure rests this long, longer with each time, before the sweep rings it again. */
const restMs = 60_000;
const longestRestMs = 3_600_000;

/** Leaves out bells whose work was given up for good, or has not rested yet. */
export async function withoutGivenUp(db: Db, bells: Bell[], now: Date): Promise<Bell[]> {
  const kept = await db.select().from(failure);
  if (kept.length === 0) return bells;
  const resting = new Set(kept.filter((f) => !isRested(f, now)).map((f) => `${f.job} ${f.key}`));
  return bells.filter((bell) => !resting.has(`${bell.job} ${bell.key}`));
}

function isRested({ kind, times, failedAt }: Failure, now: Date): boolean {
  const rest = Math.min(restMs * 2 ** Math.min(times - 1, 10), longestRestMs);
  return kind === 'passing' && now.getTime() - failedAt.getTime() >= rest;
}

/** A job's name and key stay, so that it can be rung again, unless they say who it is. */
export async function scrubFailures(db: Db, eraser: Eraser, needles: string[]): Promise<void> {
  for (const { job, key, payload, reason } of await db.select().from(failure)) {
    const isAbout = needles.some((needle) => `${key} ${JSON.stringify(payload)}`.includes(needle));
    if (isAbout) await clearFailures(db, [{ job, key }]);
    else if (eraser.text(reason) !== reason)
      await db
        .update(failure)
        .set({ reason: eraser.text(reason) })
        .where(and(eq(failure.job, job), eq(failure.key, key)));
  }
}
