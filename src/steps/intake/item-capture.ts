// Writes what sources say: many items in one transaction, each once, whatever comes twice or late.
import type { Db } from '../../db/connect.ts';
import type { Happened } from '../happened.ts';
import { itemKey, type News, type Plan, planItem, type Rated, type SaidItem } from './item.ts';
import { withoutErased } from './item-erased.ts';
import { captureGone, captureMessageGone } from './item-gone.ts';
import { customerIndex } from './item-index.ts';
import { type Capturing, feedbackIdOf, foundFor, ratingRowOf, rowOf, rowsOf } from './item-rows.ts';
import {
  changeItem,
  findItems,
  findMessagesByKey,
  insertItems,
  lockSource,
  putMessages,
  saveRating,
} from './item-store.ts';
import { type Feedback, type MessageRow, raiseRevision } from './store.ts';

export type Captured = {
  happened: Happened[];
  added: number;
  changed: number;
  /** Said by somebody who was erased since: left out. */
  erased?: number | undefined;
};

/** Everything with which items of a moment are captured. `owner`: who keeps the customers at hand from one to the next. */
export async function captureWith(
  owner: object,
  db: Db,
  given: Omit<Capturing, 'index'>,
): Promise<Capturing> {
  return { ...given, index: await customerIndex(owner, db) };
}

/** In the order given: what a delivery says later counts later. All of one source. */
export async function captureNews(tx: Db, source: string, news: News[], by: Capturing): Promise<Captured> {
  const total: Captured = { happened: [], added: 0, changed: 0 };
  await lockSource(tx, source);
  let batch: SaidItem[] = [];
  const flush = async () => {
    const items = batch;
    batch = [];
    if (items.length > 0) add(total, await captureItems(tx, source, items, by));
  };
  for (const one of news) {
    if (one.kind === 'said') {
      if (batch.some((item) => item.key === one.item.key)) await flush();
      batch.push(one.item);
      continue;
    }
    await flush();
    add(total, await captureOther(tx, one, by));
  }
  await flush();
  return total;
}

function add(total: Captured, more: Captured): void {
  total.happened.push(...more.happened);
  total.added += more.added;
  total.changed += more.changed;
  total.erased = (total.erased ?? 0) + (more.erased ?? 0);
}

/** Each key once. */
async function captureItems(tx: Db, source: string, items: SaidItem[], by: Capturing): Promise<Captured> {
  const kept = await withoutErased(tx, items);
  const known = await findItems(
    tx,
    source,
    kept.map((item) => item.key),
  );
  const messages = await findMessagesByKey(
    tx,
    kept.flatMap((item) => [itemKey(source, item.key), ...item.messages.map((message) => message.key)]),
  );
  const plans = kept.map((item) => ({ item, plan: planFor(item, known.get(item.key), messages) }));
  const starts = plans.filter(({ plan }) => plan.kind === 'start');
  await insertItems(
    tx,
    starts.map(({ item }) => rowOf(item, by)),
  );
  await putMessages(
    tx,
    plans.flatMap(({ item, plan }) => (plan.kind === 'leave' ? [] : rowsOf(item, plan.put, by))),
  );
  const happened: Happened[] = starts.map(({ item }) => ({
    what: 'captured',
    feedbackId: feedbackIdOf(item),
    revision: 1,
  }));
  let changed = 0;
  for (const { item, plan } of plans) {
    if (plan.kind !== 'change') continue;
    changed += 1;
    happened.push(...(await change(tx, known.get(item.key)!, { item, plan, by })));
  }
  return { happened, added: starts.length, changed, erased: items.length - kept.length };
}

function planFor(item: SaidItem, known: Feedback | undefined, messages: Map<string, MessageRow>): Plan {
  const mine = item.messages.flatMap(({ key }) => {
    const row = messages.get(key);
    return row
      ? [
          [
            key,
            { text: row.text, files: row.files, stamp: row.editedTs, isDeleted: row.deletedAt !== null },
          ] as const,
        ]
      : [];
  });
  const goneAt = messages.get(itemKey(item.source, item.key))?.deletedAt ?? undefined;
  return planItem(item, { item: known, messages: new Map(mine), goneAt });
}

async function change(
  tx: Db,
  known: Feedback,
  { item, plan, by }: { item: SaidItem; plan: Extract<Plan, { kind: 'change' }>; by: Capturing },
): Promise<Happened[]> {
  const customer = known.customerId ? undefined : foundFor(item, by);
  await changeItem(tx, known.id, {
    ...(plan.title && { title: plan.title }),
    ...(plan.restore && { withdrawnAt: null, withdrawnBecause: null }),
    ...(customer?.customerId && { customerId: customer.customerId, customerBecause: customer.because }),
  });
  if (plan.words === 'same') return [];
  return [{ what: 'captured', feedbackId: known.id, revision: await raiseRevision(tx, known.id) }];
}

async function captureOther(tx: Db, news: Exclude<News, { kind: 'said' }>, by: Capturing): Promise<Captured> {
  switch (news.kind) {
    case 'gone':
      return counted(await captureGone(tx, news, by));
    case 'messageGone':
      return counted(await captureMessageGone(tx, news, by));
    case 'rated':
      return { ...counted([]), erased: (await captureRating(tx, news.rating, by)) ? 0 : 1 };
  }
}

const counted = (happened: Happened[]): Captured => ({ happened, added: 0, changed: happened.length });

/** False when it is by somebody who was erased since. */
async function captureRating(tx: Db, rated: Rated, by: Capturing): Promise<boolean> {
  const [mine] = await withoutErased(tx, [{ ...rated, saidAt: rated.givenAt }]);
  if (!mine) return false;
  const known = rated.itemKey ? await findItems(tx, rated.source, [rated.itemKey]) : undefined;
  await saveRating(tx, ratingRowOf(rated, by, known?.get(rated.itemKey!)));
  return true;
}
