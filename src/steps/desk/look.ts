// "I am looking into it" and "not now": what people say of a theme on its lines, each once however often it is heard.
import { note } from '../../audit/audit.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { count } from '../../text/screen.ts';
import type { Happened } from '../happened.ts';
import { endSnoozes, findLooking, saveSnooze, startLooking, stopLooking } from './store.ts';

export type By = { by: string; origin: string; occasion: string };

/** `again`: pressed a second time it is taken back. */
export async function setLooking(
  deps: Deps,
  themeId: string,
  how: 'on' | 'off' | 'again',
  { by, origin, occasion }: By,
): Promise<Happened[]> {
  const at = deps.now();
  const changed = await deps.db.transaction(async (tx) => {
    const isLooking = (await findLooking(tx, [themeId])).some((row) => row.by === by);
    const looks = how === 'again' ? !isLooking : how === 'on';
    if (looks === isLooking) return false;
    const what = looks ? 'is looking into it' : 'stopped looking into it';
    const decided = { at, who: by, what, subject: `theme:${themeId}`, origin, occasion };
    if (!(await note(tx, decided))) return false;
    if (looks) await startLooking(tx, { id: idFor('looking', occasion, themeId), themeId, by, at });
    else await stopLooking(tx, themeId, by, at);
    return true;
  });
  return changed ? [{ what: 'lineChanged', themeId }] : [];
}

/** `days`: 0 ends it. */
export async function putOff(
  deps: Deps,
  themeId: string,
  days: number,
  { by, origin, occasion }: By,
): Promise<Happened[]> {
  const at = deps.now();
  await deps.db.transaction(async (tx) => {
    const what = days === 0 ? 'took it up again' : `put it off for ${count(days, 'day')}`;
    if (!(await note(tx, { at, who: by, what, subject: `theme:${themeId}`, origin, occasion }))) return;
    await endSnoozes(tx, themeId, at);
    if (days === 0) return;
    const until = new Date(at.getTime() + days * 86_400_000);
    await saveSnooze(tx, { id: idFor('snooze', occasion), themeId, by, at, until });
  });
  return [{ what: 'lineChanged', themeId }];
}
