// The calls the stand-in understands: messages and message batches.
import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { answer, type World } from './answer.ts';
import { type Batches, batchView } from './batches.ts';
import { refuse } from './refusals.ts';
import { type ApiError, BatchParams, firstIssue } from './wire.ts';

type Api = Hono<{ Bindings: HttpBindings }>;

export function apiRoutes(world: World, batches: Batches): Api {
  return new Hono<{ Bindings: HttpBindings }>()
    .use('/v1/*', async (c, next) => {
      c.header('request-id', `req_${randomUUID().replaceAll('-', '').slice(0, 24)}`);
      const problem = headerProblem(c, world.apiKey);
      return problem ? refuse(c, problem) : next();
    })
    .get('/v1/models/:id', (c) => {
      const id = c.req.param('id');
      if (!world.models.includes(id)) return refuse(c, { type: 'not_found_error', message: `model: ${id}` });
      return c.json({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' });
    })
    .post('/v1/messages', async (c) => {
      const body = await jsonBody(c);
      const answered = answer(world, body);
      return 'error' in answered ? refuse(c, answered.error) : c.json(answered.message);
    })
    .post('/v1/messages/batches', async (c) => {
      const parsed = BatchParams.safeParse(await jsonBody(c));
      if (!parsed.success) return refuse(c, firstIssue(parsed.error));
      const { requests } = parsed.data;
      if (new Set(requests.map(({ custom_id }) => custom_id)).size < requests.length)
        return refuse(c, {
          type: 'invalid_request_error',
          message: 'requests: custom_id must be unique within a batch',
        });
      return c.json(batchView(batches.create(requests), originOf(c)));
    })
    .get('/v1/messages/batches', (c) => {
      const limit = Number(c.req.query('limit') ?? 20);
      const all = batches.list();
      const data = all.slice(0, limit).map((batch) => batchView(batch, originOf(c)));
      return c.json({
        data,
        has_more: all.length > limit,
        first_id: data[0]?.id ?? null,
        last_id: data.at(-1)?.id ?? null,
      });
    })
    .get('/v1/messages/batches/:id', (c) => {
      const batch = batches.get(c.req.param('id'));
      return batch ? c.json(batchView(batch, originOf(c))) : refuse(c, noBatch);
    })
    .post('/v1/messages/batches/:id/cancel', (c) => {
      const batch = batches.cancel(c.req.param('id'));
      return batch ? c.json(batchView(batch, originOf(c))) : refuse(c, noBatch);
    })
    .get('/v1/messages/batches/:id/results', (c) => {
      const batch = batches.get(c.req.param('id'));
      if (!batch || batch.endedAt === null) return refuse(c, noBatch);
      const lines = batch.results.map((line) => `${JSON.stringify(line)}\n`).join('');
      return c.body(lines, 200, { 'Content-Type': 'application/x-jsonl' });
    });
}

const noBatch: ApiError = { type: 'not_found_error', message: 'No such batch' };

function originOf(c: Context): string {
  return new URL(c.req.url).origin;
}

/** The versions the SDK has sent so far. */
const versions = ['2023-06-01', '2026-10-21'];

function headerProblem(c: Context, apiKey: string): ApiError | undefined {
  const version = c.req.header('anthropic-version');
  if (!version) return { type: 'invalid_request_error', message: 'anthropic-version: header is required' };
  if (!versions.includes(version))
    return {
      type: 'invalid_request_error',
      message: `anthropic-version: "${version}" is not a valid version`,
    };
  const key = c.req.header('authorization')?.replace(/^Bearer /, '') ?? c.req.header('x-api-key');
  return key === apiKey ? undefined : { type: 'authentication_error', message: 'invalid x-api-key' };
}

/** Undefined for what is no JSON: refused by the schema like any other wrong body. */
async function jsonBody(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}
