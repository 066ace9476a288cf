// Merging two themes: which one, then what becomes of their tickets, then it is done.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { Ears } from '../ears.ts';
import { findTop } from '../prioritize/store-lists.ts';
import { ticketsOfMerge } from '../theme/decide.ts';
import { freshIndex } from '../theme/live-index.ts';
import { findTheme, findThemeByName } from '../theme/store.ts';
import { findTicketOfTheme } from '../ticket/store.ts';
import { openForm } from './answer.ts';
import { merge } from './decide.ts';
import { lineOf, received } from './decide-ears.ts';
import { AboutMerge, AboutTheme, mergeConfirmModal, mergeModal } from './decide-modals.ts';
import { linesFor } from './lines.ts';
import { onPress, onSubmit, type Pressed, type Received, type Submitted } from './press.ts';

const held = { heldBy: 'engineer' as const };

export const mergeEars: Ears = (app, deps) => {
  onPress(app, deps, { ...held, action: 'merge', run: (pressed) => openMerge(deps, pressed) });
  onSubmit(app, deps, { ...held, callback: 'merge', run: (sent) => showWhatHappens(deps, sent) });
  onSubmit(app, deps, { ...held, callback: 'merge-confirm', run: (sent) => carryOutMerge(deps, sent) });
};

async function openMerge(deps: Deps, pressed: Pressed): Promise<[]> {
  const { value, place } = pressed;
  const line = await lineOf(deps, value);
  if (line) await openForm(deps, pressed, mergeModal(line, await candidatesFor(deps, value), place));
  return [];
}

const mostListed = 50;
/** Below it two themes share a word or two. */
const likeness = 0.15;

/** Those most alike, then those that matter most: it is one of them nearly always; any other by its number. */
async function candidatesFor(deps: Deps, themeId: string) {
  const theme = (await findTheme(deps.db, themeId))!;
  const index = await freshIndex(deps, deps.db);
  const alike = index
    .match(`${theme.title}\n${theme.summary}`, { k: 20 })
    .filter((match) => match.score >= likeness)
    .map((match) => match.themeId);
  const top = await findTop(deps.db, { limit: mostListed });
  const ids = [...new Set([...alike, ...top.map((row) => row.theme.id)])].filter((id) => id !== themeId);
  const lines = await linesFor(deps, ids.slice(0, mostListed));
  return lines.filter((line) => line.mergedInto === null);
}

const Into = z.object({ into: z.string().nullish(), number: z.string().nullish() });

async function showWhatHappens(deps: Deps, { carries, entered, place }: Submitted): Promise<Received> {
  const { themeId } = AboutTheme.parse(carries);
  const { into: chosen, number } = Into.parse(entered);
  const typed = number?.trim();
  const other = typed || chosen ? await findThemeByName(deps.db, typed || chosen!) : undefined;
  if (!other) {
    const because = typed ? `There is no theme ${typed}.` : 'Choose a theme, or write its number.';
    return { kind: 'wrong', errors: { number: because } };
  }
  if (other.id === themeId) return { kind: 'wrong', errors: { number: 'That is this theme itself.' } };
  const [from, into] = [await lineOf(deps, themeId), await lineOf(deps, other.id)];
  if (!from || !into) return { kind: 'wrong', errors: { number: 'There is no such theme any more.' } };
  const tickets = ticketsOfMerge(
    await findTicketOfTheme(deps.db, from.id),
    await findTicketOfTheme(deps.db, into.id),
  );
  return { kind: 'shows', view: mergeConfirmModal({ from, into, tickets, place }), happened: [] };
}

const Keeps = z.object({ keeps: z.string().nullish() });

async function carryOutMerge(deps: Deps, sent: Submitted): Promise<Received> {
  const { themeId, intoId } = AboutMerge.parse(sent.carries);
  const { keeps } = Keeps.parse(sent.entered);
  const outcome = await merge(deps, sent, { fromId: themeId, intoId, keeps: keeps ?? null });
  return received(deps, sent, outcome, { field: 'keeps' });
}
