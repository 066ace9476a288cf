// What an erased customer or person said before they were erased does not come back: by a late event, by catching up.
import { z } from 'zod';
import type { Speaker } from '../../customers/speaker.ts';
import type { PersonRow } from '../../customers/store.ts';
import type { Deps } from '../../deps.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Content } from './content.ts';
import { belongsTo, type Traces } from './erase.ts';
import { erasedReason } from './intake.ts';
import { findMessage, findPassedOver } from './store.ts';
import { findErasuresAfter } from './store-erasure.ts';

type Message = {
  m: SlackMessage;
  person?: PersonRow | undefined;
  content?: Content | undefined;
  speaker?: Speaker | undefined;
};

/** Costs one small query for what is said now: no erasure can be younger. */
export async function isErased(deps: Deps, { m, person, content, speaker }: Message): Promise<boolean> {
  const saidAt = new Date(Number(m.ts) * 1000);
  const erasures = await findErasuresAfter(deps.db, saidAt);
  if (erasures.length === 0) return false;
  const { requester, title, text } = content ?? {};
  const isOwn = speaker?.role === 'employee';
  const traces: Traces = {
    authorKeys: [m.user, requester?.email].filter((key) => key !== undefined),
    emails: [person?.email, requester?.email].filter((email) => email != null),
    teamId: m.teamId ?? person?.teamId,
    // Colleagues in a customer's channel are not the customer.
    channelId: isOwn || !speaker ? undefined : m.channel,
    text: [requester?.stated, title, text].filter(Boolean).join('\n'),
  };
  return erasures.some((erasure) => belongsTo(erasure, traces));
}

/** What an erased person did before; asking Slack who they are would bring them back. */
export async function isErasedPerson(deps: Deps, userId: string, ts: string): Promise<boolean> {
  const erasures = await findErasuresAfter(deps.db, new Date(Number(ts) * 1000));
  const traces: Traces = { authorKeys: [userId], emails: [], text: '' };
  return erasures.some((erasure) => belongsTo(erasure, traces));
}

const OfMessage = z.looseObject({ ts: z.string(), bot_id: z.string().optional() });
const AboutMessage = z.looseObject({
  event: z.looseObject({
    type: z.literal('message'),
    channel: z.string(),
    ts: z.string(),
    bot_id: z.string().optional(),
    deleted_ts: z.string().optional(),
    message: OfMessage.optional(),
    previous_message: OfMessage.optional(),
  }),
});

/**
 * A delivery whose text is not to be kept: it is about a message that is not to be known any more, or about one of ours,
 * which may quote somebody. What stood there before an edit is in it, too.
 */
export async function isNotToBeKept(deps: Deps, body: unknown): Promise<boolean> {
  const event = AboutMessage.safeParse(body).data?.event;
  if (!event) return false;
  const { botId } = await deps.slack.whoAmI();
  if ([event, event.message, event.previous_message].some((one) => one?.bot_id === botId)) return true;
  const ts = event.deleted_ts ?? event.message?.ts ?? event.ts;
  if ((await findErasuresAfter(deps.db, new Date(Number(ts) * 1000))).length === 0) return false;
  const key = `${event.channel}:${ts}`;
  const row = await findMessage(deps.db, key);
  if (row) return row.deletedAt !== null && row.authorKey === null;
  return (await findPassedOver(deps.db, key))?.reason === erasedReason;
}
