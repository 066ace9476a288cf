// What Slack had to say while we were away: a stretch of a channel as it is now, against what we know of it. Pure.
// The differences become deliveries like any other, so that a missed message takes the same way as a heard one.
import type { Stretch } from '../../db/tables/intake.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { isSpoken } from './intake.ts';

/** What we know of one message. */
export type Known = {
  ts: string;
  /** Of replies: their root. */
  threadTs: string | null;
  editedTs: string | null;
  state: 'kept' | 'deleted' | 'passed over';
  /** Part of an item. */
  isFeedback: boolean;
};

/** A person's emoji as we last heard of it. */
export type KnownReaction = {
  ts: string;
  name: string;
  userId: string;
  state: 'on' | 'off';
  changedTs: string;
};

export type Missed = { eventId: string; event: Record<string, unknown> };

export type Comparison = {
  channel: string;
  /** Every message is heard here; elsewhere only what people did by hand and what belongs to an item. */
  listens: boolean;
  /** A page of the channel, or a thread with its root. */
  seen: SlackMessage[];
  known: Map<string, Known>;
  knownReactions: KnownReaction[];
  /** What should be among `seen` if it still exists: known before Slack was asked, and within what was asked for. */
  expected: Known[];
  /** Reaction names that mean something to us. */
  reactions: string[];
  /** On what was said up to then they are only noted. */
  metTs?: string | undefined;
  own: { userId: string; botId: string };
};

export function findMissed(c: Comparison): Missed[] {
  const missed: Missed[] = [];
  for (const m of c.seen.toSorted((a, b) => Number(a.ts) - Number(b.ts))) {
    missed.push(...wordsMissed(c, m));
    if (!c.metTs || m.ts > c.metTs) missed.push(...reactionsMissed(c, m));
  }
  const present = new Set(c.seen.map((m) => m.ts));
  for (const { ts, state } of c.expected)
    if (state === 'kept' && !present.has(ts)) missed.push(deletion(c.channel, ts));
  return missed;
}

function wordsMissed({ channel, known, listens, own }: Comparison, m: SlackMessage): Missed[] {
  const before = known.get(m.ts);
  if (m.subtype === 'tombstone') return before?.state === 'kept' ? [deletion(channel, m.ts)] : [];
  if (!isSpoken(m.subtype) || m.user === own.userId || (m.botId !== undefined && m.botId === own.botId))
    return [];
  if (before) return wasEdited(m, before) && (listens || before.isFeedback) ? [edit(channel, m)] : [];
  return listens || isInItem(m, known) ? [message(channel, m)] : [];
}

function isInItem(m: SlackMessage, known: Map<string, Known>): boolean {
  return m.threadTs !== undefined && m.threadTs !== m.ts && known.get(m.threadTs)?.isFeedback === true;
}

function message(channel: string, m: SlackMessage): Missed {
  return {
    eventId: `missed:message:${channel}:${m.ts}`,
    event: { ...m.raw, channel, type: 'message' },
  };
}

function edit(channel: string, m: SlackMessage): Missed {
  const whole = { ...m.raw, channel };
  const event = { type: 'message', subtype: 'message_changed', channel, ts: m.editedTs, message: whole };
  return { eventId: `missed:edit:${channel}:${m.ts}:${m.editedTs}`, event };
}

function deletion(channel: string, ts: string): Missed {
  const event = { type: 'message', subtype: 'message_deleted', channel, ts, deleted_ts: ts };
  return { eventId: `missed:deletion:${channel}:${ts}`, event };
}

function wasEdited(m: SlackMessage, before: Known): boolean {
  return m.editedTs !== undefined && before.state !== 'deleted' && (before.editedTs ?? '') < m.editedTs;
}

/** What was on old messages when they were first read: to be told from what comes later. */
export function foundReactions({
  seen,
  reactions,
  metTs,
  own,
}: Comparison): Omit<KnownReaction, 'state' | 'changedTs'>[] {
  const old = seen.filter(({ ts }) => metTs !== undefined && ts <= metTs);
  return old.flatMap(({ ts, reactions: put }) =>
    put
      .filter(({ name }) => reactions.includes(name))
      .flatMap(({ name, users }) => users.map((userId) => ({ ts, name, userId })))
      .filter(({ userId }) => userId !== own.userId),
  );
}

/** Put on and not heard of, or heard of and taken off since. */
function reactionsMissed({ channel, knownReactions, reactions, own }: Comparison, m: SlackMessage): Missed[] {
  const heard = knownReactions.filter(({ ts }) => ts === m.ts);
  const put = m.reactions
    .filter(({ name }) => reactions.includes(name))
    .flatMap(({ name, users }) => users.map((userId) => ({ name, userId })))
    .filter(({ userId }) => userId !== own.userId);
  const added = put.filter(
    ({ name, userId }) => !heard.some((r) => r.state === 'on' && isSame(r, { name, userId })),
  );
  const removed = heard.filter((r) => r.state === 'on' && !put.some((one) => isSame(r, one)));
  return [
    ...added.map(({ name, userId }) => ({ name, userId, state: 'on' as const })),
    ...removed.map(({ name, userId }) => ({ name, userId, state: 'off' as const })),
  ].map((change) => {
    const last = heard.find((r) => isSame(r, change))?.changedTs ?? m.ts;
    return reactionChange(channel, m, { ...change, changedTs: justAfter(last) });
  });
}

