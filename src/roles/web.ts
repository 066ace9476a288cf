// The web role: one HTTP server for Slack's events, support tools' webhooks, the API and health. What needs no public
// address works without it.
import { serve } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { type Context, Hono, type Next } from 'hono';
import { customerRoutes } from '../customers/routes.ts';
import type { Deps } from '../deps.ts';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import { next } from '../pipeline.ts';
import type { Doorbell } from '../queue/port.ts';
import { slackRoutes } from '../slack/http.ts';
import type { Accept } from '../slack/socket.ts';
import type { Happened } from '../steps/happened.ts';
import type { SaveDelivery } from '../steps/intake/store-inbox.ts';
import { intakeRoutes } from '../steps/intake/webhook.ts';
import { refuseCaller } from '../steps/intake/webhook-guard.ts';
import { ticketRoutes } from '../steps/ticket/webhook.ts';

export type Web = { url: string; close: () => Promise<void> };

type Parts = {
  /** Absent where this process is not to hear Slack. */
  accept: Accept | undefined;
  queue: Doorbell;
  save: SaveDelivery;
};

export async function startWeb(deps: Deps, { accept, queue, save }: Parts): Promise<Web> {
  const app = new Hono();
  app.use(endUnread);
  app.get('/healthz', async (c) => {
    const alive = await deps.db.execute(sql`select 1`).then(
      () => true,
      () => false,
    );
    return c.json({ database: alive ? 'ok' : 'down' }, alive ? 200 : 503);
  });
  const { signingSecret } = deps.config.slack;
  if (accept && signingSecret)
    app.route('/', slackRoutes({ signingSecret, accept, now: deps.now, log: deps.log }));
  if (deps.config.roles.includes('web')) {
    const tell = tellVia(deps, queue);
    const refuse = (authorization: string | undefined) =>
      refuseCaller(deps.config.intake.secret, authorization);
    app.route('/', intakeRoutes({ deps, save, tell })).route('/', ticketRoutes({ deps, save, tell }));
    app.route('/', customerRoutes({ deps, refuse, changed: () => tell([{ what: 'customersSaved' }]) }));
  }
  app.onError((error, c) => {
    deps.log.error({ path: c.req.path, reason: error.message }, 'a request failed');
    return c.text('Earshot could not handle this request. It is in the log.', 500);
  });
  return listen(app, deps.config.http);
}

/** Answered before its body was read: what is left of it must not be taken for the next request on this connection. */
async function endUnread(c: Context, go: Next): Promise<void> {
  await go();
  if (c.req.raw.body && !c.req.raw.bodyUsed) c.header('connection', 'close');
}

/** What happened is saved already: a bell that cannot be rung now is rung by the sweep. */
function tellVia(deps: Deps, queue: Doorbell): (happened: Happened[]) => void {
  return (happened) => {
    queue.ring(happened.flatMap(next)).catch((error) => {
      deps.log.warn({ reason: reasonOf(error) }, 'a bell could not be rung; the sweep will do it');
    });
  };
}

function listen(app: Hono, { host, port }: { host: string; port: number }): Promise<Web> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      resolve({
        url: `http://${host}:${address.port}`,
        close: () => new Promise((done) => server.close(() => done())),
      });
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new StartFailure(
          taken
            ? `Port ${port} is in use. Stop what listens there, or set EARSHOT_PORT to another.`
            : `Cannot listen on ${host}:${port}: ${error.message}. Check EARSHOT_HOST and EARSHOT_PORT.`,
        ),
      );
    });
  });
}
