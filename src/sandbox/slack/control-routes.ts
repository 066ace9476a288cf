// What tests set over HTTP: where the app listens, and trouble with its sockets. And the way from a permalink to the page.
import { Hono } from 'hono';
import { z } from 'zod';
import type { AppUrls } from './delivery/http.ts';
import type { SocketWay } from './delivery/socket.ts';

const Urls = z.strictObject({
  eventsUrl: z.url().optional(),
  interactivityUrl: z.url().optional(),
  commandsUrl: z.url().optional(),
  optionsUrl: z.url().optional(),
});

/** `POST /sandbox/app` sets the app's URLs; `POST /sandbox/sockets/disconnect` shakes its sockets. */
type Controlled = {
  socket: SocketWay;
  subscribe(urls: AppUrls): Promise<void>;
  /** Where people read this workspace, if anywhere. */
  page: { url: string | undefined };
  violations: string[];
};

export function controlRoutes({ socket, subscribe, page, violations }: Controlled): Hono {
  return new Hono()
    .get('/archives/:channel/:message?', (c) => {
      if (!page.url) return c.text('There is no page to show this message on.', 404);
      const [, seconds, rest] = /^p(\d{10})(\d{6})$/.exec(c.req.param('message') ?? '') ?? [];
      const ts = c.req.query('thread_ts') ?? (seconds ? `${seconds}.${rest}` : undefined);
      const hash = new URLSearchParams({ channel: c.req.param('channel'), ...(ts ? { thread: ts } : {}) });
      return c.redirect(`${page.url}#${hash}`);
    })
    .get('/sandbox/violations', (c) => c.json({ violations }))
    .post('/sandbox/app', async (c) => {
      const urls = Urls.safeParse(await c.req.json().catch(() => undefined));
      if (!urls.success) return c.json({ ok: false, error: z.prettifyError(urls.error) }, 400);
      try {
        await subscribe(urls.data as AppUrls);
        return c.json({ ok: true });
      } catch (error) {
        return c.json({ ok: false, error: (error as Error).message }, 400);
      }
    })
    .post('/sandbox/sockets/disconnect', async (c) => {
      const { reason } = z
        .object({
          reason: z
            .enum(['warning', 'refresh_requested', 'link_disabled', 'cut'])
            .default('refresh_requested'),
        })
        .parse(await c.req.json().catch(() => ({})));
      return c.json({ ok: true, disconnected: socket.disconnect(reason) });
    });
}
