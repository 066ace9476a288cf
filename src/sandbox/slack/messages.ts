// Messages: their times, finding them, and how the Web API and events show them.
import { type Core, refuse } from './core.ts';
import { fileShown } from './files.ts';
import { microsOf, tsOf } from './ids.ts';
import type { Channel, Message } from './world.ts';

/** Later than every other in the channel, as Slack promises. */
export function nextTs(core: Core, channelId: string): string {
  const micros = Math.max(core.now() * 1000, (core.world.lastMicros[channelId] ?? 0) + 10);
  core.world.lastMicros[channelId] = micros;
  return tsOf(micros);
}

export function messagesOf(core: Core, channelId: string): Message[] {
  core.world.messages[channelId] ??= [];
  return core.world.messages[channelId];
}

/** Binary search: a channel's messages are sorted by ts. */
export function positionOf(messages: Message[], ts: string): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle]!.ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findMessage(core: Core, channelId: string, ts: string): Message | undefined {
  const messages = messagesOf(core, channelId);
  const found = messages[positionOf(messages, ts)];
  return found?.ts === ts ? found : undefined;
}

export function messageAt(core: Core, channelId: string, ts: string): Message {
  return findMessage(core, channelId, ts) ?? refuse('message_not_found');
}

export function repliesOf(core: Core, channelId: string, parent: Message): Message[] {
  return (parent.replies ?? [])
    .map((ts) => findMessage(core, channelId, ts))
    .filter((one) => one !== undefined);
}

/** An event's own time: unique, and about now. */
export const eventTs = (core: Core): string => tsOf(core.now() * 1000 + (core.serial() % 1000));

/** As conversations.history gives it. Metadata is shown only where it was asked for. */
export function messageShown(
  core: Core,
  channel: Channel,
  message: Message,
  { metadata = false }: { metadata?: boolean } = {},
): Record<string, unknown> {
  const files = (message.fileIds ?? [])
    .map((id) => core.world.files[id])
    .filter((file) => file !== undefined);
  return {
    type: 'message',
    ...(message.subtype ? { subtype: message.subtype } : {}),
    ...(message.user ? { user: message.user } : {}),
    ts: message.ts,
    ...authorship(core, message),
    ...(message.teamId ? { team: message.teamId } : {}),
    text: message.text,
    ...(message.mrkdwn === false ? { mrkdwn: false } : {}),
    ...(message.inviter ? { inviter: message.inviter } : {}),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(files.length > 0
      ? { files: files.map((file) => fileShown(core, file)), upload: false, display_as_bot: false }
      : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...threadShown(core, channel, message),
    ...(message.reactions?.length
      ? { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }
      : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

function authorship(core: Core, message: Message): Record<string, unknown> {
  const bot = message.botId ? core.world.bots[message.botId] : undefined;
  return {
    ...(message.botId ? { bot_id: message.botId } : {}),
    ...(message.username ? { username: message.username } : {}),
    ...(message.icons ? { icons: message.icons } : {}),
    ...(bot ? { app_id: bot.appId } : {}),
    ...(bot && !message.subtype
      ? {
          bot_profile: {
            id: bot.id,
            app_id: bot.appId,
            user_id: bot.userId,
            name: bot.name,
            icons: {},
            deleted: false,
            updated: bot.updated,
            team_id: core.world.team.id,
          },
        }
      : {}),
  };
}

function threadShown(core: Core, channel: Channel, message: Message): Record<string, unknown> {
  const { threadTs } = message;
  if (!threadTs) return {};
  if (threadTs !== message.ts)
    return { thread_ts: threadTs, parent_user_id: findMessage(core, channel.id, threadTs)?.user };
  const replies = repliesOf(core, channel.id, message);
  const repliers = [...new Set(replies.map((one) => one.user ?? one.botId ?? ''))];
  return {
    thread_ts: threadTs,
    reply_count: replies.length,
    reply_users_count: repliers.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: repliers.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
}

export function permalinkOf(
  core: Core,
  channelId: string,
  message: Pick<Message, 'ts' | 'threadTs'>,
): string {
  const base = `${core.origin()}/archives/${channelId}/p${message.ts.replace('.', '')}`;
  const inThread = message.threadTs && message.threadTs !== message.ts;
  return inThread ? `${base}?thread_ts=${message.threadTs}&cid=${channelId}` : base;
}

/** Whether `ts` lies between `oldest` and `latest`; the ends count only when `inclusive`. */
export function within(
  ts: string,
  {
    oldest,
    latest,
    inclusive,
  }: { oldest?: string | undefined; latest?: string | undefined; inclusive: boolean },
): boolean {
  const at = microsOf(ts);
  if (oldest !== undefined && (inclusive ? at < microsOf(oldest) : at <= microsOf(oldest))) return false;
  return !(latest !== undefined && (inclusive ? at > microsOf(latest) : at >= microsOf(latest)));
}
