// A person points at a message: it is captured with its thread, from any channel, whatever the channel is for.
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { slackCode } from '../../slack/errors.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from './channels.ts';
import { hearMessage, type Manner } from './hear.ts';
import { keyOf } from './message-key.ts';
import { findFeedbackOfMessage } from './store.ts';

export type Hand = Exclude<Manner, { how: 'channel' }>;

export type HandCapture =
  /** `isSeen`: the ear on the message shows it; where Earshot is no member there will be none. */
  | { kind: 'captured'; feedbackId: string; happened: Happened[]; isSeen: boolean }
  /** For people: why not, and what to do. */
  | { kind: 'refused'; because: string };

/** `shown`: the message as Slack handed it over with a shortcut; it is used where Earshot may not read the channel. */
export async function captureByHand(
  deps: Deps,
  at: { channel: string; ts: string; threadTs?: string | undefined },
  hand: Hand,
  shown?: SlackMessage,
): Promise<HandCapture> {
  const me = await deps.slack.whoAmI();
  if (hand.by === me.userId) return refused('Earshot captures nothing of its own.');
  const access = await mayRead(deps, hand.by);
  if (!access.allowed) return refused(access.because);
  const place = await meetChannel(deps, at.channel);
  const thread = place && (await threadOf(deps, at, shown));
  const pointed = thread?.find((m) => m.ts === at.ts);
  if (!place || !thread || !pointed)
    return refused('I cannot read that message. Type `/invite @Earshot` in its channel first.');
  const happened = await hearMessage(deps, pointed, hand);
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  if (!item) return refused('There is nothing a customer said in that message.');
  for (const m of thread)
    if (m.ts !== at.ts) happened.push(...(await hearMessage(deps, m, { how: 'channel' })));
  const isSeen = place.standing === 'member';
  return { kind: 'captured', feedbackId: item.id, happened: firstWords(happened), isSeen };
}

const refused = (because: string): HandCapture => ({ kind: 'refused', because });

/** The message, and with it the thread it is in. Undefined when it cannot be read. */
async function threadOf(
  deps: Deps,
  at: { channel: string; ts: string; threadTs?: string | undefined },
  shown: SlackMessage | undefined,
): Promise<SlackMessage[] | undefined> {
  try {
    const pointed = await deps.slack.message(at);
    if (!pointed) return shown && [shown];
    const threadTs = pointed.threadTs ?? (pointed.replyCount > 0 ? pointed.ts : undefined);
    if (!threadTs) return [pointed];
    const thread = await deps.slack.thread({ channel: at.channel, threadTs });
    return thread.some((m) => m.ts === at.ts) ? thread : [pointed];
  } catch (error) {
    if (!closedToUs.has(slackCode(error) ?? '')) throw error;
    return shown && [shown];
  }
}

const closedToUs = new Set(['not_in_channel', 'channel_not_found', 'missing_scope']);

/** A thread is read once, whole: of what happened to an item the first is enough. */
function firstWords(happened: Happened[]): Happened[] {
  const seen = new Set<string>();
  return happened.filter((one) => {
    if (one.what !== 'captured') return true;
    const isFirst = !seen.has(one.feedbackId);
    seen.add(one.feedbackId);
    return isFirst;
  });
}
