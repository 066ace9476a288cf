import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultPlan, type FaultPlan, type FaultRule, faultRoutes } from '../../src/sandbox/faults.ts';
import { type Listening, listen } from '../../src/sandbox/listen.ts';
import {
  createRequestLog,
  type LoggedRequest,
  misbehave,
  requestRoutes,
} from '../../src/sandbox/misbehave.ts';

let server: Listening;
let plan: FaultPlan;
let committed: number;

beforeEach(async () => {
  committed = 0;
  plan = createFaultPlan();
  const log = createRequestLog();
  const app = new Hono()
    .use(misbehave({ plan, log, now: Date.now }))
    .route('/', faultRoutes(plan))
    .route('/', requestRoutes(log))
    .post('/api/write', async (c) => {
      const { id } = await c.req.json();
      committed += 1;
      return c.json({ ok: true, id, padding: 'x'.repeat(500) });
    });
  server = await listen(app);
});
afterEach(() => server.stop());

const write = (init: RequestInit = {}) =>
  fetch(`${server.url}/api/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"id":7}',
    ...init,
  });
const setFault = async (rule: Partial<FaultRule>) => {
  const answer = await fetch(`${server.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(rule) });
  return { status: answer.status, body: (await answer.json()) as { id?: string; error?: string } };
};
const requests = async () =>
  ((await (await fetch(`${server.url}/sandbox/requests`)).json()) as { requests: LoggedRequest[] }).requests;

describe('a call that goes wrong', () => {
  test('is refused with Retry-After and commits nothing', async () => {
    await setFault({ fault: { kind: 'rateLimit', retryAfter: 3 }, times: 1 });
    const answer = await write();
    expect([answer.status, answer.headers.get('retry-after'), committed]).toEqual([429, '3', 0]);
    expect((await write()).status).toBe(200);
  });

  test('is reset before it commits', async () => {
    await setFault({ fault: { kind: 'resetBeforeCommit' } });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(committed).toBe(0);
  });

  test('is reset after it committed, and logged with status 0', async () => {
    await setFault({ fault: { kind: 'resetAfterCommit' } });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(committed).toBe(1);
    expect(await requests()).toMatchObject([
      { path: '/api/write', args: { id: 7 }, status: 0, fault: 'resetAfterCommit' },
    ]);
  });

  test('hangs longer than its caller waits, and commits all the same', async () => {
    await setFault({ fault: { kind: 'hang', ms: 150 } });
    await expect(write({ signal: AbortSignal.timeout(40) })).rejects.toThrow('timeout');
    await expect.poll(() => committed).toBe(1);
  });

  test('gets true headers and half a body', async () => {
    await setFault({ fault: { kind: 'truncate' } });
    const answer = await write();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(committed).toBe(1);
  });

  test('fails with the status asked for', async () => {
    await setFault({ fault: { kind: 'status', status: 503 } });
    expect((await write()).status).toBe(503);
  });
});

describe('which calls a rule strikes', () => {
  const statuses = async (n: number) => {
    const seen: number[] = [];
    for (let i = 0; i < n; i += 1) seen.push((await write()).status);
    return seen;
  };

  test('the nth alone', async () => {
    await setFault({ match: { nth: 2 }, fault: { kind: 'status', status: 500 } });
    expect(await statuses(4)).toEqual([200, 500, 200, 200]);
  });

  test('every nth, as often as it may', async () => {
    await setFault({ match: { everyNth: 2 }, fault: { kind: 'status', status: 500 }, times: 2 });
    expect(await statuses(6)).toEqual([200, 500, 200, 500, 200, 200]);
  });

  test('a path prefix and a method', async () => {
    await setFault({ match: { path: '/api/wr*', method: 'GET' }, fault: { kind: 'status', status: 500 } });
    expect(await statuses(1)).toEqual([200]);
    await setFault({ match: { path: '/api/wr*', method: 'POST' }, fault: { kind: 'status', status: 500 } });
    expect(await statuses(1)).toEqual([500]);
  });

  test('the same ones for the same seed', () => {
    const drawn = (seed: number) => {
      const one = createFaultPlan();
      one.add({ match: { probability: 0.3, seed }, fault: { kind: 'drop' } });
      return Array.from({ length: 200 }, () => (one.forDelivery('message') ? 1 : 0)).join('');
    };
    expect(drawn(5)).toBe(drawn(5));
    expect(drawn(5)).not.toBe(drawn(6));
    expect(drawn(5).replaceAll('0', '').length).toBeGreaterThan(35);
  });

  test('an unknown kind is refused with a readable reason', async () => {
    const { status, body } = await setFault({ fault: { kind: 'explode' } as never });
    expect(status).toBe(400);
    expect(body.error).toContain('kind');
  });
});
