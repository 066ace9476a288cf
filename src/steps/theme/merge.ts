// Two themes are one after all: the members of one go over to the other, whose number, title and ticket stay.
import type { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { type MergeBefore, type Outcome, refused } from './decide.ts';
import { findTheme, lockPlacing, settleArea } from './store.ts';
import {
  findDecision,
  findMembers,
  findMergedInto,
  moveMembers,
  pointMerged,
  saveDecision,
} from './store-decisions.ts';

export type Decider = { id: string; by: string; at: Date };

type Merge = Decider & {
  fromId: string;
  intoId: string;
  tickets: z.infer<typeof MergeBefore>['tickets'];
};

/** In the caller's transaction. */
export async function mergeThemes(deps: Deps, tx: Db, merge: Merge): Promise<Outcome> {
  const { id, by, at, fromId, intoId, tickets } = merge;
  await lockPlacing(tx);
  if (await findDecision(tx, id)) return { kind: 'done', themeIds: [], says: 'That was decided already' };
  const [from, into] = [await findTheme(tx, fromId), await findTheme(tx, intoId)];
  if (!from || !into) return refused('There is no such theme any more.');
  if (from.id === into.id) return refused('A theme cannot be merged with itself.');
  if (from.mergedInto) return refused(`T-${from.number} was merged already.`);
  if (into.mergedInto) return refused(`T-${into.number} was merged itself. Choose the one it went into.`);
  const findingIds = await findMembers(tx, from.id);
  const chained = await findMergedInto(tx, from.id);
  const says = `merged T-${from.number} into T-${into.number}`;
  const before: z.infer<typeof MergeBefore> = { findingIds, chained, tickets };
  const row = { id, kind: 'merge' as const, themeId: from.id, otherId: into.id, by, at, says, before };
  await saveDecision(tx, row);
  const because = `T-${from.number} was merged into T-${into.number}`;
  await moveMembers(tx, findingIds, { from: from.id, to: into.id, by, because, at, newId: deps.newId });
  await pointMerged(tx, [from.id, ...chained], into.id);
  await settleArea(tx, into.id);
  return { kind: 'done', themeIds: [from.id, into.id], says };
}
