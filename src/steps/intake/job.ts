// The jobs of intake: feed a saved delivery to the listeners, and put the receipt on a captured message.
import { ZodError, z } from 'zod';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import type { Job } from '../../queue/port.ts';
import { Envelope } from '../../slack/envelope.ts';
import type { Notes } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { catchUpChannels } from './catch-up-channels.ts';
import { readOnePage } from './catch-up-read.ts';
import { isNotToBeKept } from './erase-guard.ts';
import { prepare } from './hear-reaction.ts';
import { askAboutMet, tellMissing } from './join.ts';
import {
  blankDelivery,
  type Feedback,
  findDelivery,
  findFeedback,
  findWithoutOwnReceipt,
  markHandled,
  markReceipt,
} from './store.ts';

/** One saved delivery of Slack, through Bolt, to every step that listens. */
const handOver: Job<{ inboxId: number }, Happened[]>['run'] = async (deps, { inboxId }) => {
  const delivery = await findDelivery(deps.db, inboxId);
  if (!delivery || delivery.handledAt) return [];
  const deliveryId = `${delivery.source}:${delivery.eventId}`;
  const body = Envelope.parse(delivery.body);
  const { isNews, happened } = await prepare(deps, body, deliveryId);
  if (isNews) await dispatch(deps, body, { happened, deliveryId });
  if (await isNotToBeKept(deps, body)) await blankDelivery(deps.db, inboxId);
  await markHandled(deps.db, inboxId, deps.now());
  return happened;
};

/** What has another shape than Slack documents will have it again at the next try. */
async function dispatch(deps: Deps, body: Envelope, notes: Notes): Promise<void> {
  try {
    await deps.dispatch(body, notes);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new Permanent(
      `What Slack sent is not understood (${reasonOf(error)}). A newer Earshot may; the rest goes on.`,
    );
  }
}

/** What happened in Slack. */
export const hear: Job<{ inboxId: number }, Happened[]> = {
  name: 'hear',
  payload: z.object({ inboxId: z.number().int() }),
  key: ({ inboxId }) => `inbox-${inboxId}`,
  concurrency: 8,
  run: handOver,
};

/** What a person asked of Earshot: somebody waits for it, so it does not queue behind everything that is said. */
export const act: Job<{ inboxId: number }, Happened[]> = { ...hear, name: 'act', concurrency: 4 };

/** The :ear: a person sees on their message; taken off again when the item was withdrawn. */
export const receipt: Job<{ feedbackId: string }, Happened[]> = {
  name: 'receipt',
  payload: z.object({ feedbackId: z.uuid() }),
  key: ({ feedbackId }) => `receipt-${feedbackId}`,
  concurrency: 4,
  run: async (deps, { feedbackId }) => {
    const item = await findFeedback(deps.db, feedbackId);
    if (!item) throw new Permanent('There is no such feedback.');
    if (item.source !== 'slack') return [];
    const name = deps.config.reactions.capture;
    if (item.withdrawnAt) {
      await deps.slack.unreact(placeOf(item.sourceKey), name);
      return [];
    }
    for (const message of await findWithoutOwnReceipt(deps.db, feedbackId)) {
      if (isFresh(item)) await deps.slack.react(placeOf(message.key), name);
      await markReceipt(deps.db, message.key, deps.now());
    }
    return [];
  },
};

function placeOf(key: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = key.split(':');
  return { channel, ts };
}

/** Old messages that are read in when a channel is joined get no sudden emoji. */
function isFresh({ saidAt, capturedAt, capturedHow }: Feedback): boolean {
  return capturedHow !== 'channel' || capturedAt.getTime() - saidAt.getTime() < 24 * 3_600_000;
}

/** Notes for each channel what is to be compared with Slack. */
export const catchUp: Job<Record<string, never>, Happened[]> = {
  name: 'catch-up',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'catch-up',
  concurrency: 1,
  attempts: 3,
  run: catchUpChannels,
};

const OfChannel = z.object({ channelId: z.string() });

/** Compares one page of a channel with what we know of it, and saves what was missed. Nothing comes twice. */
export const readPast: Job<{ channelId: string }, Happened[]> = {
  name: 'read-past',
  payload: OfChannel,
  key: ({ channelId }) => `channel-${channelId}`,
  concurrency: 3,
  run: (deps, { channelId }) => readOnePage(deps, channelId),
};

export const askHow: Job<{ channelId: string }, Happened[]> = {
  name: 'ask-how',
  payload: OfChannel,
  key: ({ channelId }) => `channel-${channelId}`,
  concurrency: 1,
  run: (deps, { channelId }) => askAboutMet(deps, channelId),
};

export const tellAbsence: Job<{ name: string }, Happened[]> = {
  name: 'tell-absence',
  payload: z.object({ name: z.string() }),
  key: ({ name }) => `channel-${name}`,
  concurrency: 1,
  run: async (deps, { name }) => {
    await tellMissing(deps, name);
    return [];
  },
};
