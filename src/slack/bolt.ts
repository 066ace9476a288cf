// Bolt as a router. Deliveries reach it from our inbox, never straight from Slack: Bolt would acknowledge them first.
import { App, type Context, LogLevel, type Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Envelope } from './envelope.ts';
import type { Slack } from './port.ts';

/** Opens no port and no socket; `feed` is its only way in. */
const silent: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };

export function makeBolt(token: string, slack: Pick<Slack, 'whoAmI'>, apiUrl: string): App {
  const app = new App({
    receiver: silent,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
    authorize: async () => {
      const me = await slack.whoAmI();
      return { botToken: token, botId: me.botId, botUserId: me.userId, teamId: me.teamId };
    },
  });
  // Without this a failed listener would be logged and forgotten; thrown, the job that fed it tries again.
  app.error(async (error) => {
    const original = 'original' in error && error.original instanceof Error ? error.original : error;
    throw original;
  });
  return app;
}

const Named = z.union([z.string(), z.looseObject({})]).optional();
const Thing = z.looseObject({}).optional();

/** Bolt walks into these parts without looking. No delivery of Slack's has them in another shape. */
const Routable = z
  .looseObject({
    type: z.string().optional(),
    event: z
      .preprocess(
        withoutNulls,
        z.looseObject({ type: z.string(), channel: Named, user: Named, item: Thing, subteam: Thing }),
      )
      .optional(),
    user: z.looseObject({ id: z.string() }).optional(),
  })
  .refine(({ type, event, user }) => (type === 'event_callback' ? event : !isInteraction(type) || user), {
    error: 'It says neither what happened nor who did it.',
  });

const isInteraction = (type: string | undefined) =>
  /^(block_actions|block_suggestion|view_submission|view_closed|shortcut|message_action)$/.test(type ?? '');

/** An absent part is sometimes sent as null. */
function withoutNulls(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

/**
 * Runs every listener for one delivery and returns what Slack should be answered.
 * `notes` is handed to the listeners in Bolt's context. Throws what a listener threw, and a ZodError for what Bolt
 * could not route.
 */
export async function feed(app: App, delivery: Envelope, notes: Partial<Context>): Promise<unknown> {
  const body = Routable.parse(delivery);
  let answer: unknown;
  const ack = async (response?: unknown) => {
    answer = response;
  };
  await app.processEvent({ body, ack, customProperties: notes });
  return answer;
}
