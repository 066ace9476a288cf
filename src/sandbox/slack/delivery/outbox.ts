// Takes what the app must be told to wherever the app listens: to its sockets while any is connected, else over HTTP.
// Events are retried on Slack's schedule; interactions are tried once and answered within 3 seconds.
import type { FaultPlan } from '../../faults.ts';
import type { EventTry, Outbox } from '../core.ts';
import type { HttpWay } from './http.ts';
import type { SocketWay } from './socket.ts';

/** Slack's: at once, then at once again, after 1 minute, after 5 minutes. */
const retryDelaysMs = [0, 60_000, 300_000];
const longestLog = 20_000;

export type Delivery = {
  at: number;
  name: string;
  eventId: string;
  /** 0 is the first try. */
  attempt: number;
  via: 'socket' | 'http' | 'none';
  /** `taken`, `refused` (the app wants no retry), `lost` after the last retry, else the reason of the next one. */
  outcome: string;
};

export type RunningOutbox = Outbox & {
  /** Resolves when no event is on its way or waiting for a retry. */
  idle(): Promise<void>;
  deliveries(): Delivery[];
  stop(): void;
};

type Payload = Record<string, unknown>;
type Retry = { num: number; reason: string };
type Ways = { socket: SocketWay; http: HttpWay; plan: FaultPlan; timeScale(): number; now(): number };

export function createOutbox({ socket, http, plan, timeScale, now }: Ways): RunningOutbox {
  const log: Delivery[] = [];
  const timers = createTimers();
  const transport = () => (socket.count() > 0 ? 'socket' : http.hasEvents() ? 'http' : 'none');
  const tryOnce = (via: Delivery['via'], payload: Payload, retry: Retry): Promise<EventTry> => {
    if (via === 'none') return Promise.resolve({ kind: 'failed', reason: 'connection_failed' });
    return (via === 'socket' ? socket : http).event(payload, retry);
  };
  const deliver = async (name: string, payload: Payload, retry: Retry): Promise<void> => {
    const via = transport();
    const tried = await tryOnce(via, payload, retry);
    const waitMs = tried.kind === 'failed' ? retryDelaysMs[retry.num] : undefined;
    const outcome = tried.kind !== 'failed' ? tried.kind : waitMs === undefined ? 'lost' : tried.reason;
    log.push({ at: now(), name, eventId: String(payload.event_id), attempt: retry.num, via, outcome });
    if (log.length > longestLog) log.splice(0, longestLog / 4);
    if (tried.kind !== 'failed' || waitMs === undefined) return;
    const next = { num: retry.num + 1, reason: tried.reason };
    timers.run(waitMs * timeScale(), () => deliver(name, payload, next));
  };
  return {
    transport,
    event(name, payload) {
      const fault = plan.forDelivery(name);
      if (fault?.kind === 'drop') return;
      const first = { num: 0, reason: '' };
      timers.run(fault?.kind === 'reorder' ? fault.ms : 0, () => deliver(name, payload, first));
      if (fault?.kind === 'duplicate') timers.run(0, () => deliver(name, payload, first));
    },
    interact: (kind, payload) => (socket.count() > 0 ? socket : http).interact(kind, payload),
    idle: timers.idle,
    deliveries: () => [...log],
    stop: timers.stop,
  };
}

/** Work for later, and word when none is left. */
function createTimers() {
  const timers = new Set<NodeJS.Timeout>();
  const idlers: (() => void)[] = [];
  let underWay = 0;
  let stopped = false;
  const wake = () => {
    for (const resolve of idlers.splice(0)) resolve();
  };
  return {
    /** Counts as under way until `work` is done and has asked for no more. */
    run(ms: number, work: () => Promise<void>): void {
      if (stopped) return;
      underWay += 1;
      const go = async () => {
        timers.delete(timer);
        await work();
        underWay -= 1;
        if (underWay === 0) wake();
      };
      const timer = setTimeout(go, ms);
      timers.add(timer);
    },
    idle: (): Promise<void> =>
      underWay === 0 || stopped ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve)),
    stop(): void {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      wake();
    },
  };
}
