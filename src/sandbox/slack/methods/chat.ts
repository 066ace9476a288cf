// chat.*: posting, editing, deleting, whispering, unfurling.
import { z } from 'zod';
import { checkAttachments } from '../blocks/check.ts';
import { fromJson, write } from '../compose.ts';
import { type Core, Refusal, refuse } from '../core.ts';
import { messageAt, messageShown, nextTs, permalinkOf } from '../messages.ts';
import { anyJson, flag, method, text } from '../method.ts';
import { refuseStrangePictures, sharePictures } from '../pictures.ts';
import { addressed, channelJoined, channelSeen } from '../places.ts';
import { change, type NewMessage, post, remove, threadParent } from '../posting.ts';
import type { Message, User } from '../world.ts';

const content = {
  text: text.optional(),
  blocks: anyJson.optional(),
  attachments: anyJson.optional(),
  link_names: flag.optional(),
  parse: z.enum(['full', 'none']).optional(),
};
const look = { username: text.optional(), icon_emoji: text.optional(), icon_url: text.optional() };

const postMessage = method('chat.postMessage', {
  scopes: ['chat:write'],
  args: {
    channel: text,
    ...content,
    ...look,
    as_user: flag.optional(),
    metadata: anyJson.optional(),
    mrkdwn: flag.optional(),
    thread_ts: text.optional(),
    reply_broadcast: flag.optional(),
    unfurl_links: flag.optional(),
    unfurl_media: flag.optional(),
  },
  run(core, caller, args) {
    const channel = addressed(core, caller, args.channel);
    if (!channel.members.includes(caller.user.id)) refuse('not_in_channel');
    if (args.thread_ts) threadParent(core, channel, args.thread_ts);
    const custom = caller.kind === 'bot' ? customLook(caller.scopes, args) : undefined;
    const content = written(core, caller.kind, args);
    refuseStrangePictures(core, caller.user, content.blocks);
    const { user, ...unnamed } = authorOf(caller.user);
    const message = post(core, channel, {
      ...content,
      ...unnamed,
      ...(custom ?? { user }),
      ...(args.thread_ts ? { threadTs: args.thread_ts } : {}),
      ...(args.thread_ts && args.reply_broadcast ? { subtype: 'thread_broadcast' } : {}),
    });
    sharePictures(core, channel, message.blocks);
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageShown(core, channel, message, { metadata: true }),
    };
  },
});

const update = method('chat.update', {
  scopes: ['chat:write'],
  args: {
    channel: text,
    ts: text,
    ...content,
    as_user: flag.optional(),
    metadata: anyJson.optional(),
    reply_broadcast: flag.optional(),
  },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.ts);
    if (!isBy(message, caller.user) || message.subtype === 'tombstone') refuse('cant_update_message');
    const next = written(core, caller.kind, args);
    refuseStrangePictures(core, caller.user, next.blocks);
    change(core, channel, message, (one) => {
      if (args.blocks !== undefined || args.text !== undefined) delete one.blocks;
      if (args.attachments !== undefined) delete one.attachments;
      Object.assign(one, next);
      one.edited = { user: caller.user.id, ts: nextTs(core, `${channel.id}/edits`) };
    });
    sharePictures(core, channel, message.blocks);
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageShown(core, channel, message, { metadata: true }),
    };
  },
});

const deleteMessage = method('chat.delete', {
  scopes: ['chat:write'],
  args: { channel: text, ts: text, as_user: flag.optional() },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.ts);
    if (message.subtype === 'tombstone') refuse('message_not_found');
    const mayDelete = isBy(message, caller.user) || (caller.kind === 'user' && caller.user.isAdmin);
    if (!mayDelete) refuse('cant_delete_message');
    remove(core, channel, message);
    return { channel: channel.id, ts: args.ts };
  },
});

const postEphemeral = method('chat.postEphemeral', {
  scopes: ['chat:write'],
  tokens: ['bot'],
  args: {
    channel: text,
    user: text,
    ...content,
    ...look,
    as_user: flag.optional(),
    thread_ts: text.optional(),
  },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    if (!core.world.users[args.user]) refuse('user_not_found');
    if (!channel.members.includes(args.user)) refuse('user_not_in_channel');
    if (channel.archived) refuse('is_archived');
    if (args.thread_ts) threadParent(core, channel, args.thread_ts);
    const draft = {
      ...written(core, 'bot', args),
      ...authorOf(caller.user),
      ...(args.thread_ts ? { threadTs: args.thread_ts } : {}),
    };
    return { message_ts: whisper(core, { channel: channel.id, user: args.user }, draft) };
  },
});

