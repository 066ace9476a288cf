// Putting messages into channels, changing and removing them; every way of writing ends here.
import { type Core, refuse } from './core.ts';
import { messageChanged, messageDeleted, messagePosted } from './events.ts';
import { findMessage, messageShown, messagesOf, nextTs, positionOf } from './messages.ts';
import type { Channel, Message } from './world.ts';

export type NewMessage = Omit<Message, 'ts' | 'replies'>;

export function post(core: Core, channel: Channel, draft: NewMessage): Message {
  if (channel.archived) refuse('is_archived');
  const parent = draft.threadTs ? threadParent(core, channel, draft.threadTs) : undefined;
  const ts = nextTs(core, channel.id);
  const message: Message = { ...draft, ts, ...(parent ? { threadTs: parent.ts } : {}) };
  messagesOf(core, channel.id).push(message);
  if (parent) {
    parent.threadTs = parent.ts;
    parent.replies = [...(parent.replies ?? []), ts];
  }
  if (message.user) markRead(core, { user: message.user, channel: channel.id, ts });
  core.changed({ type: 'message', channel: channel.id, ts });
  messagePosted(core, channel, message);
  return message;
}

/** A reply's own ts leads to its parent. */
export function threadParent(core: Core, channel: Channel, threadTs: string): Message {
  const found = findMessage(core, channel.id, threadTs) ?? refuse('thread_not_found');
  if (!found.threadTs || found.threadTs === found.ts) return found;
  return findMessage(core, channel.id, found.threadTs) ?? refuse('thread_not_found');
}

export function change(
  core: Core,
  channel: Channel,
  message: Message,
  apply: (message: Message) => void,
): void {
  const before = messageShown(core, channel, message);
  apply(message);
  core.changed({ type: 'message', channel: channel.id, ts: message.ts });
  messageChanged(core, channel, message, before);
}

/** A parent with replies stays as a tombstone. */
export function remove(core: Core, channel: Channel, message: Message): void {
  const before = messageShown(core, channel, message);
  if (message.replies?.length) {
    const { ts, threadTs, replies } = message;
    for (const key of Object.keys(message)) delete (message as Record<string, unknown>)[key];
    Object.assign(message, tombstone, { ts, threadTs, replies });
    core.changed({ type: 'message', channel: channel.id, ts });
    messageChanged(core, channel, message, before);
    return;
  }
  const messages = messagesOf(core, channel.id);
  messages.splice(positionOf(messages, message.ts), 1);
  forgetReply(core, channel, message);
  core.changed({ type: 'message', channel: channel.id, ts: message.ts });
  messageDeleted(core, channel, before);
}

const tombstone = {
  subtype: 'tombstone',
  user: 'USLACKBOT',
  text: 'This message was deleted.',
  mentions: { users: [], usergroups: [], broadcast: [] },
};

function forgetReply(core: Core, channel: Channel, reply: Message): void {
  const parent = reply.threadTs ? findMessage(core, channel.id, reply.threadTs) : undefined;
  if (!parent?.replies) return;
  parent.replies = parent.replies.filter((ts) => ts !== reply.ts);
  if (parent.replies.length > 0) return;
  delete parent.replies;
  delete parent.threadTs;
}

export function markRead(core: Core, read: { user: string; channel: string; ts: string }): void {
  core.world.reads[read.user] ??= {};
  core.world.reads[read.user]![read.channel] = read.ts;
}
