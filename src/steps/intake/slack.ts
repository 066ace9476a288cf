// Slack's side of intake: messages, edits, deletions, capture by emoji and shortcut, joining a channel.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { messageOf } from '../../slack/shapes.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { hearDeletion, hearEdit, takeBackNoFeedback, tellNoFeedback } from './change.ts';
import { refreshChannels } from './channels.ts';
import { hearMessage } from './hear.ts';
import { findFeedbackOfMessage } from './store.ts';

const MessageEvent = z.looseObject({
  channel: z.string(),
  channel_type: z.string().optional(),
  ts: z.string(),
  subtype: z.string().optional(),
  deleted_ts: z.string().optional(),
  message: z.unknown().optional(),
});

export function intakeEars(app: App, deps: Deps): void {
  app.event('message', async ({ event, context }) => {
    notesOf(context).happened.push(...(await hearMessageEvent(deps, MessageEvent.parse(event))));
  });
  app.event('reaction_added', async ({ event, context }) => {
    const at = { channel: event.item.channel, ts: event.item.ts };
    if (event.reaction === deps.config.reactions.capture)
      notesOf(context).happened.push(...(await captureByHand(deps, at, event.user, 'reaction')));
    if (event.reaction === deps.config.reactions.notFeedback && (await mayRead(deps, event.user)).allowed)
      notesOf(context).happened.push(...(await tellNoFeedback(deps, at, event.user)));
  });
  app.event('reaction_removed', async ({ event, context }) => {
    if (event.reaction !== deps.config.reactions.notFeedback) return;
    const at = { channel: event.item.channel, ts: event.item.ts };
    notesOf(context).happened.push(...(await takeBackNoFeedback(deps, at, event.user)));
  });
  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === (await deps.slack.whoAmI()).userId) await refreshChannels(deps);
  });
  app.shortcut('capture_feedback', async ({ shortcut, context, ack }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const at = { channel: shortcut.channel.id, ts: shortcut.message_ts };
    notesOf(context).happened.push(...(await captureByHand(deps, at, shortcut.user.id, 'shortcut')));
  });
}

async function hearMessageEvent(deps: Deps, event: z.infer<typeof MessageEvent>): Promise<Happened[]> {
  // Direct messages are talk with the app, not feedback.
  if (event.channel_type === 'im' || event.channel_type === 'mpim') return [];
  if (event.subtype === 'message_changed') return hearEdit(deps, messageOf(event.channel, event.message));
  if (event.subtype === 'message_deleted' && event.deleted_ts)
    return hearDeletion(deps, { channel: event.channel, ts: event.deleted_ts });
  if (event.subtype === 'message_replied') return [];
  return hearMessage(deps, messageOf(event.channel, event), { how: 'channel' });
}

/** Captures a message from any channel, with its thread. The emoji that we put there ourselves is no capture. */
export async function captureByHand(
  deps: Deps,
  at: { channel: string; ts: string },
  by: string,
  how: 'reaction' | 'shortcut',
): Promise<Happened[]> {
  if (by === (await deps.slack.whoAmI()).userId || !(await mayRead(deps, by)).allowed) return [];
  const seen = await deps.slack.message(at);
  if (!seen) return [];
  const happened = await hearMessage(deps, seen, { how, by });
  if (happened.length === 0 || seen.replyCount === 0) return happened;
  return [...happened, ...(await captureThread(deps, seen))];
}

async function captureThread(deps: Deps, root: SlackMessage): Promise<Happened[]> {
  if (!(await findFeedbackOfMessage(deps.db, `${root.channel}:${root.ts}`))) return [];
  const happened: Happened[] = [];
  for (const reply of await deps.slack.thread({ channel: root.channel, threadTs: root.ts }))
    if (reply.ts !== root.ts) happened.push(...(await hearMessage(deps, reply, { how: 'channel' })));
  return happened.slice(-1);
}
