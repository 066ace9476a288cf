// The SQL of forgetting in intake: whose words there are, and taking them out.
import { gt } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { erasure } from '../../db/tables/intake.ts';

/** Those asked for after that moment. */
export async function findErasuresAfter(db: Db, at: Date) {
  return db
    .select({ id: erasure.id, fingerprints: erasure.fingerprints, askedAt: erasure.askedAt })
    .from(erasure)
    .where(gt(erasure.askedAt, at));
}
