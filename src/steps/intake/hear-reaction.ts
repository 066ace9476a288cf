// Lets one delivery of an emoji's change through to the steps that listen, and no second one that says the same.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { findPostAt } from '../../posts/store.ts';
import type { Envelope } from '../../slack/envelope.ts';
import type { Happened } from '../happened.ts';
import { listensTo } from './channels.ts';
import { isErasedPerson } from './erase-guard.ts';
import { hearMessage } from './hear.ts';
import { keyOf } from './message-key.ts';
import { judgeReaction } from './reaction.ts';
import { findChannel, findMessage, findPassedOver } from './store.ts';
import { findReaction, lockReaction, noteReactionTime, saveReaction } from './store-reaction.ts';

const ReactionDelivery = z.looseObject({
  event: z.looseObject({
    type: z.enum(['reaction_added', 'reaction_removed']),
    user: z.string(),
    reaction: z.string(),
    item: z.looseObject({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
    event_ts: z.string(),
  }),
});

type Pointed = z.infer<typeof ReactionDelivery>['event'];

/**
 * What Bolt's listeners are to do about a delivery: nothing, when it is an emoji that was heard already. Emoji without a
 * meaning of ours are not remembered. A message that somebody points at before it was heard is heard first.
 */
export async function prepare(
  deps: Deps,
  body: Envelope,
  deliveryId: string,
): Promise<{ isNews: boolean; happened: Happened[] }> {
  const event = ReactionDelivery.safeParse(body).data?.event;
  if (!event || !Object.values(deps.config.reactions).includes(event.reaction))
    return { isNews: true, happened: [] };
  if (await isErasedPerson(deps, event.user, event.event_ts)) return { isNews: false, happened: [] };
  if (!(await isNews(deps, event, deliveryId))) return { isNews: false, happened: [] };
  return { isNews: true, happened: event.type === 'reaction_added' ? await hearFirst(deps, event) : [] };
}

async function isNews(deps: Deps, event: Pointed, deliveryId: string): Promise<boolean> {
  const id = { key: keyOf(event.item), name: event.reaction, userId: event.user };
  const state = event.type === 'reaction_added' ? ('on' as const) : ('off' as const);
  const change = { state, changedTs: event.event_ts, deliveryId };
  return deps.db.transaction(async (tx) => {
    await lockReaction(tx, id);
    const verdict = judgeReaction(change, await findReaction(tx, id));
    if (verdict === 'act') await saveReaction(tx, { ...id, ...change });
    if (verdict === 'note') await noteReactionTime(tx, id, change.changedTs);
    return verdict === 'act';
  });
}

async function hearFirst(deps: Deps, { item }: Pointed): Promise<Happened[]> {
  const place = await findChannel(deps.db, item.channel);
  if (!place || !listensTo(place) || (await findPostAt(deps.db, item.channel, item.ts))) return [];
  if ((await findMessage(deps.db, keyOf(item))) || (await findPassedOver(deps.db, keyOf(item)))) return [];
  const message = await deps.slack.message(item);
  return message ? hearMessage(deps, message, { how: 'channel' }) : [];
}
