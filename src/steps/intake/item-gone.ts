// What a source took back: whole items and single messages. Their words go here too.
import type { Db } from '../../db/connect.ts';
import type { Happened } from '../happened.ts';
import { believable, goneAtSource, itemKey, type News } from './item.ts';
import { type Capturing, tombstone } from './item-rows.ts';
import { blankMessages, findItems, findMessagesByKey, putMessages } from './item-store.ts';
import { findMessages, raiseRevision, withdraw } from './store.ts';

type Gone = Extract<News, { kind: 'gone' }>;

/** An item not heard yet is remembered as gone, so that a late delivery does not bring it. */
export async function captureGone(
  tx: Db,
  { source, key, at: then }: Gone,
  by: Capturing,
): Promise<Happened[]> {
  const at = believable(then, by.at);
  const item = (await findItems(tx, source, [key])).get(key);
  if (!item) {
    await putMessages(tx, [tombstone(itemKey(source, key), at)]);
    return [];
  }
  await blankMessages(tx, item.id, at);
  if (!(await withdraw(tx, item.id, at, goneAtSource(source)))) return [];
  return [{ what: 'withdrawn', feedbackId: item.id }];
}

export async function captureMessageGone(
  tx: Db,
  news: Extract<News, { kind: 'messageGone' }>,
  by: Capturing,
): Promise<Happened[]> {
  const at = believable(news.at, by.at);
  const row = (await findMessagesByKey(tx, [news.messageKey])).get(news.messageKey);
  if (row?.deletedAt) return [];
  await putMessages(tx, [{ ...(row ?? tombstone(news.messageKey, at)), text: '', files: [], deletedAt: at }]);
  if (!row?.feedbackId || row.part === 'context') return [];
  const left = (await findMessages(tx, row.feedbackId)).filter((message) => message.part === 'voice');
  if (left.length === 0) return captureGone(tx, { kind: 'gone', source: news.source, key: news.key, at }, by);
  return [
    { what: 'captured', feedbackId: row.feedbackId, revision: await raiseRevision(tx, row.feedbackId) },
  ];
}
