// Bulk questions through Message Batches. Nothing about a batch is kept in memory: its id finds the answers.
import { NotFoundError } from '@anthropic-ai/sdk';
import type {
  MessageBatch,
  MessageBatchIndividualResponse,
} from '@anthropic-ai/sdk/resources/messages/batches';
import type { z } from 'zod';
import { idFor } from '../lib/ids.ts';
import { estimateOf } from './budget.ts';
import { type Claude, defaultTimes, readMessage } from './claude-call.ts';
import { readAnswer, requestBody } from './claude-question.ts';
import {
  type Answer,
  addUsage,
  type BatchAnswer,
  type BatchState,
  type BulkModel,
  batchLimit,
  noUsage,
  type Question,
  type Usage,
} from './port.ts';
import { costOf, priceOf } from './price.ts';

export function batchCalls(claude: Claude): Pick<BulkModel, 'askMany' | 'answersOf' | 'cancelMany'> {
  const known = new Set<string>();
  return {
    async askMany(questions) {
      const { batchId } = await askMany(claude, questions, known);
      known.add(batchId);
      return { batchId };
    },
    answersOf: (batchId, about) => answersOf(claude, batchId, about),
    cancelMany: async (batchId) => {
      await patiently(claude, (signal) =>
        unlessGone(claude.client.messages.batches.cancel(batchId, {}, { signal })),
      );
    },
  };
}

type Asked = { id: string; question: Question<unknown> };

/** `known`: batches this process made, which can be none whose answer was lost. */
async function askMany(claude: Claude, asked: Asked[], known: Set<string>): Promise<{ batchId: string }> {
  if (asked.length === 0 || asked.length > batchLimit)
    throw new RangeError(`A batch holds 1 to ${batchLimit} questions, not ${asked.length}.`);
  const reserve = estimateOfBatch(claude, asked);
  await claude.budget.check({
    usd: reserve.usd,
    tokens: reserve.usage.inputTokens + reserve.usage.outputTokens,
  });
  const requests = asked.map(({ id, question }) => ({
    custom_id: id,
    params: requestBody(claude.options, question),
  }));
  const lost = { since: claude.now(), size: asked.length, known };
  let tries = 0;
  const batch = await patiently(claude, async (signal) => {
    const earlier = tries++ > 0 ? await findLost(claude, lost, signal) : undefined;
    return earlier ?? claude.client.messages.batches.create({ requests }, { signal });
  });
  await countBatch(claude, batch, asked[0]!.question, reserve);
  return { batchId: batch.id };
}

/**
 * A creation whose answer was lost is looked up before it is repeated. Batches carry no id of ours, so size and time
 * must do; should that ever be another worker's batch, its answers do not bear our ids and our questions stay open.
 */
async function findLost(
  { client }: Claude,
  { since, size, known }: { since: Date; size: number; known: Set<string> },
  signal: AbortSignal,
): Promise<MessageBatch | undefined> {
  const page = await client.messages.batches.list({ limit: 20 }, { signal });
  const clockSkewMs = 30_000;
  return page.data.find((batch) => {
    const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
    const young = Date.parse(batch.created_at) >= since.getTime() - clockSkewMs;
    return young && !known.has(batch.id) && processing + succeeded + errored + canceled + expired === size;
  });
}

async function answersOf<T>(claude: Claude, batchId: string, about: About<T>): Promise<BatchState<T>> {
  const { batches } = claude.client.messages;
  const batch = await patiently(claude, (signal) => unlessGone(batches.retrieve(batchId, {}, { signal })));
  if (!batch || batch.archived_at) return { kind: 'gone' };
  if (batch.processing_status !== 'ended') return { kind: 'working' };
  // All at once, so that a download cut off in the middle is simply repeated.
  const lines = await patiently(claude, async (signal) => {
    const all: MessageBatchIndividualResponse[] = [];
    for await (const line of await batches.results(batchId, {}, { signal })) all.push(line);
    return all;
  });
  const seconds = (Date.parse(batch.ended_at ?? batch.created_at) - Date.parse(batch.created_at)) / 1000;
  const answers = lines.map((line) => readLine(line, { model: claude.options.model, seconds, ...about }));
  const usage = answers.reduce((sum, answer) => addUsage(sum, answer.usage), noUsage);
  await countBatch(claude, batch, about, { usage, usd: answers.reduce((sum, { usd }) => sum + usd, 0) });
  return { kind: 'done', answers: answers.map(({ said }) => said) };
}

type About<T> = Pick<Question<T>, 'name' | 'version' | 'schema'>;
type Read<T> = { said: BatchAnswer<T>; usage: Usage; usd: number };

function readLine<T>(
  { custom_id: id, result }: MessageBatchIndividualResponse,
  { model, schema, seconds }: { model: string; schema: z.ZodType<T>; seconds: number },
): Read<T> {
  if (result.type !== 'succeeded') return { said: unanswered(id, result), usage: noUsage, usd: 0 };
  const message = readMessage(result.message);
  const { usage } = message;
  const usd = costOf(usage, priceOf(model).price, 'batch');
  const read = readAnswer(message, schema);
  if (read.kind !== 'fits') return { said: { kind: 'rejected', id, why: read.why }, usage, usd };
  const answer: Answer<T> = {
    value: read.value,
    model: message.model,
    usage,
    costUsd: usd,
    calls: 1,
    seconds,
  };
  return { said: { kind: 'answered', id, answer }, usage, usd };
}

function unanswered(
  id: string,
  result: Exclude<MessageBatchIndividualResponse['result'], { type: 'succeeded' }>,
): BatchAnswer<never> {
  if (result.type !== 'errored') return { kind: 'failed', id, why: `The question was ${result.type}.` };
  const { type, message } = result.error.error;
  return { kind: type === 'invalid_request_error' ? 'rejected' : 'failed', id, why: message };
}

function estimateOfBatch({ options }: Claude, asked: Asked[]): { usage: Usage; usd: number } {
  const { price } = priceOf(options.model);
  return asked
    .map(({ question }) => estimateOf(question, price, 'batch'))
    .reduce((sum, one) => ({ usage: addUsage(sum.usage, one.usage), usd: sum.usd + one.usd }));
}

/** One entry a batch, on the day it was handed over: its estimate is replaced by the truth when the answers are read. */
async function countBatch(
  { budget, options }: Claude,
  batch: MessageBatch,
  { name, version }: { name: string; version: string },
  { usage, usd }: { usage: Usage; usd: number },
): Promise<void> {
  const call = { id: idFor('message-batch', batch.id), at: new Date(batch.created_at), model: options.model };
  await budget.count({ ...call, question: name, version, outcome: 'batch', costUsd: usd, ...usage });
}

/** Here a 404 says nothing about the model. */
async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** Calls about batches cost nothing by themselves, so their failures are not billed. */
function patiently<T>(claude: Claude, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = claude.now().getTime() + (claude.options.askTimeoutMs ?? defaultTimes.askTimeoutMs);
  return claude.attempt(call, { deadline, onFailed: async () => undefined });
}
