// Carries out the fault plan on the calls a sandbox server receives, and logs every call for the tests to read.
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { CallFault, FaultPlan } from './faults.ts';

export type LoggedRequest = {
  seq: number;
  at: number;
  method: string;
  path: string;
  /** The parsed body or query; binary bodies as their length. */
  args: unknown;
  /** 0: the connection was reset. */
  status: number;
  ms: number;
  fault?: CallFault['kind'];
  /** The vendor's own error code, where its status says 200. */
  error?: string;
};

export type RequestLog = {
  add(entry: Omit<LoggedRequest, 'seq'>): void;
  since(seq: number): LoggedRequest[];
};

/** Keeps the newest 20,000. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let seq = 0;
  return {
    add(entry) {
      entries.push({ seq: ++seq, ...entry });
      if (entries.length > 25_000) entries = entries.slice(-20_000);
    },
    since: (after) => entries.filter((entry) => entry.seq > after),
  };
}

/** `GET /sandbox/requests?since=N`: the calls after number N. */
export function requestRoutes(log: RequestLog): Hono {
  return new Hono().get('/sandbox/requests', (c) =>
    c.json({ requests: log.since(Number(c.req.query('since') ?? 0)) }),
  );
}

/** How this vendor words a refusal; the default is a bare status. */
export type Refusals = {
  rateLimit?: (c: Context, retryAfter: number) => Response;
  status?: (c: Context, status: number) => Response;
};

type Watched = {
  plan: FaultPlan;
  log: RequestLog;
  now: () => number;
  /** What a call is called in the plan and the log; the request's path unless told. GraphQL has one path for all. */
  nameOf?: (path: string, args: unknown) => string;
};

/** Wraps every route but `/sandbox/*`: applies the plan, then writes the log. */
export function misbehave(
  world: Watched,
  refusals: Refusals = {},
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    if (c.req.path.startsWith('/sandbox/')) return next();
    const at = world.now();
    const started = performance.now();
    const args = await readArgs(c);
    const path = world.nameOf?.(c.req.path, args) ?? c.req.path;
    const fault = world.plan.forCall({ method: c.req.method, path });
    const answer = await apply(c, next, { fault, refusals });
    if (answer) {
      // Cleared first: Hono would copy the answer onto the response it replaces, and "already sent" would be lost.
      const shared = [...c.res.headers].filter(([name]) => name.startsWith('access-control-'));
      c.res = undefined;
      c.res = answer;
      if (answer !== RESPONSE_ALREADY_SENT)
        for (const [name, value] of shared) c.res.headers.set(name, value);
    }
    const code = c.res.headers.get('x-sandbox-error');
    world.log.add({
      at,
      method: c.req.method,
      path,
      args,
      status: answer === RESPONSE_ALREADY_SENT ? 0 : c.res.status,
      ms: Math.round(performance.now() - started),
      ...(fault ? { fault: fault.kind } : {}),
      ...(code ? { error: code } : {}),
    });
    return answer;
  };
}

async function apply(
  c: Context<{ Bindings: HttpBindings }>,
  next: () => Promise<void>,
  { fault, refusals }: { fault: CallFault | undefined; refusals: Refusals },
): Promise<Response | undefined> {
  switch (fault?.kind) {
    case undefined:
      await next();
      return undefined;
    case 'rateLimit':
      return (refusals.rateLimit ?? bareRateLimit)(c, fault.retryAfter);
    case 'status':
      return (refusals.status ?? bareStatus)(c, fault.status);
    case 'resetBeforeCommit':
      return reset(c);
    case 'resetAfterCommit':
      await next();
      return reset(c);
    case 'hang':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      await next();
      return undefined;
    case 'truncate':
      await next();
      return truncate(c);
  }
}

function reset(c: Context<{ Bindings: HttpBindings }>): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** The whole length is promised, half of it is sent. */
async function truncate(c: Context<{ Bindings: HttpBindings }>): Promise<Response> {
  const body = Buffer.from(await c.res.arrayBuffer());
  const { outgoing, incoming } = c.env;
  outgoing.writeHead(c.res.status, { ...Object.fromEntries(c.res.headers), 'content-length': body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
  return RESPONSE_ALREADY_SENT;
}

async function readArgs(c: Context): Promise<unknown> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return c.req.query();
  const type = c.req.header('content-type') ?? '';
  if (type.includes('json')) return jsonOrText(await c.req.text());
  if (type.includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(await c.req.text()));
  return { contentType: type, length: Number(c.req.header('content-length') ?? 0) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function bareRateLimit(_: Context, retryAfter: number): Response {
  return new Response('rate limited', { status: 429, headers: { 'Retry-After': String(retryAfter) } });
}

function bareStatus(_: Context, status: number): Response {
  return new Response('sandbox fault', { status });
}
