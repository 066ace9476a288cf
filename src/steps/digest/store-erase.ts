// The SQL of forgetting in digests: what was shown is frozen, names and quotations in it included.
import type { Db } from '../../db/connect.ts';
import { scrubTable } from '../../db/scrub.ts';
import { digest } from '../../db/tables/digest.ts';
import type { Eraser } from '../../text/forget.ts';

/** Returns the digests that say something else now. */
export async function eraseDigests(db: Db, eraser: Eraser): Promise<string[]> {
  return scrubTable(db, digest, { key: digest.id, columns: { plan: digest.plan } }, eraser.value);
}
