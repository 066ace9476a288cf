// Delivery over Socket Mode: each envelope goes to one of the connected sockets and is acknowledged by its id.
// What is not acknowledged in time, or was on a socket that closed, goes to another one.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { EventTry, Interaction, Reply } from '../core.ts';
import { createLines, type Lines } from './lines.ts';

export type SocketWay = {
  count(): number;
  ticketFor: Lines['ticketFor'];
  attach(server: Server): void;
  event(payload: Record<string, unknown>, retry: { num: number; reason: string }): Promise<EventTry>;
  interact(kind: Interaction, payload: Record<string, unknown>): Promise<Reply>;
  /** Asks every connected client to reconnect, or cuts their lines without a word; says how many there were. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'cut'): number;
  stop(): Promise<void>;
};

type Setup = { appId: string; ackTimeoutMs: number; onChange(): void; onViolation(words: string): void };

export function createSocketWay({ appId, ackTimeoutMs, onChange, onViolation }: Setup): SocketWay {
  const waiting = createWaiting(ackTimeoutMs);
  const lines = createLines(appId, {
    onChange,
    onMessage: (text) => {
      if (!waiting.acknowledge(text))
        onViolation(`Socket Mode: this is no acknowledgement: ${text.slice(0, 200)}`);
    },
    onGone: waiting.abandon,
  });
  const put = createPut(lines, waiting);
  /** Which sockets an event has been put on, so that a repeat takes another. */
  const triedFor = new WeakMap<object, Set<WebSocket>>();
  return {
    count: () => lines.connected().length,
    ticketFor: lines.ticketFor,
    attach: lines.attach,
    stop: lines.stop,
    async event(payload, retry) {
      const tried = triedFor.get(payload) ?? new Set<WebSocket>();
      triedFor.set(payload, tried);
      const retried = { retry_attempt: retry.num, retry_reason: retry.reason };
      const envelope = { type: 'events_api', payload, accepts_response_payload: false, ...retried };
      const answer = await put(envelope, tried);
      if (answer.kind === 'acked') return { kind: 'taken' };
      return { kind: 'failed', reason: answer.kind === 'timeout' ? 'timeout' : 'connection_failed' };
    },
    async interact(kind, payload) {
      const type = kind === 'options' ? 'interactive' : kind;
      const tried = new Set<WebSocket>();
      for (let left = lines.connected().length; left > 0; left -= 1) {
        const answer = await put({ type, payload, accepts_response_payload: true }, tried);
        if (answer.kind !== 'closed') return answer.kind === 'acked' ? ackedBody(answer.body) : answer;
      }
      return { kind: 'failed', detail: 'No app is connected.' };
    },
    disconnect(reason) {
      const connected = lines.connected();
      for (const socket of connected) {
        lines.retire(socket);
        if (reason === 'cut') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      }
      return connected.length;
    },
  };
}

const Ack = z.looseObject({ envelope_id: z.string(), payload: z.unknown().optional() });
type Answer = { kind: 'acked'; body: unknown } | { kind: 'timeout' } | { kind: 'closed' };
type Waiting = ReturnType<typeof createWaiting>;

/** Envelopes that were sent and not answered yet. */
function createWaiting(ackTimeoutMs: number) {
  const waiting = new Map<string, { socket: WebSocket; settle(answer: Answer): void }>();
  return {
    forAnswer: (envelopeId: string, socket: WebSocket): Promise<Answer> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => settle({ kind: 'timeout' }), ackTimeoutMs);
        const settle = (answer: Answer) => {
          clearTimeout(timer);
          waiting.delete(envelopeId);
          resolve(answer);
        };
        waiting.set(envelopeId, { socket, settle });
      }),
    /** False when this is no acknowledgement at all; one that comes too late is ignored. */
    acknowledge(text: string): boolean {
      const ack = Ack.safeParse(parsed(text));
      if (ack.success) waiting.get(ack.data.envelope_id)?.settle({ kind: 'acked', body: ack.data.payload });
      return ack.success;
    },
    abandon(socket: WebSocket): void {
      for (const one of [...waiting.values()]) if (one.socket === socket) one.settle({ kind: 'closed' });
    },
  };
}

/** Sends to the next socket in turn, never to one of `tried` while there is another. */
function createPut(lines: Lines, waiting: Waiting) {
  let turn = 0;
  return (envelope: Record<string, unknown>, tried: Set<WebSocket>): Promise<Answer> => {
    const open = lines.connected();
    const fresh = open.filter((one) => !tried.has(one));
    const choices = fresh.length > 0 ? fresh : open;
    const socket = choices[turn++ % Math.max(1, choices.length)];
    if (!socket) return Promise.resolve({ kind: 'closed' });
    tried.add(socket);
    const envelopeId = randomUUID();
    const answer = waiting.forAnswer(envelopeId, socket);
    socket.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
    return answer;
  };
}

/** An empty payload is an empty acknowledgement. */
function ackedBody(body: unknown): Reply {
  const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  return { kind: 'acked', body: isEmpty ? undefined : body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
