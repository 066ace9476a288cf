// An emoji is on a message or it is not. Told twice, late, or in the wrong order, each change is acted on once. Pure.

export type ReactionChange = { state: 'on' | 'off'; changedTs: string; deliveryId: string };

/** `act`: it changes something, and this delivery may act on it. `note`: remember when, nothing changes. */
export type Verdict = 'act' | 'note' | 'ignore';

/** Stands for the delivery of an emoji that was there when its channel was first read. */
export const found = 'found';

/** Noticed by comparing, not told by Slack. */
const isFound = ({ deliveryId }: ReactionChange) => deliveryId.startsWith('slack:missed:');

export function judgeReaction(change: ReactionChange, known: ReactionChange | undefined): Verdict {
  if (!known) return 'act';
  // Tried again after a failure or a crash.
  if (known.deliveryId === change.deliveryId) return 'act';
  // It was there before, was taken off unnoticed, and is put on again now.
  if (known.deliveryId === found && !isFound(change)) return 'act';
  if (Number(change.changedTs) <= Number(known.changedTs)) return 'ignore';
  return known.state === change.state ? 'note' : 'act';
}
