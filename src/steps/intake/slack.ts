// Slack's side of hearing: messages, edits, deletions, capture by emoji and shortcut.
import type { App, MessageShortcut } from '@slack/bolt';
import { z } from 'zod';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../slack/shapes.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { hearDeletion, hearEdit, takeBackNoFeedback, tellNoFeedback } from './change.ts';
import { hearMessage } from './hear.ts';
import { captureByHand } from './hear-hand.ts';
import { isOverruled } from './hear-opposite.ts';

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
    const { capture, notFeedback } = deps.config.reactions;
    const { happened } = notesOf(context);
    const told = { by: event.user, changedTs: event.event_ts };
    if (event.reaction === capture) happened.push(...(await captureByEmoji(deps, at, told)));
    if (event.reaction === notFeedback && (await mayRead(deps, event.user)).allowed)
      happened.push(...(await tellNoFeedback(deps, at, told)));
  });
  app.event('reaction_removed', async ({ event, context }) => {
    if (event.reaction !== deps.config.reactions.notFeedback) return;
    const at = { channel: event.item.channel, ts: event.item.ts };
    notesOf(context).happened.push(...(await takeBackNoFeedback(deps, at, event.user)));
  });
  app.shortcut('capture_feedback', async ({ shortcut, context, ack }) => {
    await ack();
    if (shortcut.type === 'message_action')
      notesOf(context).happened.push(...(await captureByShortcut(deps, shortcut)));
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

/** Says nothing when it is refused: an ear has many meanings in a channel. */
async function captureByEmoji(
  deps: Deps,
  at: { channel: string; ts: string },
  told: { by: string; changedTs: string },
): Promise<Happened[]> {
  if (await isOverruled(deps.db, at, { by: deps.config.reactions.notFeedback, since: told.changedTs }))
    return [];
  const captured = await captureByHand(deps, at, { how: 'reaction', ...told });
  return captured.kind === 'captured' ? captured.happened : [];
}

async function captureByShortcut(deps: Deps, shortcut: MessageShortcut): Promise<Happened[]> {
  const { channel, message_ts: ts, user, response_url, message } = shortcut;
  const shown = messageOf(channel.id, message);
  const at = { channel: channel.id, ts, threadTs: shown.threadTs };
  const captured = await captureByHand(deps, at, { how: 'shortcut', by: user.id }, shown);
  if (captured.kind === 'refused') {
    await deps.slack.respond(response_url, { text: captured.because });
    return [];
  }
  if (!captured.isSeen) await deps.slack.respond(response_url, { text: ':ear: Captured, with its thread.' });
  return captured.happened;
}
