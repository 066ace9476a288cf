// It becomes work. A wish is a person's request; the ticket's row, with our id, is saved before any tracker is called.
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, index, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
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
    /** The tracker itself keeps the Slack thread and the ticket's comments alike; null: nobody does. */
    slackThread: text('slack_thread', { enum: ['synced'] }),
    /** Comments written from then on are told in Slack; null: none are. */
    commentsFrom: moment('comments_from'),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    /** Existing tickets that looked like the same thing; null: not looked for yet. */
    likely: jsonb('likely').$type<LikelyTicket[]>(),
    /** From then on it may be made: nothing was alike, or a person said that it is something else. */
    clearedAt: moment('cleared_at'),
    externalId: text('external_id'),
    /** The tracker's id of the ticket ours was merged into or marked as duplicate of: what is shown is that one. */
    canonicalId: text('canonical_id'),
    key: text('key'),
    /** What it was called at first: it may be moved, or follow another. */
    firstKey: text('first_key'),
    url: text('url'),
    title: text('title'),
    /** How it came to be: `created` by us, or `linked` to one that existed. */
    origin: text('origin', { enum: ['created', 'linked'] }).notNull(),
    state: text('state', {
      enum: ['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'missing'],
    }),
    stateName: text('state_name'),
    assignee: text('assignee'),
    /** What was taken out of the texts above, so that it is not read from the tracker again. */
    withheld: jsonb('withheld').$type<WithheldText[]>().notNull().default([]),
    /** When it was first seen to be archived. */
    archivedAt: moment('archived_at'),
    madeAt: moment('made_at'),
    startedAt: moment('started_at'),
    completedAt: moment('completed_at'),
    /** When the tracker was last asked for it. */
    seenAt: moment('seen_at'),
    /** What our part of its text says, and since when. */
    evidence: jsonb('evidence').$type<WrittenEvidence>(),
    evidenceAt: moment('evidence_at'),
    /** The finished ticket of the same theme that this one follows up. */
    followsId: uuid('follows_id').references((): AnyPgColumn => ticket.id),
    /** The theme lets go of it: unlinked by a person, or followed by another. */
    endedAt: moment('ended_at'),
    endedBecause: text('ended_because', { enum: ['unlinked', 'followed', 'gone', 'replaced'] }),
  },
  (t) => [
    uniqueIndex('ticket_one_per_theme').on(t.themeId).where(sql`${t.endedAt} is null`),
    index('ticket_external').on(t.tracker, t.externalId),
    index('ticket_canonical').on(t.tracker, t.canonicalId),
    index('ticket_seen').on(t.seenAt).where(sql`${t.endedAt} is null`),
    index('ticket_follows').on(t.followsId),
  ],
);

/** `of`: the hash of a text at the tracker. `shown`: what stands for it here. */
export type WithheldText = { of: string; shown: string };

export type LikelyTicket = {
  tracker: 'linear' | 'jira';
  /** The tracker's own id. */
  externalId: string;
  key: string;
  url: string;
  title: string;
  stateName: string;
  /** 0 to 1. */
  likeness: number;
};

export type WrittenEvidence = {
  band: string;
  score: number | null;
  customers: number;
  reports: number;
  /** Addresses put on the ticket, and customers whose wish was recorded there. */
  links: string[];
  needs: string[];
};

export const wish = app.table(
  'wish',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id').references(() => theme.id),
    feedbackId: uuid('feedback_id').references(() => feedback.id),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    /**
     * `ticket`: the theme's one ticket. `another`: a further one, the first being over. `form`: the draft first, to be
     * changed. `which`: ask which existing one it is. `link`: it is that one.
     */
    kind: text('kind', { enum: ['ticket', 'another', 'form', 'which', 'link'] })
      .notNull()
      .default('ticket'),
    /** What a person changed in the draft, or the ticket they named, or the form that waits for the draft. */
    detail: jsonb('detail').notNull().default({}),
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

/** A report that came after its theme's ticket was done. */
export const recurrence = app.table(
  'recurrence',
  {
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => ticket.id),
    feedbackId: uuid('feedback_id')
      .notNull()
      .references(() => feedback.id),
    saidAt: moment('said_at').notNull(),
    notedAt: moment('noted_at').notNull(),
    /** Soon after, it counts against the fix; later the theme is open again. */
    kind: text('kind', { enum: ['against the fix', 'came back'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.feedbackId] })],
);
