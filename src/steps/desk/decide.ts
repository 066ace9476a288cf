// Carries out what people decide about themes, each in one transaction with its line in the audit log, and says so.
import { note } from '../../audit/audit.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { button, context, type Screen, said, screen, section } from '../../text/screen.ts';
import type { Happened } from '../happened.ts';
import { type Done, type Outcome, ticketsOfMerge } from '../theme/decide.ts';
import { type Decider, mergeThemes } from '../theme/merge.ts';
import { findDecision } from '../theme/store-decisions.ts';
import { undoDecision } from '../theme/undo.ts';
import { findTicketOfTheme, lockTicketOf } from '../ticket/store.ts';
import { answer, type Place, plainScreen } from './answer.ts';
import { assignTickets, returnTickets } from './tickets-of-merge.ts';

export type Deciding = { place: Place; deliveryId: string; triggerId?: string };

/** Names the decision by its occasion: the same press handled twice is one. */
export const deciderOf = (deps: Deps, { place, deliveryId }: Deciding): Decider => ({
  id: idFor('decision', deliveryId),
  by: place.userId,
  at: deps.now(),
});

/** `act` in a transaction; what was done goes into the log of every theme it touched. */
export async function carryOut(
  deps: Deps,
  deciding: Deciding,
  act: (tx: Db, decider: Decider) => Promise<Outcome>,
): Promise<Outcome> {
  const decider = deciderOf(deps, deciding);
  return deps.db.transaction(async (tx) => {
    const outcome = await act(tx, decider);
    if (outcome.kind === 'done')
      for (const themeId of outcome.themeIds)
        await note(tx, {
          at: decider.at,
          who: decider.by,
          what: outcome.says,
          subject: `theme:${themeId}`,
          origin: deciding.place.origin,
          occasion: deciding.deliveryId,
        });
    return outcome;
  });
}

/** Tells the person, with Undo, and says what follows. */
export async function report(
  deps: Deps,
  { place, deliveryId, triggerId }: Deciding,
  outcome: Outcome,
  undo: 'undoable' | 'final' = 'undoable',
): Promise<Happened[]> {
  if (outcome.kind === 'refused') {
    await answer(deps, place, { deliveryId, triggerId, screen: plainScreen(outcome.because) });
    return [];
  }
  const id = undo === 'undoable' ? idFor('decision', deliveryId) : null;
  const screen = doneScreen(outcome.says, outcome.themeIds.at(-1), id);
  await answer(deps, place, { deliveryId, triggerId, screen });
  return followUps(outcome);
}

export const followUps = ({ themeIds }: Done): Happened[] =>
  themeIds.flatMap((themeId) => [
    { what: 'themeChanged', themeId },
    { what: 'lineChanged', themeId },
  ]);

/** Pure. `undoId`: null where there is no way back. */
export function doneScreen(says: string, themeId: string | undefined, undoId: string | null): Screen {
  const words = `:white_check_mark: You ${said(says, 300)}.`;
  const buttons = [
    ...(undoId ? [button('Undo', 'undo', undoId)] : []),
    ...(themeId ? [button('Show the theme', 'theme', themeId)] : []),
  ];
  return screen(words, [
    section(words),
    ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
    ...context(undoId && 'It can be undone for 24 hours, here or on the theme.'),
  ]);
}

/** `keeps`: of two tickets the one that goes on. */
export async function merge(
  deps: Deps,
  deciding: Deciding,
  { fromId, intoId, keeps }: { fromId: string; intoId: string; keeps: string | null },
): Promise<Outcome> {
  return carryOut(deps, deciding, async (tx, decider) => {
    // Always in the same order, so that two merges cannot wait for each other.
    for (const themeId of [fromId, intoId].sort()) await lockTicketOf(tx, themeId);
    const [from, into] = [await findTicketOfTheme(tx, fromId), await findTicketOfTheme(tx, intoId)];
    const plan = ticketsOfMerge(from, into);
    const goesOn = plan.kind === 'one' ? plan.stays : plan.kind === 'two' ? (keeps ?? plan.into) : null;
    const changes = from && goesOn === from.id;
    const tickets = changes
      ? [from, ...(into ? [into] : [])].map(({ id, themeId }) => ({ ticketId: id, themeId }))
      : [];
    const outcome = await mergeThemes(deps, tx, { ...decider, fromId, intoId, tickets });
    if (outcome.kind === 'done' && outcome.themeIds.length > 0)
      await assignTickets(
        tx,
        tickets.map(({ ticketId }) => ({ ticketId, themeId: ticketId === goesOn ? intoId : fromId })),
        decider.at,
      );
    return outcome;
  });
}

export async function undo(deps: Deps, deciding: Deciding, decisionId: string): Promise<Outcome> {
  return carryOut(deps, deciding, async (tx, { by, at }) => {
    const row = await findDecision(tx, decisionId);
    if (!row) return { kind: 'refused', because: 'There is nothing to take back.' };
    const outcome = await undoDecision(deps, tx, row, { by, at });
    if (outcome.kind === 'done') await returnTickets(tx, row, at);
    return outcome;
  });
}
