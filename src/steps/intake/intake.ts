// Is this message something a customer said, and which item does it belong to? Pure; the reason is kept for /earshot why.
import type { Speaker } from '../../customers/speaker.ts';

export type Listening = 'every message' | 'threads' | 'reactions only' | 'off';

export type Hearing = {
  subtype: string | undefined;
  isOurs: boolean;
  /** Its author or their company was erased after it was said. */
  isErased: boolean;
  /** An app posted it; it may relay somebody. */
  isApp: boolean;
  isReply: boolean;
  /** A person pointed at it: what the channel is for does not matter. */
  byHand: boolean;
  hasContent: boolean;
  listening: Listening;
  speaker: Speaker;
  authorKey: string | undefined;
  /** As plain text. */
  words: string;
  /** The item whose thread this is a reply in. */
  thread: { feedbackId: string; authorKey: string | null } | undefined;
  /** Of a reply in a thread that is no item yet: who began the thread. */
  root: 'ours' | 'others' | undefined;
  /** The last message before it in this channel, when it belongs to an item and nobody else has spoken since. */
  previous: Neighbour | undefined;
  /** The next one after it, heard already because it came late. */
  following: (Neighbour & { words: string }) | undefined;
};

export type Neighbour = {
  feedbackId: string;
  authorKey: string | null;
  customerId: string | null;
  minutesAway: number;
};

export type Decision =
  /** `withRoot`: the thread it replies in becomes the item. */
  | { kind: 'start'; withRoot: boolean }
  | { kind: 'add'; feedbackId: string; part: 'voice' | 'context' }
  | { kind: 'pass'; reason: string };

/** Consecutive messages by one person this close together are one item. */
export const sameBreathMinutes = 3;

export const erasedReason = 'Who said it was erased on request, and what they said before stays away.';

const spoken = new Set([undefined, 'file_share', 'thread_broadcast', 'bot_message', 'me_message']);

/** Everything else is a notice of Slack's: joins, topics, pins. */
export function isSpoken(subtype: string | undefined): boolean {
  return spoken.has(subtype);
}

export function decideIntake(h: Hearing): Decision {
  if (h.isOurs) return pass('Earshot wrote it itself.');
  if (!isSpoken(h.subtype)) return pass(`It is a notice of Slack's (${h.subtype}), not a message.`);
  if (h.isErased) return pass(erasedReason);
  if (h.thread) return { kind: 'add', feedbackId: h.thread.feedbackId, part: partOf(h, h.thread.authorKey) };
  if (h.byHand) return { kind: 'start', withRoot: h.isReply && h.root === 'others' };
  const closed = closedEar(h.listening);
  if (closed) return pass(closed);
  if (!h.hasContent)
    return pass(
      h.isApp ? 'It is a bot’s message without a customer’s words.' : 'It has no words and no files.',
    );
  return h.isReply ? decideReply(h) : decideRoot(h);
}

function pass(reason: string): Decision {
  return { kind: 'pass', reason };
}

function closedEar(listening: Listening): string | undefined {
  if (listening === 'off')
    return 'Earshot does not listen in this channel. `/earshot channel` there changes that, and the capture emoji takes in a single message.';
  if (listening === 'reactions only')
    return 'In this channel only messages with the capture emoji are taken in.';
  return undefined;
}

/** A customer who answers where colleagues began to talk says something new; a colleague goes on talking. */
function decideReply({ speaker, root, isApp }: Hearing): Decision {
  const isCustomer = speaker.role === 'customer' || speaker.role === 'unknown';
  if (isCustomer && !isApp && root === 'others') return { kind: 'start', withRoot: true };
  return pass('It replies in a thread that is not feedback. React with the capture emoji to take it in.');
}

function decideRoot(h: Hearing): Decision {
  if (h.listening === 'threads' && h.speaker.role === 'employee')
    return pass('An employee wrote it in a channel shared with a customer.');
  const { previous, following, words, speaker } = h;
  const customerId = speaker.customerId ?? null;
  if (previous && isSameBreath(h, previous, { earlier: previous.customerId, later: customerId, words }))
    return { kind: 'add', feedbackId: previous.feedbackId, part: 'voice' };
  if (
    following &&
    isSameBreath(h, following, { ...following, earlier: customerId, later: following.customerId })
  )
    return { kind: 'add', feedbackId: following.feedbackId, part: 'voice' };
  return { kind: 'start', withRoot: false };
}

/** `words`: what was said second. `earlier` and `later`: the customers they were said for. */
type Breath = { earlier: string | null; later: string | null; words: string };

/**
 * A customer's consecutive messages are one item. An employee passes on the words of one customer after the other:
 * there only what goes on in the same breath belongs together. Integrations post each item by itself.
 */
function isSameBreath(
  { authorKey, speaker, isApp }: Hearing,
  other: Neighbour,
  { earlier, later, words }: Breath,
): boolean {
  if (isApp || other.authorKey !== authorKey || other.minutesAway > sameBreathMinutes) return false;
  if (later !== null && later !== earlier) return false;
  return speaker.role === 'employee' ? goesOn(words) : true;
}

/** Begins in the middle of a thought, or is a short remark. */
function goesOn(words: string): boolean {
  const first = words.trim();
  return (
    /^(\p{Ll}|\.\.\.|…|\()/u.test(first) ||
    /^(and|also|plus|they|it|this|that|ps|p\.s\.|btw|edit|sorry)\b/i.test(first) ||
    first.split(/\s+/).length <= 4
  );
}

/** An employee's answer is context; it counts as the customer's voice only when it names one, or continues its own item. */
export function partOf(
  h: Pick<Hearing, 'speaker' | 'authorKey' | 'isApp'>,
  itsAuthorKey: string | null,
): 'voice' | 'context' {
  if (h.isApp && h.speaker.role === 'bot') return 'context';
  if (h.authorKey !== undefined && h.authorKey === itsAuthorKey) return 'voice';
  if (h.speaker.role === 'employee') return h.speaker.customerId ? 'voice' : 'context';
  return 'voice';
}
