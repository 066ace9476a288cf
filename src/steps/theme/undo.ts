// Takes a decision back: within a day, only what it changed, and only where nothing was decided on top of it since.
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { removeCorrections } from '../analyze/store-corrections.ts';
import {
  canBeUndone,
  MergeBefore,
  MoveBefore,
  type Outcome,
  RenameBefore,
  refused,
  SplitBefore,
  StandingBefore,
} from './decide.ts';
import { findTheme, lockPlacing, settleArea } from './store.ts';
import {
  type DecisionRow,
  findMembers,
  markUndone,
  moveMembers,
  pointMerged,
  updateTheme,
} from './store-decisions.ts';

type Undo = { by: string; at: Date };

/** In the caller's transaction. What a merge did to tickets is the caller's to take back. */
export async function undoDecision(deps: Deps, tx: Db, row: DecisionRow, undo: Undo): Promise<Outcome> {
  await lockPlacing(tx);
  if (row.undoneAt) return refused('That was taken back already.');
  if (!canBeUndone(row, undo.at)) return refused('That was more than a day ago. Decide anew instead.');
  const outcome = await takeBack(deps, tx, row, undo);
  if (outcome.kind === 'done') await markUndone(tx, row.id, undo.by, undo.at);
  return outcome;
}

async function takeBack(deps: Deps, tx: Db, row: DecisionRow, undo: Undo): Promise<Outcome> {
  const says = `took back “${row.says.replaceAll('“', '‘').replaceAll('”', '’')}”`;
  switch (row.kind) {
    case 'merge':
      return unmerge(deps, tx, row, undo, says);
    case 'split':
      return unsplit(deps, tx, row, undo, says);
    case 'rename': {
      const before = RenameBefore.parse(row.before);
      const theme = await findTheme(tx, row.themeId);
      if (theme?.title !== before.renamedTo) return refused('It was renamed again since.');
      const { title, titledBy } = before;
      await updateTheme(tx, row.themeId, { title, titledBy, changedAt: undo.at });
      return { kind: 'done', themeIds: [row.themeId], says };
    }
    case 'move': {
      const before = MoveBefore.parse(row.before);
      const theme = await findTheme(tx, row.themeId);
      if (theme?.areaKey !== before.movedTo) return refused('It was moved again since.');
      const { areaKey, areaBy } = before;
      await updateTheme(tx, row.themeId, { areaKey, areaBy, changedAt: undo.at });
      await removeCorrections(tx, before.correctionIds);
      return { kind: 'done', themeIds: [row.themeId], says };
    }
    case 'standing': {
      const before = StandingBefore.parse(row.before);
      const theme = await findTheme(tx, row.themeId);
      if (theme?.standing !== before.setTo) return refused('It was marked anew since.');
      const { standing, standingBy, standingAt } = before;
      const at = standingAt === null ? null : new Date(standingAt);
      await updateTheme(tx, row.themeId, { standing, standingBy, standingAt: at });
      return { kind: 'done', themeIds: [row.themeId], says };
    }
  }
}

/** What came over goes back; what joined the other theme since stays there. */
async function unmerge(deps: Deps, tx: Db, row: DecisionRow, undo: Undo, says: string): Promise<Outcome> {
  const { findingIds, chained } = MergeBefore.parse(row.before);
  const from = await findTheme(tx, row.themeId);
  if (!from || from.mergedInto !== row.otherId)
    return refused('The theme it went into was merged itself since.');
  await pointMerged(tx, [row.themeId], null);
  await pointMerged(tx, chained, row.themeId);
  await goBack(deps, tx, findingIds, { from: row.otherId!, to: row.themeId }, undo);
  return { kind: 'done', themeIds: [row.themeId, row.otherId!], says };
}

/** The new theme leads to the old one from now on, unless others have joined it. */
async function unsplit(deps: Deps, tx: Db, row: DecisionRow, undo: Undo, says: string): Promise<Outcome> {
  const { findingIds } = SplitBefore.parse(row.before);
  const [old, split] = [await findTheme(tx, row.themeId), await findTheme(tx, row.otherId!)];
  if (!old || !split || old.mergedInto || split.mergedInto)
    return refused('One of the two themes was merged since.');
  await goBack(deps, tx, findingIds, { from: split.id, to: old.id }, undo);
  if ((await findMembers(tx, split.id)).length === 0) await pointMerged(tx, [split.id], old.id);
  return { kind: 'done', themeIds: [old.id, split.id], says };
}

async function goBack(
  deps: Deps,
  tx: Db,
  findingIds: string[],
  way: { from: string; to: string },
  { by, at }: Undo,
): Promise<void> {
  const because = 'a decision was taken back';
  await moveMembers(tx, findingIds, { ...way, by, because, at, newId: deps.newId });
  for (const themeId of [way.from, way.to]) await settleArea(tx, themeId);
}
