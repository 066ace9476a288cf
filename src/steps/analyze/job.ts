// The job of analysis: read an item's words with whichever analyzer is at hand, append the reading.
import { z } from 'zod';
import { currentCatalog } from '../../catalog/catalog.ts';
import { Permanent } from '../../lib/failure.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { findFeedback, findMessages } from '../intake/store.ts';
import { readItem, textOf } from './read.ts';
import { withStatedSeverity } from './stated.ts';
import { findCurrentAnalysis, saveReading } from './store.ts';
import { wordsOf } from './words.ts';

export const analyze: Job<{ feedbackId: string; revision: number }, Happened[]> = {
  name: 'analyze',
  payload: z.object({ feedbackId: z.uuid(), revision: z.number().int() }),
  key: ({ feedbackId, revision }) => `feedback-${feedbackId}-${revision}`,
  concurrency: 4,
  run: async (deps, { feedbackId }) => {
    const item = await findFeedback(deps.db, feedbackId);
    if (!item) throw new Permanent('There is no such feedback.');
    if (item.withdrawnAt || item.erasedAt) return [];
    const last = await findCurrentAnalysis(deps.db, feedbackId);
    if (last && last.revision >= item.revision)
      return [{ what: 'analyzed', feedbackId, analysisId: last.id, usable: last.verdict === 'feedback' }];
    const words = wordsOf(await findMessages(deps.db, feedbackId), item.title);
    const catalog = await currentCatalog(deps);
    const read = await readItem(deps, { words, catalog });
    const id = deps.newId();
    const { analysis: found, hints, ...reader } = read;
    const analysis = withStatedSeverity(found, item.statedSeverity);
    const findings = analysis.feedback ? analysis.findings : [];
    const saved = await saveReading(deps.db, {
      id,
      feedbackId,
      revision: item.revision,
      ...reader,
      at: deps.now(),
      analysis,
      placed: findings.map((f, i) => ({
        id: deps.newId(),
        text: textOf(f, findings.length, words),
        hint: hints[i] ?? null,
      })),
    });
    return saved ? [{ what: 'analyzed', feedbackId, analysisId: id, usable: analysis.feedback }] : [];
  },
};

/** What was captured and turned out to be no feedback loses its :ear:, unless a person put it there. */
export const hush: Job<{ feedbackId: string }, Happened[]> = {
  name: 'hush',
  payload: z.object({ feedbackId: z.uuid() }),
  key: ({ feedbackId }) => `hush-${feedbackId}`,
  run: async (deps, { feedbackId }) => {
    const item = await findFeedback(deps.db, feedbackId);
    const reading = await findCurrentAnalysis(deps.db, feedbackId);
    if (item?.source !== 'slack' || item.capturedHow !== 'channel' || reading?.verdict !== 'not feedback')
      return [];
    const [channel, ts] = item.sourceKey.split(':') as [string, string];
    await deps.slack.unreact({ channel, ts }, deps.config.reactions.capture);
    return [];
  },
};
