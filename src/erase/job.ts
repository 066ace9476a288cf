// Forgetting somebody, everywhere: tables, messages of ours in Slack, both once more, and what we wrote in trackers.
import { z } from 'zod';
import type { ErasureSubject } from '../db/tables/intake.ts';
import type { Deps } from '../deps.ts';
import { firstPost, scrubPosts } from '../posts/scrub.ts';
import type { Job } from '../queue/port.ts';
import type { Happened } from '../steps/happened.ts';
import { blankHandled, countWaitingDeliveries, giveUpDeliveries } from '../steps/intake/store-erase.ts';
import { findFirstCapture } from '../steps/intake/store-erase-find.ts';
import { type ErasureRow, findErasure, saveSubject } from '../steps/intake/store-erasure.ts';
import { eraserFor, needlesOf, recognise } from './recognise.ts';
import { allHomesChanged, eraseRows } from './rows.ts';
import { finish, tellProgress } from './tell.ts';
import { eraseAtTrackers } from './trackers.ts';

/** What was being read, drafted or posted while words were taken out is looked over again when no job runs. */
const secondLookMs = 1_000;
/** Where jobs never stop running: longer than any of them takes. */
const longestWorkMs = 3 * 60_000;
/** A delivery that cannot be handled is not waited for longer. */
const patienceMs = 10 * 60_000;

type Progress = NonNullable<ErasureSubject['progress']>;

/** One part at a time, each noted when it is done: killed, it goes on there. Every part may be repeated. */
export const erase: Job<{ erasureId: string }, Happened[]> = {
  name: 'erase',
  payload: z.object({ erasureId: z.uuid() }),
  key: ({ erasureId }) => `erasure-${erasureId}`,
  concurrency: 1,
  run: async (deps, { erasureId }) => {
    const row = await findErasure(deps.db, erasureId);
    if (!row) return [];
    // Done, and killed before it could say so.
    if (!row.subject || row.doneAt) return allHomesChanged(deps.db);
    const { subject } = row;
    const progress: Progress = subject.progress ?? { stage: 'rows', notBefore: row.askedAt.toISOString() };
    const waitMs = new Date(progress.notBefore).getTime() - deps.now().getTime();
    if (waitMs > 0) return [{ what: 'erasureGoesOn', erasureId, afterMs: waitMs }];
    if (progress.stage === 'rows again' && (await othersWork(deps, progress)))
      return [{ what: 'erasureGoesOn', erasureId, afterMs: secondLookMs }];
    return doStage(deps, row, { subject, progress });
  },
};

type At = { subject: ErasureSubject; progress: Progress };

async function doStage(deps: Deps, row: ErasureRow, { subject, progress }: At): Promise<Happened[]> {
  switch (progress.stage) {
    case 'rows':
    case 'rows again': {
      const { found, mine } = await recognise(deps, subject, row.askedAt);
      // First of all: what is taken out of one table is not there any more to be recognised in the next.
      await saveSubject(deps.db, row.id, { ...found, progress });
      const happened = await eraseRows(deps, found, { mine, until: row.askedAt });
      const stage = progress.stage === 'rows' ? 'posts' : 'posts again';
      const next = await goOn(deps, row, { subject: found, progress: nowAt(deps, stage) });
      await tellProgress(deps, row, found);
      return [...happened, next];
    }
    case 'posts':
    case 'posts again':
      return erasePosts(deps, row, { subject, progress });
    case 'trackers': {
      const tickets = await eraseAtTrackers(deps, subject);
      await blankHandled(deps.db, needlesOf(subject), row.askedAt);
      await giveUpDeliveries(deps.db, needlesOf(subject), deps.now());
      await finish(deps, row, { subject, tickets });
      return allHomesChanged(deps.db);
    }
  }
}

/** Does anything run that may hold words it read before they were taken out? */
async function othersWork(deps: Deps, { notBefore }: Progress): Promise<boolean> {
  if (deps.now().getTime() - new Date(notBefore).getTime() > longestWorkMs) return false;
  const counts = (await deps.queueCounts?.()) ?? {};
  return Object.entries(counts).some(([job, { active }]) => job !== erase.name && active > 0);
}

async function erasePosts(deps: Deps, row: ErasureRow, { subject, progress }: At): Promise<Happened[]> {
  const isFirst = progress.stage === 'posts';
  const since = isFirst ? await findFirstCapture(deps.db, subject.itemIds ?? [], row.askedAt) : row.askedAt;
  const after = await scrubPosts(deps, eraserFor(subject), { since, after: progress.after ?? firstPost });
  if (after) return [await goOn(deps, row, { subject, progress: { ...nowAt(deps, progress.stage), after } })];
  const waiting = await countWaitingDeliveries(deps.db, needlesOf(subject));
  const isPatient = deps.now().getTime() - row.askedAt.getTime() < patienceMs;
  if (isFirst || (waiting > 0 && isPatient))
    return [await goOn(deps, row, { subject, progress: nowAt(deps, 'rows again', secondLookMs) })];
  return [await goOn(deps, row, { subject, progress: nowAt(deps, 'trackers') })];
}

function nowAt(deps: Deps, stage: Progress['stage'], afterMs = 0): Progress {
  return { stage, notBefore: new Date(deps.now().getTime() + afterMs).toISOString() };
}

async function goOn(deps: Deps, row: ErasureRow, { subject, progress }: At): Promise<Happened> {
  await saveSubject(deps.db, row.id, { ...subject, progress });
  const afterMs = Math.max(0, new Date(progress.notBefore).getTime() - deps.now().getTime());
  return { what: 'erasureGoesOn', erasureId: row.id, afterMs };
}
