// Writes one understood message: into an item, as a new one, or as passed over with its reason. Under the channel's lock.
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { plainText } from '../../text/mrkdwn.ts';
import type { Happened } from '../happened.ts';
import type { Heard } from './hear.ts';
import { isOverruled } from './hear-opposite.ts';
import { type Decision, decideIntake, type Neighbour, partOf, sameBreathMinutes } from './intake.ts';
import { isReply, keyOf, timeOf } from './message-key.ts';
import {
  deletedBecause,
  type Feedback,
  findFeedback,
  findFeedbackOfMessage,
  findMessage,
  findNeighbours,
  forgetPassedOver,
  type MessageRow,
  nameCustomer,
  noteEarlier,
  notePassedOver,
  raiseRevision,
  restore,
  saveMessage,
  speakAgain,
  startFeedback,
} from './store.ts';

export async function writeMessage(deps: Deps, tx: Db, heard: Heard): Promise<Happened[]> {
  const { m } = heard;
  const found = await lookAround(tx, heard);
  const { known } = found;
  if (known?.deletedAt) return [];
  if (known?.feedbackId) return again(deps, tx, known.feedbackId, heard);
  const decision = decide(heard, found);
  if (decision.kind === 'pass') {
    await notePassedOver(tx, keyOf(m), decision.reason, deps.now());
    return [];
  }
  if (decision.kind === 'start') return [await start(deps, tx, heard, decision.withRoot)];
  return add(tx, heard, decision);
}

/** What is known of the message itself, of its thread, and of what was said around it. One trip to the database. */
type Found = {
  known: MessageRow | undefined;
  thread: Feedback | undefined;
  near: Awaited<ReturnType<typeof findNeighbours>>;
};

async function lookAround(tx: Db, { m, manner }: Heard): Promise<Found> {
  const standsAlone = isReply(m) || manner.how !== 'channel';
  const [known, thread, near] = await Promise.all([
    findMessage(tx, keyOf(m)),
    isReply(m) ? findFeedbackOfMessage(tx, `${m.channel}:${m.threadTs}`) : undefined,
    standsAlone ? nobody : findNeighbours(tx, m.channel, timeOf(m.ts), sameBreathMinutes),
  ]);
  return { known, thread, near };
}

const nobody = { previous: undefined, following: undefined };

/** Already an item: a person's hand brings it back if it was withdrawn. */
async function again(deps: Deps, tx: Db, feedbackId: string, { m, manner }: Heard): Promise<Happened[]> {
  const item = await findFeedback(tx, feedbackId);
  if (manner.how === 'channel' || !item?.withdrawnAt || item.erasedAt) return [];
  const { notFeedback } = deps.config.reactions;
  if (manner.changedTs && (await isOverruled(tx, m, { by: notFeedback, since: manner.changedTs }))) return [];
  await restore(tx, feedbackId);
  return [{ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) }];
}

function decide(heard: Heard, { thread, near }: Found): Decision {
  const { m, content, speaker, manner, place, root } = heard;
  return decideIntake({
    subtype: m.subtype,
    isOurs: heard.isOurs,
    isErased: heard.isErased,
    isApp: heard.isApp,
    isReply: isReply(m),
    byHand: manner.how !== 'channel',
    hasContent: content !== undefined,
    listening: place.listening,
    speaker,
    authorKey: heard.authorKey,
    words: plainText(heard.text),
    thread: thread && { feedbackId: thread.id, authorKey: thread.authorKey },
    root: root && (root.isOurs ? 'ours' : 'others'),
    previous: near.previous && neighbour(near.previous, m.ts),
    following: near.following && {
      ...neighbour(near.following, m.ts),
      words: plainText(near.following.text),
    },
  });
}

type Near = NonNullable<Found['near']['previous']>;

function neighbour({ feedbackId, authorKey, customerId, saidAt }: Near, ts: string): Neighbour {
  const minutesAway = Math.abs(timeOf(ts).getTime() - saidAt.getTime()) / 60_000;
  return { feedbackId, authorKey, customerId, minutesAway };
}

/** A thread's item is named by its first message: whichever of its messages is captured, it is the same item. */
async function start(deps: Deps, tx: Db, heard: Heard, withRoot: boolean): Promise<Happened> {
  const { m, content, speaker, manner, authorKey } = heard;
  const root = withRoot ? heard.root : undefined;
  const sourceKey = keyOf(root?.m ?? m);
  const id = idFor('feedback', 'slack', sourceKey);
  const requester = content?.requester;
  await startFeedback(tx, {
    id,
    source: 'slack',
    sourceKey,
    channelId: m.channel,
    threadTs: m.threadTs ?? m.ts,
    link: heard.link,
    title: content?.title ?? null,
    authorKey: authorKey ?? null,
    authorName: requester?.stated ?? null,
    account: requester
      ? { name: requester.company ?? requester.name, domain: requester.email?.split('@')[1] }
      : null,
    customerId: speaker.customerId ?? null,
    customerBecause: speaker.because,
    saidAt: timeOf(m.ts),
    capturedAt: deps.now(),
    capturedHow: manner.how,
    capturedBy: manner.how === 'channel' ? null : manner.by,
  });
  if (root) await keep(tx, id, root, partOf(root, authorKey ?? null));
  await keep(tx, id, heard, 'voice');
  return { what: 'captured', feedbackId: id, revision: 1 };
}

async function add(
  tx: Db,
  heard: Heard,
  { feedbackId, part }: Extract<Decision, { kind: 'add' }>,
): Promise<Happened[]> {
  const item = (await findFeedback(tx, feedbackId))!;
  // A person who points at it means it, whoever wrote it.
  const counts = heard.manner.how === 'channel' ? part : 'voice';
  await keep(tx, feedbackId, heard, counts);
  await noteEarlier(tx, feedbackId, timeOf(heard.m.ts));
  if (counts === 'context') return [];
  // Its first words were deleted, but the conversation goes on.
  if (item.withdrawnBecause === deletedBecause) await restore(tx, feedbackId);
  if (item.erasedAt) await speakAgain(tx, feedbackId);
  await learnCustomer(tx, feedbackId, heard);
  return [{ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) }];
}

async function keep(tx: Db, feedbackId: string, heard: Heard, part: 'voice' | 'context'): Promise<void> {
  const { m, authorKey, text } = heard;
  const saved = saveMessage(tx, {
    key: keyOf(m),
    feedbackId,
    authorKey: authorKey ?? null,
    threadTs: isReply(m) ? m.threadTs : null,
    part,
    text,
    files: m.files,
    saidAt: timeOf(m.ts),
    editedTs: m.editedTs ?? null,
  });
  await Promise.all([saved, forgetPassedOver(tx, [keyOf(m)])]);
}

/** Named later in the conversation, or by an edit. */
export async function learnCustomer(tx: Db, id: string, { speaker }: Pick<Heard, 'speaker'>): Promise<void> {
  const item = await findFeedback(tx, id);
  if (item && !item.customerId && speaker.customerId)
    await nameCustomer(tx, id, speaker.customerId, speaker.because);
}
