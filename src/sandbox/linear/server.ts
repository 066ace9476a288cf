// The stand-in Linear: its GraphQL API over HTTP, its webhooks, and a window's worth of state for the demo page.
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { createFaultPlan, type FaultPlan, faultRoutes } from '../faults.ts';
import { listen } from '../listen.ts';
import { createRequestLog, misbehave, requestRoutes } from '../misbehave.ts';
import { createStateFile, readStateFile } from '../state-file.ts';
import type { Sender } from '../webhook-sender.ts';
import { act } from './act.ts';
import type { Box, Change } from './box.ts';
import { createLinearSender, linearWebhook } from './deliveries.ts';
import { runQuery } from './execute.ts';
import { createRequestBudget, limitHeaders, refuseRate } from './limits.ts';
import { issuePage } from './page.ts';
import { unauthenticated } from './refusals.ts';
import { linearSchema } from './schema.ts';
import { defaultSeed, type LinearSeed, worldOf } from './seed.ts';
import { snapshot } from './view.ts';
import { webhookBody } from './webhook-payloads.ts';
import { LinearAct, type LinearChange, type LinearSnapshot } from './wire.ts';
import type { World } from './world.ts';

export type LinearOptions = {
  port?: number;
  /** State is restored from it at the start and kept in it. */
  stateFile?: string;
  now?: () => Date;
  /** Shortens the webhooks' retry schedule: 0.001 makes a minute 60 ms. */
  timeScale?: number;
  /** Of a world without a state file. */
  seed?: LinearSeed;
  /** Where webhooks go; can be set later. */
  webhookUrl?: string;
  /** Linear allows an API key 5,000. */
  requestsPerHour?: number;
};

export type LinearStandIn = {
  url: string;
  /** For the SDK's `apiUrl`. */
  apiUrl: string;
  apiKey: string;
  webhookSecret: string;
  organizationId: string;
  /** Team ids by key. */
  teams: Record<string, string>;
  faults: FaultPlan;
  deliveries: Sender;
  state(): LinearSnapshot;
  /** Of the newest change, without drawing a snapshot. */
  seq(): number;
  sendWebhooksTo(url: string | undefined): void;
  stop(): Promise<void>;
};

type Tell = (change: LinearChange) => void;
type Running = {
  box: Box;
  plan: FaultPlan;
  deliveries: Sender;
  listeners: Set<Tell>;
  budget: ReturnType<typeof createRequestBudget>;
  sendWebhooksTo(url: string | undefined): void;
};

export async function startLinear(options: LinearOptions = {}): Promise<LinearStandIn> {
  const now = options.now ?? (() => new Date());
  const saved = readStateFile(options.stateFile) as World | undefined;
  const world = saved ?? worldOf(options.seed ?? defaultSeed, now());
  const file = createStateFile(options.stateFile, () => world);
  const plan = createFaultPlan();
  let webhookUrl = options.webhookUrl;
  const timeScale = options.timeScale ?? 1;
  const deliveries = createLinearSender({ url: () => webhookUrl, plan, now, timeScale });
  const listeners = new Set<Tell>();
  const changed = (change: Change) => {
    world.seq += 1;
    file.touch();
    const { action, id, issueId } = change;
    for (const tell of listeners) tell({ seq: world.seq, type: words[change.table], action, id, issueId });
    const body = webhookBody(box, change);
    if (body) deliveries.send(linearWebhook(body, world.webhookSecret));
  };
  const box: Box = { world, schema: await linearSchema(), base: '', now, changed };
  const sendWebhooksTo = (url: string | undefined) => {
    webhookUrl = url;
  };
  const budget = createRequestBudget(options.requestsPerHour ?? 5000, () => now().getTime());
  const app = routes({ box, plan, deliveries, listeners, budget, sendWebhooksTo });
  const { url, stop } = await listen(app, options.port ?? 0);
  box.base = url;
  file.touch();
  return {
    ...{ url, apiUrl: `${url}/graphql`, apiKey: world.apiKey, webhookSecret: world.webhookSecret },
    organizationId: world.organization.id,
    teams: Object.fromEntries(Object.values(world.teams).map((team) => [team.key, team.id])),
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

const words: Record<Change['table'], LinearChange['type']> = {
  issues: 'issue',
  comments: 'comment',
  attachments: 'attachment',
  labels: 'label',
  customers: 'customer',
  tiers: 'customer',
  needs: 'need',
  projects: 'project',
  relations: 'issue',
  teams: 'team',
  states: 'team',
  users: 'team',
};

function routes(running: Running): Hono<{ Bindings: HttpBindings }> {
  const { box, plan, listeners } = running;
  const log = createRequestLog();
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(cors({ origin: '*' }));
  const refusals = { rateLimit: refuseRate };
  app.use(misbehave({ plan, log, now: () => box.now().getTime(), nameOf: operationName }, refusals));
  app.route('/', faultRoutes(plan)).route('/', requestRoutes(log));
  app.post('/graphql', (c) => answer(c, running));
  app.get('/sandbox/state', (c) => c.json(snapshot(box, c.req.query())));
  app.get('/sandbox/stream', (c) => stream(c, listeners));
  app.get('/sandbox/deliveries', (c) => c.json({ deliveries: running.deliveries.log() }));
  app.post('/sandbox/act', async (c) => {
    const wanted = LinearAct.safeParse(await c.req.json());
    const done = wanted.success
      ? act(box, wanted.data)
      : { ok: false as const, error: z.prettifyError(wanted.error) };
    return c.json(done, done.ok ? 200 : 400);
  });
  app.post('/sandbox/webhook', async (c) => {
    running.sendWebhooksTo(z.object({ url: z.url().optional() }).parse(await c.req.json()).url);
    return c.json({ ok: true });
  });
  app.get('/:organization/issue/:issue/:slug?', (c) => issuePage(c, box, c.req.param('issue')));
  return app;
}

/** `/graphql issueCreate`: faults and the log name the first root field, whatever the client calls its operation. */
function operationName(path: string, args: unknown): string {
  const query = (args as { query?: unknown }).query;
  if (path !== '/graphql' || typeof query !== 'string') return path;
  return `${path} ${/\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(query)?.[1] ?? ''}`;
}

const Request = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

async function answer(c: Context, { box, budget }: Running): Promise<Response> {
  const key = c.req.header('authorization');
  if (key !== box.world.apiKey) return c.json({ errors: [unauthenticated()] }, 401);
  if (!c.req.header('content-type')?.startsWith('application/json'))
    return c.json({ errors: [{ message: 'Content-Type must be application/json.' }] }, 415);
  if (!budget.take()) return refuseRate(c, budget.retryAfter());
  const request = Request.safeParse(await c.req.json().catch(() => undefined));
  if (!request.success) return c.json({ errors: [{ message: 'POST body missing or invalid.' }] }, 400);
  const { query, variables, operationName } = request.data;
  const done = await runQuery(box, {
    query,
    variables: variables ?? {},
    operationName: operationName ?? undefined,
  });
  for (const [name, value] of limitHeaders(budget, done.complexity)) c.header(name, value);
  return c.json(done.body as object, done.status);
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
