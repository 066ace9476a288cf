// What no single step owns: messages of ours in Slack, work that was given up, and who decided what.
import { index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';

/** A message of ours: saved before it is sent, so that a lost answer or a crash cannot send it twice. */
export const post = app.table(
  'post',
  {
    /** Also in the message's metadata in Slack. */
    id: uuid('id').primaryKey(),
    channel: text('channel').notNull(),
    threadTs: text('thread_ts'),
    what: text('what').notNull(),
    /** Hash of what is shown, to leave an unchanged message alone. */
    shown: text('shown'),
    attemptedAt: moment('attempted_at'),
    ts: text('ts'),
    editedAt: moment('edited_at'),
  },
  (t) => [index('post_at').on(t.channel, t.ts), index('post_what').on(t.what)],
);

/** A bell whose job failed after all its retries: kept, counted, shown, and rung again by the sweep or a person. */
export const failure = app.table(
  'failure',
  {
    job: text('job').notNull(),
    key: text('key').notNull(),
    payload: jsonb('payload').notNull(),
    reason: text('reason').notNull(),
    /** `permanent`: waits for a person. `passing`: the sweep rings it again. */
    kind: text('kind', { enum: ['permanent', 'passing'] }).notNull(),
    times: integer('times').notNull().default(1),
    failedAt: moment('failed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.job, t.key] }), index('failure_at').on(t.failedAt)],
);

/** Every decision by a person or by Earshot that changed something people see. Only appended. */
export const audit = app.table(
  'audit',
  {
    id: uuid('id').primaryKey(),
    at: moment('at').notNull(),
    /** A Slack user id, or `earshot`. */
    who: text('who').notNull(),
    what: text('what').notNull(),
    /** What it was about, e.g. `theme:<id>`. */
    subject: text('subject').notNull(),
    detail: jsonb('detail').notNull().default({}),
    /** Where it was decided: a channel, a modal, an address. */
    origin: text('origin').notNull(),
  },
  (t) => [index('audit_subject').on(t.subject, t.at)],
);
