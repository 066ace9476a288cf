// Socket Mode: the same deliveries over a websocket of Slack's, for workspaces without a public address.
// The SDK's own reconnecting gives up on a refused connection (and ends the process by it), and waits for hours after
// a long outage; so each line is a client of its own, and the next one is opened here.
import { setTimeout as sleep } from 'node:timers/promises';
import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import { Permanent, reasonOf, StartFailure } from '../lib/failure.ts';
import type { Log } from '../lib/log.ts';
import { type Accept, acceptInTime, readEnvelope } from './accept.ts';
import { reading } from './errors.ts';

export type { Accept };

type Address = { appToken: string; apiUrl: string };
type Line = { ended: Promise<void>; close: () => Promise<void> };

/** Throws `StartFailure` when Slack refuses the token or cannot be reached now; a line lost later is opened again. */
export async function openSocket(address: Address, accept: Accept, log: Log) {
  const state = { stopping: false, line: await firstLine(address, accept, log) };
  const watching = (async () => {
    while (!state.stopping) {
      await state.line.ended;
      if (state.stopping) return;
      const next = await nextLine(() => openLine(address, accept, log), { state, log });
      if (next) state.line = next;
    }
  })();
  return {
    close: async () => {
      state.stopping = true;
      await state.line.close();
      await watching;
    },
  };
}

async function firstLine(address: Address, accept: Accept, log: Log): Promise<Line> {
  try {
    return await openLine(address, accept, log);
  } catch (error) {
    if (error instanceof Permanent)
      throw new StartFailure(
        `${error.message} SLACK_APP_TOKEN needs the scope connections:write, and the app Socket Mode.`,
      );
    throw new StartFailure(
      `No socket to Slack could be opened: ${reasonOf(error)}. Check the network and SLACK_API_URL.`,
    );
  }
}

const firstPauseMs = 200;
const longestPauseMs = 10_000;

async function nextLine(
  open: () => Promise<Line>,
  { state, log }: { state: { stopping: boolean }; log: Log },
): Promise<Line | undefined> {
  for (let pause = firstPauseMs; !state.stopping; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await open();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'no socket to Slack; trying again');
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { ref: false });
    }
  }
  return undefined;
}

const greetedWithinMs = 15_000;
const closedWithinMs = 2_000;

async function openLine({ appToken, apiUrl }: Address, accept: Accept, log: Log): Promise<Line> {
  const client = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    // Its only logger is the console, and what it says there is said here or needs no saying.
    logger: silent,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
  });
  const taking = new Set<Promise<void>>();
  let closing = false;
  client.on('slack_event', (raw: unknown) => {
    // What comes now could not be acknowledged; Slack sends it again on the next line.
    if (closing) return;
    const taken = take(raw, accept, log).finally(() => taking.delete(taken));
    taking.add(taken);
  });
  const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  const close = async () => {
    closing = true;
    const closed = Promise.all(taking).then(() => client.disconnect());
    await Promise.race([closed, sleep(closedWithinMs, undefined, { ref: false })]);
  };
  try {
    await reading('apps.connections.open', () => Promise.race([client.start(), notGreeted()]));
  } catch (error) {
    await close();
    throw error;
  }
  return { ended, close };
}

async function notGreeted(): Promise<never> {
  await sleep(greetedWithinMs, undefined, { ref: false });
  throw new Error(`Slack did not say hello within ${greetedWithinMs / 1000} s`);
}

const Delivery = z.looseObject({
  body: z.unknown(),
  ack: z.custom<(answer?: Record<string, unknown>) => Promise<void>>((value) => typeof value === 'function'),
});

/** Not acknowledged is sent again by Slack. */
async function take(raw: unknown, accept: Accept, log: Log): Promise<void> {
  try {
    const { body, ack } = Delivery.parse(raw);
    const envelope = readEnvelope(body);
    // What nobody can read will be no better the second time.
    if (!envelope) log.warn('a delivery over the socket is nothing Earshot can read');
    const answer = envelope && (await acceptInTime(accept, envelope));
    await ack(z.record(z.string(), z.unknown()).optional().catch(undefined).parse(answer));
  } catch (error) {
    log.error(
      { reason: reasonOf(error) },
      'a delivery over the socket was not accepted; Slack sends it again',
    );
  }
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
