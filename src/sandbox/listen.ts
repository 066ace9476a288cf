// Puts a sandbox server on 127.0.0.1 and takes it off again without waiting for idle connections.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

export type Listening = { url: string; port: number; server: Server; stop(): Promise<void> };

/** Port 0 takes any free one. Rejects when the port is taken. */
export async function listen(app: Hono<{ Bindings: HttpBindings }>, port = 0): Promise<Listening> {
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${taken}`, port: taken, server, stop };
}
