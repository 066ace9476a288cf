// Takes what the app must be told to wherever the app listens: to its sockets while any is connected, else over HTTP.
// Events are retried on Slack's schedule; interactions are tried once and answered within 3 seconds.

import type { FaultPlan } from '../../faults.ts';
import type { EventTry, Interaction, Outbox, Reply } from '../core.ts';
import type { HttpWay } from './http.ts';
import type { SocketWay } from './socket.ts';

/** Slack's: at once, then at once again, after 1 minute, after 5 minutes. */
const retryDelaysMs = [0, 60_000, 300_000];

export type Delivery = {
  at: number;
  name: string;
  eventId: string;
  attempt: number;
  via: 'socket' | 'http' | 'none';
  outcome: 'taken' | 'refused' | 'lost' | string;
};

export type RunningOutbox = Outbox & {
  /** Resolves when no event is on its way or waiting for a retry. */
  idle(): Promise<void>;
  deliveries(): Delivery[];
  stop(): void;
};

export function createOutbox(ways: {
  socket: SocketWay;
  http: HttpWay;
  plan: FaultPlan;
  timeScale: number;
  now(): number;
}): RunningOutbox {
  const { socket, http, plan, timeScale, now } = ways;
  const log: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const idlers: (() => void)[] = [];
  let underWay = 0;
  let stopped = false;
  const transport = () => (socket.count() > 0 ? 'socket' : http.hasEvents() ? 'http' : 'none');

  const settle = () => {
    underWay -= 1;
    if (underWay === 0) for (const wake of idlers.splice(0)) wake();
  };
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const attempt = async (
    name: string,
    payload: Record<string, unknown>,
    retry: { num: number; reason: string },
  ) => {
    const via = transport();
    const tried = await tryOnce(via, payload, retry);
    if (stopped) return;
    const waits = retryDelaysMs[retry.num];
    const again = tried.kind === 'failed' && waits !== undefined;
    const outcome = tried.kind !== 'failed' ? tried.kind : again ? tried.reason : 'lost';
    log.push({ at: now(), name, eventId: String(payload.event_id), attempt: retry.num, via, outcome });
    if (log.length > 20_000) log.splice(0, 5_000);
    if (!again) return settle();
    later(waits * timeScale, () => void attempt(name, payload, { num: retry.num + 1, reason: tried.reason }));
  };
  const tryOnce = (via: string, payload: Record<string, unknown>, retry: { num: number; reason: string }) => {
    if (via === 'socket') return socket.event(payload, retry);
    if (via === 'http') return http.event(payload, retry);
    return Promise.resolve<EventTry>({ kind: 'failed', reason: 'connection_failed' });
  };
  const start = (name: string, payload: Record<string, unknown>, delayMs: number) => {
    underWay += 1;
    const go = () => void attempt(name, payload, { num: 0, reason: '' });
    if (delayMs > 0) later(delayMs, go);
    else setImmediate(go);
  };

  return {
    transport,
    event(name, payload) {
      const fault = plan.forDelivery(name);
      if (fault?.kind === 'drop') return;
      start(name, payload, fault?.kind === 'reorder' ? fault.ms : 0);
      if (fault?.kind === 'duplicate') start(name, payload, 0);
    },
    interact: (kind: Interaction, payload: Record<string, unknown>): Promise<Reply> =>
      socket.count() > 0 ? socket.interact(kind, payload) : http.interact(kind, payload),
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
    deliveries: () => [...log],
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const wake of idlers.splice(0)) wake();
    },
  };
}
