// The dry run of an import: reads the whole file, writes nothing, and says what an import would do.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { findCustomers } from '../../customers/store.ts';
import type { Db } from '../../db/connect.ts';
import { idFor } from '../../lib/ids.ts';
import type { Feed, FeedRecord } from './import-feed.ts';
import { findKnownKeys } from './import-store.ts';
import type { SaidItem } from './item.ts';
import { customerOf, indexCustomers } from './item-customer.ts';
import { isReply, timeOf } from './message-key.ts';

export type Check = {
  /** Names this file, read this way. */
  importId: string;
  records: number;
  items: number;
  known: number;
  ratings: number;
  passed: number;
  rejected: number;
  /** Why, most often first; each by its first example. */
  reasons: { reason: string; count: number }[];
  /** Items of customers Earshot knows. */
  recognised: number;
  from: Date | undefined;
  until: Date | undefined;
  /** The first items, as they were understood. */
  examples: SaidItem[];
};

export type Progress = (at: { done: number; bytes: number }) => void;

type Checking = {
  employeeDomains: string[];
  onRejected: (record: Extract<FeedRecord, { kind: 'rejected' }>) => void;
  onProgress: Progress;
};

export async function checkImport(db: Db, file: string, feed: Feed, checking: Checking): Promise<Check> {
  const judge = { index: indexCustomers(await findCustomers(db)), employeeDomains: checking.employeeDomains };
  const check = emptyCheck();
  const reasons = new Map<string, { reason: string; count: number }>();
  let bytes = 0;
  for await (const records of feed.records((count) => {
    bytes += count;
  })) {
    for (const record of records) {
      count(check, record);
      if (record.kind !== 'rejected') continue;
      checking.onRejected(record);
      countReason(reasons, record.reason);
    }
    await look(db, check, { feed, said: records.flatMap(saidIn), judge });
    checking.onProgress({ done: check.records, bytes });
  }
  check.importId = idFor('import', await fingerprintOf(file), feed.source, feed.reading);
  check.reasons = [...reasons.values()].sort((a, b) => b.count - a.count);
  return check;
}

function emptyCheck(): Check {
  const numbers = { records: 0, items: 0, known: 0, ratings: 0, passed: 0, rejected: 0, recognised: 0 };
  return { importId: '', ...numbers, reasons: [], from: undefined, until: undefined, examples: [] };
}

function count(check: Check, record: FeedRecord): void {
  check.records += 1;
  if (record.kind === 'rejected') check.rejected += 1;
  if (record.kind === 'passed') check.passed += 1;
  if (record.kind === 'news') check.ratings += record.news.filter((one) => one.kind === 'rated').length;
}

/** What a message of Slack's will be part of shows when it is carried out; here each that begins something counts. */
function saidIn(record: FeedRecord): SaidItem[] {
  if (record.kind === 'news') return record.news.flatMap((one) => (one.kind === 'said' ? [one.item] : []));
  if (record.kind !== 'message' || isReply(record.message)) return [];
  const { channel, ts, text } = record.message;
  const key = `${channel}:${ts}`;
  const message = { key, part: 'voice' as const, text, files: [], saidAt: timeOf(ts) };
  return [{ source: 'slack', key, author: {}, saidAt: timeOf(ts), messages: [message] }];
}

type Looking = { feed: Feed; said: SaidItem[]; judge: Parameters<typeof customerOf>[1] };

async function look(db: Db, check: Check, { feed, said, judge }: Looking): Promise<void> {
  const items = new Map(said.map((item) => [item.key, item]));
  const known = await findKnownKeys(db, feed.source, [...items.keys()]);
  check.items += items.size;
  check.known += known.size;
  for (const item of items.values()) {
    const found = customerOf({ account: item.account, email: item.author.email }, judge).customerId;
    if (found) check.recognised += 1;
    if (!check.from || item.saidAt < check.from) check.from = item.saidAt;
    if (!check.until || item.saidAt > check.until) check.until = item.saidAt;
    if (check.examples.length < 3) check.examples.push(item);
  }
}

/** `"31/02/2026" is no date` and its like are one reason, told by its first example. */
function countReason(reasons: Map<string, { reason: string; count: number }>, reason: string): void {
  const alike = reason.replace(/"[^"]*"/g, '"…"').replace(/\d+/g, 'N');
  const known = reasons.get(alike);
  if (known) known.count += 1;
  else reasons.set(alike, { reason, count: 1 });
}

async function fingerprintOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(bytes as Uint8Array);
  return hash.digest('hex');
}
