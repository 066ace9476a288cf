// Serves the demo's web page: looks and behaves like a workspace, talks to the stand-in servers directly.
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { listen } from '../listen.ts';
import { readAsset } from './assets.ts';
import type { Bootstrap, PagePerson } from './bootstrap.ts';
import { favicon, shell, startScript } from './shell.ts';

export type PageOptions = {
  port?: number | undefined;
  /** With or without `/api/`. */
  slackUrl: string;
  /** With or without `/graphql`. */
  linearUrl: string;
  jiraUrl?: string | undefined;
  /** Whom a visitor can act as; they start as the first. */
  people: PagePerson[];
  /** Name of the channel the guide sends the visitor to. */
  feedbackChannel: string;
  /** A message the guide offers to type for the visitor. */
  example?: string | undefined;
};

/** Listens on 127.0.0.1; rejects when the port is taken. */
export async function servePage(options: PageOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { url, stop } = await listen(routes(bootstrapOf(options)), options.port);
  return { url, stop };
}

function bootstrapOf(options: PageOptions): Bootstrap {
  const { slackUrl, linearUrl, jiraUrl, people, feedbackChannel, example } = options;
  return {
    slackUrl: slackUrl.replace(/(\/api)?\/*$/, ''),
    linearUrl: linearUrl.replace(/(\/graphql)?\/*$/, ''),
    jiraUrl: jiraUrl?.replace(/\/*$/, '') ?? null,
    people,
    feedbackChannel: feedbackChannel.replace(/^#/, ''),
    example: example ?? null,
  };
}

function routes(bootstrap: Bootstrap): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(protection(bootstrap));
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-cache');
  });
  app.get('/', (c) => c.html(shell));
  app.get('/start.js', (c) => c.body(startScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/favicon.svg', (c) => c.body(favicon, 200, { 'Content-Type': 'image/svg+xml' }));
  app.get('/bootstrap.json', (c) => c.json(bootstrap));
  app.get('/:kind{browser|styles}/*', (c) => {
    const asset = readAsset(c.req.path);
    return asset ? c.body(asset.body, 200, { 'Content-Type': asset.type }) : c.notFound();
  });
  return app;
}

/** A second wall behind the page's own escaping: only our own scripts run, only the stand-in servers are reached. */
function protection({ slackUrl, linearUrl, jiraUrl }: Bootstrap) {
  const servers = [slackUrl, linearUrl, ...(jiraUrl ? [jiraUrl] : [])];
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:', ...servers],
      connectSrc: ["'self'", ...servers],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    // The servers are other origins on the same machine; their images need no special permission.
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: 'same-origin',
  });
}
