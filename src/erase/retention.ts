// EARSHOT_RETENTION_DAYS: older words go, with who said them; what they were counted for stays.
import { z } from 'zod';
import { forgetPeopleUnheardSince } from '../customers/store-erase.ts';
import type { Deps } from '../deps.ts';
import type { Job } from '../queue/port.ts';
import { findFindingWords } from '../steps/analyze/store-erase.ts';
import type { Happened } from '../steps/happened.ts';
import { forgetOldRatings } from '../steps/intake/store-erase.ts';
import { findItemsSaidBefore, findWordsOf } from '../steps/intake/store-erase-find.ts';
import { eraseThemes, findWordsBeside, scrubReasons } from '../steps/theme/store-erase.ts';
import { eraserOf } from '../text/forget.ts';
import { allHomesChanged, becameAnother, eraseWords, scrubFrozen } from './rows.ts';

const batch = 2000;
const dayMs = 86_400_000;

/** Every hour. What is left over is found by the next run. */
export const forgetOld: Job<Record<string, never>, Happened[]> = {
  name: 'forget-old',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'forget-old',
  concurrency: 1,
  attempts: 3,
  run: async (deps) => {
    const { retentionDays } = deps.config;
    if (!retentionDays) return [];
    const before = new Date(deps.now().getTime() - retentionDays * dayMs);
    await forgetOldRatings(deps.db, before);
    await forgetPeopleUnheardSince(deps.db, before);
    const happened: Happened[] = [];
    for (let ids = await findItemsSaidBefore(deps.db, before, batch); ids.length > 0; ) {
      happened.push(...(await forgetItems(deps, ids)));
      ids = await findItemsSaidBefore(deps.db, before, batch);
    }
    return happened.length > 0 ? [...happened, ...(await allHomesChanged(deps.db))] : happened;
  },
};

/** What was made of the words goes first, the words themselves last: killed in between, it begins anew and knows them still. */
async function forgetItems(deps: Deps, ids: string[]): Promise<Happened[]> {
  const words = [...(await findWordsOf(deps.db, ids)), ...(await findFindingWords(deps.db, ids))];
  const eraser = eraserOf({
    names: [],
    marks: [],
    domains: [],
    words,
    others: await findWordsBeside(deps.db, ids),
  });
  await scrubReasons(deps.db, eraser);
  await scrubFrozen(deps.db, eraser);
  const at = deps.now();
  return deps.db.transaction(async (tx) => {
    const happened = await eraseWords(tx, { mine: { own: ids, mixed: [] }, authorKeys: [], at, until: at });
    const renamed = await eraseThemes(tx, eraser, { at, onlyTheirs: [] });
    return [...happened, ...renamed.flatMap(becameAnother)];
  });
}
