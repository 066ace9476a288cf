// Linear's webhooks, verified and read. A pure function: the clock and the secret come in.
import { z } from 'zod';
import { isSignedWith, jsonIn, type TrackerNews, type WebhookRequest } from './webhook.ts';

const LinearWebhook = z.object({
  type: z.string(),
  action: z.string(),
  createdAt: z.coerce.date(),
  /** Of the sending, renewed with each try: the only time that is signed. */
  webhookTimestamp: z.number(),
  data: z
    .looseObject({
      id: z.string().optional(),
      issueId: z.string().nullish(),
      userId: z.string().nullish(),
    })
    .optional(),
});

/** A request older or newer than a minute is a replay, or a clock is wrong. */
const toleranceMs = 60_000;

export function readLinearWebhook(request: WebhookRequest, it: { secret: string; now: Date }): TrackerNews {
  const signature = request.headers['linear-signature'];
  if (!signature || !isSignedWith(it.secret, request.rawBody, signature))
    return refused(
      401,
      'The signature does not fit. Copy the signing secret of the webhook in Linear to LINEAR_WEBHOOK_SECRET.',
    );
  const body = LinearWebhook.safeParse(jsonIn(request.rawBody));
  if (!body.success) return refused(400, 'The body is no Linear webhook.');
  const deliveryId = request.headers['linear-delivery'];
  if (!deliveryId) return refused(400, 'The Linear-Delivery header is missing.');
  const age = it.now.getTime() - body.data.webhookTimestamp;
  if (Math.abs(age) > toleranceMs)
    return refused(
      401,
      `The request was signed ${Math.round(age / 1000)} seconds ago. Check this machine's clock.`,
    );
  return newsOf(body.data, deliveryId);
}

function newsOf(body: z.infer<typeof LinearWebhook>, deliveryId: string): TrackerNews {
  const { data, createdAt: at } = body;
  if (body.type === 'Issue' && data?.id) {
    const change = changes[body.action] ?? 'changed';
    return { kind: 'tickets', deliveryId, externalIds: [data.id], change, at };
  }
  if (body.type === 'Comment' && body.action === 'create' && data?.id && data.issueId) {
    const authorId = data.userId ?? undefined;
    return { kind: 'comment', deliveryId, externalId: data.issueId, commentId: data.id, authorId, at };
  }
  return { kind: 'other', deliveryId };
}

const changes: Record<string, 'created' | 'removed'> = { create: 'created', remove: 'removed' };

function refused(status: 400 | 401, why: string): TrackerNews {
  return { kind: 'refused', status, why };
}
