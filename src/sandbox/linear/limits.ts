// Linear's rate limit: a leaky bucket of requests an hour, told in headers, refused with HTTP 400 and RATELIMITED.
import type { Context } from 'hono';
import { tooManyRequests } from './refusals.ts';

export type RequestBudget = {
  readonly limit: number;
  /** False when the bucket is empty. */
  take(): boolean;
  remaining(): number;
  /** Seconds until one request fits again. */
  retryAfter(): number;
  resetAt(): number;
};

export function createRequestBudget(limit: number, now: () => number): RequestBudget {
  let tokens = limit;
  let filledAt = now();
  const perMs = limit / 3_600_000;
  const fill = () => {
    tokens = Math.min(limit, tokens + (now() - filledAt) * perMs);
    filledAt = now();
  };
  return {
    limit,
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    remaining: () => Math.floor(tokens),
    retryAfter: () => Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)),
    resetAt: () => Math.ceil(now() + (limit - tokens) / perMs),
  };
}

export function limitHeaders(budget: RequestBudget, complexity: number): [string, string][] {
  return [
    ['X-Complexity', String(complexity)],
    ['X-RateLimit-Requests-Limit', String(budget.limit)],
    ['X-RateLimit-Requests-Remaining', String(budget.remaining())],
    ['X-RateLimit-Requests-Reset', String(budget.resetAt())],
  ];
}

/** HTTP 400, not 429: Linear's GraphQL way. */
export function refuseRate(c: Context, retryAfter: number): Response {
  c.header('Retry-After', String(retryAfter));
  return c.json({ errors: [tooManyRequests(`Try again in ${retryAfter} seconds.`)] }, 400);
}
