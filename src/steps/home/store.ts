// The SQL of App Home and of `/earshot status`.
import { and, desc, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis } from '../../db/tables/analyze.ts';
import { feedback, inbox } from '../../db/tables/intake.ts';
import { membership, question } from '../../db/tables/theme.ts';
import { ticket } from '../../db/tables/ticket.ts';

/** When Slack last told anything. */
export async function lastHeard(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: inbox.receivedAt })
    .from(inbox)
    .where(eq(inbox.source, 'slack'))
    .orderBy(desc(inbox.id))
    .limit(1);
  return row?.at;
}

/** When the newest feedback was said. */
export async function findNewest(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({ saidAt: feedback.saidAt })
    .from(feedback)
    .orderBy(desc(feedback.saidAt))
    .limit(1);
  return row?.saidAt;
}

/** Said long before it was heard: history that was read in, for which no promise of speed was made. */
const sinceThen = sql`${feedback.capturedAt} - ${feedback.saidAt} < interval '1 day'`;

/**
 * METHODS section 9: of the items older than 2 hours those that were read within 2 hours of being said. What failed,
 * waits or was skipped counts as missed.
 */
export async function countReadInTime(
  db: Db,
  { from, now }: { from: Date; now: Date },
): Promise<{ items: number; inTime: number }> {
  // Nothing is read before it is said, so the answers of the period are enough, and none is looked up by itself.
  const first = db
    .select({ feedbackId: analysis.feedbackId, at: sql`min(${analysis.answeredAt})`.as('first_at') })
    .from(analysis)
    .where(gte(analysis.answeredAt, from))
    .groupBy(analysis.feedbackId)
    .as('first');
  const [row] = await db
    .select({
      items: sql<number>`count(*)::int`,
      inTime: sql<number>`(count(*) filter (where ${first.at} <= ${feedback.saidAt} + interval '2 hours'))::int`,
    })
    .from(feedback)
    .leftJoin(first, eq(first.feedbackId, feedback.id))
    .where(
      and(
        gte(feedback.saidAt, from),
        lt(feedback.saidAt, new Date(now.getTime() - 7_200_000)),
        isNull(feedback.withdrawnAt),
        sinceThen,
      ),
    );
  return row!;
}

/** Reports that Earshot placed since then, questions put to people about them, and those still open. */
export async function countAsked(db: Db, since: Date) {
  const [row] = await db
    .select({
      placed: sql<number>`count(*)::int`,
      asked: sql<number>`(select count(*) from ${question} where ${question.putAt} >= ${since.toISOString()})::int`,
      open: sql<number>`(select count(*) from ${question} where ${question.putAt} is not null and ${question.answeredAt} is null)::int`,
    })
    .from(membership)
    .where(and(gte(membership.joinedAt, since), eq(membership.decidedBy, 'earshot')));
  return row!;
}

/** Living tickets by whether they are finished. */
export async function countTickets(db: Db): Promise<{ open: number; done: number }> {
  const [row] = await db
    .select({
      open: sql<number>`(count(*) filter (where ${ticket.state} not in ('completed', 'canceled', 'missing')))::int`,
      done: sql<number>`(count(*) filter (where ${ticket.state} = 'completed'))::int`,
    })
    .from(ticket)
    .where(and(isNotNull(ticket.externalId), isNull(ticket.endedAt)));
  return row!;
}
