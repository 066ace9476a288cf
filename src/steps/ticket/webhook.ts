// The addresses that Linear and Jira post to. What is genuine is saved before it is answered; what it says is only
// which ticket to read again.
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import { readJiraWebhook } from '../../tracker/jira-webhook.ts';
import { readLinearWebhook } from '../../tracker/linear-webhook.ts';
import type { TrackerNews, WebhookRequest } from '../../tracker/webhook.ts';
import type { Happened } from '../happened.ts';
import type { SaveDelivery } from '../intake/store-inbox.ts';

export type Door = {
  deps: Pick<Deps, 'config' | 'now' | 'log'>;
  save: SaveDelivery;
  /** Rings what follows; losing it costs seconds, because the sweep rings again. */
  tell: (happened: Happened[]) => void;
};

/** Both send whole tickets with their texts; neither comes near this. */
const maxSize = 5 * 1024 * 1024;
/** Linear waits five seconds. */
const saveWithinMs = 4000;

export function ticketRoutes(door: Door): Hono {
  const limit = bodyLimit({ maxSize, onError: (c) => c.json({ error: 'The body is over 5 MB.' }, 413) });
  return new Hono()
    .post('/webhooks/linear', limit, (c) => take(c, door, linear))
    .post('/webhooks/jira', limit, (c) => take(c, door, jira));
}

/** `secret`: absent while nothing that is sent could be believed. */
type Sender = {
  source: 'linear' | 'jira';
  setting: string;
  secret: (config: Deps['config']) => string | undefined;
  read: (request: WebhookRequest, it: { secret: string; now: Date }) => TrackerNews;
};

const linear: Sender = {
  source: 'linear',
  setting: 'LINEAR_API_KEY and LINEAR_WEBHOOK_SECRET',
  secret: (config) => config.linear?.webhookSecret,
  read: readLinearWebhook,
};
const jira: Sender = {
  source: 'jira',
  setting: 'JIRA_HOST, JIRA_API_TOKEN and JIRA_WEBHOOK_SECRET',
  secret: (config) => config.jira?.webhookSecret,
  read: readJiraWebhook,
};

async function take(c: Context, { deps, save, tell }: Door, sender: Sender): Promise<Response> {
  const secret = sender.secret(deps.config);
  if (!secret)
    return c.json({ error: `Earshot takes nothing from ${sender.source}: set ${sender.setting}.` }, 404);
  const rawBody = new Uint8Array(await c.req.arrayBuffer());
  const now = deps.now();
  const news = sender.read({ rawBody, headers: c.req.header() }, { secret, now });
  if (news.kind === 'refused') {
    deps.log.warn({ source: sender.source, why: news.why }, 'a webhook was refused');
    return c.json({ error: news.why }, news.status);
  }
  const body = bodyFor(news, deps.config);
  if (!body) return c.json({ ok: true });
  try {
    const row = { source: sender.source, eventId: news.deliveryId, body, receivedAt: now };
    const id = await inTime(save(row));
    if (id !== undefined) tell([{ what: 'delivered', inboxId: id, source: sender.source }]);
    return c.json({ ok: true });
  } catch (error) {
    deps.log.error({ source: sender.source, reason: reasonOf(error) }, 'a webhook could not be saved');
    return c.json({ error: 'It could not be saved. Send it again.' }, 503);
  }
}

/** Which tickets to read again. Comments are of no concern unless they are wanted in Slack. */
function bodyFor(news: Exclude<TrackerNews, { kind: 'refused' }>, config: Deps['config']) {
  switch (news.kind) {
    case 'tickets':
      return { externalIds: news.externalIds, change: news.change, at: news.at.toISOString() };
    case 'comment':
      if (config.ticketComments === 'off') return undefined;
      return { externalIds: [news.externalId], change: 'changed', at: news.at.toISOString() };
    case 'other':
      return undefined;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('The database does not answer.')), saveWithinMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
