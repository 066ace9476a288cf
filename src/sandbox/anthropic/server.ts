// The stand-in Claude: the Messages API over HTTP as @anthropic-ai/sdk speaks it, with batches, a prompt cache and
// errors worded like the service's. What it says comes from a responder, never from a model.
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { createFaultPlan, type FaultPlan, faultRoutes } from '../faults.ts';
import { listen } from '../listen.ts';
import { createRequestLog, type LoggedRequest, misbehave, requestRoutes } from '../misbehave.ts';
import { createStateFile, readStateFile } from '../state-file.ts';
import { answerInBatch, type World } from './answer.ts';
import { createBatches, StoredBatch } from './batches.ts';
import { createPromptCache } from './prompt-cache.ts';
import { refuse, refuseRate, refuseStatus } from './refusals.ts';
import type { Responder } from './reply.ts';
import { type ResponderName, responders } from './responders.ts';
import { apiRoutes } from './routes.ts';
import { knownModels } from './wire.ts';

export type AnthropicOptions = {
  port?: number;
  /** Batches are restored from it at the start and kept in it. */
  stateFile?: string;
  now?: () => number;
  apiKey?: string;
  reply?: Responder;
  models?: string[];
  /** How long a batch takes. */
  batchMs?: number;
};

export type AnthropicStandIn = {
  url: string;
  apiKey: string;
  faults: FaultPlan;
  /** Also `POST /sandbox/reply {"name": "obedient"}`. */
  replyWith(responder: Responder | ResponderName): void;
  requests(): LoggedRequest[];
  state(): { batches: StoredBatch[]; calls: number };
  stop(): Promise<void>;
};

const State = z.object({ batches: z.array(StoredBatch) });

export async function startAnthropic(options: AnthropicOptions = {}): Promise<AnthropicStandIn> {
  const now = options.now ?? Date.now;
  const plan = createFaultPlan();
  const log = createRequestLog();
  const apiKey = options.apiKey ?? 'sk-ant-sandbox-0000000000000000';
  const world: World = {
    apiKey,
    models: options.models ?? knownModels,
    cache: createPromptCache(now),
    reply: options.reply ?? responders.honest,
  };
  const saved = readStateFile(options.stateFile);
  const file = createStateFile(options.stateFile, () => ({ batches: batches.stored() }));
  const batches = createBatches(
    {
      now,
      batchMs: options.batchMs ?? 1_000,
      answer: (params) => answerInBatch(world, params),
      onChange: file.touch,
    },
    saved === undefined ? [] : State.parse(saved).batches,
  );
  const replyWith: AnthropicStandIn['replyWith'] = (responder) => {
    world.reply = typeof responder === 'string' ? responders[responder] : responder;
  };
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(cors());
  app.use(misbehave({ plan, log, now }, { rateLimit: refuseRate, status: refuseStatus }));
  app.route('/', faultRoutes(plan)).route('/', requestRoutes(log)).route('/', replyRoute(replyWith));
  app.route('/', apiRoutes(world, batches));
  app.notFound((c) => refuse(c, { type: 'not_found_error', message: 'Not found' }));
  app.onError((error, c) => refuse(c, { type: 'api_error', message: error.message }));
  const listening = await listen(app, options.port);
  return {
    url: listening.url,
    apiKey,
    faults: plan,
    replyWith,
    requests: () => log.since(0),
    state: () => ({ batches: batches.stored(), calls: log.since(0).length }),
    stop: async () => {
      await listening.stop();
      file.flush();
    },
  };
}

function replyRoute(replyWith: (name: ResponderName) => void): Hono {
  const Body = z.strictObject({
    name: z.enum(Object.keys(responders) as [ResponderName, ...ResponderName[]]),
  });
  return new Hono().post('/sandbox/reply', async (c) => {
    const body = Body.safeParse(await c.req.json());
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    replyWith(body.data.name);
    return c.json({ ok: true });
  });
}
