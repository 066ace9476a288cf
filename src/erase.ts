// Forgetting somebody, everywhere: each step takes out what it keeps, then our messages in Slack are gone over. And,
// by the clock, the words of everybody after so many days, where that is configured.
import { z } from 'zod';
import { note, scrubAudit } from './audit/audit.ts';
import { eraseCustomer, erasePeople } from './customers/store-erase.ts';
import type { Db } from './db/connect.ts';
import type { ErasureSubject } from './db/tables/intake.ts';
import type { Deps } from './deps.ts';
import { idFor } from './lib/ids.ts';
import { say } from './posts/post.ts';
import { firstPost, scrubPosts } from './posts/scrub.ts';
import { findPost } from './posts/store.ts';
import type { Job } from './queue/port.ts';
import {
  eraseFindings,
  findFindingIds,
  findFindingWords,
  scrubFindings,
} from './steps/analyze/store-erase.ts';
import { eraseDigests, findDigestsHolding } from './steps/digest/store-erase.ts';
import type { Happened } from './steps/happened.ts';
import { forgottenOf } from './steps/intake/erase.ts';
import { erasedNotice } from './steps/intake/erase-view.ts';
import { raiseRevision } from './steps/intake/store.ts';
import {
  blankDeliveries,
  countWaitingDeliveries,
  type ErasureRow,
  eraseItems,
  eraseRatings,
  eraseReactions,
  findErasure,
  findFirstCapture,
  findItemsOf,
  findItemsSaidBefore,
  findWordsBy,
  findWordsOf,
  finishErasure,
  saveSubject,
  scrubMessages,
} from './steps/intake/store-erase.ts';
import { eraseScores } from './steps/prioritize/store-erase.ts';
import { lockPlacing } from './steps/theme/store.ts';
import { eraseThemes, findThemesOfFindings, forgetInIndexes } from './steps/theme/store-erase.ts';
import { eraseTickets, findWrittenTickets } from './steps/ticket/store-erase.ts';
import { type Eraser, eraserOf } from './text/forget.ts';

/** What is being read, drafted or posted while words are taken out is done by then. */
const secondLookMs = 20_000;
/** A delivery that cannot be handled is not waited for longer. */
const patienceMs = 10 * 60_000;

/** One part at a time, each noted when it is done: killed, it goes on there. */
export const erase: Job<{ erasureId: string }, Happened[]> = {
  name: 'erase',
  payload: z.object({ erasureId: z.uuid() }),
  key: ({ erasureId }) => `erasure-${erasureId}`,
  concurrency: 1,
  run: async (deps, { erasureId }) => {
    const row = await findErasure(deps.db, erasureId);
    if (!row?.subject || row.doneAt) return [];
    const { progress } = row.subject;
    const waitMs = progress ? new Date(progress.notBefore).getTime() - deps.now().getTime() : 0;
    if (waitMs > 0) return [{ what: 'erasureGoesOn', erasureId, afterMs: waitMs }];
    return progress?.postsAfter === undefined
      ? eraseRows(deps, row, row.subject)
      : erasePosts(deps, row, row.subject);
  },
};

async function eraseRows(deps: Deps, row: ErasureRow, subject: ErasureSubject): Promise<Happened[]> {
  const { found, eraser, mine } = await recognise(deps, subject);
  await saveSubject(deps.db, row.id, found);
  const happened = await eraseEverywhere(deps, found, { eraser, mine });
  await saveSubject(deps.db, row.id, {
    ...found,
    progress: {
      round: subject.progress?.round ?? 1,
      postsAfter: firstPost,
      notBefore: deps.now().toISOString(),
    },
  });
  return [...happened, { what: 'erasureGoesOn', erasureId: row.id, afterMs: 0 }];
}

type Mine = { own: string[]; mixed: string[] };

