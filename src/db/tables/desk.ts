// What people decided about a theme on its lines: not now, I am looking into it.
import { index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';
import { theme } from './theme.ts';

/** Not now: the theme stays out of digests until then. */
export const snooze = app.table(
  'snooze',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    until: moment('until').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [index('snooze_theme').on(t.themeId)],
);

/** I am looking into it. */
export const looking = app.table(
  'looking',
  {
    id: uuid('id').primaryKey(),
    themeId: uuid('theme_id')
      .notNull()
      .references(() => theme.id),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [index('looking_theme').on(t.themeId)],
);

/** What a person wants from Earshot, where it is not the usual. */
export const preference = app.table(
  'preference',
  {
    userId: text('user_id').notNull(),
    what: text('what', { enum: ['questions'] }).notNull(),
    choice: text('choice', { enum: ['on', 'off'] }).notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.what] })],
);
