// TABLE OF CONTENTS. What happens in the story, and which bells that rings. Read this first.
//
//   a delivery of Slack's is saved -> hear -> captured -> receipt, analyze -> analyzed -> theme -> placed -> prioritize, title
//   a delivery of a support tool's is saved -> take-in -> captured -> as above
//   a customer is made known or changed -> claim -> customerChanged -> reweigh -> themeChanged -> prioritize
//   a person says "not right" -> corrected -> settle -> themeChanged -> prioritize
//   a person wants a ticket -> wished -> grant -> ticketDecided -> ticket -> ticketMade -> answer
//   a slot of a schedule is due -> digestDue -> digest
//
// Steps do not know each other's order: they say what happened, and this file says what comes next. A lost bell costs
// seconds: sweep.ts finds what was committed and not followed up.
import { watchCatalog } from './catalog/watch.ts';
import { type AnyJob, type Bell, ring } from './queue/port.ts';
import { analyze, hush } from './steps/analyze/job.ts';
import { renameInReadings } from './steps/analyze/rename-area.ts';
import { digestClock, postDigest, refreshLines } from './steps/digest/job.ts';
import type { Happened } from './steps/happened.ts';
import { claim } from './steps/intake/item-claim.ts';
import { takeIn } from './steps/intake/item-job.ts';
import { act, askHow, catchUp, hear, readPast, receipt, tellAbsence } from './steps/intake/job.ts';
import { takenInSources } from './steps/intake/source-registry.ts';
import { decay, prioritize } from './steps/prioritize/job.ts';
import { reweigh } from './steps/prioritize/reweigh.ts';
import { place, settle, unplace } from './steps/theme/job.ts';
import { renameInThemes } from './steps/theme/rename-area.ts';
import { title } from './steps/theme/title-job.ts';
import { answerWishes, grant, makeTicket } from './steps/ticket/job.ts';
import { sweep } from './sweep.ts';

/** Every kind of work there is. */
export const jobs: AnyJob[] = [
  watchCatalog,
  renameInReadings,
  renameInThemes,
  catchUp,
  readPast,
  askHow,
  tellAbsence,
  hear,
  act,
  takeIn,
  claim,
  receipt,
  analyze,
  hush,
  place,
  unplace,
  settle,
  title,
  prioritize,
  decay,
  reweigh,
  grant,
  makeTicket,
  answerWishes,
  digestClock,
  postDigest,
  refreshLines,
  sweep,
];

/** A first message is read at once; words that follow are awaited a little, so that a conversation is read once. */
const moreWordsMs = 15_000;
const askAgainMs = 1500;
const nextBatchMs = 1500;

export function next(h: Happened): Bell[] {
  switch (h.what) {
    case 'captured': {
      const patience = h.revision > 1 ? moreWordsMs : undefined;
      return [ring(receipt, h), ring(analyze, h, patience)];
    }
    case 'withdrawn':
      return [ring(receipt, h), ring(unplace, h)];
    case 'analyzed':
      return h.usable ? [ring(place, h)] : [ring(hush, h), ring(unplace, h)];
    case 'corrected':
      return [ring(settle, h)];
    case 'placed':
      return h.themeIds.flatMap((themeId) => [ring(prioritize, { themeId }), ring(title, { themeId })]);
    case 'themeChanged':
      return [ring(prioritize, h)];
    case 'areaRenamed':
      return [ring(renameInReadings, h), ring(renameInThemes, h)];
    case 'scored':
      return [];
    case 'wished':
      return [ring(grant, h)];
    case 'wishWaits':
      return [ring(grant, h, askAgainMs)];
    case 'ticketDecided':
      return [ring(makeTicket, h)];
    case 'ticketMade':
    case 'ticketMoved':
      return [ring(answerWishes, h), ring(refreshLines, h)];
    case 'lineChanged':
      return [ring(refreshLines, h)];
    case 'digestDue':
      return [ring(postDigest, h)];
    case 'customersSaved':
      return [ring(claim, {})];
    case 'customerChanged':
      return [ring(reweigh, h)];
    case 'backlog':
      return [ring(sweep, {}, nextBatchMs)];
    case 'delivered':
      if (takenInSources.includes(h.source)) return [ring(takeIn, h)];
      if (h.source !== 'slack') return [];
      return [h.isAwaited ? ring(act, h) : ring(hear, h)];
    case 'rungAgain':
      return [{ job: h.job, key: h.key, payload: h.payload }];
    case 'channelBehind':
      return [ring(readPast, h)];
    case 'channelMet':
      return [ring(askHow, h)];
    case 'channelMissing':
      return [ring(tellAbsence, h)];
    case 'erasureAsked':
    case 'erasedOnce':
    case 'digestChanged':
      return [];
  }
}

/** What runs by the clock. Patterns have six fields, the first being seconds. */
export const clock: { id: string; pattern: string; bell: Bell }[] = [
  { id: 'catalog', pattern: '*/30 * * * * *', bell: ring(watchCatalog, {}) },
  { id: 'sweep', pattern: '*/20 * * * * *', bell: ring(sweep, {}) },
  { id: 'catch-up', pattern: '0 */5 * * * *', bell: ring(catchUp, {}) },
  { id: 'decay', pattern: '0 */10 * * * *', bell: ring(decay, {}) },
  { id: 'digests', pattern: '0 * * * * *', bell: ring(digestClock, {}) },
];
