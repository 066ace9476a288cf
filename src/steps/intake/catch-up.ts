// What Slack had to say while we were away: the channel as it is now against what we know of it. Pure.
// The differences become deliveries like any other, so that a missed message takes the same way as a heard one.
import type { SlackMessage } from '../../slack/port.ts';

/** What we know of one message. */
export type Known = { editedTs: string | null; deleted: boolean; passedOver: boolean };

export type Missed = { eventId: string; event: Record<string, unknown> };

export type Comparison = {
  channel: string;
  /** The channel's messages and the replies in its threads, in any order. */
  seen: SlackMessage[];
  known: Map<string, Known>;
  /** Reaction names that mean something to us. */
  reactions: string[];
  ownUserId: string;
};

export function findMissed({ channel, seen, known, reactions, ownUserId }: Comparison): Missed[] {
  const missed: Missed[] = [];
  for (const m of seen.toSorted((a, b) => Number(a.ts) - Number(b.ts))) {
    const before = known.get(m.ts);
    const whole = { ...m.raw, channel };
    if (!before) missed.push(message(m, whole));
    else if (wasEdited(m, before)) missed.push(edit(channel, m, whole));
    missed.push(...reactionsOn(channel, m, { reactions, ownUserId }));
  }
  const present = new Set(seen.map((m) => m.ts));
  for (const [ts, before] of known)
    if (!before.deleted && !before.passedOver && !present.has(ts)) missed.push(deletion(channel, ts));
  return missed;
}

function message(m: SlackMessage, whole: Record<string, unknown>): Missed {
  return { eventId: `missed:message:${m.channel}:${m.ts}`, event: { ...whole, type: 'message' } };
}

function edit(channel: string, m: SlackMessage, whole: Record<string, unknown>): Missed {
  const event = { type: 'message', subtype: 'message_changed', channel, ts: m.editedTs, message: whole };
  return { eventId: `missed:edit:${channel}:${m.ts}:${m.editedTs}`, event };
}

function deletion(channel: string, ts: string): Missed {
  const event = { type: 'message', subtype: 'message_deleted', channel, ts, deleted_ts: ts };
  return { eventId: `missed:deletion:${channel}:${ts}`, event };
}

function reactionsOn(
  channel: string,
  m: SlackMessage,
  { reactions, ownUserId }: Pick<Comparison, 'reactions' | 'ownUserId'>,
): Missed[] {
  return m.reactions
    .filter(({ name }) => reactions.includes(name))
    .flatMap(({ name, users }) =>
      users
        .filter((user) => user !== ownUserId)
        .map((user) => ({
          eventId: `missed:reaction:${channel}:${m.ts}:${name}:${user}`,
          event: {
            type: 'reaction_added',
            user,
            reaction: name,
            item: { type: 'message', channel, ts: m.ts },
            event_ts: m.ts,
          },
        })),
    );
}

function wasEdited(m: SlackMessage, before: Known): boolean {
  return m.editedTs !== undefined && !before.deleted && (before.editedTs ?? '') < m.editedTs;
}
