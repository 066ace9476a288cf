// Errors worded as the service words them.
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type ApiError, errorTypeOf, statusOf } from './wire.ts';

export function refuse(c: Context, error: ApiError): Response {
  const requestId = c.res.headers.get('request-id') ?? `req_${randomUUID().slice(0, 8)}`;
  return c.json({ type: 'error', error, request_id: requestId }, statusOf[error.type] as 500);
}

export function refuseRate(c: Context, retryAfter: number): Response {
  c.header('retry-after', String(retryAfter));
  return refuse(c, { type: 'rate_limit_error', message: 'This request would exceed your rate limit.' });
}

export function refuseStatus(c: Context, status: number): Response {
  const type = errorTypeOf(status);
  const error = {
    type: 'error',
    error: { type, message: `sandbox fault ${status}` },
    request_id: 'req_fault',
  };
  return c.json(error, status as 500);
}
