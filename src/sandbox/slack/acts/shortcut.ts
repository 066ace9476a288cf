// A person uses a shortcut, or looks at the app's Home.
import { type Core, refuse } from '../core.ts';
import { send } from '../events.ts';
import { addHook } from '../hooks.ts';
import { eventTs, messageAt, messageShown } from '../messages.ts';
import { viewShown } from '../methods/views.ts';
import { channelJoined, openDm } from '../places.ts';
import type { ActAnswer, ActOpenHome, ActShortcut } from '../wire.ts';
import type { User } from '../world.ts';
import { channelNamed, envelope, failure, newTrigger } from './person.ts';

export async function useShortcut(core: Core, user: User, act: ActShortcut): Promise<ActAnswer> {
  const type = act.message_ts ? 'message' : 'global';
  const known = core.manifest.features.shortcuts.find(
    (one) => one.callback_id === act.callback_id && one.type === type,
  );
  if (!known) return refuse('unknown_shortcut');
  const place = act.message_ts
    ? messagePlace(core, user, { channel: act.channel ?? '', ts: act.message_ts })
    : {};
  const reply = await core.outbox.interact('interactive', {
    type: type === 'message' ? 'message_action' : 'shortcut',
    ...envelope(core, user),
    callback_id: act.callback_id,
    action_ts: eventTs(core),
    trigger_id: newTrigger(core, user),
    ...place,
  });
  return reply.kind === 'acked' ? { ok: true } : failure(reply);
}

function messagePlace(core: Core, user: User, at: { channel: string; ts: string }): Record<string, unknown> {
  const channel = channelJoined(core, { kind: 'user', user }, at.channel);
  const message = messageAt(core, channel.id, at.ts);
  const threadTs = message.threadTs ? { threadTs: message.threadTs } : {};
  return {
    channel: channelNamed(channel),
    message_ts: message.ts,
    message: messageShown(core, channel, message),
    response_url: addHook(core, { user: user.id, channel: channel.id, ephemeral: true, ...threadTs }),
  };
}

/** An event, not an interaction: the app answers by views.publish whenever it likes. */
export function openHome(core: Core, user: User, act: Required<ActOpenHome>): ActAnswer {
  const dm = openDm(core, [user.id, core.world.app.botUserId]);
  const home = core.world.views[core.world.homes[user.id] ?? ''];
  send(core, {
    type: 'app_home_opened',
    user: user.id,
    channel: dm.id,
    tab: act.tab,
    ...(act.tab === 'home' && home ? { view: viewShown(core, home) } : {}),
    event_ts: eventTs(core),
  });
  return { ok: true };
}
