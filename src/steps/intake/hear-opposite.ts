// "Capture this" and "this is no feedback" on one message: the later word counts, in whatever order they are heard.
import type { Db } from '../../db/connect.ts';
import { findReactionsOn } from './store-reaction.ts';

/** Whether the opposite emoji was put on later. Where nobody can tell which came first, `since` lets the opposite win. */
export async function isOverruled(
  db: Db,
  { channel, ts }: { channel: string; ts: string },
  { by, ...when }: { by: string } & ({ since: string } | { after: string }),
): Promise<boolean> {
  const opposite = await findReactionsOn(db, `${channel}:${ts}`, by);
  return opposite.some(({ changedTs }) =>
    'since' in when ? Number(changedTs) >= Number(when.since) : Number(changedTs) > Number(when.after),
  );
}
