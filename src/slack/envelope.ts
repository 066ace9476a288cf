// A delivery from Slack as it came, over HTTP or a socket: what names it, and whether Slack waits for an answer in it.
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Loose on purpose: it is kept whole. `type` tells events, interactions and (by its absence) slash commands apart. */
export const Envelope = z.looseObject({
  type: z.string().optional(),
  event_id: z.string().optional(),
  trigger_id: z.string().optional(),
  command: z.string().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/** The sender's own id. Events carry one; an interaction is named by its trigger; the rest by its content. */
export function deliveryId(body: Envelope): string {
  const trigger = body.trigger_id ? `${body.type ?? body.command}:${body.trigger_id}` : undefined;
  const named = body.event_id || trigger;
  // An index of the database takes no key without end.
  if (named && named.length <= 200) return named;
  return createHash('sha256')
    .update(named ?? JSON.stringify(body))
    .digest('hex');
}

/** Slack shows these answers to a person (errors in a modal, options of a menu), so they are worked out before the ack. */
export function wantsAnswer(body: Envelope): boolean {
  return body.type === 'view_submission' || body.type === 'block_suggestion';
}

/** A person pressed, typed or chose something, and waits; everything else just happened. */
export function isAwaited(body: Envelope): boolean {
  return body.type !== 'event_callback';
}

const SaidNow = z.looseObject({
  event: z.looseObject({
    type: z.literal('message'),
    channel: z.string(),
    ts: z.string(),
    subtype: z.enum(['file_share', 'thread_broadcast', 'bot_message', 'me_message']).optional(),
  }),
});

/** Where and when, of a delivery that is a new message; edits and deletions are none. */
export function saidAt(body: unknown): { channel: string; ts: string } | undefined {
  const event = SaidNow.safeParse(body).data?.event;
  return event && { channel: event.channel, ts: event.ts };
}

const Reacted = z.looseObject({
  event: z.looseObject({ type: z.enum(['reaction_added', 'reaction_removed']), user: z.string() }),
});

/** Slack tells us of every emoji we put ourselves: one for each message heard. */
export function isOwnReaction(body: unknown, ownUserId: string): boolean {
  return Reacted.safeParse(body).data?.event.user === ownUserId;
}
