// From a request to a message: checked, answered by the responder, billed by the prompt cache.
import { randomUUID } from 'node:crypto';
import type { PromptCache } from './prompt-cache.ts';
import { askedOf, type Responder, speak } from './reply.ts';
import { ruleBroken } from './rules.ts';
import { type ApiError, firstIssue, MessageParams } from './wire.ts';

export type World = { apiKey: string; models: string[]; cache: PromptCache; reply: Responder };
export type Answered = { message: Record<string, unknown> } | { error: ApiError };

export function answer(world: World, body: unknown): Answered {
  const parsed = MessageParams.safeParse(body);
  if (!parsed.success) return { error: firstIssue(parsed.error) };
  const params = parsed.data;
  const broken = ruleBroken(params, world.models);
  if (broken) return { error: broken };
  const reply = world.reply(askedOf(params));
  if ('error' in reply) return { error: reply.error };
  if ('expired' in reply) return { error: { type: 'timeout_error', message: 'Request timed out' } };
  const { text, outputTokens, stopReason, explanation } = speak(reply, params);
  return {
    message: {
      id: `msg_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      type: 'message',
      role: 'assistant',
      model: params.model,
      container: null,
      diagnostics: null,
      content: [
        { type: 'thinking', thinking: '', signature: 'c3RhbmQtaW4=' },
        ...(text ? [{ type: 'text', text, citations: null }] : []),
      ],
      stop_reason: stopReason,
      stop_sequence: null,
      stop_details: explanation === null ? null : { type: 'refusal', category: null, explanation },
      usage: {
        ...world.cache.bill(params),
        output_tokens: outputTokens,
        output_tokens_details: { thinking_tokens: 0 },
        inference_geo: null,
        server_tool_use: null,
        service_tier: 'standard',
        speed: 'standard',
      },
    },
  };
}

export function answerInBatch(world: World, params: Record<string, unknown>) {
  const parsed = MessageParams.safeParse(params);
  if (
    parsed.success &&
    !ruleBroken(parsed.data, world.models) &&
    'expired' in world.reply(askedOf(parsed.data))
  )
    return { type: 'expired' };
  const answered = answer(world, params);
  if ('message' in answered) return { type: 'succeeded', message: answered.message };
  return { type: 'errored', error: { type: 'error', error: answered.error, request_id: null } };
}
