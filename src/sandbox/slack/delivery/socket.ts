// Delivery over Socket Mode: up to 10 web sockets, each envelope to one of them, acknowledged by its id.
// What is not acknowledged in time, or was on a socket that closed, goes to another one.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { EventTry, Interaction, Reply } from '../core.ts';

export type SocketWay = {
  count(): number;
  /** A one-time address for apps.connections.open. */
  ticketFor(origin: string): string;
  event(payload: Record<string, unknown>, retry: { num: number; reason: string }): Promise<EventTry>;
  interact(kind: Interaction, payload: Record<string, unknown>): Promise<Reply>;
  /** Asks every connected client to reconnect, or cuts their lines without a word; says how many there were. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'cut'): number;
  stop(): Promise<void>;
};

const Ack = z.looseObject({ envelope_id: z.string(), payload: z.unknown().optional() });
type Answer = { kind: 'acked'; body: unknown } | { kind: 'timeout' } | { kind: 'closed' };
type Waiting = { socket: WebSocket; settle(answer: Answer): void };
const mostConnections = 10;

export function createSocketWay(setup: {
  appId: string;
  ackTimeoutMs: number;
  onChange(): void;
  onViolation(words: string): void;
}): SocketWay & { attach(server: Server): void } {
  const { appId, ackTimeoutMs, onChange, onViolation } = setup;
  const tickets = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const sockets: WebSocket[] = [];
  const lines = new WebSocketServer({ noServer: true });
  let turn = 0;

  /** Which sockets an event has been put on, so that a repeat takes another. */
  const triedFor = new WeakMap<object, Set<WebSocket>>();

  /** Gets nothing new from now on; what it has, it may still acknowledge. */
  const retire = (socket: WebSocket) => {
    const at = sockets.indexOf(socket);
    if (at < 0) return;
    sockets.splice(at, 1);
    onChange();
  };
  const drop = (socket: WebSocket) => {
    retire(socket);
    for (const one of [...waiting.values()]) if (one.socket === socket) one.settle({ kind: 'closed' });
  };
  const greet = (socket: WebSocket) => {
    sockets.push(socket);
    const heartbeat = setInterval(() => socket.ping('Ping from Slack'), 5_000);
    socket.on('close', () => {
      clearInterval(heartbeat);
      drop(socket);
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => receive(String(data)));
    socket.send(JSON.stringify(helloFor(appId, sockets.length)));
    onChange();
  };
  const receive = (data: string) => {
    const ack = Ack.safeParse(parsed(data));
    if (!ack.success) return onViolation(`Socket Mode: this is no acknowledgement: ${data.slice(0, 200)}`);
    waiting.get(ack.data.envelope_id)?.settle({ kind: 'acked', body: ack.data.payload });
  };
  /** To the next socket in turn, never to one of `tried` while there is another. */
  const put = (envelope: Record<string, unknown>, tried: Set<WebSocket>): Promise<Answer> => {
    const open = sockets.filter((one) => one.readyState === WebSocket.OPEN);
    const fresh = open.filter((one) => !tried.has(one));
    const choices = fresh.length > 0 ? fresh : open;
    const socket = choices[turn++ % Math.max(1, choices.length)];
    if (!socket) return Promise.resolve({ kind: 'closed' });
    tried.add(socket);
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'timeout' }), ackTimeoutMs);
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        waiting.delete(envelopeId);
        resolve(answer);
      };
      waiting.set(envelopeId, { socket, settle });
      socket.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
    });
  };

  return {
    count: () => sockets.length,
    ticketFor(origin) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
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
      for (let left = sockets.length; left > 0; left -= 1) {
        const answer = await put({ type, payload, accepts_response_payload: true }, tried);
        if (answer.kind !== 'closed') return answer.kind === 'acked' ? ackedBody(answer.body) : answer;
      }
      return { kind: 'failed', detail: 'No app is connected.' };
    },
    disconnect(reason) {
      const connected = [...sockets];
      for (const socket of connected) {
        retire(socket);
        if (reason === 'cut') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      }
      return connected.length;
    },
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
        if (!tickets.delete(ticket) || sockets.length >= mostConnections) {
          stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
          return;
        }
        lines.handleUpgrade(request, stream, head, greet);
      });
    },
    async stop() {
      const closing = [...lines.clients].map((socket) => closedSoon(socket));
      await Promise.all(closing);
      lines.close();
    },
  };
}

/** Says goodbye; who does not answer is cut off. */
function closedSoon(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), 300);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}

function helloFor(appId: string, count: number) {
  return {
    type: 'hello',
    num_connections: count,
    debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  };
}

/** An empty payload is an empty acknowledgement. */
function ackedBody(body: unknown): Reply {
  const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  return { kind: 'acked', body: isEmpty ? undefined : body };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
