// Slack's end of the line, without Slack: sends one event and waits for its acknowledgement, over HTTP with v0
// signatures or over Socket Mode. The same client for whoever is measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventTry } from '../src/sandbox/slack/core.ts';
import { createHttpWay } from '../src/sandbox/slack/delivery/http.ts';
import { createSocketWay } from '../src/sandbox/slack/delivery/socket.ts';
import type { SlackStandIn } from '../src/sandbox/slack/server.ts';

export type Transport = 'http' | 'socket';

export type Line = {
  /** For SLACK_API_URL: `apps.connections.open` leads to this line, every other call to the stand-in. */
  apiUrl: string;
  /** Where the app listens; over Socket Mode it comes to us. */
  leadsTo(appUrl: string): Promise<void>;
  send(payload: Record<string, unknown>): Promise<EventTry>;
  close(): Promise<void>;
};

const first = { num: 0, reason: '' };

/** `ackTimeoutMs`: Slack waits 3,000; who measures waits longer, so that a late acknowledgement is not cut off. */
export async function openLine(
  slack: SlackStandIn,
  transport: Transport,
  { ackTimeoutMs = 3_000 } = {},
): Promise<Line> {
  const { signingSecret } = slack;
  const http = createHttpWay({ signingSecret, verificationToken: '', ackTimeoutMs, urls: {} });
  const socket = createSocketWay({
    appId: slack.appId,
    ackTimeoutMs,
    onChange: () => {},
    onViolation: (words) => console.error(words),
  });
  let origin = '';
  const gate = createServer(async (request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('/apps.connections.open')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, url: socket.ticketFor(origin) }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const body = Buffer.concat(chunks);
    const target = `${slack.apiUrl}${path.replace(/^\/api\//, '')}`;
    const answer = await fetch(target, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': type },
    }).catch(() => undefined);
    if (!answer) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  socket.attach(gate);
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  const way = transport === 'http' ? http : socket;
  return {
    apiUrl: `${origin}/api/`,
    leadsTo: async (appUrl) => {
      http.setUrls({ eventsUrl: `${appUrl}/slack/events` });
      const end = Date.now() + 15_000;
      while (transport === 'socket' && socket.count() === 0 && Date.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    send: (payload) => way.event(payload, first),
    close: async () => {
      await socket.stop();
      gate.closeAllConnections();
      await new Promise<void>((resolve) => gate.close(() => resolve()));
    },
  };
}
