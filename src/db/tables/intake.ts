// What was heard. `inbox` holds deliveries as they came; `feedback` is one thing somebody said, in one or more messages.

import { sql } from 'drizzle-orm';
import {
  bigserial,
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { customer } from './customers.ts';
import { app, moment } from './schema.ts';

export const inbox = app.table(
  'inbox',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** `slack`, `linear`, `jira`, `zendesk`, … */
    source: text('source').notNull(),
    /** The sender's own id of the delivery: the same one twice is one row. */
    eventId: text('event_id').notNull(),
    body: jsonb('body').notNull(),
    /** Of a message in Slack: where and when it was said, so that what was said before it is heard before it. */
    channel: text('channel'),
    ts: text('ts'),
    receivedAt: moment('received_at').notNull(),
    handledAt: moment('handled_at'),
  },
  (t) => [
    unique('inbox_once').on(t.source, t.eventId),
    index('inbox_waiting').on(t.receivedAt).where(sql`${t.handledAt} is null`),
    index('inbox_talk').on(t.channel, t.ts).where(sql`${t.handledAt} is null`),
    index('inbox_handled').on(t.handledAt),
  ],
);

/** The company a source says its author belongs to. Kept, so that a customer made known later claims what was said. */
export type StatedAccount = {
  externalId?: string | undefined;
  name?: string | undefined;
  domain?: string | undefined;
};

/**
 * Of a channel's past, in Slack's ts, both ends excluded. `to` absent: up to now. `metTs`: it was never read before;
 * nobody meant Earshot by the emoji on what was said up to then.
 */
export type Stretch = {
  from: string;
  to?: string | undefined;
  metTs?: string | undefined;
  /** Replies to what was said before `from` are looked for, too. */
  olderThreads?: true;
};

/** A Slack channel Earshot knows, how it listens there, and what of its past is still to be read. */
export const channel = app.table('channel', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  listening: text('listening', { enum: ['every message', 'threads', 'reactions only', 'off'] }).notNull(),
  /** A Slack user id, or `configuration`. */
  decidedBy: text('decided_by').notNull(),
  standing: text('standing', { enum: ['member', 'absent'] }).notNull(),
  shared: text('shared', { enum: ['internal', 'shared'] }).notNull(),
  /** When it was last compared with Slack. Everything before is read, but for what `unread` says. */
  caughtUpAt: moment('caught_up_at'),
  /** Stretches of its past that are still to be read, newest first. */
  unread: jsonb('unread').$type<Stretch[]>().notNull().default([]),
});

export const feedback = app.table(
  'feedback',
  {
    id: uuid('id').primaryKey(),
    source: text('source').notNull(),
    /** The source's own name of the item: for Slack `channel:ts` of its first message. */
    sourceKey: text('source_key').notNull(),
    channelId: text('channel_id'),
    threadTs: text('thread_ts'),
    link: text('link'),
    title: text('title'),
    /** Slack user id, e-mail address, or whatever the source names its author by. */
    authorKey: text('author_key'),
    authorName: text('author_name'),
    account: jsonb('account').$type<StatedAccount>(),
    customerId: uuid('customer_id').references(() => customer.id),
    /** How the customer was found, shown to people. */
    customerBecause: text('customer_because'),
    saidAt: moment('said_at').notNull(),
    capturedAt: moment('captured_at').notNull(),
    capturedHow: text('captured_how').notNull(),
    capturedBy: text('captured_by'),
    /** Rises with each change of the text; an analysis names the revision it read. */
    revision: integer('revision').notNull().default(1),
    withdrawnAt: moment('withdrawn_at'),
    withdrawnBecause: text('withdrawn_because'),
    /** How bad it is by the word of the person who wrote it down: no analysis says otherwise. */
    statedSeverity: text('stated_severity', { enum: ['low', 'medium', 'high', 'critical'] }),
    /** Its words and who said them were removed; it still counts. */
    erasedAt: moment('erased_at'),
  },
  (t) => [
    unique('feedback_once').on(t.source, t.sourceKey),
    index('feedback_said').on(t.saidAt),
    index('feedback_customer').on(t.customerId),
    index('feedback_unclaimed').on(t.id).where(sql`${t.customerId} is null`),
    index('feedback_withdrawn').on(t.withdrawnAt).where(sql`${t.withdrawnAt} is not null`),
    index('feedback_talk').on(t.channelId, t.authorKey, t.saidAt),
  ],
);

