// Who else said it. A theme's id and number never change; memberships are ended, never deleted.
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
import { finding } from './analyze.ts';
import { app, moment } from './schema.ts';

export const theme = app.table(
  'theme',
  {
    id: uuid('id').primaryKey(),
    /** What people type: T-12. */
    number: integer('number').generatedAlwaysAsIdentity().unique(),
    title: text('title').notNull(),
    titledBy: text('titled_by').notNull(),
    summary: text('summary').notNull(),
    areaKey: text('area_key'),
    startedAt: moment('started_at').notNull(),
    mergedInto: uuid('merged_into'),
    /** The last change that matters to the score. */
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [index('theme_area').on(t.areaKey), index('theme_changed').on(t.changedAt)],
);

export const membership = app.table(
  'membership',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    findingId: uuid('finding_id')
      .notNull()
      .references(() => finding.id),
    /** `earshot` or a Slack user id. */
    decidedBy: text('decided_by').notNull(),
    match: doublePrecision('match'),
    because: text('because').notNull(),
    joinedAt: moment('joined_at').notNull(),
    leftAt: moment('left_at'),
    leftBecause: text('left_because'),
  },
  (t) => [
    uniqueIndex('membership_current').on(t.findingId).where(sql`${t.leftAt} is null`),
    index('membership_theme').on(t.themeId).where(sql`${t.leftAt} is null`),
    index('membership_joined').on(t.joinedAt),
    index('membership_left').on(t.leftAt),
  ],
);

/**
 * Every change of who belongs where, in commit order (written under one lock): each worker's index reads on from the
 * last `seq` it has seen.
 */
export const placement = app.table('placement', {
  seq: bigserial('seq', { mode: 'number' }).primaryKey(),
  findingId: uuid('finding_id').notNull(),
  themeId: uuid('theme_id').notNull(),
  change: text('change', { enum: ['joined', 'left'] }).notNull(),
});

/** "Same as …?": put to a person when the closest theme is only roughly alike. */
export const question = app.table(
  'question',
  {
    id: uuid('id').primaryKey(),
    findingId: uuid('finding_id')
      .notNull()
      .unique()
      .references(() => finding.id),
    /** The theme it started on its own until a person answers. */
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    choices: jsonb('choices').$type<{ themeId: string; match: number }[]>().notNull(),
    askedAt: moment('asked_at').notNull(),
    answeredAt: moment('answered_at'),
    answeredBy: text('answered_by'),
    answer: text('answer'),
  },
  (t) => [index('question_open').on(t.askedAt).where(sql`${t.answeredAt} is null`)],
);
