// Looks for something that is still under way, again and again, with growing pauses.
import { setTimeout as sleep } from 'node:timers/promises';

const longestPauseMs = 5_000;

/** What `look` finds; undefined when there is nothing by the end of patience. What it throws is thrown. */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  patienceMs: number,
): Promise<T | undefined> {
  const until = Date.now() + patienceMs;
  for (let pause = 100; ; pause *= 2) {
    const found = await look();
    const left = until - Date.now();
    if (found || left <= 0) return found;
    await sleep(Math.min(pause, left, longestPauseMs));
  }
}
