// Lets one delivery of an emoji's change through to the steps that listen, and no second one that says the same.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { Envelope } from '../../slack/envelope.ts';
import { judgeReaction } from './reaction.ts';
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

/** True for everything but a reaction that was heard already. Emoji without a meaning of ours are not remembered. */
export async function isNews(deps: Deps, body: Envelope, deliveryId: string): Promise<boolean> {
  const event = ReactionDelivery.safeParse(body).data?.event;
  if (!event || !Object.values(deps.config.reactions).includes(event.reaction)) return true;
  const id = {
    key: `${event.item.channel}:${event.item.ts}`,
    name: event.reaction,
    userId: event.user,
  };
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
