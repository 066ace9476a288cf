// The stand-in Claude, called by the real SDK: it checks what it gets, bills as the service does, and fails when told.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  OverloadedError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { afterAll, afterEach, describe, expect, it, test } from 'vitest';
import { startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { Verdict } from './llm.ts';

const clock = { ms: Date.parse('2026-11-02T10:00:00Z') };
const claude = await startAnthropic({ now: () => clock.ms, batchMs: 1_000 });
afterAll(() => claude.stop());
afterEach(() => {
  claude.faults.clear();
  claude.replyWith('honest');
});

const connect = (apiKey = claude.apiKey, baseURL = claude.url) =>
  new Anthropic({ apiKey, baseURL, maxRetries: 0, logLevel: 'off' });
const client = connect();

const ask = (changes: Record<string, unknown> = {}) =>
  client.messages.create({
    model: 'claude-sonnet-5-5',
    max_tokens: 500,
    messages: [{ role: 'user', content: 'The export is slow.' }],
    ...changes,
  } as Anthropic.MessageCreateParamsNonStreaming);

it('answers messages.parse with an object that fits the schema', async () => {
  const message = await client.messages.parse({
    model: 'claude-sonnet-5-5',
    max_tokens: 500,
    messages: [{ role: 'user', content: 'I cannot download the CSV export.' }],
    output_config: { format: zodOutputFormat(Verdict), effort: 'low' },
  });
  expect(message.parsed_output).toMatchObject({
    severity: 'high',
    summary: 'I cannot download the CSV export.',
  });
  expect(message.stop_reason).toBe('end_turn');
});

it('bills a cached prefix as written once and as read after that, until its hour is over', async () => {
  const system = [
    { type: 'text', text: 'Rules. '.repeat(800), cache_control: { type: 'ephemeral', ttl: '1h' } },
  ];
  const usage = async () => (await ask({ system })).usage;
  const first = await usage();
  expect(first).toMatchObject({ cache_read_input_tokens: 0, cache_creation_input_tokens: 1400 });
  expect(first.cache_creation?.ephemeral_1h_input_tokens).toBe(1400);
  clock.ms += 3_500_000;
  expect(await usage()).toMatchObject({ cache_read_input_tokens: 1400, cache_creation_input_tokens: 0 });
  clock.ms += 3_500_000;
  expect(await usage()).toMatchObject({ cache_read_input_tokens: 1400 });
  clock.ms += 3_700_000;
  expect(await usage()).toMatchObject({ cache_read_input_tokens: 0, cache_creation_input_tokens: 1400 });
  const other = await ask({ system, output_config: { format: zodOutputFormat(Verdict) } });
  expect(other.usage.cache_read_input_tokens).toBe(0);
});

it('does not cache a prefix that is too short', async () => {
  const system = [{ type: 'text', text: 'Rules.', cache_control: { type: 'ephemeral' } }];
  await ask({ system });
  expect((await ask({ system })).usage).toMatchObject({
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  });
});

describe('refuses', () => {
  const mark = { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } };
  const schema = (inner: Record<string, unknown>) => ({
    output_config: {
      format: {
        type: 'json_schema',
        schema: { type: 'object', additionalProperties: false, properties: { a: inner }, required: ['a'] },
      },
    },
  });
  test.each([
    ['a field it does not know', { temperature: 1 }, /temperature: Extra inputs are not permitted/],
    ['an unknown field inside', { metadata: { user: 'x' } }, /metadata\.user: Extra inputs/],
    ['no messages', { messages: [] }, /messages/],
    ['an empty text', { messages: [{ role: 'user', content: ' \n' }] }, /non-whitespace/],
    ['a first turn of the assistant', { messages: [{ role: 'assistant', content: 'x' }] }, /first message/],
    [
      'a prefilled answer',
      {
        messages: [
          { role: 'user', content: 'x' },
          { role: 'assistant', content: '{' },
        ],
      },
      /prefill/,
    ],
    ['max_tokens of zero', { max_tokens: 0 }, /max_tokens/],
    ['five cache breakpoints', { system: [mark, mark, mark, mark, mark] }, /maximum of 4 blocks/],
    [
      'an hour after five minutes',
      { system: [mark, { ...mark, cache_control: { type: 'ephemeral', ttl: '1h' } }] },
      /ttl='1h'/,
    ],
    ['a length in the schema', schema({ type: 'string', maxLength: 5 }), /'maxLength' is not supported/],
    ['an open object in the schema', schema({ type: 'object', properties: {} }), /additionalProperties/],
    ['streaming', { stream: true }, /does not stream/],
  ])('%s', async (_, changes, reason) => {
    const refused = ask(changes);
    await expect(refused).rejects.toThrow(BadRequestError);
    await expect(refused).rejects.toThrow(reason);
  });

  it('a wrong key, an unknown model, an unknown path', async () => {
    await expect(
      connect('sk-ant-wrong').messages.create({
        model: 'claude-sonnet-5-5',
        max_tokens: 5,
        messages: [{ role: 'user', content: 'x' }],
      }),
    ).rejects.toThrow(AuthenticationError);
    await expect(ask({ model: 'claude-nonexistent' })).rejects.toThrow(NotFoundError);
    await expect(client.get('/v1/nonsense')).rejects.toThrow(NotFoundError);
  });

  it('a body that is no JSON, and a call without its version header', async () => {
    const headers = { authorization: `Bearer ${claude.apiKey}`, 'content-type': 'application/json' };
    const version = { 'anthropic-version': '2026-10-21' };
    const post = (body: string, extra = {}) =>
      fetch(`${claude.url}/v1/messages`, { method: 'POST', body, headers: { ...headers, ...extra } });
    expect((await post('{"model":', version)).status).toBe(400);
    const missing = await post('{}');
    expect(await missing.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'anthropic-version: header is required' },
    });
  });
});

