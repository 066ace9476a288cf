// What the Messages API takes and gives, as far as the stand-in speaks it. Unknown fields are refused, as there.
import { z } from 'zod';

export const knownModels = [
  'claude-fable-5-2',
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-sonnet-5',
  'claude-opus-5',
  'claude-haiku-4-5',
];

const CacheControl = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() });

const TextBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, { error: 'text content blocks must be non-empty' }),
  cache_control: CacheControl.nullish(),
});
export type TextBlock = z.infer<typeof TextBlock>;

const Content = z.union([z.string().min(1), z.array(TextBlock).min(1)]);

export const MessageParams = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1).max(128_000),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: Content }))
    .min(1)
    .max(100_000),
  system: z.union([z.string(), z.array(TextBlock)]).optional(),
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
      format: z
        .strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) })
        .nullish(),
    })
    .optional(),
  metadata: z.strictObject({ user_id: z.string().max(256).nullish() }).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  /** The stand-in does not stream. */
  stream: z.literal(false, { error: 'the stand-in does not stream' }).optional(),
});
export type MessageParams = z.infer<typeof MessageParams>;

export const BatchParams = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        custom_id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, {
          error: 'String should match pattern ^[a-zA-Z0-9_-]{1,64}$',
        }),
        /** Checked one by one when the batch runs, as the service does. */
        params: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(100_000),
});

export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'timeout_error'
  | 'api_error'
  | 'overloaded_error';

export type ApiError = { type: ErrorType; message: string };

export const statusOf: Record<ErrorType, 400 | 401 | 402 | 403 | 404 | 413 | 429 | 500 | 504 | 529> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

export function errorTypeOf(status: number): ErrorType {
  const found = Object.entries(statusOf).find(([, code]) => code === status);
  return (found?.[0] as ErrorType | undefined) ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

/** The first thing wrong, worded with its path. */
export function firstIssue(error: z.ZodError): ApiError {
  const issue = error.issues[0]!;
  const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? [issue.keys[0]] : [])].join('.');
  const what = issue.code === 'unrecognized_keys' ? 'Extra inputs are not permitted' : issue.message;
  return { type: 'invalid_request_error', message: path ? `${path}: ${what}` : what };
}
