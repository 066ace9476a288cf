// Sends a vendor's webhooks on that vendor's retry schedule, with the fault plan's doubled, late and lost deliveries.
import { randomUUID } from 'node:crypto';
import type { FaultPlan } from './faults.ts';

type Delivery = {
  id: string;
  type: string;
  entityId: string;
  attempt: number;
  at: number;
  /** 0: no answer. */
  status: number;
};

export type Webhook = {
  /** What the fault plan and the log call it. */
  type: string;
  entityId: string;
  /** The raw body and its headers, made anew for each attempt. */
  request(attempt: { id: string; number: number; at: number }): {
    body: string;
    headers: Record<string, string>;
  };
};

export type Sender = {
  send(webhook: Webhook): void;
  log(): Delivery[];
  stop(): void;
};

export function createSender(world: {
  url: () => string | undefined;
  plan: FaultPlan;
  now: () => Date;
  timeScale: number;
  /** Waits before the second, third... attempt. */
  retryMinutes: number[];
  /** Whether this answer ends the matter. */
  isDelivered: (status: number) => boolean;
}): Sender {
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
  const attempt = async (webhook: Webhook, id: string, number: number): Promise<void> => {
    const url = world.url();
    if (!url || stopped) return;
    const at = world.now().getTime();
    const status = await post(url, webhook.request({ id, number, at }));
    log.push({ id, type: webhook.type, entityId: webhook.entityId, attempt: number, at, status });
    const wait = world.retryMinutes[number - 1];
    if (!world.isDelivered(status) && wait !== undefined)
      later(wait * 60_000 * world.timeScale, () => void attempt(webhook, id, number + 1));
  };
  return {
    send(webhook) {
      if (!world.url()) return;
      const fault = world.plan.forDelivery(webhook.type);
      if (fault?.kind === 'drop') return;
      const id = randomUUID();
      const times = fault?.kind === 'duplicate' ? 2 : 1;
      for (let n = 0; n < times; n += 1)
        later(fault?.kind === 'reorder' ? fault.ms : 0, () => void attempt(webhook, id, 1));
    },
    log: () => log.slice(-2000),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

async function post(url: string, it: { body: string; headers: Record<string, string> }): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', ...it, signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    // The receiver is down or slow: the log says 0, the retry schedule takes over.
    return 0;
  }
}
