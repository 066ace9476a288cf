// The SQL of forgetting in digests: what was shown is frozen, names and quotations in it included.
import type { Db } from '../../db/connect.ts';
import { scrubTable } from '../../db/scrub.ts';
import { digest } from '../../db/tables/digest.ts';
import type { Eraser } from '../../text/forget.ts';

const frozen = { key: digest.id, columns: { plan: digest.plan } };

export async function findDigestsHolding(db: Db, eraser: Eraser): Promise<string[]> {
  return scrubTable(db, digest, { ...frozen, isTrial: true }, eraser.value);
}

export async function eraseDigests(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(db, digest, frozen, eraser.value);
}
