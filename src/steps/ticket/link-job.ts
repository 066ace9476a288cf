// The jobs of linking: which ticket is it, and: it is that one.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import type { Job } from '../../queue/port.ts';
import type { Ticket } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import { findTheme, type Theme } from '../theme/store.ts';
import { answerRefusal, whisper } from './answer.ts';
import { fetchTicket, trackerFor } from './fetch.ts';
import { newTicketId } from './job.ts';
import type { LikelyTicket } from './likely.ts';
import { otherTicketScreen, whichScreen } from './likely-blocks.ts';
import { findLikely } from './likely-find.ts';
import { decideLink, type LinkDecision, leadsTo, NamedTicket } from './link.ts';
import { commentsFrom, factsOf } from './make-job.ts';
import {
  endTicket,
  findTicketOfTheme,
  findWish,
  grantWish,
  lockTicketOf,
  markAnswered,
  startTicket,
  type TicketRow,
  updateTicket,
  type WishRow,
} from './store.ts';
import { isOver } from './ticket.ts';

/** `:link:` on a message: shows what it could be, to the asker alone. */
export const askWhich: Job<{ wishId: string }, Happened[]> = {
  name: 'ask-which',
  payload: z.object({ wishId: z.uuid() }),
  key: ({ wishId }) => `wish-${wishId}`,
  run: async (deps, { wishId }) => {
    const wished = await findWish(deps.db, wishId);
    const theme = wished?.themeId ? await findTheme(deps.db, wished.themeId) : undefined;
    if (!wished || wished.answeredAt || !theme) return [];
    const likely = await likelyFor(deps, theme);
    await whisper(deps, wished, whichScreen({ wishId, likely, themeNumber: theme.number }));
    await markAnswered(deps.db, [wishId], deps.now());
    return [];
  },
};

/** A person looks through them anyway, so even the faintly alike are shown. */
const faint = 0.15;

async function likelyFor(deps: Deps, theme: Theme): Promise<LikelyTicket[]> {
  const target = targetFor(await currentCatalog(deps), theme.areaKey);
  const tracker = target && deps.trackers[target.tracker];
  if (!tracker) return [];
  try {
    return await findLikely(deps, { themeId: theme.id, tracker, target, from: faint });
  } catch (error) {
    // The person can still name the ticket.
    deps.log.warn({ reason: reasonOf(error) }, 'a tracker could not be searched');
    return [];
  }
}

export const linkTicket: Job<{ wishId: string }, Happened[]> = {
  name: 'link-ticket',
  payload: z.object({ wishId: z.uuid() }),
  key: ({ wishId }) => `wish-${wishId}`,
  run: async (deps, { wishId }) => {
    const wished = await findWish(deps.db, wishId);
    if (!wished?.themeId || wished.answeredAt) return [];
    const named = NamedTicket.parse(wished.detail);
    const found = await fetchNamed(deps, named);
    if (!found) return refuse(deps, wished, notFound(named));
    const theme = (await findTheme(deps.db, wished.themeId))!;
    const { instead } = named;
    const outcome = await deps.db.transaction((tx) => link(deps, tx, { wished, theme, ...found, instead }));
    switch (outcome.kind) {
      case 'busy':
        return refuse(
          deps,
          wished,
          `The ticket of T-${theme.number} is being made right now. Try again in a moment.`,
        );
      case 'other':
        await whisper(
          deps,
          wished,
          otherTicketScreen({
            ...{ themeNumber: theme.number, has: outcome.key, wishId },
            wanted: { ...found.ticket, tracker: found.tracker },
          }),
        );
        await markAnswered(deps.db, [wishId], deps.now());
        return [];
      default:
        return linked(theme.id, outcome);
    }
  },
};

type FoundTicket = { tracker: TicketRow['tracker']; ticket: Ticket };

/** A bare key may be one of the other tracker's. */
async function fetchNamed(deps: Deps, named: NamedTicket): Promise<FoundTicket | undefined> {
  const { key, address } = named;
  const others = address ? [] : (Object.keys(deps.trackers) as TicketRow['tracker'][]);
  for (const tracker of new Set([named.tracker, ...others])) {
    const { own, canonical } = await fetchTicket(trackerFor(deps, tracker), key);
    if (own && (!address || leadsTo(address, own.url, tracker))) return { tracker, ticket: canonical ?? own };
  }
  return undefined;
}

const trackerNames = { linear: 'Linear', jira: 'Jira' };

function notFound({ tracker, key, address }: NamedTicket): string {
  const elsewhere = address ? ', or the address belongs to another workspace' : '';
  return `${trackerNames[tracker]} has no ticket ${key} that Earshot can see${elsewhere}.`;
}

async function refuse(deps: Deps, wished: WishRow, because: string): Promise<[]> {
  await answerRefusal(deps, wished, because);
  await markAnswered(deps.db, [wished.id], deps.now());
  return [];
}

type Linking = FoundTicket & { wished: WishRow; theme: Theme; instead: boolean };
type Done = { kind: 'done'; ticketId: string; before: string | null };
type Linked = Extract<LinkDecision, { kind: 'busy' | 'other' }> | Done;

async function link(
  deps: Deps,
  tx: Db,
  { wished, theme, tracker, ticket, instead }: Linking,
): Promise<Linked> {
  await lockTicketOf(tx, theme.id);
  const existing = await findTicketOfTheme(tx, theme.id);
  const { externalId } = ticket;
  const decision = decideLink(existing && standingOf(existing), { externalId, instead });
  if (decision.kind === 'other' || decision.kind === 'busy') return decision;
  if (decision.kind === 'same') {
    await grantWish(tx, wished.id, theme.id, existing!.id);
    return { kind: 'done', ticketId: existing!.id, before: null };
  }
  const at = deps.now();
  if (decision.row === 'letGo') await endTicket(tx, existing!.id, 'replaced', at);
  const ticketId = decision.row === 'fill' ? existing!.id : await newTicketId(tx, theme.id);
  const row = {
    ...linkedRow(wished, { theme, ticket, tracker, at }),
    commentsFrom: commentsFrom(deps, at),
  };
  if (decision.row === 'fill') await updateTicket(tx, ticketId, row);
  else await startTicket(tx, { id: ticketId, ...row });
  await grantWish(tx, wished.id, theme.id, ticketId);
  await note(tx, {
    ...{ at, who: wished.by, what: `linked it to ${ticket.key}`, subject: `theme:${theme.id}` },
    ...{ origin: wished.channel, occasion: `link:${wished.id}` },
  });
  return { kind: 'done', ticketId, before: decision.row === 'letGo' ? existing!.id : null };
}

function standingOf(row: TicketRow) {
  const { externalId, canonicalId, key, draft, state } = row;
  return { externalId, canonicalId, key, underWay: draft !== null, isOver: isOver(state) };
}

function linkedRow(
  wished: WishRow,
  { theme, ticket, tracker, at }: { theme: Theme; ticket: Ticket; tracker: TicketRow['tracker']; at: Date },
) {
  return {
    ...factsOf(ticket),
    ...{ themeId: theme.id, tracker, target: { tracker, team: ticket.key.split('-')[0], labels: [] } },
    ...{ askedBy: wished.by, askedAt: at, madeAt: at, seenAt: at, clearedAt: at, firstKey: ticket.key },
    origin: 'linked' as const,
  };
}

function linked(themeId: string, { ticketId, before }: Done): Happened[] {
  return [
    { what: 'ticketMade', ticketId, themeId },
    ...(before ? [{ what: 'ticketMoved' as const, ticketId: before, themeId }] : []),
  ];
}
