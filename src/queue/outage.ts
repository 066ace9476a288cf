// The queue's store may be away for minutes, and every worker says so every second. One line says it well enough.
import { reasonOf } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';

const everyMs = 10_000;

/** A listener for 'error' events: without one Node ends the process. Logs at most one line in ten seconds. */
export function outageListener(log: Log, now: () => number = Date.now): (error: Error) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (error) => {
    if (now() - lastAt < everyMs) {
      unsaid++;
      return;
    }
    log.warn({ reason: reasonOf(error), more: unsaid }, 'the queue has trouble with its store');
    lastAt = now();
    unsaid = 0;
  };
}
