// Claude behind our port, over real HTTP: answers that fit, failures told apart, every call counted, a day's budget.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { Permanent } from '../../src/lib/failure.ts';
import { makeClaude } from '../../src/llm/claude.ts';
import { AnswerRejected, ModelUnavailable } from '../../src/llm/port.ts';
import { ledger, question, startModel } from './llm.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const start: typeof startModel = async (...args) => {
  const started = await startModel(...args);
  stops.push(started.claude.stop);
  return started;
};

describe('asking', () => {
  it('gives back what fits the schema, what it used and what it cost', async () => {
    const { model, spending } = await start();
    const answer = await model.ask(question('I cannot open the export.'));
    expect(answer.value).toMatchObject({
      summary: 'I cannot open the export.',
      severity: 'high',
      area: 'exports',
    });
    expect(answer).toMatchObject({ model: 'claude-sonnet-5-5', calls: 1 });
    expect(answer.usage.cacheWriteTokens).toBeGreaterThan(1000);
    const { inputTokens, outputTokens, cacheWriteTokens } = answer.usage;
    expect(answer.costUsd).toBeCloseTo(
      (2 * (inputTokens + 2 * cacheWriteTokens) + 10 * outputTokens) / 1e6,
      9,
    );
    expect(spending.calls).toMatchObject([
      {
        question: 'judge',
        version: 'judge-1',
        outcome: 'answered',
        ...answer.usage,
        costUsd: answer.costUsd,
      },
    ]);
  });

  it('sends the effort, the schema and cached system blocks, and asks for no tools', async () => {
    const { model, calls } = await start({ effort: 'high' });
    await model.ask(question('Slow.'));
    const [{ args }] = calls() as unknown as [{ args: Record<string, unknown> }];
    expect(args).toMatchObject({ output_config: { effort: 'high', format: { type: 'json_schema' } } });
    expect(args.system).toEqual([
      expect.objectContaining({ cache_control: { type: 'ephemeral', ttl: '1h' } }),
      expect.objectContaining({ cache_control: { type: 'ephemeral', ttl: '1h' } }),
    ]);
    expect(Object.keys(args).sort()).toEqual(['max_tokens', 'messages', 'model', 'output_config', 'system']);
  });

  it('reads the system blocks from the cache from the second question on', async () => {
    const { model } = await start();
    const first = await model.ask(question('One.'));
    const second = await model.ask(question('Another one.'));
    expect(second.usage.cacheReadTokens).toBe(first.usage.cacheWriteTokens);
    expect(second.usage.cacheWriteTokens).toBe(0);
    expect(second.costUsd).toBeLessThan(first.costUsd / 2);
  });
});

