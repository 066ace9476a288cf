// What App Home keeps.
import { text } from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';

/** Whose App Home Earshot drew last and when: Slack keeps showing it until it is drawn anew. */
export const homeView = app.table('home_view', {
  userId: text('user_id').primaryKey(),
  drawnAt: moment('drawn_at').notNull(),
});