const mostWhispers = 1_000;

/** Puts an ephemeral message on one person's screen; it has a ts, but no history knows it. */
export function whisper(core: Core, to: { channel: string; user: string }, draft: NewMessage): string {
  const ts = nextTs(core, to.channel);
  core.world.ephemerals.push({ ...draft, ts, channel: to.channel, toUser: to.user });
  if (core.world.ephemerals.length > mostWhispers) core.world.ephemerals.shift();
  core.changed({ type: 'ephemeral', channel: to.channel, ts, onlyFor: to.user });
  return ts;
}

const getPermalink = method('chat.getPermalink', {
  args: { channel: text, message_ts: text },
  run(core, caller, args) {
    const channel = channelSeen(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.message_ts);
    return { channel: channel.id, permalink: permalinkOf(core, channel.id, message) };
  },
});

const unfurl = method('chat.unfurl', {
  scopes: ['links:write'],
  tokens: ['bot'],
  args: {
    channel: text.optional(),
    ts: text.optional(),
    unfurl_id: text.optional(),
    source: z.enum(['composer', 'conversations_history']).optional(),
    unfurls: anyJson,
    user_auth_message: text.optional(),
    user_auth_required: flag.optional(),
    user_auth_url: text.optional(),
    user_auth_blocks: anyJson.optional(),
  },
  run(core, caller, args) {
    const [channelId, ts] = args.unfurl_id
      ? splitUnfurlId(args.unfurl_id)
      : [args.channel ?? '', args.ts ?? ''];
    const channel = channelJoined(core, caller, channelId);
    const message =
      core.world.messages[channel.id]?.find((one) => one.ts === ts) ?? refuse('cannot_find_message');
    const unfurls = fromJson(args.unfurls, 'invalid_unfurls_format');
    if (typeof unfurls !== 'object' || unfurls === null || Array.isArray(unfurls))
      return refuse('invalid_unfurls_format');
    change(core, channel, message, (one) => {
      one.attachments = [
        ...(one.attachments ?? []),
        ...unfurled(core, unfurls as Record<string, object>, message.text),
      ];
    });
    return {};
  },
});

function splitUnfurlId(id: string): [string, string] {
  const at = id.indexOf('.');
  return [id.slice(0, at), id.slice(at + 1)];
}

function unfurled(core: Core, unfurls: Record<string, object>, messageText: string): unknown[] {
  return Object.entries(unfurls).map(([url, unfurl]) => {
    if (!messageText.includes(url.replaceAll('&', '&amp;'))) return refuse('cannot_unfurl_url');
    const problems = checkAttachments(core.shapes, [unfurl]);
    if (problems.length > 0) refuse('invalid_unfurls_format', ...problems);
    return { ...unfurl, from_url: url, is_app_unfurl: true };
  });
}

/** Strict where Slack only warns: an app's message always has its text, for notifications and screen readers. */
function written(core: Core, kind: 'bot' | 'user', args: Parameters<typeof write>[2]) {
  if (kind === 'bot' && !args.text)
    refuse('no_text', '[ERROR] text is required beside blocks (sandbox rule)');
  return write(core, kind, args);
}

export function authorOf(user: User): Required<Pick<Message, 'user' | 'teamId'>> & Pick<Message, 'botId'> {
  return { user: user.id, ...(user.botId ? { botId: user.botId } : {}), teamId: user.teamId };
}

/** A bot that shows another name is no user in its message. */
function customLook(
  scopes: string[],
  args: { username?: string | undefined; icon_emoji?: string | undefined; icon_url?: string | undefined },
) {
  if (!args.username && !args.icon_emoji && !args.icon_url) return undefined;
  if (!scopes.includes('chat:write.customize'))
    throw new Refusal('missing_scope', { needed: 'chat:write.customize', provided: scopes.join(',') });
  return {
    subtype: 'bot_message',
    ...(args.username ? { username: args.username } : {}),
    icons: {
      ...(args.icon_emoji ? { emoji: args.icon_emoji } : {}),
      ...(args.icon_url ? { image_48: args.icon_url } : {}),
    },
  };
}

const isBy = (message: Message, user: User) =>
  message.user === user.id || (message.botId !== undefined && message.botId === user.botId);

export const chat = [postMessage, update, deleteMessage, postEphemeral, getPermalink, unfurl];