/** Their items, and what they said: kept until the end, because after the first round nothing else knows it. */
async function recognise(deps: Deps, subject: ErasureSubject) {
  const { customerId, authorKeys } = subject;
  const own = customerId ? await findItemsOf(deps.db, { customerId, authorKeys: [] }) : [];
  const spokeIn = await findItemsOf(deps.db, { customerId: undefined, authorKeys });
  const mixed = spokeIn.filter((id) => !own.includes(id));
  const words = [
    ...(subject.words ?? []),
    ...(await findWordsOf(deps.db, own)),
    ...(await findWordsBy(deps.db, authorKeys)),
    ...(await findFindingWords(deps.db, own)),
  ];
  const found: ErasureSubject = {
    ...subject,
    words: [...new Set(words)].filter((text) => text.trim() !== ''),
    itemIds: [...new Set([...(subject.itemIds ?? []), ...own, ...mixed])],
  };
  return { found, eraser: eraserOf(forgottenOf(found, found.words ?? [])), mine: { own, mixed } };
}

type Means = { eraser: Eraser; mine: Mine };

async function eraseEverywhere(
  deps: Deps,
  subject: ErasureSubject,
  { eraser, mine }: Means,
): Promise<Happened[]> {
  const { db } = deps;
  const at = deps.now();
  const { authorKeys, customerId } = subject;
  const needles = needlesOf(subject);
  const happened = await db.transaction((tx) => eraseWords(tx, { mine, authorKeys, at }));
  await eraseRatings(db, { customerId, authorKeys });
  await eraseReactions(db, authorKeys);
  await scrubMessages(db, eraser, needles);
  const changed = await scrubFindings(db, eraser, { needles, feedbackIds: subject.itemIds ?? [] });
  const renamed = await db.transaction(async (tx) => {
    await lockPlacing(tx);
    await forgetInIndexes(tx, changed);
    return eraseThemes(tx, eraser, at);
  });
  await eraseScores(db, eraser);
  await eraseTickets(db, eraser);
  await removeCharts(deps, await findDigestsHolding(db, eraser));
  await eraseDigests(db, eraser);
  await scrubAudit(db, eraser);
  if (customerId) await eraseCustomer(db, customerId, at);
  await erasePeople(db, authorKeys);
  await blankDeliveries(db, needles, { at, handledOnly: true });
  return [
    ...happened,
    ...renamed.flatMap((themeId): Happened[] => [
      { what: 'themeChanged', themeId },
      { what: 'lineChanged', themeId },
    ]),
  ];
}

/** In one piece, and not while anything is being placed: a theme could otherwise be started from words that are gone. */
async function eraseWords(
  tx: Db,
  { mine, authorKeys, at }: { mine: Mine; authorKeys: string[]; at: Date },
): Promise<Happened[]> {
  await lockPlacing(tx);
  await eraseItems(tx, { feedbackIds: mine.own, authorKeys, at, whole: true });
  const speaking = await eraseItems(tx, { feedbackIds: mine.mixed, authorKeys, at, whole: false });
  const findings = await eraseFindings(tx, [...mine.own, ...mine.mixed]);
  await forgetInIndexes(tx, findings);
  const themes = await findThemesOfFindings(tx, findings);
  const again: Happened[] = [];
  // Others spoke in it, too: it is read anew without these words.
  for (const feedbackId of speaking)
    again.push({ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) });
  return [...again, ...themes.map((themeId) => ({ what: 'themeChanged' as const, themeId }))];
}

/** What a delivery or a message of others would hold of them. */
function needlesOf({ names, domains, authorKeys, teamIds }: ErasureSubject): string[] {
  const keys = authorKeys.map((key) => key.replace(/^(app|name):/, ''));
  return [...new Set([...names, ...domains, ...keys, ...teamIds])].filter((one) => one.length >= 3);
}

/** A digest's picture shows titles, and a picture cannot be edited. */
async function removeCharts(deps: Deps, digestIds: string[]): Promise<void> {
  for (const id of digestIds) {
    const chart = await findPost(deps.db, idFor('digest-chart', id));
    if (chart?.ts && /^F[A-Z0-9]+$/.test(chart.ts)) await deps.slack.removeFile(chart.ts);
  }
}

