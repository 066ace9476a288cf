// It becomes work. A wish is a person's request; the ticket's row, with our id, is saved before any tracker is called.
import { sql } from 'drizzle-orm';
import { index, jsonb, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { feedback } from './intake.ts';
import { app, moment } from './schema.ts';
import { theme } from './theme.ts';

export const ticket = app.table(
  'ticket',
  {
    /** Ours, UUID v4 layout: Linear's client id, Jira's issue property. */
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    tracker: text('tracker', { enum: ['linear', 'jira'] }).notNull(),
    target: jsonb('target').notNull(),
    /** Frozen when it was asked for: a repeat creates the same. */
    draft: jsonb('draft'),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    externalId: text('external_id'),
    key: text('key'),
    url: text('url'),
    title: text('title'),
    /** How it came to be: `created` by us, or `linked` to one that existed. */
    origin: text('origin', { enum: ['created', 'linked'] }).notNull(),
    state: text('state', {
      enum: ['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'missing'],
    }),
    stateName: text('state_name'),
    assignee: text('assignee'),
    madeAt: moment('made_at'),
    startedAt: moment('started_at'),
    completedAt: moment('completed_at'),
    seenAt: moment('seen_at'),
    /** The theme lets go of it: unlinked by a person, or followed by another. */
    endedAt: moment('ended_at'),
  },
  (t) => [
    uniqueIndex('ticket_one_per_theme').on(t.themeId).where(sql`${t.endedAt} is null`),
    index('ticket_external').on(t.tracker, t.externalId),
  ],
);

export const wish = app.table(
  'wish',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id').references(() => theme.id),
    feedbackId: uuid('feedback_id').references(() => feedback.id),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    /** Where the answer goes. */
    channel: text('channel').notNull(),
    threadTs: text('thread_ts'),
    ticketId: uuid('ticket_id').references(() => ticket.id),
    answeredAt: moment('answered_at'),
  },
  (t) => [
    index('wish_open').on(t.at).where(sql`${t.answeredAt} is null`),
    index('wish_feedback').on(t.feedbackId),
    index('wish_ticket').on(t.ticketId),
  ],
);
