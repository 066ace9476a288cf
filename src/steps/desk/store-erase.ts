// The SQL of forgetting at the desk: what it would come to, who looks into what, and who wants what.
import { and, count, countDistinct, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, nobody } from '../../db/scrub.ts';
import { finding } from '../../db/tables/analyze.ts';
import { looking, preference, snooze } from '../../db/tables/desk.ts';
import { message } from '../../db/tables/intake.ts';
import { membership } from '../../db/tables/theme.ts';
import { ticket } from '../../db/tables/ticket.ts';

/** What a subject comes to, for the question before it is erased. */
export async function countItems(db: Db, feedbackIds: string[]) {
  if (feedbackIds.length === 0) return { items: 0, messages: 0, themes: 0, tickets: 0 };
  const [said] = await db
    .select({ n: count() })
    .from(message)
    .where(and(inArray(message.feedbackId, feedbackIds), isNull(message.deletedAt)));
  const [placed] = await db
    .select({ themes: countDistinct(membership.themeId), tickets: countDistinct(ticket.id) })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .leftJoin(ticket, and(eq(ticket.themeId, membership.themeId), isNotNull(ticket.externalId)))
    .where(inArray(finding.feedbackId, feedbackIds));
  return { items: feedbackIds.length, messages: said!.n, ...placed! };
}

/** Nobody looks into what an erased one looked into. */
export async function erasePresence(db: Db, userIds: string[]): Promise<void> {
  await db
    .update(looking)
    .set({ by: nobody, endedAt: sql`coalesce(${looking.endedAt}, now())` })
    .where(inArray(looking.by, userIds));
  await eraseDoers(db, snooze, { by: snooze.by }, userIds);
  await db.delete(preference).where(inArray(preference.userId, userIds));
}
