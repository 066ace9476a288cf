// An emoji is on a message or it is not. Told twice, late, or in the wrong order, each change is acted on once. Pure.

export type ReactionChange = { state: 'on' | 'off'; changedTs: string; deliveryId: string };

/** `act`: it changes something, and this delivery may act on it. `note`: remember when, nothing changes. */
export type Verdict = 'act' | 'note' | 'ignore';

export function judgeReaction(change: ReactionChange, known: ReactionChange | undefined): Verdict {
  if (!known) return 'act';
  // Tried again after a failure or a crash.
  if (known.deliveryId === change.deliveryId) return 'act';
  if (Number(change.changedTs) <= Number(known.changedTs)) return 'ignore';
  return known.state === change.state ? 'note' : 'act';
}
