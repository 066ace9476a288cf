// Messages and files of ours: posting, editing, removing, answering.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { reading, unless, writing } from './errors.ts';
import type { Post, Slack } from './port.ts';

/** What the SDK's three calls come to; its typings do not say it. */
const Uploaded = z.object({ files: z.array(z.object({ files: z.array(z.object({ id: z.string() })) })) });

export function writingMessages(
  client: WebClient,
): Pick<Slack, 'post' | 'edit' | 'remove' | 'whisper' | 'respond' | 'upload' | 'isReady' | 'removeFile'> {
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
    respond: answerOver,
    upload: (file) =>
      writing('files.uploadV2', async () => {
        const answer = await client.filesUploadV2({
          filename: file.name,
          title: file.title,
          alt_text: file.altText,
          file: Buffer.from(file.bytes),
        } as Parameters<WebClient['filesUploadV2']>[0]);
        return { fileId: Uploaded.parse(answer).files[0]!.files[0]!.id };
      }),
    isReady: async (file) => {
      const gone = ['file_not_found', 'file_deleted'];
      const answer = await unless(gone, () => reading('files.info', () => client.files.info({ file })));
      // The kind is empty until then.
      return Boolean(answer?.file?.mimetype);
    },
    removeFile: async (file) => {
      await unless(['file_not_found', 'file_deleted'], () =>
        writing('files.delete', () => client.files.delete({ file })),
      );
    },
  };
}

function shown(post: Omit<Post, 'channel' | 'threadTs'>) {
  const metadata = { event_type: 'earshot', event_payload: { id: post.ourId } };
  return { text: post.text, metadata, ...(post.blocks ? { blocks: post.blocks } : {}) };
}

const answerOver: Slack['respond'] = async (responseUrl, { text, blocks, replaceOriginal }) => {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      response_type: 'ephemeral',
      replace_original: replaceOriginal ?? false,
      text,
      blocks,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  // 404: the address is used up or over 30 minutes old; the person has moved on.
  if (!response.ok && response.status !== 404)
    throw new Error(
      `Slack answered ${response.status} to a response_url: ${(await response.text()).slice(0, 200)}`,
    );
};
