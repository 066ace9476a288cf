// The SQL of tickets that live in their trackers: which to read again.
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { theme } from '../../db/tables/theme.ts';
import { recurrence, ticket } from '../../db/tables/ticket.ts';
import type { TicketRow } from './store.ts';

export type RecurrenceRow = typeof recurrence.$inferSelect;

/** Every theme's ticket that is one of these, or goes on as one of these. */
export async function findByExternalIds(
  db: Db,
  tracker: TicketRow['tracker'],
  externalIds: string[],
): Promise<TicketRow[]> {
  if (externalIds.length === 0) return [];
  return db
    .select()
    .from(ticket)
    .where(
      and(
        eq(ticket.tracker, tracker),
        or(inArray(ticket.externalId, externalIds), inArray(ticket.canonicalId, externalIds)),
        isNull(ticket.endedAt),
      ),
    );
}

/** What is being worked on is looked at often; what is over may still be opened again. */
const openEveryMs = 3 * 60_000;
const overEveryMs = 60 * 60_000;
/** In one round, so that a thousand tickets stay within what a tracker allows in an hour. */
const mostAtOnce = 15;

/** Living tickets of these trackers that were not looked at for a while, the longest ago first. */
export async function findUnseen(db: Db, trackers: TicketRow['tracker'][], now: Date): Promise<TicketRow[]> {
  if (trackers.length === 0) return [];
  const isOpen = and(
    inArray(ticket.state, ['triage', 'backlog', 'unstarted', 'started']),
    isNull(ticket.archivedAt),
  );
  const before = (ms: number) => lt(ticket.seenAt, new Date(now.getTime() - ms));
  return db
    .select()
    .from(ticket)
    .where(
      and(
        isNotNull(ticket.externalId),
        isNull(ticket.endedAt),
        inArray(ticket.tracker, trackers),
        or(and(isOpen, before(openEveryMs)), before(overEveryMs)),
      ),
    )
    .orderBy(asc(ticket.seenAt), sql`${ticket.id}`)
    .limit(mostAtOnce);
}

/** The first moment counts, so that switching comments on tells nothing of the past; null: they are switched off. */
export async function tellCommentsFrom(db: Db, from: Date | null): Promise<void> {
  const { commentsFrom } = ticket;
  await db
    .update(ticket)
    .set({ commentsFrom: from })
    .where(and(isNotNull(ticket.externalId), from ? isNull(commentsFrom) : isNotNull(commentsFrom)));
}

/** Reports that came after these tickets were done, oldest first. */
export async function findRecurrences(db: Db, ticketIds: string[]): Promise<RecurrenceRow[]> {
  if (ticketIds.length === 0) return [];
  return db
    .select()
    .from(recurrence)
    .where(inArray(recurrence.ticketId, ticketIds))
    .orderBy(asc(recurrence.saidAt));
}

export async function saveRecurrences(db: Db, rows: RecurrenceRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(recurrence).values(rows).onConflictDoNothing();
}

/** After this, what should have followed a ticket's making at once was lost. */
const bareAfterMs = 60_000;

/** A change may be committed this much later than the moment it names. */
const lateCommitMs = 60_000;

/** Themes of living tickets whose text is older than the theme's last change, and may be written again. */
export async function findOutdated(
  db: Db,
  trackers: TicketRow['tracker'][],
  { now, everyMs }: { now: Date; everyMs: number },
): Promise<{ themeId: string }[]> {
  if (trackers.length === 0) return [];
  const before = (ms: number) => new Date(now.getTime() - ms);
  const isChanged = gt(theme.changedAt, sql`${ticket.evidenceAt} - ${`${lateCommitMs} ms`}::interval`);
  const isBehind = and(lt(ticket.evidenceAt, before(everyMs)), isChanged);
  const isBare = and(isNull(ticket.evidenceAt), lt(ticket.madeAt, before(bareAfterMs)));
  return db
    .select({ themeId: ticket.themeId })
    .from(ticket)
    .innerJoin(theme, eq(theme.id, ticket.themeId))
    .where(
      and(
        isNotNull(ticket.externalId),
        isNull(ticket.endedAt),
        inArray(ticket.tracker, trackers),
        or(isBehind, isBare),
      ),
    )
    .limit(mostAtOnce);
}

/** All tickets this theme ever had. */
export async function findFormerTickets(db: Db, themeId: string): Promise<TicketRow[]> {
  return db.select().from(ticket).where(eq(ticket.themeId, themeId));
}
