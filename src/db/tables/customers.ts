// Who speaks: companies that pay, and the people Slack knows.

import { sql } from 'drizzle-orm';
import { doublePrecision, index, text, uuid } from 'drizzle-orm/pg-core';
import { app, moment } from './schema.ts';

export const customer = app.table('customer', {
  id: uuid('id').primaryKey(),
  externalId: text('external_id').notNull().unique(),
  name: text('name').notNull(),
  domains: text('domains').array().notNull().default(sql`'{}'`),
  segment: text('segment'),
  annualRevenue: doublePrecision('annual_revenue'),
  currency: text('currency'),
  /** A Slack user id: who looks after this customer. */
  owner: text('owner'),
  slackChannelIds: text('slack_channel_ids').array().notNull().default(sql`'{}'`),
  slackTeamIds: text('slack_team_ids').array().notNull().default(sql`'{}'`),
  updatedAt: moment('updated_at').notNull(),
  /** When earlier feedback was last looked through for this customer; absent: not since it was changed. */
  claimedAt: moment('claimed_at'),
});

/** What Slack said of a user when last asked. */
export const person = app.table(
  'person',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    timeZone: text('time_zone'),
    /** `guest`: a restricted member of our workspace. `external`: a member of another organisation. */
    standing: text('standing', { enum: ['member', 'guest', 'external', 'bot'] }).notNull(),
    fetchedAt: moment('fetched_at').notNull(),
  },
  (t) => [index('person_email').on(t.email)],
);
