// Takes words and identity out of every table: each step takes out what it keeps itself.
import { scrubAudit } from '../audit/audit.ts';
import { eraseCustomer, eraseOwner, erasePeople } from '../customers/store-erase.ts';
import type { Db } from '../db/connect.ts';
import type { ErasureSubject } from '../db/tables/intake.ts';
import type { Deps } from '../deps.ts';
import { idFor } from '../lib/ids.ts';
import { isFile, scrubPostNames, takeOutPictures } from '../posts/scrub.ts';
import { findPost } from '../posts/store.ts';
import { scrubFailures } from '../queue/failures.ts';
import { eraseCorrector, eraseFindings, scrubFindings } from '../steps/analyze/store-erase.ts';
import { erasePresence } from '../steps/desk/store-erase.ts';
import { eraseDigests, eraseSubscriber, findDigestsHolding } from '../steps/digest/store-erase.ts';
import type { Happened } from '../steps/happened.ts';
import { findDrawn, forgetDrawn } from '../steps/home/store-drawn.ts';
import { raiseRevision } from '../steps/intake/store.ts';
import {
  blankHandled,
  eraseCapturer,
  eraseItems,
  eraseRatings,
  eraseReactions,
  scrubMessages,
} from '../steps/intake/store-erase.ts';
import { findFirstCapture } from '../steps/intake/store-erase-find.ts';
import { eraseJudge, eraseScores } from '../steps/prioritize/store-erase.ts';
import { lockPlacing } from '../steps/theme/store.ts';
import {
  eraseDecider,
  eraseThemes,
  findThemesOfFindings,
  findThemesOnlyOf,
  forgetInIndexes,
  scrubReasons,
} from '../steps/theme/store-erase.ts';
import { eraseAsker, eraseTickets } from '../steps/ticket/store-erase.ts';
import type { Eraser } from '../text/forget.ts';
import { eraserFor, identityEraserFor, type Mine, needlesOf } from './recognise.ts';

export async function eraseRows(
  deps: Deps,
  subject: ErasureSubject,
  { mine, until }: { mine: Mine; until: Date },
): Promise<Happened[]> {
  const { db } = deps;
  const at = deps.now();
  const { authorKeys, customerId, itemIds = [] } = subject;
  const eraser = eraserFor(subject);
  const needles = needlesOf(subject);
  await removeCharts(deps, eraser);
  const happened = await db.transaction((tx) => eraseWords(tx, { mine, authorKeys, at, until }));
  await eraseRatings(db, { customerId, authorKeys });
  const identity = identityEraserFor(subject);
  await scrubMessages(db, identity, { needles, feedbackIds: mine.mixed });
  const changed = await scrubFindings(db, identity, needles);
  const renamed = await db.transaction(async (tx) => {
    await lockPlacing(tx);
    await forgetInIndexes(tx, changed);
    return eraseThemes(tx, eraser, { at, onlyTheirs: await findThemesOnlyOf(tx, itemIds) });
  });
  await scrubFrozen(db, eraser);
  await scrubFailures(db, eraser, needles);
  if (customerId) await eraseCustomer(db, customerId, at);
  await erasePeople(db, authorKeys);
  await eraseDeeds(db, authorKeys.filter(isSlackUser));
  await blankHandled(db, needles, await findFirstCapture(db, itemIds, until));
  return [...happened, ...renamed.flatMap(becameAnother)];
}

export const becameAnother = (themeId: string): Happened[] => [
  { what: 'themeChanged', themeId },
  { what: 'lineChanged', themeId },
];

/** Slack shows every App Home as it was drawn last. */
export async function allHomesChanged(db: Db): Promise<Happened[]> {
  const drawn = await findDrawn(db);
  return drawn.map(({ userId }) => ({ what: 'homeChanged', userId }));
}

/** In one piece, and not while anything is being placed: a theme could otherwise be started from words that are gone. */
export async function eraseWords(
  tx: Db,
  { mine, ...whose }: { mine: Mine; authorKeys: string[]; at: Date; until: Date },
): Promise<Happened[]> {
  await lockPlacing(tx);
  await eraseItems(tx, { ...whose, feedbackIds: mine.own, whole: true });
  const speaking = await eraseItems(tx, { ...whose, feedbackIds: mine.mixed, whole: false });
  const findings = await eraseFindings(tx, [...mine.own, ...mine.mixed]);
  await forgetInIndexes(tx, findings);
  const themes = await findThemesOfFindings(tx, findings);
  const again: Happened[] = [];
  // Others spoke in it, too: it is read anew without these words.
  for (const feedbackId of speaking)
    again.push({ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) });
  return [...again, ...themes.map((themeId) => ({ what: 'themeChanged' as const, themeId }))];
}

/** What was written down once, as it was shown or decided. */
export async function scrubFrozen(db: Db, eraser: Eraser): Promise<void> {
  await scrubReasons(db, eraser);
  await eraseScores(db, eraser);
  await eraseTickets(db, eraser);
  await eraseDigests(db, eraser);
  await scrubAudit(db, eraser);
  await scrubPostNames(db, eraser);
}

const isSlackUser = (key: string) => /^[UW][A-Z0-9]{6,}$/.test(key);

/** What a colleague decided stays decided, by nobody. */
async function eraseDeeds(db: Db, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return;
  for (const eraseFrom of [
    ...[eraseReactions, eraseCapturer, eraseOwner, eraseCorrector, eraseDecider],
    ...[eraseJudge, eraseAsker, erasePresence, eraseSubscriber, forgetDrawn],
  ])
    await eraseFrom(db, userIds);
}

/** A digest's picture shows titles, and a picture cannot be edited. */
async function removeCharts(deps: Deps, eraser: Eraser): Promise<void> {
  for (const id of await findDigestsHolding(deps.db, eraser)) {
    const chart = await findPost(deps.db, idFor('digest-chart', id));
    if (!chart?.ts || !isFile(chart.ts)) continue;
    const root = await findPost(deps.db, idFor('digest-root', id));
    if (root?.ts) await takeOutPictures(deps, root);
    await deps.slack.removeFile(chart.ts);
  }
}
