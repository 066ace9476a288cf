// A person uses a button, a menu or another element of a message or a view; or types into a menu the app fills.
import { type Core, refuse } from '../core.ts';
import { addHook } from '../hooks.ts';
import { eventTs, findMessage, messageShown } from '../messages.ts';
import { viewShown } from '../methods/views.ts';
import { channelSeen } from '../places.ts';
import type { ActAnswer, ActClick, ActSuggest, StateValues } from '../wire.ts';
import type { Channel, Message, StoredView, User } from '../world.ts';
import { chosenValue, elementsIn, findElement, initialValue } from './elements.ts';
import { channelNamed, envelope, failure, newTrigger } from './person.ts';

type Surface =
  | { kind: 'message'; channel: Channel; message: Message; ephemeral: boolean }
  | { kind: 'view'; view: StoredView };

export async function click(core: Core, user: User, act: ActClick): Promise<ActAnswer> {
  const surface = surfaceOf(core, user, act);
  const { blockId, element } = findElement(blocksOf(surface), act);
  const chosen = chosenValue(element, act);
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: blockId,
    ...chosen,
    ...(element.confirm ? { confirm: element.confirm } : {}),
    action_ts: eventTs(core),
  };
  const values = statesIn(blocksOf(surface), keptState(surface, act.state));
  if (initialValue(element))
    values[blockId] = { ...values[blockId], [element.action_id!]: { type: element.type, ...chosen } };
  if (surface.kind === 'view') surface.view.values = values;
  const reply = await core.outbox.interact('interactive', {
    type: 'block_actions',
    ...envelope(core, user),
    ...placeOf(core, user, surface, values),
    trigger_id: newTrigger(
      core,
      user,
      surface.kind === 'view' && surface.view.type === 'modal' ? surface.view.id : undefined,
    ),
    actions: [action],
  });
  return reply.kind === 'acked' ? { ok: true } : failure(reply);
}

export async function suggest(core: Core, user: User, act: ActSuggest): Promise<ActAnswer> {
  const surface = surfaceOf(core, user, act);
  const { blockId, element } = findElement(blocksOf(surface), act);
  if (!element.type.endsWith('external_select')) refuse('element_not_interactive');
  const { response_url, state, ...place } = placeOf(core, user, surface, {});
  const reply = await core.outbox.interact('options', {
    type: 'block_suggestion',
    ...envelope(core, user),
    ...place,
    action_id: element.action_id,
    block_id: blockId,
    value: act.value,
  });
  if (reply.kind !== 'acked') return failure(reply);
  const { options, option_groups } = (reply.body ?? {}) as { options?: unknown[]; option_groups?: unknown[] };
  if (options || option_groups)
    return { ok: true, ...(options ? { options } : {}), ...(option_groups ? { option_groups } : {}) };
  core.violations.push(
    `block_suggestion of ${element.action_id}: neither options nor option_groups in the answer`,
  );
  return { ok: false, error: 'dispatch_failed', detail: 'neither options nor option_groups in the answer' };
}

function surfaceOf(
  core: Core,
  user: User,
  act: { channel?: string | undefined; message_ts?: string | undefined; view_id?: string | undefined },
): Surface {
  if (act.view_id) return { kind: 'view', view: viewOf(core, user, act.view_id) };
  const channel = channelSeen(core, { kind: 'user', user }, act.channel ?? '');
  const ts = act.message_ts ?? '';
  const whispered = core.world.ephemerals.find(
    (one) => one.channel === channel.id && one.ts === ts && one.toUser === user.id,
  );
  const message = whispered ?? findMessage(core, channel.id, ts) ?? refuse('message_not_found');
  if (message.botId !== core.world.app.botId) refuse('message_of_another_app');
  return { kind: 'message', channel, message, ephemeral: whispered !== undefined };
}

export function viewOf(core: Core, user: User, id: string): StoredView {
  const view = core.world.views[id];
  return view?.user === user.id ? view : refuse('view_not_found');
}

function blocksOf(surface: Surface): unknown[] {
  if (surface.kind === 'view') return surface.view.view.blocks as unknown[];
  const attached = (surface.message.attachments ?? []) as { blocks?: unknown[] }[];
  return [...(surface.message.blocks ?? []), ...attached.flatMap((one) => one.blocks ?? [])];
}

function keptState(surface: Surface, given: StateValues | undefined): StateValues {
  return { ...(surface.kind === 'view' ? (surface.view.values as StateValues) : {}), ...given };
}

/** Every field's value: what was entered, else what it began with. */
export function statesIn(blocks: unknown[], entered: StateValues): StateValues {
  const values: StateValues = {};
  for (const { blockId, element } of elementsIn(blocks)) {
    const value = entered[blockId]?.[element.action_id!] ?? initialValue(element);
    if (value) values[blockId] = { ...values[blockId], [element.action_id!]: value as { type: string } };
  }
  return values;
}

function placeOf(core: Core, user: User, surface: Surface, values: StateValues): Record<string, unknown> {
  if (surface.kind === 'view') {
    const view = viewShown(core, surface.view);
    return { container: { type: 'view', view_id: surface.view.id }, view };
  }
  const { channel, message, ephemeral } = surface;
  const threadTs = message.threadTs;
  const hook = {
    user: user.id,
    channel: channel.id,
    messageTs: message.ts,
    ephemeral,
    ...(threadTs ? { threadTs } : {}),
  };
  const shown = messageShown(core, channel, message);
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(threadTs ? { thread_ts: threadTs } : {}),
    },
    channel: channelNamed(channel),
    ...(ephemeral ? {} : { message: shown }),
    state: { values },
    response_url: addHook(core, hook),
  };
}
