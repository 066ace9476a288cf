// Reads a channel's past page by page, newest first, within Slack's rate limits, and saves what was missed. How far it
// is stands in the channel's row: killed, it goes on at the page it was reading.
import type { Deps } from '../../deps.ts';
import { saidAt } from '../../slack/envelope.ts';
import { busyFor, slackCode } from '../../slack/errors.ts';
import type { HistoryPage, SlackMessage } from '../../slack/port.ts';
import { oldestOf } from '../../slack/shapes.ts';
import type { Happened } from '../happened.ts';
import {
  type Comparison,
  findMissed,
  foundReactions,
  inReadingOrder,
  isChannelRead,
  isThreadToRead,
  justAfter,
  type Known,
  lively,
  withoutRead,
} from './catch-up.ts';
import { planRound } from './catch-up-channels.ts';
import { withinTier } from './catch-up-pace.ts';
import { listensTo } from './channels.ts';
import { found } from './reaction.ts';
import { type ChannelRow, findChannel, markStanding } from './store.ts';
import {
  changeUnread,
  findKnown,
  findKnownBetween,
  findKnownReactions,
  findKnownReplies,
  findNewestTs,
  findThreadsSpokenInSince,
} from './store-catch-up.ts';
import { saveDeliveries } from './store-inbox.ts';
import { noteReactions } from './store-reaction.ts';

const pageSize = 200;

/** One page of the newest stretch that is unread, with its threads. Says so when there is more. A busy Slack is no failure. */
export async function readOnePage(deps: Deps, channelId: string): Promise<Happened[]> {
  try {
    return await readNow(deps, channelId);
  } catch (error) {
    const afterMs = busyFor(error);
    if (afterMs === undefined) throw error;
    return [{ what: 'channelBehind', channelId, afterMs }];
  }
}

async function readNow(deps: Deps, channelId: string): Promise<Happened[]> {
  const met = await findChannel(deps.db, channelId);
  if (met && !met.caughtUpAt) await planRound(deps, channelId);
  const channel = await findChannel(deps.db, channelId);
  const stretch = channel?.unread[0];
  if (!channel || !stretch || channel.standing !== 'member') return [];
  const knownUntil = await findNewestTs(deps.db, channelId);
  const isRead = isChannelRead(stretch);
  const page = isRead ? { messages: [], more: false } : await readPage(deps, channel);
  if (!page) return [];
  const happened = isRead ? [] : await savePage(deps, channel, page, knownUntil);
  const threads = await threadsOf(deps, channel, page.messages);
  if (!page.more) threads.push(...(await olderThreads(deps, channel)));
  const { left, afterMs } = await readThreads(deps, channel, { threads, happened });
  const readDownTo = left ? justAfter(left) : page.more ? oldestOf(page.messages) : undefined;
  const unread = await changeUnread(deps.db, channelId, (row) =>
    withoutRead(row.unread, stretch, readDownTo),
  );
  const behind: Happened = { what: 'channelBehind', channelId, ...(afterMs && { afterMs }) };
  return unread.length > 0 ? [...happened, behind] : happened;
}

/** `threads`: the ts of their roots. */
type Threads = { threads: string[]; happened: Happened[] };

/** `left`: the youngest that Slack did not let us read now. What was read by then need not be read again. */
async function readThreads(
  deps: Deps,
  channel: ChannelRow,
  { threads, happened }: Threads,
): Promise<{ left?: string; afterMs?: number }> {
  for (const [i, root] of threads.entries()) {
    try {
      happened.push(...(await readThread(deps, channel, root)));
    } catch (error) {
      const afterMs = busyFor(error);
      if (afterMs === undefined) throw error;
      const [left] = threads.slice(i).sort().reverse();
      return { left: left!, afterMs };
    }
  }
  return {};
}

/** A channel that cannot be read any more holds up no other, and is not taken for empty. */
async function readPage(deps: Deps, { id, unread }: ChannelRow): Promise<HistoryPage | undefined> {
  const { from, to } = unread[0]!;
  await withinTier(deps, 'history');
  try {
    return await deps.slack.history(id, { from, to, limit: pageSize });
  } catch (error) {
    if (!gone.has(slackCode(error) ?? '')) throw error;
    await markStanding(deps.db, id, 'absent');
    deps.log.warn({ channel: id }, 'Earshot is no longer in a channel it was catching up with');
    return undefined;
  }
}

