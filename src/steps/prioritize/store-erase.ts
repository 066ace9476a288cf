// The SQL of forgetting in scores: reasons that name somebody.
import type { Db } from '../../db/connect.ts';
import { eraseDoers, scrubTable } from '../../db/scrub.ts';
import { override, score } from '../../db/tables/prioritize.ts';
import type { Eraser } from '../../text/forget.ts';

export async function eraseScores(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(db, score, { key: score.id, columns: { explanation: score.explanation } }, eraser.value);
  await scrubTable(db, override, { key: override.id, columns: { why: override.why } }, eraser.value);
}

export const eraseJudge = (db: Db, userIds: string[]): Promise<void> =>
  eraseDoers(db, override, { by: override.by, releasedBy: override.releasedBy }, userIds);
