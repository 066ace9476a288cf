// Draws a person's App Home: when they open it, and again when what it shows has changed.
import { z } from 'zod';
import { areasOwnedBy } from '../../catalog/owners.ts';
import { mayDecide, mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import { linesFor, linesOf } from '../desk/lines.ts';
import { questionFor } from '../desk/questions.ts';
import { countHeard, findLookedAtBy, findPreferences } from '../desk/store.ts';
import { whenWords } from '../digest/schedule-form.ts';
import { nextSlot } from '../digest/slots.ts';
import { findPersonal } from '../digest/store.ts';
import type { Happened } from '../happened.ts';
import { findChannels } from '../intake/store.ts';
import { countByBand, countScored, findTop } from '../prioritize/store-lists.ts';
import { findOpenQuestions } from '../theme/store-questions.ts';
import { type Home, homeView, strangerView } from './blocks.ts';
import { countReadInTime, countTickets } from './store.ts';
import { forgetDrawn, saveDrawn } from './store-drawn.ts';

const weekMs = 7 * 86_400_000;

export const drawHome: Job<{ userId: string }, Happened[]> = {
  name: 'home',
  payload: z.object({ userId: z.string() }),
  key: ({ userId }) => `home-${userId}`,
  attempts: 3,
  run: async (deps, { userId }) => {
    const access = await mayRead(deps, userId);
    const view = access.allowed ? homeView(await gatherHome(deps, userId)) : strangerView(access.because);
    await saveDrawn(deps.db, userId, deps.now());
    const published = await deps.slack.publishHome(userId, view);
    // Whoever has left Slack has no App Home to look at.
    if (published === 'gone') await forgetDrawn(deps.db, [userId]);
    return [];
  },
};

async function gatherHome(deps: Deps, userId: string): Promise<Home> {
  const now = deps.now();
  const owned = await areasOwnedBy(deps, userId);
  const areaKeys = owned.length > 0 ? owned.map(({ key }) => key) : undefined;
  const week = { from: new Date(now.getTime() - weekMs), until: now };
  const [top, bands, looked, personal, preferences, channels, heard, inTime, openThemes, tickets] =
    await Promise.all([
      findTop(deps.db, { areaKeys, limit: 8 }),
      countByBand(deps.db),
      findLookedAtBy(deps.db, userId),
      findPersonal(deps.db, userId),
      findPreferences(deps.db, 'questions', [userId]),
      findChannels(deps.db),
      countHeard(deps.db, week),
      countReadInTime(deps.db, { from: week.from, now }),
      countScored(deps.db),
      countTickets(deps.db),
    ]);
  const decider = (await mayDecide(deps, userId)).allowed;
  const wantsQuestions = preferences.get(userId) !== 'off';
  return {
    areas: owned.map(({ key, name }) => {
      const own = bands.filter(({ areaKey }) => areaKey === key);
      const sum = (rows: typeof own) => rows.reduce((n, row) => n + row.themes, 0);
      const urgent = own.filter(({ band }) => band === 'critical' || band === 'high');
      return { key, name, themes: sum(own), urgent: sum(urgent) };
    }),
    themes: await linesOf(deps, top),
    questions: wantsQuestions ? await questionsFor(deps, areaKeys, decider) : [],
    looking: await linesFor(deps, looked),
    numbers: { week: heard, inTime, openThemes, tickets },
    personalDigest: personal ? { when: whenWords(personal), nextAt: nextSlot(personal, now) } : null,
    wantsQuestions,
    mayDecide: decider,
    listensNowhere: !channels.some(({ standing, listening }) => standing === 'member' && listening !== 'off'),
  };
}

/** Of my areas; of all for those who may decide and own none. */
async function questionsFor(deps: Deps, areaKeys: string[] | undefined, decider: boolean) {
  if (!areaKeys && !decider) return [];
  const open = await findOpenQuestions(deps.db, 'either', 50);
  const mine = open.filter(
    ({ areaKey, stillIn, themeMergedInto }) =>
      stillIn !== null && themeMergedInto === null && (!areaKeys || (areaKey && areaKeys.includes(areaKey))),
  );
  const questions = await Promise.all(mine.slice(0, 3).map((row) => questionFor(deps, row)));
  return questions.filter(({ choices }) => choices.length > 0);
}
