// The team hears. One row a slot: whoever inserts it posts it.
import { doublePrecision, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';
import { theme } from './theme.ts';

export const digestSchedule = app.table('digest_schedule', {
  id: uuid('id').primaryKey(),
  channel: text('channel').notNull(),
  areaKey: text('area_key'),
  /** A Slack user id: a personal digest of that person's own areas, by direct message. */
  person: text('person'),
  cron: text('cron').notNull(),
  timeZone: text('time_zone').notNull(),
  size: integer('size').notNull().default(10),
  decidedBy: text('decided_by').notNull(),
  since: moment('since').notNull(),
  endedAt: moment('ended_at'),
});

export const digest = app.table(
  'digest',
  {
    id: uuid('id').primaryKey(),
    /** A schedule's id, or `now:<request>` for one a person asked for. */
    occasion: text('occasion').notNull(),
    slot: moment('slot').notNull(),
    channel: text('channel').notNull(),
    areaKey: text('area_key'),
    person: text('person'),
    timeZone: text('time_zone').notNull(),
    size: integer('size').notNull(),
    from: moment('from').notNull(),
    until: moment('until').notNull(),
    askedBy: text('asked_by'),
    /** Set when the slot could not be kept; `missed` slots before it are covered with it. */
    lateDueAt: moment('late_due_at'),
    missed: integer('missed').notNull().default(0),
    /** What was shown, frozen when it was first built, so that a repeat shows the same. */
    plan: jsonb('plan'),
    postedAt: moment('posted_at'),
  },
  (t) => [unique('digest_once').on(t.occasion, t.slot)],
);

export const digestLine = app.table(
  'digest_line',
  {
    digestId: uuid('digest_id')
      .notNull()
      .references(() => digest.id),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    rank: integer('rank').notNull(),
    total: doublePrecision('total').notNull(),
    /** The id of the message of ours (table `post`). */
    postId: uuid('post_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.digestId, t.themeId] })],
);
