// A Web API method as a value: who may call it, with which arguments, and what it does.
import { z } from 'zod';
import { type Caller, type Core, refuse } from './core.ts';

export type TokenKind = Caller['kind'];
type CallerOf<K extends TokenKind> = Extract<Caller, { kind: K }>;

export type Method = {
  name: string;
  tokens: TokenKind[];
  /** One of these is needed by the app. */
  scopes: string[];
  args: z.ZodObject;
  run(core: Core, caller: Caller, args: Record<string, unknown>): object | Promise<object>;
};

/** Called with a bot's or a person's token unless `tokens` says otherwise. */
export function method<Shape extends z.ZodRawShape, K extends TokenKind = 'bot' | 'user'>(
  name: string,
  spec: {
    tokens?: K[];
    scopes?: string[];
    args: Shape;
    run(core: Core, caller: CallerOf<K>, args: z.output<z.ZodObject<Shape>>): object | Promise<object>;
  },
): Method {
  return {
    name,
    tokens: spec.tokens ?? ['bot', 'user'],
    scopes: spec.scopes ?? [],
    // Bolt adds team_id to every call.
    args: z.strictObject({ token: text.optional(), team_id: text.optional(), ...spec.args }),
    run: (core, caller, args) => spec.run(core, caller as CallerOf<K>, args as z.output<z.ZodObject<Shape>>),
  };
}

// Arguments arrive as form fields (all strings, objects as JSON text) or as a JSON body.
export const text = z.string();
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');
export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/, 'is no whole number')
    .transform(Number),
]);

/** A value that a form carries as JSON text. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'is no valid JSON', input: value });
      return z.NEVER;
    }
  }, schema);

/** Any JSON, checked later by the part that knows it. */
export const anyJson = z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]);

export const cursorArgs = { cursor: text.optional(), limit: whole.optional() };

/** One page of `items` and the cursor of the next, as Slack gives it: empty on the last page. */
export function pageOf<T>(
  items: T[],
  { cursor, limit }: { cursor?: string | undefined; limit?: number | undefined },
  bounds: { usual: number; most: number },
): { items: T[]; response_metadata: { next_cursor: string } } {
  const size = limit ?? bounds.usual;
  if (size < 1 || size > bounds.most) refuse('invalid_limit');
  const start = cursor ? positionOf(cursor) : 0;
  const next = start + size;
  return {
    items: items.slice(start, next),
    response_metadata: { next_cursor: next < items.length ? cursorAt(next) : '' },
  };
}

const cursorAt = (position: number) => Buffer.from(`next:${position}`).toString('base64');

function positionOf(cursor: string): number {
  const position = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  return position === undefined ? refuse('invalid_cursor') : Number(position);
}
