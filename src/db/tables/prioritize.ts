// How much it matters. Scores are appended with their parts, so that any past score can be explained.
import { sql } from 'drizzle-orm';
import {
  bigserial,
  doublePrecision,
  index,
  integer,
  jsonb,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';
import { theme } from './theme.ts';

/** What lists show of a theme beside its score. */
export type Tally = {
  reports: number;
  /** ISO moment of the oldest report. */
  startedAt: string;
  /** Distinct customers in each of the last eight weeks up to the score's moment, oldest first. */
  weekly: number[];
  trend: { lower: number; upper: number; recent: number; usual: number };
};

export const score = app.table(
  'score',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    at: moment('at').notNull(),
    total: doublePrecision('total').notNull(),
    band: text('band', { enum: ['critical', 'high', 'medium', 'low'] }).notNull(),
    confidence: doublePrecision('confidence').notNull(),
    customers: integer('customers').notNull(),
    /** The raw revenue part: breaks ties. */
    revenue: doublePrecision('revenue').notNull(),
    newestAt: moment('newest_at').notNull(),
    /** The raw parts: what half-points are computed from. */
    raw: jsonb('raw').notNull(),
    /** The whole breakdown in words and numbers, as it was shown. */
    explanation: jsonb('explanation').notNull(),
    /** Counts that lists show, so that a list reads no reports. */
    tally: jsonb('tally').$type<Tally>().notNull(),
    /** Which half-points were used. */
    version: text('version').notNull(),
    /** When it was last worked out again with the same result for people: time alone appends no row. */
    checkedAt: moment('checked_at').notNull(),
    supersededAt: moment('superseded_at'),
  },
  (t) => [
    index('score_checked').on(t.checkedAt).where(sql`${t.supersededAt} is null`),
    uniqueIndex('score_current').on(t.themeId).where(sql`${t.supersededAt} is null`),
    index('score_rank').on(t.total).where(sql`${t.supersededAt} is null`),
    index('score_history').on(t.themeId, t.at),
  ],
);

/** A person's own priority: shown as such; automation leaves it alone until it is released. */
export const override = app.table(
  'override',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    band: text('band', { enum: ['critical', 'high', 'medium', 'low'] }).notNull(),
    by: text('by').notNull(),
    why: text('why'),
    at: moment('at').notNull(),
    releasedAt: moment('released_at'),
    releasedBy: text('released_by'),
  },
  (t) => [uniqueIndex('override_current').on(t.themeId).where(sql`${t.releasedAt} is null`)],
);

/** The half-points in force from a moment on (METHODS section 7). */
export const halfPoints = app.table('half_points', {
  version: text('version').primaryKey(),
  at: moment('at').notNull(),
  values: jsonb('values').$type<Record<string, number>>().notNull(),
});
