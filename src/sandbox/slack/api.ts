// The Web API door: reads the call, knows the caller, checks the arguments, answers as Slack does.
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { type Caller, type Core, Refusal, wordsOf } from './core.ts';
import type { Method } from './method.ts';
import { callerOf, requireScope } from './tokens.ts';

type Answer = { ok: boolean; [key: string]: unknown };

export function apiRoutes(core: Core, methods: Method[]): Hono {
  const byName = new Map(methods.map((one) => [one.name, one]));
  return new Hono().on(['GET', 'POST'], '/api/:method', async (c) => {
    const name = c.req.param('method');
    try {
      const args = await argsOf(c);
      if (name === 'api.test') return c.json(apiTest(args));
      const known = byName.get(name);
      if (!known) throw new Refusal('unknown_method', { req_method: name });
      const token = tokenOf(c, args);
      const caller = callerOf(core, token);
      if (caller.kind === 'bot') {
        c.header('x-oauth-scopes', caller.scopes.join(','));
        c.header('x-accepted-oauth-scopes', known.scopes.join(','));
      }
      return c.json(await call(core, known, { caller, args }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (mistakes.has(error.code) && isApp(core, c)) core.violations.push(`${name}: ${wordsOf(error)}`);
      c.header('x-sandbox-error', error.code);
      return c.json({ ok: false, error: error.code, ...error.more });
    }
  });
}

/** Refusals that only a mistake in the app brings about; others are the workspace's doing. */
const mistakes = new Set([
  'unknown_method',
  'not_allowed_token_type',
  'missing_scope',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_metadata_format',
  'metadata_too_large',
  'no_text',
  'msg_too_long',
  'invalid_name',
  'invalid_limit',
  'invalid_cursor',
  'invalid_json',
  'invalid_post_type',
]);

const isApp = (core: Core, c: Context) =>
  [core.secrets.botToken, core.secrets.appToken].some((token) =>
    c.req.header('authorization')?.endsWith(token),
  );

async function call(
  core: Core,
  known: Method,
  { caller, args }: { caller: Caller; args: Record<string, unknown> },
): Promise<Answer> {
  if (!known.tokens.includes(caller.kind)) throw new Refusal('not_allowed_token_type');
  if (known.scopes.length > 0) requireScope(caller, ...known.scopes);
  const parsed = known.args.safeParse(args);
  if (!parsed.success)
    throw new Refusal('invalid_arguments', { response_metadata: { messages: wordsFor(parsed.error) } });
  return { ok: true, ...(await known.run(core, caller, parsed.data)) };
}

function wordsFor(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const place = `[json-pointer:/${issue.path.join('/')}]`;
    if (issue.code === 'unrecognized_keys')
      return `[ERROR] unknown argument: ${issue.keys.join(', ')} ${place}`;
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    return missing
      ? `[ERROR] missing required field: ${issue.path.join('.')}`
      : `[ERROR] ${issue.message} ${place}`;
  });
}

async function argsOf(c: Context): Promise<Record<string, unknown>> {
  const query = c.req.query();
  if (c.req.method === 'GET') return query;
  const type = c.req.header('content-type') ?? '';
  if (type.includes('application/json')) return { ...query, ...(await jsonBody(c)) };
  if (type.includes('x-www-form-urlencoded'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(await c.req.text())) };
  if (type.includes('multipart/form-data')) return { ...query, ...(await c.req.parseBody()) };
  if (type === '') return query;
  throw new Refusal('invalid_post_type');
}

async function jsonBody(c: Context): Promise<Record<string, unknown>> {
  try {
    const body = JSON.parse(await c.req.text());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
    throw new Refusal('json_not_object');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid_json');
  }
}

function tokenOf(c: Context, args: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined);
}

function apiTest(args: Record<string, unknown>): Answer {
  return typeof args.error === 'string' ? { ok: false, error: args.error, args } : { ok: true, args };
}
