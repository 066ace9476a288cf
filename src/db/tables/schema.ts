// Everything of ours lives in the Postgres schema `app`; BullMQ's own tables live beside it in `bullmq`.
import { pgSchema, timestamp } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');

/** A moment, with time zone, read as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
