// Socket Mode: the same deliveries over a websocket of Slack's, for workspaces without a public address.
import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import { reasonOf } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';
import { Envelope } from './envelope.ts';

/** Saves one delivery and returns what to answer; when it throws, nothing is acknowledged and Slack sends it again. */
export type Accept = (body: Envelope) => Promise<unknown>;

const Delivery = z.looseObject({
  body: Envelope,
  ack: z.custom<(answer?: Record<string, unknown>) => Promise<void>>((value) => typeof value === 'function'),
});

export async function openSocket(config: { appToken: string; apiUrl: string }, accept: Accept, log: Log) {
  const client = new SocketModeClient({
    appToken: config.appToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: config.apiUrl },
  });
  client.on('slack_event', async (raw: unknown) => {
    try {
      const { body, ack } = Delivery.parse(raw);
      const answer = await accept(body);
      await ack(z.record(z.string(), z.unknown()).optional().catch(undefined).parse(answer));
    } catch (error) {
      log.error(
        { reason: reasonOf(error) },
        'a delivery over the socket was not accepted; Slack will send it again',
      );
    }
  });
  await client.start();
  return { close: () => client.disconnect() };
}
