// What an adapter sits out by itself, before it bothers the queue: short rate limits, reads that broke off, and writes
// whose answer was lost.
import { waitFor } from '../lib/wait-for.ts';
import { TrackerBusy } from './port.ts';

/** No answer to a call that changed nothing, or that never arrived: it may be repeated at once. */
export class Unanswered extends Error {
  override name = 'Unanswered';
  readonly why: string;
  constructor(message: string, why: string) {
    super(message);
    this.why = why;
  }
}

/** Milliseconds to wait before the next try; undefined when it is not for the adapter to try again. */
export function pauseAfter(failure: Error, tries: number): number | undefined {
  if (tries >= 3) return undefined;
  if (failure instanceof TrackerBusy)
    return failure.retryAfterSeconds <= 5 ? failure.retryAfterSeconds * 1000 : undefined;
  // A second long wait would keep a job from others; the queue tries again later.
  if (failure instanceof Unanswered) return failure.why === 'TimeoutError' ? undefined : 150 * tries;
  return undefined;
}

/** What was sent may still be under way: it is looked for until the try is given up. A look that fails found nothing. */
export async function waitForSent<T>(
  look: () => Promise<T | undefined>,
  patienceMs: number,
): Promise<T | undefined> {
  return waitFor(() => look().catch(() => undefined), patienceMs);
}
