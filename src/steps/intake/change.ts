// What was said changes: edits, deletions, and a person's word that it is no feedback.
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from './channels.ts';
import { type Heard, hearMessage, understand } from './hear.ts';
import { isOverruled } from './hear-opposite.ts';
import { learnCustomer } from './hear-write.ts';
import { keyOf, timeOf } from './message-key.ts';
import {
  deletedBecause,
  findFeedback,
  findFeedbackOfMessage,
  findMessage,
  findMessages,
  forgetPassedOver,
  lockChannel,
  type MessageRow,
  nameCustomer,
  raiseRevision,
  restore,
  retitleFeedback,
  saveMessage,
  withdraw,
} from './store.ts';

/**
 * An older edit that arrives late changes nothing; an edit of an unknown message is that message's first hearing, unless
 * another worker hears it right now as it was before.
 */
export async function hearEdit(deps: Deps, m: SlackMessage): Promise<Happened[]> {
  // A deleted message that has replies stays in its place as this.
  if (m.subtype === 'tombstone') return hearDeletion(deps, m);
  const isKnown = (await findMessage(deps.db, keyOf(m))) !== undefined;
  const before = isKnown ? [] : await hearMessage(deps, m, { how: 'channel' });
  const known = await findMessage(deps.db, keyOf(m));
  const place = known && (await meetChannel(deps, m.channel));
  if (!place || known.deletedAt || isAsEdited(known, m)) return before;
  const heard = await understand(deps, m, { place, manner: { how: 'channel' } });
  const happened = await deps.db.transaction(async (tx) => {
    await lockChannel(tx, m.channel);
    return writeEdit(tx, heard);
  });
  return [...before, ...happened];
}

function isAsEdited({ editedTs }: MessageRow, m: SlackMessage): boolean {
  return editedTs !== null && m.editedTs !== undefined && m.editedTs <= editedTs;
}

async function writeEdit(tx: Db, heard: Heard): Promise<Happened[]> {
  const { m, text, isErased } = heard;
  const row = await findMessage(tx, keyOf(m));
  if (!row || row.deletedAt || isErased) return [];
  if (row.editedTs && (!m.editedTs || m.editedTs < row.editedTs)) return [];
  if (text === row.text && sameFiles(row.files, m.files)) return [];
  await saveMessage(tx, { ...row, text, files: m.files, editedTs: m.editedTs ?? row.editedTs });
  if (!row.feedbackId || row.part === 'context') return [];
  await correctItem(tx, row.feedbackId, heard);
  return [
    { what: 'captured', feedbackId: row.feedbackId, revision: await raiseRevision(tx, row.feedbackId) },
  ];
}

/** The first message carries the title; a customer who was found by name follows the name. */
async function correctItem(tx: Db, id: string, heard: Heard): Promise<void> {
  const { m, content, speaker } = heard;
  const item = (await findFeedback(tx, id))!;
  if (item.sourceKey === keyOf(m) && content?.title && content.title !== item.title)
    await retitleFeedback(tx, id, content.title);
  const byName = /named (in the text|as speaking)|in the text$/.test(item.customerBecause ?? '');
  if (byName && speaker.customerId && speaker.customerId !== item.customerId)
    await nameCustomer(tx, id, speaker.customerId, speaker.because);
  else await learnCustomer(tx, id, heard);
}

/** The row stays without its text, so that a late event cannot bring the message back. */
export async function hearDeletion(deps: Deps, at: { channel: string; ts: string }): Promise<Happened[]> {
  return deps.db.transaction(async (tx) => {
    await lockChannel(tx, at.channel);
    const row = await findMessage(tx, keyOf(at));
    const gone = { text: '', files: [], deletedAt: deps.now() };
    if (!row) {
      await saveMessage(tx, { key: keyOf(at), part: 'voice', saidAt: timeOf(at.ts), ...gone });
      await forgetPassedOver(tx, [keyOf(at)]);
      return [];
    }
    if (!row.deletedAt) await saveMessage(tx, { ...row, ...gone });
    if (!row.feedbackId || row.part === 'context') return [];
    return withoutIt(deps, tx, row.feedbackId, row.deletedAt !== null);
  });
}

/** `wasGone`: told again, perhaps because what follows was not rung the first time; nothing is written then. */
async function withoutIt(deps: Deps, tx: Db, feedbackId: string, wasGone: boolean): Promise<Happened[]> {
  // What was erased is still counted, whatever becomes of the message in Slack.
  if ((await findFeedback(tx, feedbackId))?.erasedAt) return [];
  const left = (await findMessages(tx, feedbackId)).filter((message) => message.part === 'voice');
  if (left.length === 0) {
    await withdraw(tx, feedbackId, deps.now(), deletedBecause);
    return [{ what: 'withdrawn', feedbackId }];
  }
  if (wasGone) return [];
  return [{ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) }];
}

/** `changedTs`: when the emoji was put on. Somebody who captured it later has the last word. */
export async function tellNoFeedback(
  deps: Deps,
  at: { channel: string; ts: string },
  { by, changedTs }: { by: string; changedTs: string },
): Promise<Happened[]> {
  return deps.db.transaction(async (tx) => {
    await lockChannel(tx, at.channel);
    const item = await findFeedbackOfMessage(tx, keyOf(at));
    const { capture } = deps.config.reactions;
    if (!item || (await isOverruled(tx, at, { by: capture, after: changedTs }))) return [];
    const because = `<@${by}> said it is no feedback.`;
    const isNew = await withdraw(tx, item.id, deps.now(), because);
    return isNew || item.withdrawnBecause === because ? [{ what: 'withdrawn', feedbackId: item.id }] : [];
  });
}

/** Takes the above back; what was deleted or erased stays gone. */
export async function takeBackNoFeedback(
  deps: Deps,
  at: { channel: string; ts: string },
  by: string,
): Promise<Happened[]> {
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  const fresh = item && (await findFeedback(deps.db, item.id));
  if (!fresh?.withdrawnBecause?.startsWith(`<@${by}>`)) return [];
  await restore(deps.db, fresh.id);
  return [{ what: 'captured', feedbackId: fresh.id, revision: await raiseRevision(deps.db, fresh.id) }];
}

function sameFiles(a: { permalink: string }[], b: { permalink: string }[]): boolean {
  return a.length === b.length && a.every((file, i) => file.permalink === b[i]?.permalink);
}
