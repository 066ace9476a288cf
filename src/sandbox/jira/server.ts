// The stand-in Jira, Cloud or Data Center: its REST API, its webhooks, and a window's worth of state for the demo page.
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { html, raw } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { createFaultPlan, type FaultPlan, faultRoutes } from '../faults.ts';
import { listen } from '../listen.ts';
import { createRequestLog, misbehave, requestRoutes } from '../misbehave.ts';
import { createStateFile, readStateFile } from '../state-file.ts';
import type { Sender } from '../webhook-sender.ts';
import { act } from './act.ts';
import type { Box, Change } from './box.ts';
import { commentRoutes, remoteLinkRoutes } from './comment-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { otherRoutes } from './other-routes.ts';
import { JiraRefusal, refuse } from './refusals.ts';
import { searchRoutes } from './search-routes.ts';
import { defaultSeed, type JiraSeed, worldOf } from './seed.ts';
import { issueView, snapshot } from './view.ts';
import { createJiraSender, jiraWebhook } from './webhooks.ts';
import { JiraAct, type JiraChange, type JiraSnapshot } from './wire.ts';
import { findIssue, type World } from './world.ts';

export type JiraOptions = {
  port?: number;
  /** State is restored from it at the start and kept in it. */
  stateFile?: string;
  now?: () => Date;
  /** Shortens the webhooks' retry schedule: 0.001 makes a minute 60 ms. */
  timeScale?: number;
  /** Cloud: basic authentication, version 3 and documents. Data Center: bearer, version 2 and wiki markup. */
  deployment?: World['deployment'];
  /** Of a world without a state file. */
  seed?: JiraSeed;
  /** Where webhooks go; can be set later. */
  webhookUrl?: string;
  /** How far search lags behind the truth. */
  indexLagMs?: number;
};

export type JiraStandIn = {
  url: string;
  /** For jira.js and for `JIRA_HOST`. */
  host: string;
  /** Absent with Data Center: the token alone is the bearer. */
  email: string | undefined;
  apiToken: string;
  webhookSecret: string;
  /** Project ids by key. */
  projects: Record<string, string>;
  faults: FaultPlan;
  deliveries: Sender;
  state(): JiraSnapshot;
  /** Of the newest change, without drawing a snapshot. */
  seq(): number;
  sendWebhooksTo(url: string | undefined): void;
  stop(): Promise<void>;
};

type Tell = (change: JiraChange) => void;
type Running = {
  box: Box;
  plan: FaultPlan;
  deliveries: Sender;
  listeners: Set<Tell>;
  sendWebhooksTo(url: string | undefined): void;
};

export async function startJira(options: JiraOptions = {}): Promise<JiraStandIn> {
  const now = options.now ?? (() => new Date());
  const saved = readStateFile(options.stateFile) as World | undefined;
  const world = saved ?? worldOf(options.seed ?? defaultSeed, options.deployment ?? 'cloud');
  const file = createStateFile(options.stateFile, () => world);
  const plan = createFaultPlan();
  let webhookUrl = options.webhookUrl;
  const { deployment } = world;
  const timeScale = options.timeScale ?? 1;
  const deliveries = createJiraSender({ url: () => webhookUrl, plan, now, timeScale, deployment });
  const listeners = new Set<Tell>();
  const changed = (change: Change) => {
    world.seq += 1;
    file.touch();
    const { type, action, id, issueId } = change;
    for (const tell of listeners) tell({ seq: world.seq, type, action, id, issueId });
    const webhook = jiraWebhook(box, change);
    if (webhook) deliveries.send(webhook);
  };
  const box: Box = { world, base: '', indexLagMs: options.indexLagMs ?? 500, now, changed };
  const sendWebhooksTo = (url: string | undefined) => {
    webhookUrl = url;
  };
  const app = routes({ box, plan, deliveries, listeners, sendWebhooksTo });
  const { url, stop } = await listen(app, options.port ?? 0);
  box.base = url;
  file.touch();
  return {
    ...{ url, host: url, apiToken: world.apiToken, webhookSecret: world.webhookSecret },
    email: deployment === 'cloud' ? world.email : undefined,
    projects: Object.fromEntries(Object.values(world.projects).map((project) => [project.key, project.id])),
    ...{ faults: plan, deliveries, sendWebhooksTo },
    state: () => snapshot(box),
    seq: () => world.seq,
    async stop() {
      deliveries.stop();
      file.flush();
      await stop();
    },
  };
}

