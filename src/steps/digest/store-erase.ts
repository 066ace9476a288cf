// The SQL of forgetting in digests: what was shown is frozen, names and quotations in it included.
import { inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers, nobody, scrubTable } from '../../db/scrub.ts';
import { digest, digestSchedule } from '../../db/tables/digest.ts';
import type { Eraser } from '../../text/forget.ts';

const frozen = { key: digest.id, columns: { plan: digest.plan } };

export async function findDigestsHolding(db: Db, eraser: Eraser): Promise<string[]> {
  return scrubTable(db, digest, { ...frozen, isTrial: true }, eraser.value);
}

export async function eraseDigests(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(db, digest, frozen, eraser.value);
}

/** A personal digest without its person ends. */
export async function eraseSubscriber(db: Db, userIds: string[]): Promise<void> {
  await db
    .update(digestSchedule)
    .set({ person: nobody, endedAt: sql`coalesce(${digestSchedule.endedAt}, now())` })
    .where(inArray(digestSchedule.person, userIds));
  await eraseDoers(db, digestSchedule, { decidedBy: digestSchedule.decidedBy }, userIds);
  await eraseDoers(db, digest, { person: digest.person, askedBy: digest.askedBy }, userIds);
}
