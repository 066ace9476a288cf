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
    /** From how many reports Earshot last wrote it, or looked whether it still fits. */
    titledFrom: integer('titled_from').notNull().default(0),
    summary: text('summary').notNull(),
    areaKey: text('area_key'),
    /** `earshot`: follows its reports. A Slack user id: stays where that person moved it. */
    areaBy: text('area_by').notNull().default('earshot'),
    /** `known`: counted, left out of digests. `closed`: counted, left out of every list. */
    standing: text('standing', { enum: ['open', 'known', 'closed'] })
      .notNull()
      .default('open'),
    standingBy: text('standing_by'),
    standingAt: moment('standing_at'),
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
    /** When the item was said, copied: a large theme's newest reports are found without reading all of them. */
    saidAt: moment('said_at').notNull(),
    leftAt: moment('left_at'),
    leftBecause: text('left_because'),
  },
  (t) => [
    uniqueIndex('membership_current').on(t.findingId).where(sql`${t.leftAt} is null`),
    index('membership_theme').on(t.themeId, t.saidAt).where(sql`${t.leftAt} is null`),
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
    /** When it was put to people, and in which channels or direct messages; absent while it waits its turn. */
    putAt: moment('put_at'),
    putTo: text('put_to').array().notNull().default(sql`'{}'`),
    answeredAt: moment('answered_at'),
    answeredBy: text('answered_by'),
    answer: text('answer'),
  },
  (t) => [
    index('question_open').on(t.askedAt).where(sql`${t.answeredAt} is null`),
    index('question_put').on(t.putAt),
  ],
);

/** What people decided about themes, with what is needed to undo it. */
export const decision = app.table(
  'decision',
  {
    /** Named by the occasion: the same press handled twice is one decision. */
    id: uuid('id').primaryKey(),
    kind: text('kind', { enum: ['merge', 'split', 'rename', 'move', 'standing'] }).notNull(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    /** Of a merge the theme that is left, of a split the new one. */
    otherId: uuid('other_id').references(() => theme.id),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    /** One sentence, as people read it. */
    says: text('says').notNull(),
    /** What it was before; for a merge or split which findings went over. */
    before: jsonb('before').notNull(),
    undoneAt: moment('undone_at'),
    undoneBy: text('undone_by'),
  },
  (t) => [index('decision_theme').on(t.themeId, t.at), index('decision_other').on(t.otherId)],
);

/** What the nightly review thinks of how themes are cut: nothing moves before a person says yes. */
export const proposal = app.table(
  'proposal',
  {
    /** Named by what it proposes: the same idea is put to people once. */
    id: uuid('id').primaryKey(),
    kind: text('kind', { enum: ['merge', 'split'] }).notNull(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    /** Of a merge: the other theme, the younger one. */
    otherId: uuid('other_id').references(() => theme.id),
    /** Of a split: what would leave. */
    findingIds: uuid('finding_ids').array().notNull().default(sql`'{}'`),
    /** How sure, 0 to 1. */
    score: doublePrecision('score').notNull(),
    because: text('because').notNull(),
    proposedAt: moment('proposed_at').notNull(),
    putAt: moment('put_at'),
    decidedAt: moment('decided_at'),
    decidedBy: text('decided_by'),
    decision: text('decision', { enum: ['yes', 'no', 'outdated'] }),
  },
  (t) => [
    index('proposal_open').on(t.score).where(sql`${t.decidedAt} is null`),
    index('proposal_put').on(t.putAt),
  ],
);
