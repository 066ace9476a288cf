// Linear's webhooks: signed, answered by 200 within 5 seconds or tried again after 1 minute, 1 hour and 6 hours.
import { createHmac } from 'node:crypto';
import type { FaultPlan } from '../faults.ts';
import { createSender, type Sender, type Webhook } from '../webhook-sender.ts';
import type { WebhookBody } from './webhook-payloads.ts';

export function createLinearSender(world: {
  url: () => string | undefined;
  plan: FaultPlan;
  now: () => Date;
  timeScale: number;
}): Sender {
  return createSender({ ...world, retryMinutes: [1, 60, 360], isDelivered: (status) => status === 200 });
}

/** What is said is how the entity was when it changed, also when it is said late; the time is that of the sending. */
export function linearWebhook(body: WebhookBody, secret: string): Webhook {
  const said = structuredClone(body);
  return {
    type: body.type,
    entityId: (body.data as { id: string }).id,
    request({ id, at }) {
      const raw = JSON.stringify({ ...said, webhookTimestamp: at });
      return {
        body: raw,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Linear-Webhook',
          'Linear-Delivery': id,
          'Linear-Event': body.type,
          'Linear-Signature': createHmac('sha256', secret).update(raw).digest('hex'),
        },
      };
    },
  };
}
