// From a channel's messages to what is shown: top-level ones in order, day dividers, runs by one author. Pure.
import type { WireMessage } from '../../slack/wire.ts';
import { dateOfTs, daysAgo } from './dates.ts';

export type Row =
  | { kind: 'day'; key: string; date: Date }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: WireMessage; continues: boolean };

/** A message continues the one above when the same author wrote it within this many seconds. */
const runLength = 300;

/** Replies belong into threads, but for those also sent to the channel. Ephemeral replies stay in their thread. */
export const topLevel = (messages: WireMessage[]): WireMessage[] =>
  messages.filter(
    (message) =>
      !message.thread_ts || message.thread_ts === message.ts || message.subtype === 'thread_broadcast',
  );

/** The parent first; replies oldest first. */
export const inThread = (messages: WireMessage[], ts: string): WireMessage[] =>
  messages.filter((message) => message.ts === ts || message.thread_ts === ts);

/** `readUpTo`: ts of the last message read when the channel was opened; after it comes the "New" line. */
export function rowsOf(
  messages: WireMessage[],
  { readUpTo, me }: { readUpTo?: string | undefined; me: string },
): Row[] {
  const rows: Row[] = [];
  let previous: WireMessage | undefined;
  let newShown = readUpTo === undefined || Number(readUpTo) === 0;
  for (const message of messages) {
    const date = dateOfTs(message.ts);
    const newDay = !previous || daysAgo(dateOfTs(previous.ts), date) !== 0;
    if (newDay) rows.push({ kind: 'day', key: `day-${message.ts}`, date });
    const firstNew =
      !newShown && Number(message.ts) > Number(readUpTo) && message.user !== me && !message.is_ephemeral;
    if (firstNew) rows.push({ kind: 'new', key: 'new' });
    newShown ||= firstNew;
    const continues = !newDay && !firstNew && previous !== undefined && continuesRun(previous, message);
    rows.push({ kind: 'message', key: message.ts, message, continues });
    previous = message;
  }
  return rows;
}

function continuesRun(previous: WireMessage, message: WireMessage): boolean {
  return (
    authorOf(previous) === authorOf(message) &&
    Number(message.ts) - Number(previous.ts) < runLength &&
    !previous.is_ephemeral &&
    !message.is_ephemeral &&
    !isNotice(previous) &&
    !isNotice(message)
  );
}

const authorOf = (message: WireMessage) => `${message.user ?? message.bot_id} ${message.username ?? ''}`;

/** Joins, topic changes and the like: one grey line. */
export const isNotice = (message: WireMessage): boolean =>
  /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive|convert_to_private)$/.test(
    message.subtype ?? '',
  );
