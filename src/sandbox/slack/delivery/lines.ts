// Who is connected by web socket: tickets let a client in once, at most 10 are in, and each is greeted and pinged.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

export type Lines = {
  /** Those that take new envelopes. */
  connected(): WebSocket[];
  /** A one-time address for apps.connections.open. */
  ticketFor(origin: string): string;
  attach(server: Server): void;
  /** Gets nothing new from now on; what it has, it may still acknowledge. */
  retire(socket: WebSocket): void;
  stop(): Promise<void>;
};

type Listeners = { onChange(): void; onMessage(text: string): void; onGone(socket: WebSocket): void };
const mostConnections = 10;

export function createLines(appId: string, { onChange, onMessage, onGone }: Listeners): Lines {
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const server = new WebSocketServer({ noServer: true });
  const retire = (socket: WebSocket) => {
    const at = sockets.indexOf(socket);
    if (at < 0) return;
    sockets.splice(at, 1);
    onChange();
  };
  const greet = (socket: WebSocket) => {
    sockets.push(socket);
    const heartbeat = setInterval(() => socket.ping('Ping from Slack'), 5_000);
    socket.on('message', (data) => onMessage(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(heartbeat);
      retire(socket);
      onGone(socket);
    });
    socket.send(JSON.stringify(helloFor(appId, sockets.length)));
    onChange();
  };
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (tickets.delete(ticket) && sockets.length < mostConnections)
      server.handleUpgrade(request, stream, head, greet);
    else stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
  };
  return {
    connected: () => sockets.filter((one) => one.readyState === WebSocket.OPEN),
    ticketFor(origin) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    attach: (http) => void http.on('upgrade', upgrade),
    retire,
    async stop() {
      await Promise.all([...server.clients].map(closedSoon));
      server.close();
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
