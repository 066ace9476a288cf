// The SQL of forgetting at the desk: who looks into what, and who wants what.
import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { eraseDoers } from '../../db/scrub.ts';
import { looking, preference, snooze } from '../../db/tables/desk.ts';

export async function erasePresence(db: Db, userIds: string[]): Promise<void> {
  await eraseDoers(db, looking, { by: looking.by }, userIds);
  await eraseDoers(db, snooze, { by: snooze.by }, userIds);
  await db.delete(preference).where(inArray(preference.userId, userIds));
}
