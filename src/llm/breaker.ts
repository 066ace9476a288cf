// Stops asking a service that fails, and tries it again with a single call. One a process; nothing is stored.

export type Breaker = {
  /** Whether a call may be made now. `probe`: the one call that decides whether the service is back. */
  permit(): { kind: 'closed' } | { kind: 'probe' } | { kind: 'open'; until: Date; why: string };
  succeeded(): void;
  failed(why: string): void;
  /** Opens at once: the service named a time, or refuses us until a person changes something. */
  openFor(ms: number, why: string): void;
  openUntil(): { until: Date; why: string } | undefined;
};

/** Opens after `failures` in a row for `firstMs`, twice as long each time it fails again, up to `longestMs`. */
export function createBreaker(
  now: () => Date,
  { failures = 5, firstMs = 30_000, longestMs = 600_000 } = {},
): Breaker {
  let inRow = 0;
  let openedTimes = 0;
  let open: { until: Date; why: string } | undefined;
  let probing = false;

  function openFor(ms: number, why: string): void {
    const until = new Date(now().getTime() + ms);
    if (!open || until > open.until) open = { until, why };
    probing = false;
  }

  return {
    permit() {
      if (!open) return { kind: 'closed' };
      if (now() < open.until || probing) return { kind: 'open', ...open };
      probing = true;
      return { kind: 'probe' };
    },
    succeeded() {
      inRow = 0;
      openedTimes = 0;
      open = undefined;
      probing = false;
    },
    failed(why) {
      inRow += 1;
      const wasProbe = probing;
      probing = false;
      if (inRow < failures && !wasProbe) return;
      openFor(Math.min(firstMs * 2 ** openedTimes, longestMs), why);
      openedTimes += 1;
    },
    openFor,
    openUntil: () => (open && now() < open.until ? open : undefined),
  };
}
