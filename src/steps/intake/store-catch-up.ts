// The SQL of catching up: what is known of a channel's messages, and how far its past is read.
import { and, desc, eq, gte, inArray, isNotNull, like, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { channel, message, passedOver, reaction, type Stretch } from '../../db/tables/intake.ts';
import type { Known, KnownReaction } from './catch-up.ts';
import { type ChannelRow, findChannel, lockChannel } from './store.ts';

const keyAt = (channelId: string, ts: string) => `${channelId}:${ts}`;
const tsIn = (key: string) => key.slice(key.indexOf(':') + 1);
/** Beyond every ts there will be. */
const end = '99999999999';

/** The newest message known: whatever is younger may have come while Slack was being asked. */
export async function findNewestTs(db: Db, channelId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ key: message.key })
    .from(message)
    .where(saidBetween(channelId, { from: '0' }))
    .orderBy(desc(message.key))
    .limit(1);
  return row && tsIn(row.key);
}

/** Everything known of a channel between two ts, `from` included: kept, deleted and passed over. */
export async function findKnownBetween(
  db: Db,
  channelId: string,
  { from, to }: { from: string; to?: string | undefined },
): Promise<Known[]> {
  const messages = await db.select(knownFields).from(message).where(saidBetween(channelId, { from, to }));
  const passed = await db
    .select({ key: passedOver.key })
    .from(passedOver)
    .where(
      and(
        gte(passedOver.key, keyAt(channelId, from)),
        lt(passedOver.key, keyAt(channelId, to ?? end)),
        like(passedOver.key, `${channelId}:%`),
      ),
    );
  return merged(messages, passed);
}

/** Of these messages. */
export async function findKnown(db: Db, channelId: string, ts: string[]): Promise<Known[]> {
  if (ts.length === 0) return [];
  const keys = ts.map((one) => keyAt(channelId, one));
  const messages = await db.select(knownFields).from(message).where(inArray(message.key, keys));
  const passed = await db
    .select({ key: passedOver.key })
    .from(passedOver)
    .where(inArray(passedOver.key, keys));
  return merged(messages, passed);
}

/** The replies known in these threads. */
export async function findKnownReplies(db: Db, channelId: string, roots: string[]): Promise<Known[]> {
  if (roots.length === 0) return [];
  const rows = await db
    .select(knownFields)
    .from(message)
    .where(and(inArray(message.threadTs, roots), ofChannel(channelId)));
  return merged(rows, []);
}

/** The roots, youngest first, of threads of items that began before `begunBefore` and in which somebody spoke since. */
export async function findThreadsSpokenInSince(
  db: Db,
  channelId: string,
  { since, begunBefore }: { since: string; begunBefore: string },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ root: message.threadTs })
    .from(message)
    .where(
      and(
        saidBetween(channelId, { from: since }),
        lt(message.threadTs, begunBefore),
        isNotNull(message.feedbackId),
      ),
    )
    .orderBy(desc(message.threadTs));
  return rows.flatMap(({ root }) => root ?? []);
}

export async function findKnownReactions(db: Db, channelId: string, ts: string[]): Promise<KnownReaction[]> {
  if (ts.length === 0) return [];
  const rows = await db
    .select()
    .from(reaction)
    .where(
      inArray(
        reaction.key,
        ts.map((one) => keyAt(channelId, one)),
      ),
    );
  return rows.map(({ key, name, userId, state, changedTs }) => ({
    ts: tsIn(key),
    name,
    userId,
    state,
    changedTs,
  }));
}

/** `from` included. */
const saidBetween = (channelId: string, { from, to = end }: { from: string; to?: string | undefined }) =>
  and(gte(message.key, keyAt(channelId, from)), lt(message.key, keyAt(channelId, to)), ofChannel(channelId));

const ofChannel = (channelId: string) => like(message.key, `${channelId}:%`);

const knownFields = {
  key: message.key,
  threadTs: message.threadTs,
  editedTs: message.editedTs,
  deletedAt: message.deletedAt,
  feedbackId: message.feedbackId,
};

type KnownRow = {
  key: string;
  threadTs: string | null;
  editedTs: string | null;
  deletedAt: Date | null;
  feedbackId: string | null;
};

function merged(messages: KnownRow[], passed: { key: string }[]): Known[] {
  const known = new Map<string, Known>(
    passed.map(({ key }) => [
      key,
      { ts: tsIn(key), threadTs: null, editedTs: null, state: 'passed over', isFeedback: false },
    ]),
  );
  for (const { key, threadTs, editedTs, deletedAt, feedbackId } of messages)
    known.set(key, {
      ts: tsIn(key),
      threadTs,
      editedTs,
      state: deletedAt ? 'deleted' : 'kept',
      isFeedback: feedbackId !== null,
    });
  return [...known.values()];
}

/** Reading the channel's past again finds them as if for the first time. */
export async function forgetAllPassedOver(db: Db, channelId: string): Promise<void> {
  await db
    .delete(passedOver)
    .where(
      and(
        gte(passedOver.key, keyAt(channelId, '0')),
        lt(passedOver.key, keyAt(channelId, end)),
        like(passedOver.key, `${channelId}:%`),
      ),
    );
}

/** Under the channel's lock, so that a round and a page cannot undo each other. Returns what is left. */
export async function changeUnread(
  db: Db,
  channelId: string,
  change: (row: ChannelRow) => Stretch[],
  caughtUpAt?: Date,
): Promise<Stretch[]> {
  return db.transaction(async (tx) => {
    await lockChannel(tx, channelId);
    const row = await findChannel(tx, channelId);
    if (!row) return [];
    const unread = change(row);
    await tx
      .update(channel)
      .set({ unread, ...(caughtUpAt && { caughtUpAt }) })
      .where(eq(channel.id, channelId));
    return unread;
  });
}

/** Channels whose past is still to be read, and that can be read. */
export async function findBehind(db: Db): Promise<{ id: string }[]> {
  return db
    .select({ id: channel.id })
    .from(channel)
    .where(and(eq(channel.standing, 'member'), sql`jsonb_array_length(${channel.unread}) > 0`));
}
