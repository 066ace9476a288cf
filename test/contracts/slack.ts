// What the stand-in's own tests share: a small company, clients for its people and its app, Bolt in both transports.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { AppOptions, App as BoltApp } from '@slack/bolt';
import { LogLevel, WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import type { SlackSeed } from '../../src/sandbox/slack/seed.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../src/sandbox/slack/server.ts';
import type { ActAnswer, SandboxState } from '../../src/sandbox/slack/wire.ts';

const { App, HTTPReceiver } = createRequire(import.meta.url)('@slack/bolt') as typeof import('@slack/bolt');

export const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));

export const seed: SlackSeed = {
  team: { name: 'Northwind', domain: 'northwind' },
  otherTeams: [{ name: 'Contoso', domain: 'contoso' }],
  users: [
    { name: 'ana', real_name: 'Ana Ruiz', email: 'ana@northwind.test', is_admin: true, title: 'Engineer' },
    { name: 'ben', real_name: 'Ben Okafor', email: 'ben@northwind.test', tz: 'America/New_York' },
    { name: 'gil', real_name: 'Gil Guest', email: 'gil@client.test', is_guest: 'single' },
    { name: 'cora', real_name: 'Cora Lind', email: 'cora@contoso.test', team: 'contoso' },
    { name: 'zendesk', real_name: 'Zendesk', is_bot: true },
  ],
  usergroups: [{ handle: 'engineers', name: 'Engineers', users: ['ana'] }],
  emoji: { parrot: 'https://emoji.test/parrot.gif' },
  channels: [
    { name: 'general', general: true, members: ['ana', 'ben'] },
    {
      name: 'feedback',
      topic: 'What customers say',
      members: ['ana', 'ben', 'app', 'zendesk'],
      messages: [
        {
          author: 'ben',
          text: 'Checkout took 40 seconds, says @ana & <co>',
          at: '2026-11-02T09:00:00Z',
          reactions: { eyes: ['ana'] },
          thread: [{ author: 'ana', text: 'Which browser?', at: '2026-11-02T09:05:00Z' }],
        },
        { author: 'zendesk', text: 'Ticket 42: export fails', at: '2026-11-03T09:00:00Z' },
      ],
    },
    { name: 'secret', private: true, members: ['ana'] },
    { name: 'quiet', members: ['ana', 'ben'] },
    { name: 'old', archived: true, members: ['ana', 'app'] },
    { name: 'ext-contoso', shared_with: ['contoso'], members: ['ana', 'cora', 'app'] },
  ],
};

export type Box = SlackStandIn & {
  bot: WebClient;
  as: Record<'ana' | 'ben' | 'gil' | 'cora', WebClient>;
  act(who: string, name: string, body: object): Promise<ActAnswer>;
  see(who: string): Promise<SandboxState>;
};

export async function startBox(options: Partial<SlackOptions> = {}): Promise<Box> {
  const slack = await startSlack({ seed, timeScale: 0.001, app: { manifest }, ...options });
  const tokenOf = (who: string) => slack.users[who]!.token;
  const as = Object.fromEntries(
    ['ana', 'ben', 'gil', 'cora'].map((who) => [who, clientFor(slack, tokenOf(who))]),
  );
  return {
    ...slack,
    bot: clientFor(slack, slack.botToken),
    as: as as Box['as'],
    async act(who, name, body) {
      const answer = await fetch(`${slack.url}/sandbox/act/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenOf(who)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as ActAnswer;
    },
    async see(who) {
      return (await (await fetch(`${slack.url}/sandbox/state?token=${tokenOf(who)}`)).json()) as SandboxState;
    },
  };
}

/** The SDK repeats on the console what the test asserts anyway. */
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** Fails at once instead of retrying: what is tested is one answer. */
export function clientFor(slack: { apiUrl: string }, token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

type Prepared = { app: BoltApp; stop(): Promise<void> };

export async function startSocketApp(box: Box, prepare: (app: BoltApp) => void): Promise<Prepared> {
  const app = new App({ ...quiet(box), appToken: box.appToken, socketMode: true });
  prepare(app);
  await app.start();
  return { app, stop: async () => void (await app.stop()) };
}

/** Bolt on a port of its own, registered with the stand-in as its request URL. */
export async function startHttpApp(
  box: Box,
  prepare: (app: BoltApp) => void,
): Promise<Prepared & { url: string }> {
  const receiver = new HTTPReceiver({ signingSecret: box.signingSecret, logger: silent });
  const app = new App({ ...quiet(box), receiver });
  prepare(app);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${((server as import('node:http').Server).address() as AddressInfo).port}/slack/events`;
  await box.subscribe({ eventsUrl: url, interactivityUrl: url, commandsUrl: url });
  return { app, url, stop: async () => void (await app.stop()) };
}

function quiet(box: Box): AppOptions {
  return { token: box.botToken, logger: silent, clientOptions: { slackApiUrl: box.apiUrl } };
}

/** The error code and the whole answer of a call that Slack refuses. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ error: string; response_metadata?: { messages?: string[] }; [key: string]: unknown }> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error: string } };
    if (data) return data;
    throw error;
  }
  throw new Error('The call was not refused.');
}
