// Bulk questions: handed over once, found again by the batch id, counted once, each answer told apart.
import { afterEach, describe, expect, it } from 'vitest';
import { makeClaude } from '../../src/llm/claude.ts';
import { ModelUnavailable } from '../../src/llm/port.ts';
import { honest } from '../../src/sandbox/anthropic/honest.ts';
import type { Responder } from '../../src/sandbox/anthropic/reply.ts';
import { ledger, question, startModel, Verdict } from './llm.ts';

const about = { name: 'judge', version: 'judge-1', schema: Verdict };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(sandbox: { batchMs?: number; reply?: Responder } = {}, limits = {}) {
  const spending = ledger();
  const started = await startModel(limits, { batchMs: 0, ...sandbox }, spending);
  stops.push(started.claude.stop);
  const created = () =>
    started.claude
      .requests()
      .filter(({ method, path }) => method === 'POST' && path === '/v1/messages/batches');
  return { ...started, created };
}

const many = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `item-${i}`, question: question(`The export ${i} fails.`) }));

describe('a batch', () => {
  it('answers every question under its own id, at half the price', async () => {
    const { model } = await start();
    const { batchId } = await model.askMany(many(20));
    const state = await model.answersOf(batchId, about);
    if (state.kind !== 'done') throw new Error(state.kind);
    const byId = new Map(state.answers.map((answer) => [answer.id, answer]));
    expect(byId.size).toBe(20);
    expect(byId.get('item-7')).toMatchObject({
      kind: 'answered',
      answer: { value: { summary: 'The export 7 fails.' } },
    });
    const single = await model.ask(question('The export 7 fails.'));
    const answers = state.answers.flatMap((one) => (one.kind === 'answered' ? one.answer : []));
    const read = answers.find(({ usage }) => usage.cacheReadTokens > 0);
    expect(read?.costUsd).toBeCloseTo(single.costUsd / 2, 5);
  });

  it('is working until it has ended', async () => {
    const { model } = await start({ batchMs: 60_000 });
    const { batchId } = await model.askMany(many(2));
    expect(await model.answersOf(batchId, about)).toEqual({ kind: 'working' });
  });

  it('is found by its id in another process, and counted once however often it is read', async () => {
    const { model, options, spending } = await start();
    const { batchId } = await model.askMany(many(10));
    expect(spending.calls).toMatchObject([{ outcome: 'batch', question: 'judge' }]);
    const estimate = spending.calls[0]!.costUsd;
    const restarted = makeClaude(options, spending);
    for (let i = 0; i < 3; i += 1) expect((await restarted.answersOf(batchId, about)).kind).toBe('done');
    expect(spending.calls).toHaveLength(1);
    expect(spending.calls[0]!.costUsd).toBeGreaterThan(0);
    expect(spending.calls[0]!.costUsd).toBeLessThan(estimate);
  });

  it('tells refused, unfit, failed and expired answers apart', async () => {
    const reply: Responder = (asked) => {
      const text = asked.turns[0]!.text;
      if (text.includes('refuse')) return { refusal: 'no' };
      if (text.includes('unfit')) return { text: 'no JSON' };
      if (text.includes('fail')) return { error: { type: 'api_error', message: 'Internal server error' } };
      if (text.includes('expire')) return { expired: true };
      return honest(asked);
    };
    const { model } = await start({ reply });
    const texts = ['refuse', 'unfit', 'fail', 'expire', 'good'];
    const { batchId } = await model.askMany([
      ...texts.map((text) => ({ id: text, question: question(text) })),
      { id: 'wrong', question: question('x', { maxTokens: -1 }) },
    ]);
    const state = await model.answersOf(batchId, about);
    const kinds =
      state.kind === 'done' ? Object.fromEntries(state.answers.map(({ id, kind }) => [id, kind])) : {};
    expect(kinds).toEqual({
      refuse: 'rejected',
      unfit: 'rejected',
      fail: 'failed',
      expire: 'failed',
      wrong: 'rejected',
      good: 'answered',
    });
  });

  it('whose creation lost its answer is looked up, not made again', async () => {
    const { claude, model, created } = await start({ batchMs: 60_000 });
    await model.askMany(many(3));
    claude.faults.add({
      match: { method: 'POST', path: '/v1/messages/batches' },
      fault: { kind: 'resetAfterCommit' },
      times: 1,
    });
    const { batchId } = await model.askMany(many(3));
    expect(created()).toHaveLength(2);
    expect(
      claude
        .state()
        .batches.map(({ id }) => id)
        .at(-1),
    ).toBe(batchId);
  });

  it('whose creation never arrived is made', async () => {
    const { claude, model } = await start({ batchMs: 60_000 });
    claude.faults.add({
      match: { method: 'POST', path: '/v1/messages/batches' },
      fault: { kind: 'resetBeforeCommit' },
      times: 1,
    });
    const { batchId } = await model.askMany(many(3));
    expect(claude.state().batches.map(({ id }) => id)).toEqual([batchId]);
  });

  it('whose answers break off in the middle are read again', async () => {
    const { claude, model } = await start();
    const { batchId } = await model.askMany(many(50));
    claude.faults.add({
      match: { path: '/v1/messages/batches/*', everyNth: 2 },
      fault: { kind: 'truncate' },
      times: 1,
    });
    const state = await model.answersOf(batchId, about);
    expect(state.kind === 'done' && state.answers.length).toBe(50);
  });

  it('can be cancelled; what was not answered may be asked again', async () => {
    const { model } = await start({ batchMs: 50 });
    const { batchId } = await model.askMany(many(2));
    await model.cancelMany(batchId);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const state = await model.answersOf(batchId, about);
    expect(state.kind === 'done' && state.answers.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
  });

  it('that is gone is said to be gone', async () => {
    const { model } = await start();
    expect(await model.answersOf('msgbatch_unknown', about)).toEqual({ kind: 'gone' });
    await model.cancelMany('msgbatch_unknown');
    expect((await model.state()).kind).toBe('ready');
  });
});

describe('the budget', () => {
  it('is asked before a batch is handed over, with what it may cost', async () => {
    const { model, created } = await start({}, { usdPerDay: 0.05 });
    await expect(model.askMany(many(100))).rejects.toThrow(ModelUnavailable);
    expect(created()).toHaveLength(0);
    expect((await model.askMany(many(3))).batchId).toBeTruthy();
  });

  it('refuses a batch of none or too many', async () => {
    const { model } = await start();
    await expect(model.askMany([])).rejects.toThrow(RangeError);
    await expect(model.askMany(many(10_001))).rejects.toThrow(RangeError);
  });
});
