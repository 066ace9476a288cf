// Delivery over HTTP: the request URLs of the app, signed as Slack signs (v0, HMAC-SHA256 of the raw body).
import { createHmac } from 'node:crypto';
import type { EventTry, Interaction, Reply } from '../core.ts';

export type AppUrls = {
  eventsUrl?: string;
  interactivityUrl?: string;
  commandsUrl?: string;
  optionsUrl?: string;
};

export type HttpWay = {
  hasEvents(): boolean;
  setUrls(urls: AppUrls): void;
  event(payload: Record<string, unknown>, retry: { num: number; reason: string }): Promise<EventTry>;
  interact(kind: Interaction, payload: Record<string, unknown>): Promise<Reply>;
  /** Sends `url_verification`; throws unless the challenge comes back. */
  verify(eventsUrl: string): Promise<void>;
};

type Sent =
  | { kind: 'answered'; status: number; text: string; headers: Headers }
  | { kind: 'timeout' }
  | { kind: 'unreachable'; detail: string };

export function createHttpWay(setup: {
  signingSecret: string;
  verificationToken: string;
  ackTimeoutMs: number;
  urls: AppUrls;
}): HttpWay {
  let urls = setup.urls;
  const post = (url: string, body: string, headers: Record<string, string>) =>
    send(url, {
      body,
      headers: { ...signed(setup.signingSecret, body), ...headers },
      timeoutMs: setup.ackTimeoutMs,
    });
  const json = { 'content-type': 'application/json' };

  return {
    hasEvents: () => urls.eventsUrl !== undefined,
    setUrls(more) {
      urls = { ...urls, ...more };
    },
    async event(payload, retry) {
      const retried = retry.num > 0 ? retryHeaders(retry) : {};
      return eventOutcome(await post(urls.eventsUrl!, JSON.stringify(payload), { ...json, ...retried }));
    },
    async interact(kind, payload) {
      const url = urlFor(kind, urls);
      if (!url) return { kind: 'failed', detail: `No app is connected and no URL is set for ${kind}.` };
      const body = formOf(kind, payload);
      return replyFrom(await post(url, body, { 'content-type': 'application/x-www-form-urlencoded' }));
    },
    async verify(eventsUrl) {
      const challenge = signed(setup.signingSecret, String(Math.random()))['x-slack-signature'].slice(3, 43);
      const body = { type: 'url_verification', token: setup.verificationToken, challenge };
      const sent = await post(eventsUrl, JSON.stringify(body), json);
      if (sent.kind === 'answered' && sent.status === 200 && challengeIn(sent.text) === challenge) return;
      throw new Error(`${eventsUrl} did not answer url_verification with its challenge: ${wordsFor(sent)}.`);
    },
  };
}

/** The stamp is the real clock's: the app holds it against its own. */
function signed(secret: string, body: string, seconds = Math.floor(Date.now() / 1000)) {
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${mac}` };
}

async function send(
  url: string,
  request: { body: string; headers: Record<string, string>; timeoutMs: number },
): Promise<Sent> {
  const { body, headers, timeoutMs } = request;
  try {
    const agent = { 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)', accept: '*/*' };
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { ...agent, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { kind: 'answered', status: answer.status, text: await answer.text(), headers: answer.headers };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return { kind: 'timeout' };
    return { kind: 'unreachable', detail: String((error as Error).cause ?? error) };
  }
}

function eventOutcome(sent: Sent): EventTry {
  if (sent.kind === 'timeout') return { kind: 'failed', reason: 'http_timeout' };
  if (sent.kind === 'unreachable') return { kind: 'failed', reason: 'connection_failed' };
  if (sent.status >= 200 && sent.status < 300) return { kind: 'taken' };
  if (sent.headers.get('x-slack-no-retry') === '1') return { kind: 'refused' };
  return { kind: 'failed', reason: 'http_error' };
}

function replyFrom(sent: Sent): Reply {
  if (sent.kind === 'timeout') return { kind: 'timeout' };
  if (sent.kind === 'unreachable' || sent.status !== 200) return { kind: 'failed', detail: wordsFor(sent) };
  if (sent.text === '') return { kind: 'acked', body: undefined };
  try {
    return { kind: 'acked', body: JSON.parse(sent.text) };
  } catch {
    return { kind: 'acked', body: sent.text };
  }
}

function retryHeaders({ num, reason }: { num: number; reason: string }) {
  return { 'x-slack-retry-num': String(num), 'x-slack-retry-reason': reason };
}

function urlFor(kind: Interaction, urls: AppUrls): string | undefined {
  if (kind === 'slash_commands') return urls.commandsUrl ?? urls.interactivityUrl;
  return kind === 'options' ? (urls.optionsUrl ?? urls.interactivityUrl) : urls.interactivityUrl;
}

function formOf(kind: Interaction, payload: Record<string, unknown>): string {
  if (kind !== 'slash_commands') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, String(value)])).toString();
}

function challengeIn(text: string): string {
  try {
    return JSON.parse(text).challenge;
  } catch {
    return text.trim();
  }
}

function wordsFor(sent: Sent): string {
  if (sent.kind === 'timeout') return 'no answer in time';
  return sent.kind === 'unreachable' ? sent.detail : `status ${sent.status} ${sent.text.slice(0, 200)}`;
}