/** One message of an item. A deleted message stays as a row without text, so that a late event cannot bring it back. */
export const message = app.table(
  'message',
  {
    /** For Slack `channel:ts`. */
    key: text('key').primaryKey(),
    feedbackId: uuid('feedback_id').references(() => feedback.id),
    authorKey: text('author_key'),
    /** Set on replies only. */
    threadTs: text('thread_ts'),
    /** `voice`: counts as what was said. `context`: an employee's or a bot's answer. */
    part: text('part', { enum: ['voice', 'context'] }).notNull(),
    text: text('text').notNull(),
    files: jsonb('files').$type<{ name: string; permalink: string }[]>().notNull().default([]),
    saidAt: moment('said_at').notNull(),
    /** Slack's ts of the last edit; older edits that arrive late are ignored. */
    editedTs: text('edited_ts'),
    deletedAt: moment('deleted_at'),
    /** When the :ear: was put on it (or found to be impossible). */
    receiptAt: moment('receipt_at'),
  },
  (t) => [
    index('message_no_receipt').on(t.saidAt).where(sql`${t.receiptAt} is null`),
    index('message_of').on(t.feedbackId, t.saidAt),
    index('message_author').on(t.authorKey),
  ],
);

/** Why a message did not become feedback: for `/earshot why`. */
export const passedOver = app.table(
  'passed_over',
  {
    key: text('key').primaryKey(),
    reason: text('reason').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('passed_over_at').on(t.at)],
);

/** An emoji of a meaning, put on a message or taken off by a person: told twice, or late, it happens once. */
export const reaction = app.table(
  'reaction',
  {
    /** Of the message: `channel:ts`. */
    key: text('key').notNull(),
    name: text('name').notNull(),
    userId: text('user_id').notNull(),
    state: text('state', { enum: ['on', 'off'] }).notNull(),
    /** Slack's ts of the change. */
    changedTs: text('changed_ts').notNull(),
    /** The delivery that may act on it: the same one tried again may, another that says the same may not. `found`: it
     * was there when the channel was first read. */
    deliveryId: text('delivery_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.name, t.userId] })],
);

/** Whom to forget. What must be known to do it is removed when it is done; what stays cannot be read back. */
export const erasure = app.table('erasure', {
  id: uuid('id').primaryKey(),
  askedBy: text('asked_by').notNull(),
  askedAt: moment('asked_at').notNull(),
  origin: text('origin').notNull(),
  subject: jsonb('subject').$type<ErasureSubject>(),
  /** Hashes of names, ids and addresses: what was said before `asked_at` under one of them is not taken in any more. */
  fingerprints: text('fingerprints').array().notNull(),
  items: integer('items'),
  doneAt: moment('done_at'),
});

/** Everything a customer or a person is known by. */
export type ErasureSubject = {
  kind: 'customer' | 'person';
  /** As the asker saw it. */
  name: string;
  customerId?: string | undefined;
  /** Slack's user ids, e-mail addresses, and what other sources name an author by. */
  authorKeys: string[];
  names: string[];
  domains: string[];
  teamIds: string[];
  channelIds: string[];
  /** While it is being done: what they said and what was made of it, and the items that held it. */
  words?: string[] | undefined;
  /** What others said in the same themes. */
  others?: string[] | undefined;
  itemIds?: string[] | undefined;
  /** Where it was said: tickets link to it. */
  links?: string[] | undefined;
  /** Tickets that may quote them, and what we wrote there. */
  tickets?: { id: string; written: string }[] | undefined;
  /** How far it is. Tables and messages are gone over twice: what was being worked on the first time is found then. */
  progress?:
    | {
        stage: 'rows' | 'posts' | 'rows again' | 'posts again' | 'trackers';
        /** Of posts: the last one done. */
        after?: string | undefined;
        notBefore: string;
      }
    | undefined;
};

/** A satisfaction rating, with an item or alone. */
export const rating = app.table(
  'rating',
  {
    id: uuid('id').primaryKey(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    scale: text('scale', { enum: ['csat', 'nps'] }).notNull(),
    /** As given: 1 to 5 for most csat, 0 to 10 for nps. */
    raw: integer('raw').notNull(),
    /** 0 (worst) to 1 (best), whatever the scale was. */
    score: doublePrecision('score').notNull(),
    authorKey: text('author_key'),
    account: jsonb('account').$type<StatedAccount>(),
    feedbackId: uuid('feedback_id').references(() => feedback.id),
    customerId: uuid('customer_id').references(() => customer.id),
    givenAt: moment('given_at').notNull(),
  },
  (t) => [
    unique('rating_once').on(t.source, t.sourceKey),
    index('rating_customer').on(t.customerId, t.givenAt),
  ],
);

/** A file being read in, and how far it is: a killed import goes on there, a finished one adds nothing. */
export const importRun = app.table('import_run', {
  /** Named by the file's content, the source and the mapping. */
  id: uuid('id').primaryKey(),
  file: text('file').notNull(),
  source: text('source').notNull(),
  /** Records of the file that were carried out, rejected ones included. */
  done: integer('done').notNull(),
  added: integer('added').notNull(),
  changed: integer('changed').notNull(),
  startedAt: moment('started_at').notNull(),
  finishedAt: moment('finished_at'),
});
