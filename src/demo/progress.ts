// Reading the company's history takes a few seconds; this shows how far it is.
import type { Deps } from '../deps.ts';
import { countCaughtUp } from '../steps/intake/store.ts';
import { findDropped } from '../sweep.ts';

const everyMs = 400;
const patienceMs = 120_000;

/** Returns when nothing is waiting to be read, grouped or scored. */
export async function watchHistory(deps: Deps, say: (line: string) => void): Promise<void> {
  const end = Date.now() + patienceMs;
  let last = -1;
  for (;;) {
    const { channels, behind } = await countCaughtUp(deps.db);
    const open =
      channels === 0 || behind > 0 ? Number.POSITIVE_INFINITY : (await findDropped(deps, 0)).length;
    if (open === 0) break;
    if (Number.isFinite(open) && open !== last) {
      say(`Reading what customers said in the last weeks: ${open} still to do.`);
      last = open;
    }
    if (Date.now() > end) {
      say('The history is still being read; it goes on in the background.');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  say('The history has been read.');
}
