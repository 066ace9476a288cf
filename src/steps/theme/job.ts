// The job of themes: give every finding of a reading its place, under one lock, by this worker's index.
import { z } from 'zod';
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { type FindingRow, findFindings } from '../analyze/store.ts';
import { findAreasInForce } from '../analyze/store-corrections.ts';
import type { Happened } from '../happened.ts';
import { forgetIndex, matchThemes } from './live-index.ts';
import { thresholds } from './match.ts';
import {
  findMembership,
  findMembershipsOf,
  findTheme,
  joinTheme,
  leaveTheme,
  lockPlacing,
  markChanged,
  relogPlacement,
  saveQuestion,
  settleArea,
  startTheme,
} from './store.ts';
import { findCountingReading } from './store-counting.ts';
import { type Placement, placeInTheme } from './theme.ts';
import { longestTitle, titleOf } from './title.ts';

export const place: Job<{ feedbackId: string; analysisId: string }, Happened[]> = {
  name: 'theme',
  payload: z.object({ feedbackId: z.uuid(), analysisId: z.uuid() }),
  key: ({ analysisId }) => `analysis-${analysisId}`,
  concurrency: 2,
  run: async (deps, { feedbackId, analysisId }) => {
    const touched = await underLock(deps, (tx) => placeReading(deps, tx, feedbackId, analysisId));
    return [{ what: 'placed', feedbackId, themeIds: [...touched] }];
  },
};

/** An item that is no feedback any more leaves its themes. */
export const unplace: Job<{ feedbackId: string }, Happened[]> = {
  name: 'unplace',
  payload: z.object({ feedbackId: z.uuid() }),
  key: ({ feedbackId }) => `feedback-${feedbackId}`,
  run: async (deps, { feedbackId }) => {
    const left = await underLock(deps, async (tx) => {
      const touched = new Set<string>();
      // It counts again.
      if (await findCountingReading(tx, feedbackId)) return touched;
      for (const { findingId } of await findMembershipsOf(tx, feedbackId)) {
        const from = await leaveTheme(tx, findingId, deps.now(), 'it does not count as feedback');
        if (from) touched.add(from);
      }
      return touched;
    });
    return [{ what: 'placed', feedbackId, themeIds: [...left] }];
  },
};

/** A person corrected a finding: it stays where it is, its theme follows what counts now. */
export const settle: Job<{ findingId: string }, Happened[]> = {
  name: 'settle',
  payload: z.object({ findingId: z.uuid() }),
  key: ({ findingId }) => `finding-${findingId}`,
  run: async (deps, { findingId }) => {
    const themeId = await underLock(deps, async (tx) => {
      const member = await findMembership(tx, findingId);
      if (!member) return undefined;
      const before = await findTheme(tx, member.themeId);
      await settleArea(tx, member.themeId);
      await markChanged(tx, member.themeId, deps.now());
      const after = await findTheme(tx, member.themeId);
      if (after?.areaKey !== before?.areaKey) await relogPlacement(tx, findingId, member.themeId);
      return member.themeId;
    });
    return themeId
      ? [
          { what: 'themeChanged', themeId },
          { what: 'lineChanged', themeId },
        ]
      : [];
  },
};

/** The index reads what the transaction wrote; should it not be committed, the index is read anew. */
async function underLock<T>(deps: Deps, work: (tx: Db) => Promise<T>): Promise<T> {
  try {
    return await deps.db.transaction(async (tx) => {
      await lockPlacing(tx);
      return work(tx);
    });
  } catch (error) {
    forgetIndex(deps);
    throw error;
  }
}

async function placeReading(
  deps: Deps,
  tx: Db,
  feedbackId: string,
  analysisId: string,
): Promise<Set<string>> {
  const touched = new Set<string>();
  // Withdrawn or read again since this bell was rung: what would be placed now nobody would take away again.
  if ((await findCountingReading(tx, feedbackId)) !== analysisId) return touched;
  const findings = await findFindings(tx, analysisId);
  const areas = await findAreasInForce(tx, analysisId);
  const before = await findMembershipsOf(tx, feedbackId);
  const previous = before.filter((member) => member.analysisId !== analysisId);
  const leave = async (old: (typeof previous)[number]) => {
    await leaveTheme(tx, old.findingId, deps.now(), 'the item was read again');
    touched.add(old.themeId);
  };
  for (const read of findings) {
    if (before.some((member) => member.findingId === read.id)) continue;
    const finding = { ...read, areaKey: areas.get(read.id) ?? null };
    const old = previous.find(({ ordinal }) => ordinal === finding.ordinal);
    // Decided before the earlier words leave: a theme of one report would have nothing left to be alike to.
    const placement = await decide(deps, tx, finding, old?.themeId);
    if (old) await leave(old);
    touched.add(await carryOut(deps, tx, finding, placement));
  }
  for (const old of previous.filter(({ ordinal }) => !findings.some((now) => now.ordinal === ordinal)))
    await leave(old);
  for (const themeId of touched) await settleArea(tx, themeId);
  return touched;
}

async function decide(
  deps: Deps,
  tx: Db,
  finding: FindingRow,
  previous: string | undefined,
): Promise<Placement> {
  const matches = await matchThemes(deps, tx, { text: finding.text, k: 10, areaKey: finding.areaKey });
  return placeInTheme({ matches, thresholds, previous, hint: finding.themeHint ?? undefined });
}

async function carryOut(deps: Deps, tx: Db, finding: FindingRow, placement: Placement): Promise<string> {
  const at = deps.now();
  const themeId = placement.kind === 'join' ? placement.themeId : deps.newId();
  if (placement.kind === 'start')
    await startTheme(tx, {
      id: themeId,
      title: await firstTitle(deps, finding),
      titledBy: 'earshot',
      summary: finding.summary,
      areaKey: finding.areaKey,
      startedAt: at,
      changedAt: at,
    });
  await joinTheme(tx, {
    id: deps.newId(),
    themeId,
    findingId: finding.id,
    decidedBy: 'earshot',
    match: placement.kind === 'join' ? placement.match : null,
    because: placement.because,
    joinedAt: at,
  });
  if (placement.kind === 'start' && placement.ask.length > 0)
    await saveQuestion(tx, {
      id: deps.newId(),
      findingId: finding.id,
      themeId,
      choices: placement.ask.map((near) => ({ themeId: near.themeId, match: near.score })),
      askedAt: at,
    });
  return themeId;
}

/** The model's title, else the most telling clause: other customers will read it, so it names none. */
async function firstTitle(deps: Deps, { themeHint, summary }: FindingRow): Promise<string> {
  const bare = withoutNames(await customerNames(deps));
  if (themeHint?.title) return cutText(oneLine(bare(themeHint.title)), longestTitle);
  return titleOf([bare(summary)])?.title ?? cutText(oneLine(summary), longestTitle);
}