describe('fails when told', () => {
  it('with a rate limit that says when, an overload, an error', async () => {
    claude.faults.add({ fault: { kind: 'rateLimit', retryAfter: 7 }, times: 1 });
    const limited = await ask().catch((error) => error);
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited.headers.get('retry-after')).toBe('7');
    claude.faults.add({ fault: { kind: 'status', status: 529 }, times: 1 });
    await expect(ask()).rejects.toThrow(OverloadedError);
    claude.faults.add({ fault: { kind: 'status', status: 500 }, times: 1 });
    await expect(ask()).rejects.toThrow(InternalServerError);
  });

  it('with a reset connection and half an answer', async () => {
    claude.faults.add({ fault: { kind: 'resetBeforeCommit' }, times: 1 });
    await expect(ask()).rejects.toThrow(/Connection error/);
    claude.faults.add({ fault: { kind: 'truncate' }, times: 1 });
    await expect(ask()).rejects.toThrow();
    expect((await ask()).type).toBe('message');
  });

  it('by its responder: refusal, cut-off, choice over HTTP', async () => {
    await fetch(`${claude.url}/sandbox/reply`, {
      method: 'POST',
      body: JSON.stringify({ name: 'refusing' }),
    });
    expect(await ask()).toMatchObject({ stop_reason: 'refusal', stop_details: { type: 'refusal' } });
    claude.replyWith('endless');
    expect(await ask({ max_tokens: 10 })).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { output_tokens: 10 },
    });
  });
});

describe('batches', () => {
  const request = (custom_id: string, changes = {}) => ({
    custom_id,
    params: {
      model: 'claude-sonnet-5-5',
      max_tokens: 100,
      messages: [{ role: 'user' as const, content: `Hello ${custom_id}` }],
      ...changes,
    },
  });

  it('end after a while and then give one line for each request', async () => {
    const { id } = await client.messages.batches.create({
      requests: [request('a'), request('b', { max_tokens: -1 })],
    });
    const early = await client.messages.batches.retrieve(id);
    expect(early).toMatchObject({
      processing_status: 'in_progress',
      request_counts: { processing: 2 },
      results_url: null,
    });
    clock.ms += 1_001;
    expect(await client.messages.batches.retrieve(id)).toMatchObject({
      processing_status: 'ended',
      request_counts: { processing: 0, succeeded: 1, errored: 1 },
    });
    const lines = [];
    for await (const line of await client.messages.batches.results(id)) lines.push(line);
    expect(lines.map(({ custom_id, result }) => [custom_id, result.type])).toEqual([
      ['b', 'errored'],
      ['a', 'succeeded'],
    ]);
    expect((await client.messages.batches.list()).data[0]?.id).toBe(id);
  });

  it('can be cancelled, and refuse ids that are no ids or come twice', async () => {
    const { id } = await client.messages.batches.create({ requests: [request('a')] });
    expect(await client.messages.batches.cancel(id)).toMatchObject({ processing_status: 'canceling' });
    clock.ms += 1_001;
    expect(await client.messages.batches.retrieve(id)).toMatchObject({ request_counts: { canceled: 1 } });
    await expect(client.messages.batches.create({ requests: [request('a b')] })).rejects.toThrow(/custom_id/);
    await expect(client.messages.batches.create({ requests: [request('a'), request('a')] })).rejects.toThrow(
      /unique/,
    );
    await expect(client.messages.batches.retrieve('msgbatch_none')).rejects.toThrow(NotFoundError);
  });

  it('survive a restart of the stand-in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-claude-'));
    const stateFile = join(folder, 'claude.json');
    const first = await startAnthropic({ stateFile, batchMs: 0 });
    const { id } = await connect(first.apiKey, first.url).messages.batches.create({
      requests: [request('a')],
    });
    await first.stop();
    const second = await startAnthropic({ stateFile, batchMs: 0 });
    expect(await connect(second.apiKey, second.url).messages.batches.retrieve(id)).toMatchObject({
      request_counts: { succeeded: 1 },
    });
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});