const gone = new Set(['not_in_channel', 'channel_not_found', 'is_archived']);

async function savePage(
  deps: Deps,
  channel: ChannelRow,
  { messages, more }: HistoryPage,
  knownUntil: string | undefined,
): Promise<Happened[]> {
  const { from, to } = channel.unread[0]!;
  const readDownTo = (more && oldestOf(messages)) || from;
  const known = await findKnownBetween(deps.db, channel.id, { from: readDownTo, to });
  // Replies are not in a channel's history, and what came after Slack was asked could not be on the page.
  const expected = known.filter(
    ({ ts, threadTs }) =>
      threadTs === null && ts > readDownTo && knownUntil !== undefined && ts <= knownUntil,
  );
  return saveMissed(deps, channel, { seen: messages, known, expected });
}

async function threadsOf(deps: Deps, channel: ChannelRow, page: SlackMessage[]): Promise<string[]> {
  const roots = page.filter((m) => m.replyCount > 0 && (m.threadTs === undefined || m.threadTs === m.ts));
  const rootTs = roots.map((m) => m.ts);
  const latest = roots.flatMap((m) => m.latestReply ?? []);
  const knownReplies = await findKnownReplies(deps.db, channel.id, rootTs);
  const known = byTs(await findKnown(deps.db, channel.id, [...rootTs, ...latest]));
  const listens = listensTo(channel);
  const changedSince = lively(deps.now());
  const toRead = roots.filter((root) => isThreadToRead(root, { known, knownReplies, listens, changedSince }));
  return inReadingOrder(toRead, known).map(({ ts }) => ts);
}

/** Slack's history has no replies: an old thread somebody speaks in can only be asked for by its root. */
async function olderThreads(deps: Deps, channel: ChannelRow): Promise<string[]> {
  const { from, to, olderThreads: wanted } = channel.unread[0]!;
  if (!wanted) return [];
  const begunBefore = to !== undefined && to < from ? to : from;
  return findThreadsSpokenInSince(deps.db, channel.id, { since: from, begunBefore });
}

async function readThread(deps: Deps, channel: ChannelRow, root: string): Promise<Happened[]> {
  const expected = await findKnownReplies(deps.db, channel.id, [root]);
  await withinTier(deps, 'replies');
  const seen = await deps.slack.thread({ channel: channel.id, threadTs: root });
  // An answer without the root is none: the thread is gone, or was not shown.
  if (!seen.some((m) => m.ts === root)) return [];
  const known = await findKnown(
    deps.db,
    channel.id,
    seen.map((m) => m.ts),
  );
  const replies = seen.filter((m) => m.ts !== root);
  return saveMissed(deps, channel, { seen: replies, known, expected });
}

type Looked = { seen: SlackMessage[]; known: Known[]; expected: Known[] };

async function saveMissed(
  deps: Deps,
  channel: ChannelRow,
  { seen, known, expected }: Looked,
): Promise<Happened[]> {
  const own = await deps.slack.whoAmI();
  const comparison: Comparison = {
    channel: channel.id,
    listens: listensTo(channel),
    seen,
    expected,
    known: byTs(known),
    knownReactions: await findKnownReactions(
      deps.db,
      channel.id,
      seen.map((m) => m.ts),
    ),
    reactions: Object.values(deps.config.reactions),
    metTs: channel.unread[0]?.metTs,
    own,
  };
  await noteFound(deps, channel, foundReactions(comparison));
  const receivedAt = deps.now();
  const rows = findMissed(comparison).map(({ eventId, event }) => {
    const body = { type: 'event_callback', event_id: eventId, event };
    return { source: 'slack', eventId, body, receivedAt, ...saidAt(body) };
  });
  const fresh = await saveDeliveries(deps.db, rows);
  return fresh.map(({ id }) => ({ what: 'delivered', inboxId: id, source: 'slack' }));
}

async function noteFound(
  deps: Deps,
  { id }: ChannelRow,
  there: ReturnType<typeof foundReactions>,
): Promise<void> {
  const rows = there.map(({ ts, name, userId }) => {
    return { key: `${id}:${ts}`, name, userId, state: 'on' as const, changedTs: ts, deliveryId: found };
  });
  await noteReactions(deps.db, rows);
}

const byTs = (known: Known[]) => new Map(known.map((one) => [one.ts, one]));
