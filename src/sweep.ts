// Rings again what was committed but never rung: the queue was emptied, a process died between a commit and its bell.
import { z } from 'zod';
import { hasUnclaimed } from './customers/api-store.ts';
import type { Deps } from './deps.ts';
import type { Job } from './queue/port.ts';
import { findUnread } from './steps/analyze/store.ts';
import { findUnsettled } from './steps/analyze/store-corrections.ts';
import { findDueDigests } from './steps/digest/store.ts';
import type { Happened } from './steps/happened.ts';
import { findUnhandled, findWithoutReceipt, removeHandledBefore } from './steps/intake/store.ts';
import { findBehind } from './steps/intake/store-catch-up.ts';
import { findUnfinishedErasures } from './steps/intake/store-erasure.ts';
import { findUnscored } from './steps/prioritize/store.ts';
import { findUnplaced } from './steps/theme/store.ts';
import { findCountedInVain } from './steps/theme/store-counting.ts';
import { findOpenWishes, findUnmade } from './steps/ticket/store.ts';

/** Younger than this is most likely being worked on right now. */
const graceMs = 15_000;
const batch = 500;
const dayMs = 86_400_000;

export const sweep: Job<Record<string, never>, Happened[]> = {
  name: 'sweep',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'sweep',
  attempts: 1,
  run: async (deps) => {
    await removeHandledBefore(
      deps.db,
      new Date(deps.now().getTime() - deps.config.inboxRetentionDays * dayMs),
    );
    const dropped = await findDropped(deps);
    // After an import there is more than one batch: it is worked through without waiting for the clock, and without
    // a queue so long that what is said right now would wait behind it.
    const isFull = dropped.filter(({ what }) => what === 'captured').length >= batch;
    return isFull ? [...dropped, { what: 'backlog' }] : dropped;
  },
};

/** Everything whose next step is missing, as if it had just happened. Bells that are still waiting are not doubled. */
export async function findDropped(deps: Deps, olderThanMs = graceMs): Promise<Happened[]> {
  const before = new Date(deps.now().getTime() - olderThanMs);
  const [
    deliveries,
    noReceipt,
    unread,
    unplaced,
    inVain,
    unscored,
    wishes,
    unmade,
    digests,
    unclaimed,
    unsettled,
    behind,
    erasures,
  ] = await Promise.all([
    findUnhandled(deps.db, before, batch),
    findWithoutReceipt(deps.db, before, batch),
    findUnread(deps.db, before, batch),
    findUnplaced(deps.db, before, batch),
    findCountedInVain(deps.db, before, batch),
    findUnscored(deps.db, before, batch),
    findOpenWishes(deps.db, before, batch),
    findUnmade(deps.db, before, batch),
    findDueDigests(deps.db, before, batch),
    hasUnclaimed(deps.db, before),
    findUnsettled(deps.db, before, batch),
    findBehind(deps.db),
    findUnfinishedErasures(deps.db, before),
  ]);
  return [
    ...deliveries.map(({ id, ...rest }) => ({ what: 'delivered' as const, inboxId: id, ...rest })),
    ...noReceipt.map(({ id }) => ({ what: 'captured' as const, feedbackId: id, revision: 1 })),
    ...unread.map((item) => ({ what: 'captured' as const, ...item })),
    ...unplaced.map(({ analysisId, feedbackId }) => ({
      what: 'analyzed' as const,
      analysisId,
      feedbackId,
      usable: true,
    })),
    ...inVain.map(({ feedbackId }) => ({ what: 'withdrawn' as const, feedbackId })),
    ...unscored.map(({ themeId }) => ({ what: 'themeChanged' as const, themeId })),
    ...wishes.map(({ id, ticketId, themeId, made }) =>
      ticketId && themeId && made
        ? { what: 'ticketMade' as const, ticketId, themeId }
        : { what: 'wished' as const, wishId: id },
    ),
    ...unmade.map(({ id }) => ({ what: 'ticketDecided' as const, ticketId: id })),
    ...digests.map(({ id }) => ({ what: 'digestDue' as const, digestId: id })),
    ...unsettled.map((correction) => ({ what: 'corrected' as const, ...correction })),
    ...erasures.map(({ id }) => ({ what: 'erasureGoesOn' as const, erasureId: id, afterMs: 0 })),
    ...behind.map(({ id }) => ({ what: 'channelBehind' as const, channelId: id })),
    ...(unclaimed ? [{ what: 'customersSaved' as const }] : []),
  ];
}
