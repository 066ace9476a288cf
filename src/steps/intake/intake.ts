// Is this message something a customer said, and which item does it belong to? Pure; the reason is kept for /earshot why.
import type { Speaker } from '../../customers/speaker.ts';

export type Listening = 'every message' | 'threads' | 'reactions only' | 'off';

export type Hearing = {
  subtype: string | undefined;
  isOurs: boolean;
  isReply: boolean;
  hasContent: boolean;
  listening: Listening;
  speaker: Speaker;
  authorKey: string | undefined;
  /** As plain text. */
  words: string;
  /** The item whose thread this is a reply in. */
  thread: { feedbackId: string; authorKey: string | null } | undefined;
  /** The last item in this channel, when nobody else has spoken since. */
  previous:
    | { feedbackId: string; authorKey: string | null; customerId: string | null; minutesAgo: number }
    | undefined;
};

export type Decision =
  | { kind: 'start' }
  | { kind: 'add'; feedbackId: string; part: 'voice' | 'context' }
  | { kind: 'pass'; reason: string };

/** Consecutive messages by one person this close together are one item. */
export const sameBreathMinutes = 3;

const spoken = new Set([undefined, 'file_share', 'thread_broadcast', 'bot_message', 'me_message']);

export function decideIntake(h: Hearing): Decision {
  if (h.isOurs) return pass('Earshot wrote it itself.');
  if (!spoken.has(h.subtype)) return pass(`It is a notice of Slack's (${h.subtype}), not a message.`);
  if (h.thread) return { kind: 'add', feedbackId: h.thread.feedbackId, part: partOf(h, h.thread.authorKey) };
  if (h.isReply)
    return pass('It replies in a thread that is not feedback. React with the capture emoji to take it in.');
  const closed = closedEar(h.listening);
  if (closed) return pass(closed);
  if (!h.hasContent)
    return pass(
      h.speaker.role === 'bot'
        ? 'It is a bot’s message without a customer’s words.'
        : 'It has no words and no files.',
    );
  if (h.listening === 'threads' && h.speaker.role === 'employee')
    return pass('An employee wrote it in a channel shared with a customer.');
  if (isSameBreath(h)) return { kind: 'add', feedbackId: h.previous!.feedbackId, part: 'voice' };
  return { kind: 'start' };
}

function pass(reason: string): Decision {
  return { kind: 'pass', reason };
}

function closedEar(listening: Listening): string | undefined {
  if (listening === 'off')
    return 'Earshot does not listen in this channel. Add it to EARSHOT_FEEDBACK_CHANNELS, or react with the capture emoji.';
  if (listening === 'reactions only')
    return 'In this channel only messages with the capture emoji are taken in.';
  return undefined;
}

/**
 * A customer's consecutive messages are one item. An employee passes on the words of one customer after the other:
 * there only what goes on in the same breath belongs together. Integrations post each item by itself.
 */
function isSameBreath({ previous, authorKey, speaker, words }: Hearing): boolean {
  if (!previous || previous.authorKey !== authorKey || previous.minutesAgo > sameBreathMinutes) return false;
  if (speaker.role === 'bot') return false;
  const otherCustomer = speaker.customerId !== undefined && speaker.customerId !== previous.customerId;
  return speaker.role === 'employee' ? !otherCustomer && goesOn(words) : !otherCustomer;
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
function partOf(h: Hearing, authorKey: string | null): 'voice' | 'context' {
  if (h.speaker.role === 'bot') return 'context';
  if (h.authorKey !== undefined && h.authorKey === authorKey) return 'voice';
  if (h.speaker.role === 'employee') return h.speaker.customerId ? 'voice' : 'context';
  return 'voice';
}
