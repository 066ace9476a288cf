// Everything Earshot does in Slack, over @slack/web-api. What it means to fail is in errors.ts.
import type { View } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { makeClient } from './client.ts';
import { reading, slackCode, writing } from './errors.ts';
import type { Post, Reacted, Slack } from './port.ts';
import { channelOf, messageOf, personOf } from './shapes.ts';

type At = { channel: string; ts: string };

/** `home` is our own team's id, learnt from auth.test at the first need: people of other teams are external. */
export function makeSlack(config: { botToken: string; apiUrl: string }): Slack {
  const client = makeClient(config.botToken, config.apiUrl);
  const whoAmI = once(() => authTest(client));
  return {
    whoAmI,
    react: (at, name) => reacted(() => client.reactions.add({ channel: at.channel, timestamp: at.ts, name })),
    unreact: (at, name) =>
      reacted(() => client.reactions.remove({ channel: at.channel, timestamp: at.ts, name })),
    ...writingMessages(client),
    ...readingMessages(client),
    ...people(client, whoAmI),
    ...views(client),
  };
}

function writingMessages(
  client: WebClient,
): Pick<Slack, 'post' | 'edit' | 'remove' | 'whisper' | 'respond' | 'upload'> {
  return {
    post: (post) =>
      writing('chat.postMessage', async () => {
        const answer = await client.chat.postMessage({
          channel: post.channel,
          ...(post.threadTs ? { thread_ts: post.threadTs } : {}),
          ...shown(post),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { ts: answer.ts! };
      }),
    edit: async (at, post) => {
      const edit = () => client.chat.update({ channel: at.channel, ts: at.ts, ...shown(post) });
      return (await unless(['message_not_found', 'cant_update_message'], () => writing('chat.update', edit)))
        ? 'done'
        : 'gone';
    },
    remove: async (at) => {
      await unless(['message_not_found'], () => writing('chat.delete', () => client.chat.delete(at)));
    },
    whisper: async (to, text, blocks) => {
      const { channel, user, threadTs } = to;
      await writing('chat.postEphemeral', () =>
        client.chat.postEphemeral({
          channel,
          user,
          text,
          ...(threadTs ? { thread_ts: threadTs } : {}),
          ...(blocks ? { blocks } : {}),
        }),
      );
    },
    respond: async (responseUrl, answer) => {
      const { text, blocks, replaceOriginal } = answer;
      const body = JSON.stringify({
        response_type: 'ephemeral',
        replace_original: replaceOriginal ?? false,
        text,
        blocks,
      });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(10_000),
      });
      // 404: the address is used up or over 30 minutes old; the person has moved on.
      if (!response.ok && response.status !== 404)
        throw new Error(
          `Slack answered ${response.status} to a response_url: ${(await response.text()).slice(0, 200)}`,
        );
    },
    upload: (file) =>
      writing('files.uploadV2', async () => {
        await client.filesUploadV2({
          channel_id: file.channel,
          filename: file.name,
          title: file.title,
          alt_text: file.altText,
          file: Buffer.from(file.bytes),
          ...(file.threadTs ? { thread_ts: file.threadTs } : {}),
        } as Parameters<WebClient['filesUploadV2']>[0]);
      }),
  };
}

