// What was said changes: edits, deletions, and a person's word that it is no feedback.
import type { Deps } from '../../deps.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { contentOf } from './content.ts';
import { clean, hearMessage, keyOf, timeOf } from './hear.ts';
import {
  findFeedback,
  findFeedbackOfMessage,
  findMessage,
  findMessages,
  lockChannel,
  raiseRevision,
  restore,
  saveMessage,
  withdraw,
} from './store.ts';

/** An older edit that arrives late changes nothing; an edit of an unknown message is that message's first hearing. */
export async function hearEdit(deps: Deps, m: SlackMessage): Promise<Happened[]> {
  const known = await findMessage(deps.db, keyOf(m));
  if (!known) return hearMessage(deps, m, { how: 'channel' });
  return deps.db.transaction(async (tx) => {
    await lockChannel(tx, m.channel);
    const row = await findMessage(tx, keyOf(m));
    if (!row || row.deletedAt) return [];
    if (row.editedTs && (!m.editedTs || m.editedTs < row.editedTs)) return [];
    const text = clean(contentOf(m)?.text ?? m.text);
    if (text === row.text && sameFiles(row.files, m.files)) return [];
    await saveMessage(tx, { ...row, text, files: m.files, editedTs: m.editedTs ?? row.editedTs });
    if (!row.feedbackId || row.part === 'context') return [];
    return [
      { what: 'captured', feedbackId: row.feedbackId, revision: await raiseRevision(tx, row.feedbackId) },
    ];
  });
}

/** The row stays without its text, so that a late event cannot bring the message back. */
export async function hearDeletion(deps: Deps, at: { channel: string; ts: string }): Promise<Happened[]> {
  return deps.db.transaction(async (tx) => {
    await lockChannel(tx, at.channel);
    const row = await findMessage(tx, keyOf(at));
    if (row?.deletedAt) return [];
    const gone = { text: '', files: [], deletedAt: deps.now() };
    if (!row) {
      await saveMessage(tx, { key: keyOf(at), part: 'voice', saidAt: timeOf(at.ts), ...gone });
      return [];
    }
    await saveMessage(tx, { ...row, ...gone });
    if (!row.feedbackId || row.part === 'context') return [];
    const left = (await findMessages(tx, row.feedbackId)).filter((message) => message.part === 'voice');
    const revision = await raiseRevision(tx, row.feedbackId);
    if (left.length > 0) return [{ what: 'captured', feedbackId: row.feedbackId, revision }];
    await withdraw(tx, row.feedbackId, deps.now(), 'Its messages were deleted.');
    return [{ what: 'withdrawn', feedbackId: row.feedbackId }];
  });
}

export async function tellNoFeedback(
  deps: Deps,
  at: { channel: string; ts: string },
  by: string,
): Promise<Happened[]> {
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  if (!item || !(await withdraw(deps.db, item.id, deps.now(), `<@${by}> said it is no feedback.`))) return [];
  return [{ what: 'withdrawn', feedbackId: item.id }];
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
