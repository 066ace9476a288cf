// What an import reads, whatever its file: records in order, each with its line, saying something or refused.
import type { Db } from '../../db/connect.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { News } from './item.ts';
import type { Captured } from './item-capture.ts';

export type FeedRecord =
  | { kind: 'news'; line: number; news: News[] }
  /** A message of Slack's: what becomes of it is decided as if it were said now, when it is carried out. */
  | { kind: 'message'; line: number; message: SlackMessage }
  /** Nothing a customer said: told in numbers, not as an error. */
  | { kind: 'passed'; line: number; reason: string }
  | { kind: 'rejected'; line: number; reason: string; raw: string };

export type Feed = {
  /** The items' source. */
  source: string;
  /** What `line` counts. */
  unit: 'line' | 'message';
  /** In bytes; progress is measured by what has been read of it. */
  size: number;
  /** Names how the file is read: another mapping is another import. */
  reading: string;
  /** From the beginning, each time. The same file gives the same records in the same order. */
  records: (onBytes: (count: number) => void) => AsyncGenerator<FeedRecord[]>;
  /** Absent: news are captured as they are. */
  carryOut?: (tx: Db, records: FeedRecord[]) => Promise<Captured>;
  close?: () => void;
};
