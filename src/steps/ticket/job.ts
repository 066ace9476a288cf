// The jobs around a wish for a ticket: decide on it, and answer where it was asked for.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { findArea, targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { randomLookingIdFor } from '../../lib/ids.ts';
import type { Job } from '../../queue/port.ts';
import type { TrackerTarget } from '../../tracker/port.ts';
import { findCurrentAnalysis } from '../analyze/store.ts';
import type { Happened } from '../happened.ts';
import { findFeedback } from '../intake/store.ts';
import { findMembershipsOf, findTheme, type Theme } from '../theme/store.ts';
import { answerRefusal, answerWish } from './answer.ts';
import { FormAnswer } from './form.ts';
import { sinceDone } from './recur.ts';
import {
  countTickets,
  endTicket,
  findTicket,
  findTicketOfTheme,
  findWish,
  findWishesFor,
  grantWish,
  lockTicketOf,
  markAnswered,
  placeWish,
  startTicket,
  updateTicket,
  type WishRow,
} from './store.ts';
import { findRecurrences } from './store-life.ts';
import { type Decision, decideTicket, type Situation } from './ticket.ts';

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
    switch (outcome.kind) {
      case 'wait':
        return [{ what: 'wishWaits', wishId }];
      case 'granted':
        return [{ what: 'ticketDecided', ticketId: outcome.ticketId }];
      case 'placed':
        return [{ what: 'wishPlaced', wishId, kind: outcome.as }];
      case 'refuse':
        await answerRefusal(deps, wished, outcome.because);
        await markAnswered(deps.db, [wishId], deps.now());
        return [];
    }
  },
};

type Placed = Exclude<WishRow['kind'], 'ticket' | 'another'>;
type Outcome =
  | { kind: 'granted'; ticketId: string }
  /** Its theme is known; what was wished for is another job's. */
  | { kind: 'placed'; as: Placed }
  | Extract<Decision, { kind: 'wait' | 'refuse' }>;

async function decideOn(deps: Deps, tx: Db, wished: WishRow): Promise<Outcome> {
  const found = await themeOf(tx, wished);
  const { theme } = found;
  if (theme && wished.kind !== 'ticket' && wished.kind !== 'another') {
    await placeWish(tx, wished.id, theme.id);
    return { kind: 'placed', as: wished.kind };
  }
  if (theme) await lockTicketOf(tx, theme.id);
  const decision = decideTicket(await situationOf(deps, tx, wished, found));
  if (decision.kind === 'wait' || decision.kind === 'refuse') return decision;
  const ticketId =
    decision.kind === 'create'
      ? await decideNew(deps, tx, { wished, theme: theme! }, decision)
      : await decideExisting(deps, tx, wished, decision.ticketId);
  await grantWish(tx, wished.id, theme!.id, ticketId);
  return { kind: 'granted', ticketId };
}

async function situationOf(
  deps: Deps,
  tx: Db,
  wished: WishRow,
  found: Awaited<ReturnType<typeof themeOf>>,
): Promise<Situation> {
  const catalog = await currentCatalog(deps);
  const areaKey = found.theme?.areaKey ?? null;
  const existing = found.theme && (await findTicketOfTheme(tx, found.theme.id));
  const noted = existing ? await findRecurrences(tx, [existing.id]) : [];
  return {
    ...found,
    existing: existing && {
      id: existing.id,
      state: existing.state,
      cameBack: sinceDone(noted, existing.completedAt)?.kind === 'came back',
    },
    wants: wished.kind === 'another' ? 'another' : 'ticket',
    areaName: findArea(catalog, areaKey)?.name,
    target: FormAnswer.safeParse(wished.detail).data?.target ?? targetFor(catalog, areaKey),
    connected: Object.keys(deps.trackers) as TrackerTarget['tracker'][],
  };
}

/** Who edited the draft while another's wish waited for a person's word has given it. */
async function decideExisting(deps: Deps, tx: Db, wished: WishRow, ticketId: string): Promise<string> {
  const form = FormAnswer.safeParse(wished.detail).data;
  const row = form && (await findTicket(tx, ticketId));
  if (form && row && !row.externalId && !row.draft) {
    const { target } = form;
    await updateTicket(tx, ticketId, { clearedAt: deps.now(), target, tracker: target.tracker });
  }
  return ticketId;
}

async function decideNew(
  deps: Deps,
  tx: Db,
  { wished, theme }: { wished: WishRow; theme: Theme },
  { target, instead }: Extract<Decision, { kind: 'create' }>,
): Promise<string> {
  const id = await newTicketId(tx, theme.id);
  const at = deps.now();
  if (instead) await endTicket(tx, instead.id, instead.because, at);
  await startTicket(tx, {
    id,
    themeId: theme.id,
    tracker: target.tracker,
    target,
    askedBy: wished.by,
    askedAt: at,
    origin: 'created',
    followsId: instead?.because === 'followed' ? instead.id : null,
    // Who edited the draft was shown what exists.
    clearedAt: FormAnswer.safeParse(wished.detail).success ? at : null,
  });
  const what = instead?.because === 'followed' ? 'asked for a follow-up ticket' : 'asked for a ticket';
  const decided = { at, who: wished.by, what, subject: `theme:${theme.id}` };
  await note(tx, { ...decided, origin: wished.channel, occasion: id });
  return id;
}

/** Follows from the theme and how many tickets it had: to be asked under the theme's lock. */
export async function newTicketId(tx: Db, themeId: string): Promise<string> {
  return randomLookingIdFor('ticket', themeId, String(await countTickets(tx, themeId)));
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

/** One reply in each thread the ticket was asked for in; edited when the ticket moves. */
export const answerWishes: Job<{ ticketId: string }, Happened[]> = {
  name: 'answer',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    const isAsked = row && !row.clearedAt && !row.endedAt && (row.likely ?? []).length > 0;
    if (!row || !(row.externalId || isAsked)) return [];
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
