// TABLE OF CONTENTS. What happens in the story, and which bells that rings. Read this first.
//
//   a delivery of Slack's is saved -> hear -> captured -> receipt, analyze -> analyzed -> theme -> placed -> prioritize, title
//   a delivery of a support tool's is saved -> take-in -> captured -> as above
//   a customer is made known or changed -> claim -> customerChanged -> reweigh -> themeChanged -> prioritize
//   a person says "not right" -> corrected -> settle -> themeChanged -> prioritize
//   a person wants a ticket -> wished -> grant -> ticketDecided -> ticket -> ticketMade -> answer, keep-ticket
//   a person wants to link or to edit first -> wished -> grant -> wishPlaced -> link-ticket, ask-which, form
//   a tracker's webhook is saved -> hear-tracker -> ticketStale -> follow -> ticketMoved -> answer
//   comments are wanted in Slack -> follow -> ticketSeen -> tell-comments
//   another report on a theme with a ticket -> … -> scored -> keep-ticket -> ticketMoved, ticketCameBack
//   a slot of a schedule is due -> digestDue -> digest
//
// Steps do not know each other's order: they say what happened, and this file says what comes next. A lost bell costs
// seconds: sweep.ts finds what was committed and not followed up.
import { watchCatalog } from './catalog/watch.ts';
import { erase } from './erase/job.ts';
import { forgetOld } from './erase/retention.ts';
import { type AnyJob, type Bell, ring } from './queue/port.ts';
import { analyze, hush } from './steps/analyze/job.ts';
import { renameInReadings } from './steps/analyze/rename-area.ts';
import { askSame } from './steps/desk/questions.ts';
import { digestClock, postDigest, refreshLines } from './steps/digest/job.ts';
import { putProposals } from './steps/digest/proposals.ts';
import type { Happened } from './steps/happened.ts';
import { drawHome } from './steps/home/home.ts';
import { claim } from './steps/intake/item-claim.ts';
import { takeIn } from './steps/intake/item-job.ts';
import { act, askHow, catchUp, hear, readPast, receipt, tellAbsence } from './steps/intake/job.ts';
import { takenInSources } from './steps/intake/source-registry.ts';
import { decay, prioritize } from './steps/prioritize/job.ts';
import { reweigh } from './steps/prioritize/reweigh.ts';
import { place, settle, unplace } from './steps/theme/job.ts';
import { renameInThemes } from './steps/theme/rename-area.ts';
import { review } from './steps/theme/review-job.ts';
import { title } from './steps/theme/title-job.ts';
import { tellCameBack } from './steps/ticket/came-back-job.ts';
import { tellComments } from './steps/ticket/comments-job.ts';
import { followTicket, hearTracker, ticketClock } from './steps/ticket/follow-job.ts';
import { fillForm } from './steps/ticket/form-job.ts';
import { answerWishes, grant } from './steps/ticket/job.ts';
import { keepTicket } from './steps/ticket/keep-job.ts';
import { askWhich, linkTicket } from './steps/ticket/link-job.ts';
import { makeTicket } from './steps/ticket/make-job.ts';
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
  erase,
  forgetOld,
  takeIn,
  claim,
  receipt,
  analyze,
  hush,
  place,
  unplace,
  settle,
  title,
  review,
  putProposals,
  prioritize,
  decay,
  reweigh,
  grant,
  makeTicket,
  answerWishes,
  fillForm,
  askWhich,
  linkTicket,
  hearTracker,
  followTicket,
  keepTicket,
  tellCameBack,
  tellComments,
  ticketClock,
  askSame,
  drawHome,
  digestClock,
  postDigest,
  refreshLines,
  sweep,
];

/** A first message is read at once; words that follow are awaited a little, so that a conversation is read once. */
const moreWordsMs = 15_000;
/** Nobody waits for these: of a burst in one theme they are done once. */
const afterBurstMs = 2_000;
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
      return h.themeIds.flatMap((themeId) => [
        ring(prioritize, { themeId }),
        ring(title, { themeId }, afterBurstMs),
      ]);
    case 'themeChanged':
      return [ring(prioritize, h)];
    case 'areaRenamed':
      return [ring(renameInReadings, h), ring(renameInThemes, h)];
    case 'scored':
      return [ring(keepTicket, h, afterBurstMs)];
    case 'ticketBehind':
      return [ring(keepTicket, h)];
    case 'wished':
      return [ring(grant, h)];
    case 'wishWaits':
      return [ring(grant, h, askAgainMs)];
    case 'wishPlaced':
      return [ring({ form: fillForm, which: askWhich, link: linkTicket }[h.kind], h)];
    case 'ticketDecided':
      return [ring(makeTicket, h)];
    case 'ticketDoubted':
      return [ring(answerWishes, h)];
    case 'ticketMade':
      return [ring(answerWishes, h), ring(refreshLines, h), ring(keepTicket, h)];
    case 'ticketMoved':
      return [ring(answerWishes, h), ring(refreshLines, h)];
    case 'ticketCameBack':
      return [ring(tellCameBack, h)];
    case 'ticketStale':
      return [ring(followTicket, h)];
    case 'ticketSeen':
      return [ring(tellComments, h)];
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
      if (h.source === 'linear' || h.source === 'jira') return [ring(hearTracker, h)];
      if (h.source !== 'slack') return [];
      return [h.isAwaited ? ring(act, h) : ring(hear, h)];
    case 'homeChanged':
      return [ring(drawHome, h)];
    case 'rungAgain':
      return [{ job: h.job, key: h.key, payload: h.payload }];
    case 'channelBehind':
      return [ring(readPast, { channelId: h.channelId }, h.afterMs)];
    case 'channelMet':
      return [ring(askHow, h)];
    case 'channelMissing':
      return [ring(tellAbsence, h)];
    case 'erasureAsked':
      return [ring(erase, h)];
    case 'erasureGoesOn':
      return [ring(erase, h, h.afterMs)];
  }
}

/** What runs by the clock. Patterns have six fields, the first being seconds. */
export const clock: { id: string; pattern: string; bell: Bell }[] = [
  { id: 'catalog', pattern: '*/30 * * * * *', bell: ring(watchCatalog, {}) },
  { id: 'proposals', pattern: '0 30 8 * * 1-5', bell: ring(putProposals, {}) },
  { id: 'review', pattern: '0 0 3 * * *', bell: ring(review, {}) },
  { id: 'sweep', pattern: '*/20 * * * * *', bell: ring(sweep, {}) },
  { id: 'catch-up', pattern: '0 */5 * * * *', bell: ring(catchUp, {}) },
  { id: 'forget-old', pattern: '0 30 * * * *', bell: ring(forgetOld, {}) },
  { id: 'questions', pattern: '30 */10 * * * *', bell: ring(askSame, {}) },
  { id: 'decay', pattern: '0 */10 * * * *', bell: ring(decay, {}) },
  { id: 'tickets', pattern: '10-59/20 * * * * *', bell: ring(ticketClock, {}) },
  { id: 'digests', pattern: '0 * * * * *', bell: ring(digestClock, {}) },
];
