// reactions.*: emoji on messages.
import { type Core, refuse } from '../core.ts';
import { reactionChanged } from '../events.ts';
import { messageAt, messageShown, permalinkOf } from '../messages.ts';
import { cursorArgs, flag, method, pageOf, text, whole } from '../method.ts';
import { channelJoined, channelSeen, maySee } from '../places.ts';

/** What Slack's picker knows is larger; what counts is that a name is one, with an optional skin tone. */
const emojiName = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/;

const add = method('reactions.add', {
  scopes: ['reactions:write'],
  args: { channel: text, timestamp: text, name: text },
  run(core, caller, args) {
    const name = args.name.replaceAll(/^:|:$/g, '');
    if (!emojiName.test(name)) refuse('invalid_name');
    const channel = channelSeen(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.timestamp);
    if (!channel.members.includes(caller.user.id)) refuse('not_in_channel');
    if (channel.archived) refuse('is_archived');
    message.reactions ??= [];
    const found = message.reactions.find((one) => one.name === name);
    if (found?.users.includes(caller.user.id)) refuse('already_reacted');
    if (!found && message.reactions.length >= 50) refuse('too_many_emoji');
    if (found) found.users.push(caller.user.id);
    else message.reactions.push({ name, users: [caller.user.id] });
    core.changed({ type: 'reaction', channel: channel.id, ts: message.ts });
    reactionChanged(core, channel, { type: 'reaction_added', user: caller.user.id, reaction: name, message });
    return {};
  },
});

const remove = method('reactions.remove', {
  scopes: ['reactions:write'],
  args: { channel: text, timestamp: text, name: text },
  run(core, caller, args) {
    const name = args.name.replaceAll(/^:|:$/g, '');
    const channel = channelSeen(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.timestamp);
    const found = message.reactions?.find((one) => one.name === name);
    if (!found?.users.includes(caller.user.id)) return refuse('no_reaction');
    found.users = found.users.filter((user) => user !== caller.user.id);
    message.reactions = message.reactions!.filter((one) => one.users.length > 0);
    if (message.reactions.length === 0) delete message.reactions;
    core.changed({ type: 'reaction', channel: channel.id, ts: message.ts });
    reactionChanged(core, channel, {
      type: 'reaction_removed',
      user: caller.user.id,
      reaction: name,
      message,
    });
    return {};
  },
});

const get = method('reactions.get', {
  scopes: ['reactions:read'],
  args: { channel: text, timestamp: text, full: flag.optional() },
  run(core, caller, args) {
    const channel = channelJoined(core, caller, args.channel);
    const message = messageAt(core, channel.id, args.timestamp);
    return {
      type: 'message',
      channel: channel.id,
      message: { ...messageShown(core, channel, message), permalink: permalinkOf(core, channel.id, message) },
    };
  },
});

const list = method('reactions.list', {
  scopes: ['reactions:read'],
  args: {
    ...cursorArgs,
    user: text.optional(),
    full: flag.optional(),
    count: whole.optional(),
    page: whole.optional(),
  },
  run(core, caller, args) {
    const user = args.user ?? caller.user.id;
    const page = pageOf(reactedBy(core, user, caller.user), args, { usual: 20, most: 1000 });
    return { items: page.items, response_metadata: page.response_metadata };
  },
});

function reactedBy(core: Core, user: string, viewer: Parameters<typeof maySee>[1]) {
  return Object.values(core.world.channels)
    .filter((channel) => maySee(channel, viewer))
    .flatMap((channel) =>
      (core.world.messages[channel.id] ?? [])
        .filter((message) => message.reactions?.some((one) => one.users.includes(user)))
        .map((message) => ({
          type: 'message',
          channel: channel.id,
          message: messageShown(core, channel, message),
        })),
    );
}

export const reactions = [add, remove, get, list];
