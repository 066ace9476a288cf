// The bot: takes deliveries from Slack, saves each before Slack hears "ok", and rings the bell for it.
import type { App } from '@slack/bolt';
import type { Deps } from '../deps.ts';
import { reasonOf } from '../lib/failure.ts';
import { next } from '../pipeline.ts';
import type { Doorbell } from '../queue/port.ts';
import { feed, makeBolt } from '../slack/bolt.ts';
import {
  deliveryId,
  type Envelope,
  isAwaited,
  isOwnReaction,
  saidAt,
  wantsAnswer,
} from '../slack/envelope.ts';
import type { Accept } from '../slack/socket.ts';
import { analyzeEars } from '../steps/analyze/slack.ts';
import { commandEars } from '../steps/command.ts';
import { eraseEars } from '../steps/desk/erase-ears.ts';
import { deskEars } from '../steps/desk/slack.ts';
import { proposalEars } from '../steps/digest/proposal-ears.ts';
import { scheduleEars } from '../steps/digest/schedule-ears.ts';
import type { Happened } from '../steps/happened.ts';
import { homeEars } from '../steps/home/slack.ts';
import { joinEars } from '../steps/intake/join-ears.ts';
import { logEars } from '../steps/intake/log-ears.ts';
import { intakeEars } from '../steps/intake/slack.ts';
import { markHandled } from '../steps/intake/store.ts';
import type { SaveDelivery } from '../steps/intake/store-inbox.ts';
import { ticketEars } from '../steps/ticket/slack.ts';

/** Every step that listens in Slack. */
export const ears = [
  intakeEars,
  joinEars,
  logEars,
  eraseEars,
  analyzeEars,
  deskEars,
  scheduleEars,
  homeEars,
  ticketEars,
  proposalEars,
  commandEars,
];

/** Bolt with all listeners. `deps` is completed with the returned `dispatch` by whoever made it. */
export function makeDispatch(deps: Deps): Deps['dispatch'] {
  const { botToken, apiUrl } = deps.config.slack;
  const app: App = makeBolt(botToken, deps.slack, apiUrl);
  for (const listen of ears) listen(app, deps);
  return (body, notes) => feed(app, body, notes);
}

/** Slack waits three seconds; a modal whose answer takes longer is closed and its work goes on. Shorter than accept.ts waits. */
const answerWithinMs = 2_000;

export function makeAccept(deps: Deps, { queue, save }: { queue: Doorbell; save: SaveDelivery }): Accept {
  return async (body) => {
    // Asked at every key and changing nothing: there is nothing to keep.
    if (body.type === 'block_suggestion')
      return deps.dispatch(body, { happened: [], deliveryId: 'suggestion' });
    if (isOwnReaction(body, (await deps.slack.whoAmI()).userId)) return undefined;
    const eventId = deliveryId(body);
    const id = await save({ source: 'slack', eventId, body, receivedAt: deps.now(), ...saidAt(body) });
    if (id === undefined) return undefined;
    if (wantsAnswer(body)) return answerInTime(deps, queue, { id, eventId, body });
    // Saved is safe: a bell that cannot be rung now is rung by the sweep.
    const delivered = {
      what: 'delivered',
      inboxId: id,
      source: 'slack',
      isAwaited: isAwaited(body),
    } as const;
    queue.ring(next(delivered)).catch((error) => {
      deps.log.warn({ reason: reasonOf(error) }, 'a bell could not be rung; the sweep will do it');
    });
    return undefined;
  };
}

type Saved = { id: number; eventId: string; body: Envelope };

async function answerInTime(deps: Deps, queue: Doorbell, saved: Saved): Promise<unknown> {
  const work = answerNow(deps, queue, saved);
  work.catch((error) =>
    deps.log.error({ reason: reasonOf(error) }, 'an answer failed; the sweep tries it again'),
  );
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, answerWithinMs, undefined).unref());
  return Promise.race([work, late]);
}

async function answerNow(deps: Deps, queue: Doorbell, { id, eventId, body }: Saved): Promise<unknown> {
  const happened: Happened[] = [];
  const answer = await deps.dispatch(body, { happened, deliveryId: `slack:${eventId}` });
  await markHandled(deps.db, id, deps.now());
  await queue.ring(happened.flatMap(next));
  return answer;
}
