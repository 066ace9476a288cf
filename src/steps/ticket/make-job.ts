// The job that makes a ticket: look for one that exists, freeze the draft, call the tracker, keep what it answers.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import type { Job } from '../../queue/port.ts';
import type { Ticket, TicketDraft, TrackerTarget } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from '../intake/channels.ts';
import { answerRefusal, whisper } from './answer.ts';
import { ticketWaits } from './blocks.ts';
import { bodyOf, draftTicket } from './draft.ts';
import type { DraftData } from './draft-data.ts';
import { trackerFor } from './fetch.ts';
import { tieToFollowed } from './follow-up.ts';
import { FormAnswer } from './form.ts';
import { type Gathered, gatherDraft, writtenEvidence } from './gather.ts';
import { findLikely } from './likely-find.ts';
import {
  detailWish,
  findTicket,
  findWishesFor,
  freezeDraft,
  markAnswered,
  type TicketRow,
  updateTicket,
  type WishRow,
} from './store.ts';
import { writeStory } from './write.ts';

/** Calls the tracker. Safe to repeat: the tracker knows our id, and the draft was frozen before the first call. */
export const makeTicket: Job<{ ticketId: string }, Happened[]> = {
  name: 'ticket',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  concurrency: 2,
  attempts: 12,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (!row) throw new Permanent('There is no such ticket.');
    const made = { what: 'ticketMade' as const, ticketId, themeId: row.themeId };
    if (row.externalId) return [made, ...oldOne(row)];
    if (row.endedAt) return [];
    try {
      if (!row.clearedAt && (await isDoubtful(deps, row)))
        return [{ what: 'ticketDoubted', ticketId, themeId: row.themeId }];
      await make(deps, row);
      return [made, ...oldOne(row)];
    } catch (error) {
      await tellAskers(deps, row, error);
      throw error;
    }
  },
};

/** What this one follows up says so from now on. */
function oldOne({ followsId, themeId }: TicketRow): Happened[] {
  if (!followsId) return [];
  return [
    { what: 'ticketMoved', ticketId: followsId, themeId },
    // Where it was told that it came back, the follow-up stands in place of the offer to make one.
    { what: 'ticketCameBack', ticketId: followsId },
  ];
}

/** Looked for once; from then on a person decides. */
async function isDoubtful(deps: Deps, row: TicketRow): Promise<boolean> {
  const { themeId } = row;
  const tracker = trackerFor(deps, row.tracker);
  const likely =
    row.likely ?? (await findLikely(deps, { themeId, tracker, target: row.target as TrackerTarget }));
  const clearedAt = likely.length === 0 ? deps.now() : null;
  await updateTicket(deps.db, row.id, { likely, clearedAt });
  return likely.length > 0;
}

async function make(deps: Deps, row: TicketRow): Promise<void> {
  const tracker = trackerFor(deps, row.tracker);
  const draft = (row.draft ?? (await freeze(deps, row))) as TicketDraft;
  const made = await tracker.create(draft);
  await tieToFollowed(deps, row, made);
  const at = deps.now();
  const links = draft.links.map(({ url }) => url);
  const written = (await findTicket(deps.db, row.id))?.evidence;
  await updateTicket(deps.db, row.id, {
    ...factsOf(made),
    slackThread: made.slackThread ?? null,
    commentsFrom: commentsFrom(deps, at),
    firstKey: made.key,
    madeAt: at,
    seenAt: at,
    ...(written ? { evidence: { ...written, links } } : {}),
  });
}

/** A new ticket's comments are told from the start, where they are wanted. */
export function commentsFrom({ config }: Deps, at: Date): Date | null {
  return config.ticketComments === 'thread' ? at : null;
}

/** What is kept of a ticket when it is first seen. */
export function factsOf(ticket: Ticket) {
  const { externalId, key, url, title, state, stateName, assignee, startedAt, completedAt } = ticket;
  return {
    ...{ externalId, key, url, title, state, stateName },
    assignee: assignee ?? null,
    startedAt: startedAt ?? null,
    completedAt: completedAt ?? null,
  };
}

async function freeze(deps: Deps, row: TicketRow): Promise<unknown> {
  const wishes = await findWishesFor(deps.db, row.id);
  const { themeId, askedBy, followsId } = row;
  const feedbackId = wishes.find((wished) => wished.feedbackId)?.feedbackId;
  const { data, reports } = await gatherDraft(deps, { themeId, askedBy, feedbackId, followsId });
  const form = wishes.map(({ detail }) => FormAnswer.safeParse(detail).data).find(Boolean);
  const words = form ? asEdited(row, data, form) : await asWritten(deps, row, { data, reports });
  const draft = { ...words, links: await withThread(deps, words, wishes) };
  return freezeDraft(deps.db, row.id, { draft, evidence: writtenEvidence(data, { links: [], needs: [] }) });
}

async function asWritten(deps: Deps, row: TicketRow, { data, reports }: Gathered): Promise<TicketDraft> {
  const written = await writeStory(deps, data, reports);
  const { story, ...draft } = draftTicket({ ...data, written });
  const body = bodyOf(story, data);
  return { id: row.id, target: row.target as TrackerTarget, ...draft, body };
}

/** The thread it was asked for in comes first, where the tracker is to keep it in step and no customer reads along. */
async function withThread(
  deps: Deps,
  { target, links }: TicketDraft,
  wishes: WishRow[],
): Promise<TicketDraft['links']> {
  if (target.slackThread !== 'synced') return links;
  for (const { channel, threadTs } of wishes) {
    const place = await meetChannel(deps, channel);
    if (!threadTs || place?.standing !== 'member' || place.shared !== 'internal') continue;
    const url = await deps.slack.permalink({ channel, ts: threadTs });
    if (!url) continue;
    const thread = { url, title: 'Slack thread', slackThread: 'synced' as const };
    return [thread, ...links.filter((link) => link.url !== url)];
  }
  return links;
}

/** People's words stand as they are; counts and links are ours. */
function asEdited(row: TicketRow, data: DraftData, { title, story, priority }: FormAnswer): TicketDraft {
  const { links } = draftTicket(data);
  const target = row.target as TrackerTarget;
  return { id: row.id, target, title, priority, links, body: bodyOf(story, data) };
}

/** A failure that only a person can heal is told, once; so is one that lasts. */
async function tellAskers(deps: Deps, row: TicketRow, error: unknown): Promise<void> {
  const waiting = (await findWishesFor(deps.db, row.id)).filter((wished) => !wished.answeredAt);
  try {
    if (error instanceof Permanent) {
      for (const wished of waiting) await answerRefusal(deps, wished, error.message);
      await markAnswered(
        deps.db,
        waiting.map(({ id }) => id),
        deps.now(),
      );
      return;
    }
    for (const wished of waiting.filter((one) => isLate(one, deps.now()))) {
      await detailWish(deps.db, wished.id, { waitsToldAt: deps.now().toISOString() });
      await whisper(deps, wished, ticketWaits(row.tracker));
    }
  } catch (second) {
    // The ticket's own failure is what counts, and is thrown.
    deps.log.warn({ ticket: row.id, reason: reasonOf(second) }, 'nobody could be told that a ticket waits');
  }
}

/** Short troubles are not worth a word. */
const patienceMs = 10_000;

function isLate({ at, detail }: { at: Date; detail: unknown }, now: Date): boolean {
  return now.getTime() - at.getTime() > patienceMs && !(detail as { waitsToldAt?: string }).waitsToldAt;
}
