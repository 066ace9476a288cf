// Some of a theme's reports are something else: they start a theme of their own.
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { type Outcome, refused } from './decide.ts';
import type { Decider } from './merge.ts';
import { findTheme, lockPlacing, settleArea, startTheme } from './store.ts';
import { findDecision, findMembers, moveMembers, saveDecision } from './store-decisions.ts';

type Split = Decider & { themeId: string; newThemeId: string; findingIds: string[]; title: string };

/** In the caller's transaction. */
export async function splitTheme(deps: Deps, tx: Db, split: Split): Promise<Outcome> {
  const { id, by, at, themeId, newThemeId } = split;
  await lockPlacing(tx);
  if (await findDecision(tx, id)) return { kind: 'done', themeIds: [], says: 'That was decided already' };
  const from = await findTheme(tx, themeId);
  if (!from || from.mergedInto) return refused('This theme was merged into another one meanwhile.');
  const members = new Set(await findMembers(tx, themeId));
  const findingIds = split.findingIds.filter((findingId) => members.has(findingId));
  if (findingIds.length === 0) return refused('These reports have left the theme meanwhile.');
  if (findingIds.length === members.size) return refused('That is all of it. Rename the theme instead.');
  const title = cutText(oneLine(split.title), 90);
  await startTheme(tx, {
    id: newThemeId,
    title,
    titledBy: by,
    summary: title,
    areaKey: from.areaKey,
    startedAt: at,
    changedAt: at,
  });
  const started = (await findTheme(tx, newThemeId))!;
  const says = `split ${findingIds.length} of ${members.size} reports off T-${from.number} into T-${started.number}`;
  const row = {
    id,
    kind: 'split' as const,
    themeId,
    otherId: newThemeId,
    by,
    at,
    says,
    before: { findingIds },
  };
  await saveDecision(tx, row);
  await moveMembers(tx, findingIds, {
    from: themeId,
    to: newThemeId,
    by,
    because: `split off T-${from.number}`,
    at,
    newId: deps.newId,
  });
  for (const changed of [themeId, newThemeId]) await settleArea(tx, changed);
  return { kind: 'done', themeIds: [themeId, newThemeId], says };
}