function routes(running: Running): Hono<{ Bindings: HttpBindings }> {
  const { box, plan } = running;
  const log = createRequestLog();
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(cors({ origin: '*' }));
  app.use(misbehave({ plan, log, now: () => box.now().getTime() }));
  app.route('/', faultRoutes(plan)).route('/', requestRoutes(log)).route('/', sandboxRoutes(running));
  app.use('/rest/*', (c, next) => {
    if (!mayEnter(box.world, c.req.header('authorization')))
      throw refuse(401, 'Client must be authenticated to access this resource.');
    return next();
  });
  for (const version of box.world.deployment === 'cloud' ? ([3, 2] as const) : ([2] as const))
    for (const part of [searchRoutes, issueRoutes, commentRoutes, remoteLinkRoutes, linkRoutes, otherRoutes])
      app.route(`/rest/api/${version}`, part({ box, version }));
  app.get('/browse/:issue', (c) => issuePage(c, box));
  app.onError((error, c) => {
    if (error instanceof JiraRefusal) return c.json(error.body, error.status as 400);
    if (error instanceof SyntaxError) return c.json(refuse(400, 'The body is no JSON.').body, 400);
    throw error;
  });
  return app;
}

/** Cloud: e-mail address and API token. Data Center: a personal access token. */
function mayEnter(world: World, header: string | undefined): boolean {
  if (world.deployment === 'datacenter') return header === `Bearer ${world.apiToken}`;
  return header === `Basic ${Buffer.from(`${world.email}:${world.apiToken}`).toString('base64')}`;
}

function sandboxRoutes({ box, deliveries, listeners, sendWebhooksTo }: Running): Hono {
  return new Hono()
    .get('/sandbox/state', (c) => c.json(snapshot(box, c.req.query())))
    .get('/sandbox/stream', (c) => stream(c, listeners))
    .get('/sandbox/deliveries', (c) => c.json({ deliveries: deliveries.log() }))
    .post('/sandbox/act', async (c) => {
      const wanted = JiraAct.safeParse(await c.req.json());
      const done = wanted.success
        ? act(box, wanted.data)
        : { ok: false as const, error: z.prettifyError(wanted.error) };
      return c.json(done, done.ok ? 200 : 400);
    })
    .post('/sandbox/webhook', async (c) => {
      sendWebhooksTo(z.object({ url: z.url().optional() }).parse(await c.req.json()).url);
      return c.json({ ok: true });
    });
}

function stream(c: Context, listeners: Set<Tell>): Response {
  return streamSSE(c, async (sse) => {
    const tell: Tell = (change) => void sse.writeSSE({ event: 'change', data: JSON.stringify(change) });
    listeners.add(tell);
    const ping = setInterval(() => void sse.writeSSE({ event: 'ping', data: '' }), 15_000).unref();
    await new Promise<void>((resolve) => sse.onAbort(resolve));
    clearInterval(ping);
    listeners.delete(tell);
  });
}

/** Where an issue's link leads in the sandbox, so that no link in Slack is dead. */
function issuePage(c: Context, box: Box): Response | Promise<Response> {
  const row = findIssue(box.world, c.req.param('issue') ?? '');
  if (!row) return c.text('No such issue.', 404);
  const issue = issueView(box, row);
  return c.html(html`<!doctype html><meta charset="utf-8"><title>${issue.key} ${issue.summary}</title>
<style>body{font:15px/1.5 system-ui;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style>
<p>${issue.key} · ${issue.status.name} · ${issue.priority ?? ''} · ${issue.labels.join(', ')}</p>
<h1>${issue.summary}</h1>${raw(issue.descriptionHtml)}
<ul>${issue.links.map((it) => html`<li>${it.words} <a href="${it.url}">${it.key}</a></li>`)}</ul>
<ul>${issue.remoteLinks.map((it) => html`<li><a href="${it.url}">${it.title}</a> ${it.summary ?? ''}</li>`)}</ul>`);
}
