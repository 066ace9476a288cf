// The SQL of the nightly review: what is looked at, and what it proposes.
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { finding } from '../../db/tables/analyze.ts';
import { decision, membership, proposal, theme } from '../../db/tables/theme.ts';

export type ProposalRow = typeof proposal.$inferSelect;

/** Themes with members that changed since then, the latest first. */
export async function findChangedThemes(db: Db, since: Date, limit: number) {
  return db
    .select({ id: theme.id, areaKey: theme.areaKey, startedAt: theme.startedAt })
    .from(theme)
    .where(
      and(
        isNull(theme.mergedInto),
        gte(theme.changedAt, since),
        sql`exists (select 1 from app.membership m where m.theme_id = ${theme.id} and m.left_at is null)`,
      ),
    )
    .orderBy(desc(theme.changedAt), asc(theme.id))
    .limit(limit);
}

/** The newest reports' words. */
export async function findMemberTexts(db: Db, themeId: string, limit: number) {
  return db
    .select({ findingId: finding.id, text: finding.text })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .where(and(eq(membership.themeId, themeId), isNull(membership.leftAt)))
    .orderBy(desc(membership.saidAt), asc(finding.id))
    .limit(limit);
}

/** The same idea again changes nothing: what people said no to is not proposed a second time. */
export async function saveProposal(db: Db, row: typeof proposal.$inferInsert): Promise<boolean> {
  const fresh = await db.insert(proposal).values(row).onConflictDoNothing().returning({ id: proposal.id });
  return fresh.length > 0;
}

/** Proposals about themes that were merged meanwhile are over. Those that people were asked are closed where they stand. */
export async function endOutdated(db: Db, at: Date): Promise<void> {
  await db
    .update(proposal)
    .set({
      decidedAt: at,
      decidedBy: 'earshot',
      decision: sql`case when exists (select 1 from app.theme t where t.merged_into = ${proposal.themeId}
        and t.id = ${proposal.otherId}) then 'yes' else 'outdated' end`,
    })
    .where(
      and(
        isNull(proposal.decidedAt),
        isNull(proposal.putAt),
        sql`exists (select 1 from app.theme t where t.merged_into is not null
          and t.id in (${proposal.themeId}, ${proposal.otherId}))`,
      ),
    );
}

/** Surest first: those nobody was asked about yet. */
export async function findUnputProposals(db: Db, limit: number): Promise<ProposalRow[]> {
  return db
    .select()
    .from(proposal)
    .where(and(isNull(proposal.decidedAt), isNull(proposal.putAt)))
    .orderBy(desc(proposal.score), asc(proposal.id))
    .limit(limit);
}

export async function countPutSince(db: Db, since: Date): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(proposal)
    .where(gte(proposal.putAt, since));
  return row!.n;
}

export async function markPut(db: Db, ids: string[], at: Date): Promise<void> {
  if (ids.length > 0) await db.update(proposal).set({ putAt: at }).where(inArray(proposal.id, ids));
}

export async function findProposal(db: Db, id: string): Promise<ProposalRow | undefined> {
  const [row] = await db.select().from(proposal).where(eq(proposal.id, id));
  return row;
}

/** The first word counts; false when somebody said it before. */
export async function decideProposal(
  db: Db,
  id: string,
  decided: { decision: 'yes' | 'no' | 'outdated'; decidedBy: string; decidedAt: Date },
): Promise<boolean> {
  const done = await db
    .update(proposal)
    .set(decided)
    .where(and(eq(proposal.id, id), isNull(proposal.decidedAt)))
    .returning({ id: proposal.id });
  return done.length > 0;
}

/**
 * What people were asked about a theme, or any, that somebody has merged since, in whatever way: by whom, and in which
 * words. The latest merge first.
 */
export async function findMergedSince(db: Db, themeId?: string) {
  return db
    .select({
      proposal,
      by: decision.by,
      says: decision.says,
      from: decision.themeId,
      into: decision.otherId,
    })
    .from(proposal)
    .innerJoin(
      decision,
      and(
        eq(decision.kind, 'merge'),
        isNull(decision.undoneAt),
        sql`${decision.themeId} in (${proposal.themeId}, ${proposal.otherId})`,
      ),
    )
    .where(
      and(
        isNull(proposal.decidedAt),
        isNotNull(proposal.putAt),
        themeId ? sql`${themeId} in (${proposal.themeId}, ${proposal.otherId})` : undefined,
      ),
    )
    .orderBy(desc(decision.at));
}
