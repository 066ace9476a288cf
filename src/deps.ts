// The outside world in one record. A step gets it as its first parameter and knows no other way out.
import type { Config } from './config.ts';
import type { Db } from './db/connect.ts';
import type { Log } from './lib/log.ts';
import type { Model } from './llm/port.ts';
import type { Envelope } from './slack/envelope.ts';
import type { Slack } from './slack/port.ts';
import type { Tracker, TrackerTarget } from './tracker/port.ts';

export type Deps = {
  config: Config;
  db: Db;
  slack: Slack;
  /** Hands one delivery of Slack's to the listeners; returns what Slack should be answered. */
  dispatch: (body: Envelope, notes: Record<string, unknown>) => Promise<unknown>;
  /** Only the trackers with credentials. */
  trackers: Partial<Record<TrackerTarget['tracker'], Tracker>>;
  /** Absent without a key: the local analyzer does the work. */
  model?: Model | undefined;
  /** The known themes closest to these words, best first: what a model may choose from. */
  candidates: (words: string) => Promise<ThemeCandidate[]>;
  /** What waits and runs, by job; absent outside a running process. */
  queueCounts?:
    | (() => Promise<Record<string, { waiting: number; active: number; delayed: number }>>)
    | undefined;
  now: () => Date;
  newId: () => string;
  log: Log;
};

export type ThemeCandidate = { id: string; title: string; examples: string[] };
