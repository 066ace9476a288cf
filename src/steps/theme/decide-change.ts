// A theme gets another name, another area, or is marked as known or closed: each by a person, each with its way back.
import type { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { idFor } from '../../lib/ids.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { saveCorrections } from '../analyze/store-corrections.ts';
import {
  type MoveBefore,
  type Outcome,
  type RenameBefore,
  refused,
  type Standing,
  type StandingBefore,
} from './decide.ts';
import type { Decider } from './merge.ts';
import { findTheme, lockPlacing, type Theme } from './store.ts';
import { findDecision, saveDecision, updateTheme } from './store-decisions.ts';
import { findNewestReports } from './store-reports.ts';

type About = Decider & { themeId: string };

/** All in the caller's transaction. */
export async function renameTheme(tx: Db, about: About & { title: string }): Promise<Outcome> {
  const title = cutText(oneLine(about.title), 90);
  return change(tx, about, async (theme) => {
    if (title === '') return refused('A theme needs a name.');
    if (title === theme.title) return refused('That is its name already.');
    const before: z.infer<typeof RenameBefore> = {
      title: theme.title,
      titledBy: theme.titledBy,
      renamedTo: title,
    };
    const says = `renamed T-${theme.number} to “${cutText(title, 45)}”, before “${cutText(theme.title, 45)}”`;
    await saveDecision(tx, { ...rowOf(about), kind: 'rename', says, before });
    await updateTheme(tx, theme.id, { title, titledBy: about.by, changedAt: about.at });
    return { kind: 'done', themeIds: [theme.id], says };
  });
}

/** So many of its newest reports teach the local analyzer that they belong to the new area. */
const taught = 20;

export async function moveTheme(
  tx: Db,
  about: About & { areaKey: string; areaName: string },
): Promise<Outcome> {
  const { areaKey, by, at } = about;
  return change(tx, about, async (theme) => {
    if (theme.areaKey === areaKey) return refused(`It belongs to ${about.areaName} already.`);
    const reports = await findNewestReports(tx, [theme.id], taught);
    const corrections = reports.map(({ findingId, feedbackId }) => ({
      id: idFor('correction', about.id, findingId),
      feedbackId,
      findingId,
      field: 'area' as const,
      was: theme.areaKey,
      is: areaKey,
      by,
      at,
    }));
    const before: z.infer<typeof MoveBefore> = {
      areaKey: theme.areaKey,
      areaBy: theme.areaBy,
      movedTo: areaKey,
      correctionIds: corrections.map(({ id }) => id),
    };
    const says = `moved T-${theme.number} to ${about.areaName}`;
    await saveDecision(tx, { ...rowOf(about), kind: 'move', says, before });
    await updateTheme(tx, theme.id, { areaKey, areaBy: by, changedAt: at });
    await saveCorrections(tx, corrections);
    return { kind: 'done', themeIds: [theme.id], says };
  });
}

const standingWords: Record<Standing, (name: string) => string> = {
  open: (name) => `opened ${name} again`,
  known: (name) => `marked ${name} as known`,
  closed: (name) => `closed ${name}`,
};

export async function setStanding(tx: Db, about: About & { standing: Standing }): Promise<Outcome> {
  const { standing, by, at } = about;
  return change(tx, about, async (theme) => {
    if (theme.standing === standing) return refused(`It is ${standing} already.`);
    const before: z.infer<typeof StandingBefore> = {
      standing: theme.standing,
      standingBy: theme.standingBy,
      standingAt: theme.standingAt?.toISOString() ?? null,
      setTo: standing,
    };
    const says = standingWords[standing](`T-${theme.number}`);
    await saveDecision(tx, { ...rowOf(about), kind: 'standing', says, before });
    await updateTheme(tx, theme.id, { standing, standingBy: by, standingAt: at });
    return { kind: 'done', themeIds: [theme.id], says };
  });
}

const rowOf = ({ id, by, at, themeId }: About) => ({ id, by, at, themeId });

async function change(
  tx: Db,
  { id, themeId }: About,
  act: (theme: Theme) => Promise<Outcome>,
): Promise<Outcome> {
  await lockPlacing(tx);
  if (await findDecision(tx, id)) return { kind: 'done', themeIds: [], says: 'That was decided already' };
  const theme = await findTheme(tx, themeId);
  if (!theme) return refused('There is no such theme any more.');
  return theme.mergedInto ? refused(`T-${theme.number} was merged into another theme.`) : act(theme);
}