function readingMessages(
  client: WebClient,
): Pick<Slack, 'findOurs' | 'message' | 'thread' | 'history' | 'permalink'> {
  const historyOf = (channel: string) => pages(client, channel);
  return {
    history: (channel, oldest) => historyOf(channel)(oldest),
    findOurs: async (where, ourId) => {
      const oldest = (where.since.getTime() / 1000 - 60).toFixed(6);
      if (where.threadTs) {
        const replies = await thread(client, { channel: where.channel, threadTs: where.threadTs });
        return replies.findLast((message) => message.ourId === ourId);
      }
      for await (const page of historyOf(where.channel)(oldest)) {
        const found = page.find((message) => message.ourId === ourId);
        if (found) return { ts: found.ts };
      }
      return undefined;
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

function pages(client: WebClient, channel: string) {
  return async function* (oldest: string) {
    let cursor: string | undefined;
    do {
      const answer = await reading('conversations.history', () =>
        client.conversations.history({
          channel,
          oldest,
          limit: 200,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        }),
      );
      yield (answer.messages ?? []).map((message) => messageOf(channel, message));
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor);
  };
}

async function thread(client: WebClient, at: { channel: string; threadTs: string }) {
  const found = [];
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

function people(
  client: WebClient,
  whoAmI: Slack['whoAmI'],
): Pick<Slack, 'channel' | 'channels' | 'person' | 'groupMembers' | 'openDm'> {
  return {
    channel: async (id) => {
      const ask = () => client.conversations.info({ channel: id });
      const answer = await unless(['channel_not_found'], () => reading('conversations.info', ask));
      return answer?.channel && channelOf(answer.channel);
    },
    channels: async () => {
      const found = [];
      let cursor: string | undefined;
      do {
        const types = 'public_channel,private_channel';
        const ask = { types, limit: 200, exclude_archived: true, ...(cursor ? { cursor } : {}) };
        const answer = await reading('conversations.list', () => client.conversations.list(ask));
        found.push(...(answer.channels ?? []).map(channelOf));
        cursor = answer.response_metadata?.next_cursor || undefined;
      } while (cursor);
      return found;
    },
    person: async (id) => {
      const answer = await unless(['user_not_found', 'user_not_visible'], () =>
        reading('users.info', () => client.users.info({ user: id })),
      );
      return answer?.user && personOf(answer.user, (await whoAmI()).teamId);
    },
    groupMembers: async (usergroup) => {
      const answer = await reading('usergroups.users.list', () =>
        client.usergroups.users.list({ usergroup }),
      );
      return answer.users ?? [];
    },
    openDm: async (users) => {
      const answer = await writing('conversations.open', () => client.conversations.open({ users }));
      return answer.channel!.id!;
    },
  };
}

function views(client: WebClient): Pick<Slack, 'openView' | 'updateView' | 'publishHome'> {
  return {
    openView: async (trigger_id, view: View) => {
      await writing('views.open', () => client.views.open({ trigger_id, view }));
    },
    updateView: async (view_id, view: View) => {
      await unless(['not_found'], () =>
        writing('views.update', () => client.views.update({ view_id, view })),
      );
    },
    publishHome: async (user_id, view: View) => {
      await writing('views.publish', () => client.views.publish({ user_id, view }));
    },
  };
}

function shown(post: Omit<Post, 'channel' | 'threadTs'>) {
  const metadata = { event_type: 'earshot', event_payload: { id: post.ourId } };
  return { text: post.text, metadata, ...(post.blocks ? { blocks: post.blocks } : {}) };
}

async function reacted(call: () => Promise<unknown>): Promise<Reacted> {
  try {
    await writing('reactions', call);
    return 'done';
  } catch (error) {
    const code = slackCode(error);
    if (code === 'already_reacted' || code === 'no_reaction') return 'done';
    if (code === 'not_in_channel' || code === 'channel_not_found' || code === 'is_archived')
      return 'not-in-channel';
    if (code === 'message_not_found' || code === 'bad_timestamp') return 'gone';
    throw error;
  }
}

/** Runs a call; undefined when Slack answered one of these codes. */
async function unless<T>(codes: string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (codes.includes(slackCode(error) ?? '')) return undefined;
    throw error;
  }
}

async function authTest(client: WebClient) {
  const answer = await reading('auth.test', () => client.auth.test());
  return {
    userId: answer.user_id!,
    botId: answer.bot_id ?? '',
    teamId: answer.team_id!,
    teamName: answer.team ?? '',
    url: answer.url ?? '',
  };
}

/** Remembers a success; a failure is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= ask().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
