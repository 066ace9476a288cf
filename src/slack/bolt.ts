// Bolt as a router. Deliveries reach it from our inbox, never straight from Slack: Bolt would acknowledge them first.
import { App, type Context, LogLevel, type Receiver } from '@slack/bolt';
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

/**
 * Runs every listener for one delivery and returns what Slack should be answered.
 * `notes` is handed to the listeners in Bolt's context. Throws what a listener threw.
 */
export async function feed(app: App, body: Envelope, notes: Partial<Context>): Promise<unknown> {
  let answer: unknown;
  const ack = async (response?: unknown) => {
    answer = response;
  };
  await app.processEvent({ body, ack, customProperties: notes });
  return answer;
}
