// The Events API over HTTP: signature, freshness, body. The answer is a 200 only after `accept` has saved it.
import { isValidSlackRequest } from '@slack/bolt';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { reasonOf } from '../lib/failure.ts';
import { readJson } from '../lib/json.ts';
import type { Log } from '../lib/log.ts';
import { type Accept, acceptInTime, readEnvelope } from './accept.ts';
import type { Envelope } from './envelope.ts';

type Options = { signingSecret: string; accept: Accept; now: () => Date; log: Log };

/** One address for events, interactions and commands: `POST /slack/events`. */
export function slackRoutes(options: Options): Hono {
  const routes = new Hono();
  const limit = bodyLimit({ maxSize: 1024 * 1024, onError: (c) => c.text('The body is over 1 MB.', 413) });
  routes.post('/slack/events', limit, async (c) => {
    const raw = await c.req.text();
    if (!isGenuine(raw, c.req.header(), options))
      return c.text('The signature does not match SLACK_SIGNING_SECRET.', 401);
    const body = readBody(raw, c.req.header('content-type') ?? '');
    if (!body) return c.text('The body is neither JSON nor a Slack form.', 400);
    if (body.type === 'url_verification') return c.json({ challenge: body.challenge });
    try {
      const answer = await acceptInTime(options.accept, body);
      return answer === undefined ? c.body(null, 200) : c.json(answer as Record<string, unknown>);
    } catch (error) {
      options.log.error(
        { reason: reasonOf(error) },
        'a delivery could not be saved; Slack will send it again',
      );
      return c.text('Not saved. Send it again.', 503);
    }
  });
  return routes;
}

/** Bolt's check takes stamps from the future; we allow five minutes either way and no more. */
function isGenuine(body: string, headers: Record<string, string>, { signingSecret, now }: Options): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp']);
  const signature = headers['x-slack-signature'] ?? '';
  const nowMilliseconds = now().getTime();
  if (!Number.isInteger(timestamp) || Math.abs(nowMilliseconds / 1000 - timestamp) > 300) return false;
  const stamped = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
  return isValidSlackRequest({ signingSecret, body, headers: stamped, nowMilliseconds });
}

function readBody(raw: string, contentType: string): Envelope | undefined {
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return readEnvelopeJson(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? readEnvelope(form) : readEnvelopeJson(form.payload);
}

function readEnvelopeJson(text: string): Envelope | undefined {
  const read = readJson(text);
  return read.kind === 'json' ? readEnvelope(read.value) : undefined;
}
