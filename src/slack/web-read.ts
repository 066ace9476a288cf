// Reading messages: one, a thread, a stretch of a channel.
import type { WebClient } from '@slack/web-api';
import { reading, unless } from './errors.ts';
import type { HistoryPage, HistoryWindow, Slack, SlackMessage } from './port.ts';
import { messageOf, oldestOf } from './shapes.ts';

type At = { channel: string; ts: string };

export function readingMessages(
  client: WebClient,
): Pick<Slack, 'findOurs' | 'message' | 'thread' | 'history' | 'permalink'> {
  return {
    history: (channel, window) => historyPage(client, channel, window),
    findOurs: async (where, ourId) => {
      const from = (where.since.getTime() / 1000 - 60).toFixed(6);
      if (where.threadTs) {
        const replies = await thread(client, { channel: where.channel, threadTs: where.threadTs });
        return replies.findLast((message) => message.ourId === ourId);
      }
      for (let to: string | undefined; ; ) {
        const { messages, more } = await historyPage(client, where.channel, { from, to, limit: 200 });
        const found = messages.find((message) => message.ourId === ourId);
        if (found || !more) return found && { ts: found.ts };
        to = oldestOf(messages);
      }
    },
    message: (at) => oneMessage(client, at),
    thread: (at) => thread(client, at),
    permalink: async (at) => {
      const ask = () => client.chat.getPermalink({ channel: at.channel, message_ts: at.ts });
      const answer = await unless(['message_not_found', 'channel_not_found'], () =>
        reading('chat.getPermalink', ask),
      );
      return answer?.permalink;
    },
  };
}

/** By time, not by cursor: it can be continued after a restart, however long ago that was. */
async function historyPage(
  client: WebClient,
  channel: string,
  { from, to, limit }: HistoryWindow,
): Promise<HistoryPage> {
  const answer = await reading('conversations.history', () =>
    client.conversations.history({
      channel,
      oldest: from,
      limit,
      include_all_metadata: true,
      ...(to ? { latest: to } : {}),
    }),
  );
  const messages = (answer.messages ?? []).map((message) => messageOf(channel, message));
  return { messages, more: (answer.has_more ?? false) && messages.length > 0 };
}

async function thread(client: WebClient, at: { channel: string; threadTs: string }): Promise<SlackMessage[]> {
  const found: SlackMessage[] = [];
  let cursor: string | undefined;
  do {
    const ask = {
      channel: at.channel,
      ts: at.threadTs,
      limit: 200,
      include_all_metadata: true,
      ...(cursor ? { cursor } : {}),
    };
    const answer = await unless(['thread_not_found', 'message_not_found'], () =>
      reading('conversations.replies', () => client.conversations.replies(ask)),
    );
    found.push(...(answer?.messages ?? []).map((message) => messageOf(at.channel, message)));
    cursor = answer?.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return found;
}

/** A reply is only found by conversations.replies, a root by either; a known thread saves the first call. */
async function oneMessage(client: WebClient, at: At & { threadTs?: string | undefined }) {
  const window = {
    channel: at.channel,
    oldest: at.ts,
    latest: at.ts,
    inclusive: true,
    limit: 1,
    include_all_metadata: true,
  };
  if (!at.threadTs) {
    const answer = await reading('conversations.history', () => client.conversations.history(window));
    const root = answer.messages?.find((message) => message.ts === at.ts);
    if (root) return messageOf(at.channel, root);
  }
  const replies = await thread(client, { channel: at.channel, threadTs: at.threadTs ?? at.ts });
  return replies.find((message) => message.ts === at.ts);
}
