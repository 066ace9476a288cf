// The jobs of tickets: grant a wish, make the ticket, answer where it was asked for.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { findArea, targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { Permanent } from '../../lib/failure.ts';
import { randomLookingIdFor } from '../../lib/ids.ts';
import type { Job } from '../../queue/port.ts';
import type { TicketDraft, Tracker, TrackerTarget } from '../../tracker/port.ts';
import { findCurrentAnalysis } from '../analyze/store.ts';
import type { Happened } from '../happened.ts';
import { findFeedback } from '../intake/store.ts';
import { findMembershipsOf, findTheme } from '../theme/store.ts';
import { answerRefusal, answerWish } from './answer.ts';
import { assembleDraft } from './gather.ts';
import {
  countTickets,
  findTicket,
  findTicketOfTheme,
  findWish,
  findWishesFor,
  freezeDraft,
  grantWish,
  lockTicketOf,
  markAnswered,
  startTicket,
  updateTicket,
  type WishRow,
} from './store.ts';
import { decideTicket } from './ticket.ts';

/** Decides on one wish. Two wishes for one theme at once: the lock lets the second find the first one's ticket. */
export const grant: Job<{ wishId: string }, Happened[]> = {
  name: 'grant',
  payload: z.object({ wishId: z.uuid() }),
  key: ({ wishId }) => `wish-${wishId}`,
  run: async (deps, { wishId }) => {
    const wished = await findWish(deps.db, wishId);
    if (!wished || wished.answeredAt) return [];
    if (wished.ticketId) return [{ what: 'ticketDecided', ticketId: wished.ticketId }];
    const outcome = await deps.db.transaction((tx) => decideOn(deps, tx, wished));
    if (outcome.kind === 'wait') return [{ what: 'wishWaits', wishId }];
    if (outcome.kind === 'granted') return [{ what: 'ticketDecided', ticketId: outcome.ticketId }];
    await answerRefusal(deps, wished, outcome.because);
    await markAnswered(deps.db, [wishId], deps.now());
    return [];
  },
};

type Outcome = { kind: 'granted'; ticketId: string } | { kind: 'wait' } | { kind: 'refuse'; because: string };

async function decideOn(deps: Deps, tx: Db, wished: WishRow): Promise<Outcome> {
  const found = await themeOf(tx, wished);
  if (found.theme) await lockTicketOf(tx, found.theme.id);
  const catalog = await currentCatalog(deps);
  const areaKey = found.theme?.areaKey ?? null;
  const decision = decideTicket({
    ...found,
    existing: found.theme && (await findTicketOfTheme(tx, found.theme.id)),
    areaName: findArea(catalog, areaKey)?.name,
    target: targetFor(catalog, areaKey),
    connected: Object.keys(deps.trackers) as TrackerTarget['tracker'][],
  });
  if (decision.kind === 'wait' || decision.kind === 'refuse') return decision;
  const themeId = found.theme!.id;
  const ticketId =
    decision.kind === 'existing'
      ? decision.ticketId
      : await decideNew(deps, tx, wished, themeId, decision.target);
  await grantWish(tx, wished.id, themeId, ticketId);
  return { kind: 'granted', ticketId };
}

async function decideNew(
  deps: Deps,
  tx: Db,
  wished: WishRow,
  themeId: string,
  target: TrackerTarget,
): Promise<string> {
  const id = randomLookingIdFor('ticket', themeId, String(await countTickets(tx, themeId)));
  const { by, channel } = wished;
  const askedAt = deps.now();
  await startTicket(tx, {
    id,
    themeId,
    tracker: target.tracker,
    target,
    askedBy: by,
    askedAt,
    origin: 'created',
  });
  await note(tx, {
    at: askedAt,
    who: by,
    what: 'asked for a ticket',
    subject: `theme:${themeId}`,
    origin: channel,
    occasion: id,
  });
  return id;
}

async function themeOf(tx: Db, wished: WishRow) {
  const themeId =
    wished.themeId ??
    (wished.feedbackId ? (await findMembershipsOf(tx, wished.feedbackId))[0]?.themeId : undefined);
  const theme = themeId ? await findTheme(tx, themeId) : undefined;
  return {
    theme,
    noThemeBecause: theme || !wished.feedbackId ? undefined : await whyNoTheme(tx, wished.feedbackId),
  };
}

async function whyNoTheme(tx: Db, feedbackId: string): Promise<string | undefined> {
  const item = await findFeedback(tx, feedbackId);
  if (!item || item.withdrawnAt) return item?.withdrawnBecause ?? 'The message is gone.';
  const reading = await findCurrentAnalysis(tx, feedbackId);
  if (reading?.verdict !== 'not feedback' || reading.revision < item.revision) return undefined;
  return `Earshot read this as no feedback: ${reading.reason}`;
}

/** Calls the tracker. Safe to repeat: the tracker knows our id, and the draft was frozen before the first call. */
export const makeTicket: Job<{ ticketId: string }, Happened[]> = {
  name: 'ticket',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  concurrency: 2,
  attempts: 12,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (!row) throw new Permanent('There is no such ticket.');
    if (row.externalId) return [{ what: 'ticketMade', ticketId, themeId: row.themeId }];
    const tracker = trackerFor(deps, row.tracker);
    const draft = (row.draft ??
      (await freezeDraft(deps.db, ticketId, await assembleDraft(deps, row)))) as TicketDraft;
    const made = await tracker.create(draft);
    for (const link of draft.links) await tracker.putLink(made.externalId, link);
    await updateTicket(deps.db, ticketId, {
      externalId: made.externalId,
      key: made.key,
      url: made.url,
      title: made.title,
      state: made.state,
      stateName: made.stateName,
      assignee: made.assignee ?? null,
      madeAt: deps.now(),
      seenAt: deps.now(),
    });
    return [{ what: 'ticketMade', ticketId, themeId: row.themeId }];
  },
};

/** One reply in each thread the ticket was asked for in; edited when the ticket moves. */
export const answerWishes: Job<{ ticketId: string }, Happened[]> = {
  name: 'answer',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (!row?.externalId) return [];
    const wishes = await findWishesFor(deps.db, ticketId);
    const places = new Map(wishes.map((wished) => [`${wished.channel} ${wished.threadTs}`, wished]));
    for (const wished of places.values()) await answerWish(deps, row, wished);
    await markAnswered(
      deps.db,
      wishes.filter((wished) => !wished.answeredAt).map((wished) => wished.id),
      deps.now(),
    );
    return [];
  },
};

export function trackerFor(deps: Deps, kind: TrackerTarget['tracker']): Tracker {
  const tracker = deps.trackers[kind];
  if (tracker) return tracker;
  throw new Permanent(`The ticket belongs to ${kind}, which is not connected. Set its credentials again.`);
}