describe('an answer that does not fit', () => {
  it('is asked for once more, with the reason', async () => {
    const broken = await start();
    broken.claude.replyWith('brokenOnce');
    const answer = await broken.model.ask(question('Slow.'));
    expect(answer).toMatchObject({ calls: 2, value: { summary: 'Slow.' } });
    const [, second] = broken.calls() as { args: { messages: { role: string; content: string }[] } }[];
    expect(second?.args.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(second?.args.messages[2]?.content).toContain('The answer is no JSON');
    expect(broken.spending.calls.map(({ outcome }) => outcome)).toEqual(['rejected', 'answered']);
  });

  test.each(['wrongShape', 'notJson'] as const)(
    'twice (%s) is rejected, and both calls are counted',
    async (name) => {
      const { claude, model, spending } = await start();
      claude.replyWith(name);
      await expect(model.ask(question('Slow.'))).rejects.toThrow(AnswerRejected);
      expect(spending.calls.map(({ outcome, outputTokens }) => [outcome, outputTokens > 0])).toEqual([
        ['rejected', true],
        ['rejected', true],
      ]);
    },
  );

  it('because it was cut off gets twice the room, once', async () => {
    const { claude, model, calls } = await start();
    claude.replyWith('endless');
    await expect(model.ask(question('Slow.'))).rejects.toThrow('cut off');
    expect(calls().map(({ args }) => (args as { max_tokens: number }).max_tokens)).toEqual([500, 1000]);
  });

  it('because the model declines is not asked for again', async () => {
    const { claude, model, calls } = await start();
    claude.replyWith('refusing');
    await expect(model.ask(question('Slow.'))).rejects.toThrow(/declined/);
    expect(calls()).toHaveLength(1);
  });

  it('does not open the breaker: the service works', async () => {
    const { claude, model } = await start();
    claude.replyWith('notJson');
    for (let i = 0; i < 4; i += 1) await model.ask(question('Slow.')).catch(() => undefined);
    expect((await model.state()).kind).toBe('ready');
  });
});

describe('a failing service', () => {
  test.each([
    ['an overload', { kind: 'status', status: 529 }],
    ['an error', { kind: 'status', status: 500 }],
    ['a short rate limit', { kind: 'rateLimit', retryAfter: 0.02 }],
    ['a reset', { kind: 'resetBeforeCommit' }],
    ['a reset after the work', { kind: 'resetAfterCommit' }],
    ['half an answer', { kind: 'truncate' }],
  ] as const)('%s is tried again', async (_, fault) => {
    const { claude, model, calls, spending } = await start();
    claude.faults.add({ fault, times: 2 });
    expect(await model.ask(question('Slow.'))).toMatchObject({ calls: 3, value: { summary: 'Slow.' } });
    expect(calls()).toHaveLength(3);
    expect(spending.calls.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'answered']);
  });

  it('is unavailable after three tries, each counted with the tokens it may have cost', async () => {
    const { claude, model, calls, spending } = await start();
    claude.faults.add({ fault: { kind: 'status', status: 503 } });
    await expect(model.ask(question('Slow.'))).rejects.toThrow(ModelUnavailable);
    expect(calls()).toHaveLength(3);
    expect(spending.calls).toHaveLength(3);
    for (const call of spending.calls) expect(call).toMatchObject({ outcome: 'failed', costUsd: 0 });
    for (const call of spending.calls) expect(call.inputTokens).toBeGreaterThan(1000);
  });

  it('that keeps silent is given up in time, and its silence is counted as money', async () => {
    const { claude, model, spending } = await start({ callTimeoutMs: 100, askTimeoutMs: 450 });
    claude.faults.add({ fault: { kind: 'hang', ms: 3_000 } });
    const started = Date.now();
    await expect(model.ask(question('Slow.'))).rejects.toThrow('did not answer in time');
    expect(Date.now() - started).toBeLessThan(1_500);
    for (const call of spending.calls) expect(call.costUsd).toBeGreaterThan(0);
  });

  it('that sends headers and then nothing is given up as well', async () => {
    const url = await serve((response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('{'),
    );
    const model = modelAt(url, { callTimeoutMs: 100, askTimeoutMs: 300 });
    await expect(model.ask(question('Slow.'))).rejects.toThrow('did not answer in time');
  });

  it('that answers with a web page is named as what it is', async () => {
    const url = await serve((response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'),
    );
    await expect(modelAt(url, {}).ask(question('Slow.'))).rejects.toThrow('Check ANTHROPIC_BASE_URL');
  });

  it('that names a long wait is left alone until then', async () => {
    const { claude, model, calls } = await start();
    claude.faults.add({ fault: { kind: 'rateLimit', retryAfter: 120 }, times: 1 });
    await expect(model.ask(question('Slow.'))).rejects.toThrow('rate limit');
    await expect(model.ask(question('Slow.'))).rejects.toThrow('rate limit');
    expect(calls()).toHaveLength(1);
    const state = await model.state();
    expect(state).toMatchObject({ kind: 'broken' });
    const until = 'until' in state ? state.until.getTime() - Date.now() : 0;
    expect(until).toBeGreaterThan(110_000);
  });

  it('opens the breaker after five failures; one call decides whether it is back', async () => {
    const clock = { ms: Date.parse('2026-11-02T10:00:00Z') };
    const spending = ledger(() => new Date(clock.ms));
    const { claude, model, calls } = await start({}, {}, spending);
    claude.faults.add({ fault: { kind: 'status', status: 500 } });
    for (let i = 0; i < 4; i += 1)
      await expect(model.ask(question('Slow.'))).rejects.toThrow(ModelUnavailable);
    expect(calls()).toHaveLength(5);
    expect(await model.state()).toMatchObject({ kind: 'broken', until: new Date(clock.ms + 30_000) });
    clock.ms += 30_001;
    await expect(model.ask(question('Slow.'))).rejects.toThrow(ModelUnavailable);
    expect(calls()).toHaveLength(6);
    expect(await model.state()).toMatchObject({ until: new Date(clock.ms + 60_000) });
    claude.faults.clear();
    clock.ms += 60_001;
    expect((await model.ask(question('Slow.'))).calls).toBe(1);
    expect(await model.state()).toMatchObject({ kind: 'ready' });
  });
});

describe('what a person must fix', () => {
  test.each([
    ['a wrong key', { apiKey: 'sk-ant-wrong-key' }, /ANTHROPIC_API_KEY/],
    ['an unknown model', { model: 'claude-nonexistent' }, /no model "claude-nonexistent".*ANTHROPIC_MODEL/],
  ])('%s is named with its fix, and nobody asks again for a while', async (_, changes, fix) => {
    const { model, calls } = await start(changes);
    const refused = model.ask(question('Slow.'));
    await expect(refused).rejects.toThrow(Permanent);
    await expect(refused).rejects.toThrow(fix);
    const again = model.ask(question('Slow.'));
    await expect(again).rejects.toThrow(ModelUnavailable);
    await expect(again).rejects.toThrow(fix);
    expect(calls()).toHaveLength(1);
    expect(await model.state()).toMatchObject({ kind: 'broken', why: expect.stringMatching(fix) });
  });

  it('never shows the key in an error', async () => {
    const { model } = await start({ apiKey: 'sk-ant-very-secret-key' });
    const error = await model.ask(question('Slow.')).catch((e: Error) => e);
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('very-secret');
  });
});

describe('the budget of a day', () => {
  it('in money: the next question is not asked, the state says until when', async () => {
    const spending = ledger(() => new Date('2026-11-02T10:00:00Z'));
    const { model, calls } = await start({ usdPerDay: 0.0065 }, {}, spending);
    await model.ask(question('One.'));
    await model.ask(question('Two.'));
    await expect(model.ask(question('Three.'))).rejects.toThrow(/ANTHROPIC_USD_PER_DAY/);
    expect(calls().length).toBeLessThanOrEqual(2);
    expect(await model.state()).toMatchObject({
      kind: 'out-of-budget',
      until: new Date('2026-11-03T00:00:00Z'),
    });
  });

  it('in tokens: failed calls count, so that a runaway ends', async () => {
    const spending = ledger();
    const { claude, model, calls } = await start({ tokensPerDay: 20_000 }, {}, spending);
    claude.faults.add({ fault: { kind: 'status', status: 400 } });
    for (let i = 0; i < 50; i += 1) await model.ask(question('Slow.')).catch(() => undefined);
    expect(calls().length).toBeLessThan(12);
  });

  it('in tokens: rejected answers count', async () => {
    const { claude, model, calls } = await start({ tokensPerDay: 10_000 });
    claude.replyWith('notJson');
    for (let i = 0; i < 20; i += 1) await model.ask(question('Slow.')).catch(() => undefined);
    expect(calls().length).toBeLessThan(16);
    expect((await model.state()).kind).toBe('out-of-budget');
  });

  it('starts anew with the next UTC day', async () => {
    const clock = { ms: Date.parse('2026-11-02T23:59:00Z') };
    const { model } = await start(
      { usdPerDay: 0.003 },
      {},
      ledger(() => new Date(clock.ms)),
    );
    await model.ask(question('One.'));
    await expect(model.ask(question('Two.'))).rejects.toThrow(ModelUnavailable);
    clock.ms += 61_000;
    expect((await model.ask(question('Two.'))).calls).toBe(1);
  });

  it('keeps an answer that was paid for although it cannot be written down, and counts it later', async () => {
    const spending = ledger();
    const add = spending.add;
    let down = true;
    spending.add = async (call) => {
      if (down) throw new Error('no database');
      await add(call);
    };
    const { model } = await start({}, {}, spending);
    expect((await model.ask(question('One.'))).value.summary).toBe('One.');
    await expect(model.ask(question('Two.'))).rejects.toThrow('no database');
    down = false;
    await model.ask(question('Three.'));
    expect(spending.calls).toHaveLength(2);
  });

  it('is safe with a model whose price is not known, and says so', async () => {
    const { model } = await start({ model: 'claude-next-9' }, { models: ['claude-next-9'] });
    const answer = await model.ask(question('One.'));
    expect(answer.costUsd).toBeGreaterThan(0.01);
    expect(await model.state()).toMatchObject({ kind: 'ready', note: expect.stringContaining('not known') });
  });
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: (response: import('node:http').ServerResponse) => void): Promise<string> {
  server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function modelAt(baseUrl: string, times: { callTimeoutMs?: number; askTimeoutMs?: number }) {
  const limits = { usdPerDay: 10, tokensPerDay: 1_000_000 };
  const options = {
    apiKey: 'sk-ant-test',
    baseUrl,
    model: 'claude-sonnet-5-5',
    effort: 'low' as const,
    backoffMs: 5,
  };
  return makeClaude({ ...options, ...limits, ...times }, ledger());
}