async function erasePosts(deps: Deps, row: ErasureRow, subject: ErasureSubject): Promise<Happened[]> {
  const { round, postsAfter = firstPost } = subject.progress!;
  const eraser = eraserOf(forgottenOf(subject, subject.words ?? []));
  const since =
    round === 1 ? await findFirstCapture(deps.db, subject.itemIds ?? [], row.askedAt) : row.askedAt;
  const after = await scrubPosts(deps, eraser, { since, after: postsAfter });
  const now = deps.now();
  if (after)
    return goOn(deps, row, {
      ...subject,
      progress: { round, postsAfter: after, notBefore: now.toISOString() },
    });
  const waiting = await countWaitingDeliveries(deps.db, needlesOf(subject));
  const isPatient = now.getTime() - row.askedAt.getTime() < patienceMs;
  if (round === 1 || (waiting > 0 && isPatient)) {
    const notBefore = new Date(now.getTime() + secondLookMs).toISOString();
    return goOn(deps, row, { ...subject, progress: { round: 2, postsAfter: undefined, notBefore } });
  }
  await blankDeliveries(deps.db, needlesOf(subject), { at: now, handledOnly: false });
  await finish(deps, row, subject);
  return [];
}

async function goOn(deps: Deps, row: ErasureRow, subject: ErasureSubject): Promise<Happened[]> {
  await saveSubject(deps.db, row.id, subject);
  const afterMs = Math.max(0, new Date(subject.progress!.notBefore).getTime() - deps.now().getTime());
  return [{ what: 'erasureGoesOn', erasureId: row.id, afterMs }];
}

/** The line that stays says what kind and how much, by whom; nothing says who it was. */
async function finish(deps: Deps, row: ErasureRow, { kind, itemIds = [] }: ErasureSubject): Promise<void> {
  const themes = await findThemesOfFindings(deps.db, await findFindingIds(deps.db, itemIds));
  const tickets = await findWrittenTickets(deps.db, themes);
  const screen = erasedNotice({ items: itemIds.length, tickets });
  const channel = await deps.slack.openDm(row.askedBy);
  await say(deps, { id: idFor('erased', row.id), what: 'notice', channel, ...screen });
  await note(deps.db, {
    at: deps.now(),
    who: 'earshot',
    what: `erased a ${kind}: ${itemIds.length} items`,
    subject: `erasure:${row.id}`,
    detail: { items: itemIds.length, askedBy: row.askedBy },
    origin: row.origin,
    occasion: `erased:${row.id}`,
  });
  await finishErasure(deps.db, row.id, { items: itemIds.length, doneAt: deps.now() });
}

const batch = 500;

/** EARSHOT_RETENTION_DAYS: older words go, with who said them; what they were counted for stays. */
export const forgetOld: Job<Record<string, never>, Happened[]> = {
  name: 'forget-old',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'forget-old',
  concurrency: 1,
  attempts: 3,
  run: async (deps) => {
    const { retentionDays } = deps.config;
    if (!retentionDays) return [];
    const before = new Date(deps.now().getTime() - retentionDays * 86_400_000);
    const happened: Happened[] = [];
    for (let ids = await findItemsSaidBefore(deps.db, before, batch); ids.length > 0; ) {
      happened.push(...(await forgetItems(deps, ids)));
      ids = await findItemsSaidBefore(deps.db, before, batch);
    }
    return happened;
  },
};

async function forgetItems(deps: Deps, ids: string[]): Promise<Happened[]> {
  const words = [...(await findWordsOf(deps.db, ids)), ...(await findFindingWords(deps.db, ids))];
  const eraser = eraserOf({ names: [], marks: [], domains: [], words });
  const mine = { own: ids, mixed: [] };
  const at = deps.now();
  const happened = await deps.db.transaction((tx) => eraseWords(tx, { mine, authorKeys: [], at }));
  const renamed = await deps.db.transaction(async (tx) => {
    await lockPlacing(tx);
    return eraseThemes(tx, eraser, at);
  });
  await eraseTickets(deps.db, eraser);
  await eraseDigests(deps.db, eraser);
  return [...happened, ...renamed.map((themeId) => ({ what: 'lineChanged' as const, themeId }))];
}
