// Carries out an import, a portion of records in each transaction together with how far it is: whenever it is killed,
// what was carried out is whole, and the next start goes on behind it.
import type { Db } from '../../db/connect.ts';
import { StartFailure } from '../../lib/failure.ts';
import type { Progress } from './import-check.ts';
import type { Feed, FeedRecord } from './import-feed.ts';
import { findImport, finishImport, lockImport, noteImported, startImport } from './import-store.ts';
import type { News } from './item.ts';
import { type Captured, captureNews, captureWith } from './item-capture.ts';

export type Imported = {
  added: number;
  changed: number;
  /** Records that an earlier, interrupted run had carried out. */
  before: number;
};

type Running = {
  importId: string;
  file: string;
  employeeDomains: string[];
  now: () => Date;
  onProgress: Progress;
};

const portion = 500;

/** Undefined when this file was imported to its end before. */
export async function runImport(db: Db, feed: Feed, it: Running): Promise<Imported | undefined> {
  await startImport(db, { id: it.importId, file: it.file, source: feed.source, startedAt: it.now() });
  const begun = (await findImport(db, it.importId))!;
  if (begun.finishedAt) return undefined;
  let seen = 0;
  let bytes = 0;
  const total = { added: begun.added, changed: begun.changed };
  for await (const records of portionsOf(feed, (count) => {
    bytes += count;
  })) {
    const first = seen;
    seen += records.length;
    const rest = records.slice(Math.max(0, begun.done - first));
    if (rest.length > 0) await carryOut(db, feed, { it, records: rest, total, until: seen });
    it.onProgress({ done: seen, bytes });
  }
  await finishImport(db, it.importId, it.now());
  return { ...total, before: begun.done };
}

type Portion = {
  it: Running;
  records: FeedRecord[];
  total: { added: number; changed: number };
  /** How many records are done when this portion is. */
  until: number;
};

async function carryOut(db: Db, feed: Feed, { it, records, total, until }: Portion): Promise<void> {
  await db.transaction(async (tx) => {
    const run = await lockImport(tx, it.importId);
    if (run.done !== until - records.length)
      throw new StartFailure(
        'Another process is importing this file. Wait for it, and start again if it fails.',
      );
    const captured = await (feed.carryOut?.(tx, records) ?? captureRecords(tx, feed.source, { it, records }));
    total.added += captured.added;
    total.changed += captured.changed;
    await noteImported(tx, it.importId, { done: until, ...total });
  });
}

async function captureRecords(
  tx: Db,
  source: string,
  { it, records }: { it: Running; records: FeedRecord[] },
): Promise<Captured> {
  const { employeeDomains, now } = it;
  const by = await captureWith(it, tx, { at: now(), how: 'import', employeeDomains });
  const news = records.flatMap((record): News[] => (record.kind === 'news' ? record.news : []));
  return captureNews(tx, source, news, by);
}

/** As many records as make a good transaction, however the file gives them. */
async function* portionsOf(feed: Feed, onBytes: (count: number) => void): AsyncGenerator<FeedRecord[]> {
  let waiting: FeedRecord[] = [];
  for await (const records of feed.records(onBytes)) {
    waiting.push(...records);
    while (waiting.length >= portion) {
      yield waiting.slice(0, portion);
      waiting = waiting.slice(portion);
    }
  }
  if (waiting.length > 0) yield waiting;
}