const isSame = (a: { name: string; userId: string }, b: { name: string; userId: string }) =>
  a.name === b.name && a.userId === b.userId;

/** When it happened nobody can tell; later than what we knew, and earlier than anything that will be said of it. */
export function justAfter(ts: string): string {
  return (Number(ts) + 0.000001).toFixed(6);
}

function reactionChange(
  channel: string,
  m: SlackMessage,
  { name, userId, state, changedTs }: Omit<KnownReaction, 'ts'>,
): Missed {
  return {
    eventId: `missed:reaction:${channel}:${m.ts}:${name}:${userId}:${state}:${changedTs}`,
    event: {
      type: state === 'on' ? 'reaction_added' : 'reaction_removed',
      user: userId,
      reaction: name,
      item: { type: 'message', channel, ts: m.ts },
      event_ts: changedTs,
    },
  };
}

/** A thread is read when something in it must have been missed, or may have been changed lately. */
export function isThreadToRead(
  root: SlackMessage,
  {
    known,
    knownReplies,
    listens,
    changedSince,
  }: { known: Map<string, Known>; knownReplies: Known[]; listens: boolean; changedSince: string },
): boolean {
  if (root.replyCount === 0) return false;
  const before = known.get(root.ts);
  if (!listens && !before?.isFeedback) return false;
  const latest = root.latestReply ?? root.ts;
  if (latest >= changedSince || !known.has(latest)) return true;
  const kept = knownReplies.filter(({ threadTs, state }) => threadTs === root.ts && state === 'kept').length;
  return before?.isFeedback === true && kept !== root.replyCount;
}

/** Those first in which something was surely missed; then from the youngest to the oldest, as channels are read. */
export function inReadingOrder(roots: SlackMessage[], known: Map<string, Known>): SlackMessage[] {
  const isMissed = ({ latestReply }: SlackMessage) => latestReply !== undefined && !known.has(latestReply);
  return roots.toSorted((a, b) => Number(isMissed(b)) - Number(isMissed(a)) || Number(b.ts) - Number(a.ts));
}

const dayMs = 86_400_000;
/** Slack sends again what it could not deliver for about six minutes; longer, and things were missed. */
const retriedMs = 8 * 60_000;
/** Between two rounds on the clock nothing should have been missed; this far back it is made sure of. */
const shortLookBackMs = 3_600_000;
/** In a thread that was spoken in so lately, edits and deletions are looked for, too. */
const livelyMs = 3 * dayMs;

/** Where we do not listen, only emoji matter: on old messages they are rare. */
const quietDays = 2;

/** What a round has to read. */
export function stretchToRead(
  channel: { caughtUpAt: Date | null; listens: boolean },
  { now, backfillDays }: { now: Date; backfillDays: number },
): Stretch {
  const { caughtUpAt, listens } = channel;
  const backfill = now.getTime() - (listens ? backfillDays : quietDays) * dayMs;
  if (!caughtUpAt) return { from: tsOf(backfill), metTs: tsOf(now.getTime() - retriedMs) };
  const away = now.getTime() - caughtUpAt.getTime();
  if (away <= retriedMs) return { from: tsOf(caughtUpAt.getTime() - shortLookBackMs) };
  // Old messages may have got replies, edits and emoji meanwhile: only reading them again tells.
  return { from: tsOf(Math.min(backfill, caughtUpAt.getTime() - shortLookBackMs)), olderThreads: true };
}

/** The channel itself is read down to its `from`; what is left are the threads begun before. */
export function isChannelRead({ from, to }: Stretch): boolean {
  return to !== undefined && to <= from;
}

/** The new stretch first; what it covers need not be kept beside it. */
export function withStretch(unread: Stretch[], fresh: Stretch): Stretch[] {
  if (unread.some(({ from, to }) => to === undefined && from <= fresh.from)) return unread;
  const left = unread.filter(({ from }) => from < fresh.from);
  // While a first reading is not done, it is not known which emoji were there before.
  const metTs = left.find((one) => one.metTs)?.metTs;
  return [metTs ? { ...fresh, metTs } : fresh, ...left];
}

/**
 * After a page of `stretch` was read down to `readDownTo`; undefined when there is nothing older. A round may have put
 * a longer one in its place meanwhile: that one stays.
 */
export function withoutRead(unread: Stretch[], stretch: Stretch, readDownTo: string | undefined): Stretch[] {
  return unread.flatMap((one) => {
    if (one.from !== stretch.from || one.to !== stretch.to) return [one];
    return readDownTo === undefined ? [] : [{ ...one, to: readDownTo }];
  });
}

/** Replies since then may have been changed unnoticed. */
export function lively(now: Date): string {
  return tsOf(now.getTime() - livelyMs);
}

const tsOf = (ms: number) => (ms / 1000).toFixed(6);
