// Sends Linear's webhooks: signed, within 5 seconds answered by 200 or tried again after 1 minute, 1 hour and 6 hours.
import { createHmac, randomUUID } from 'node:crypto';
import type { FaultPlan } from '../faults.ts';
import type { WebhookBody } from './webhook-payloads.ts';

export type Delivery = {
  id: string;
  type: string;
  action: string;
  entityId: string;
  attempt: number;
  at: number;
  /** 0: no answer. */
  status: number;
};

export type Deliveries = {
  send(body: WebhookBody): void;
  log(): Delivery[];
  stop(): void;
};

export function createDeliveries(world: {
  url: () => string | undefined;
  secret: string;
  plan: FaultPlan;
  now: () => Date;
  timeScale: number;
}): Deliveries {
  const log: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  const later = (ms: number, run: () => void) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms).unref();
    timers.add(timer);
  };
  const attempt = async (id: string, body: WebhookBody, nth: number): Promise<void> => {
    const url = world.url();
    if (!url || stopped) return;
    const at = world.now().getTime();
    const status = await post(url, { id, body: { ...body, webhookTimestamp: at }, secret: world.secret });
    const entityId = (body.data as { id: string }).id;
    log.push({ id, type: body.type, action: body.action, entityId, attempt: nth, at, status });
    const wait = retryMinutes[nth - 1];
    if (status !== 200 && wait !== undefined)
      later(wait * 60_000 * world.timeScale, () => void attempt(id, body, nth + 1));
  };
  return {
    send(body) {
      if (!world.url()) return;
      const fault = world.plan.forDelivery(body.type);
      if (fault?.kind === 'drop') return;
      const id = randomUUID();
      // A snapshot: what is said is how the entity was when it changed, also when it is said late.
      const said = structuredClone(body);
      const times = fault?.kind === 'duplicate' ? 2 : 1;
      for (let n = 0; n < times; n += 1)
        later(fault?.kind === 'reorder' ? fault.ms : 0, () => void attempt(id, said, 1));
    },
    log: () => log.slice(-2000),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const retryMinutes = [1, 60, 360];

async function post(url: string, it: { id: string; body: WebhookBody; secret: string }): Promise<number> {
  const raw = JSON.stringify(it.body);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Linear-Webhook',
        'Linear-Delivery': it.id,
        'Linear-Event': it.body.type,
        'Linear-Signature': createHmac('sha256', it.secret).update(raw).digest('hex'),
      },
      body: raw,
      signal: AbortSignal.timeout(5000),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    // The receiver is down or slow: the log says 0, the retry schedule takes over.
    return 0;
  }
}
