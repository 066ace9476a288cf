// Who thinks in place of Claude: a function of the request alone. The server makes a message of what it says.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { tokensIn } from './prompt-cache.ts';
import { blocksOf } from './rules.ts';
import type { ApiError, MessageParams } from './wire.ts';

/** What there is to answer from. */
export type Asked = {
  model: string;
  system: string;
  turns: { role: 'user' | 'assistant'; text: string }[];
  /** Of the answer, when one was asked for. */
  schema: Record<string, unknown> | undefined;
};

/** `json` is checked against the schema, because the service cannot break it either; `text` may be anything. */
export type Reply =
  | { json: unknown }
  | { text: string }
  | { refusal: string }
  | { error: ApiError }
  /** In a batch only: its time ran out. */
  | { expired: true };

export type Responder = (asked: Asked) => Reply;

export function askedOf(params: MessageParams): Asked {
  const words = (content: Parameters<typeof blocksOf>[0]) =>
    blocksOf(content)
      .map(({ text }) => text)
      .join('\n\n');
  return {
    model: params.model,
    system: words(params.system ?? []),
    turns: params.messages.map(({ role, content }) => ({ role, text: words(content) })),
    schema: params.output_config?.format?.schema,
  };
}

export type Spoken = {
  text: string;
  outputTokens: number;
  stopReason: 'end_turn' | 'max_tokens' | 'refusal';
  explanation: string | null;
};

/** Throws when a responder breaks the schema: that is a fault of ours, not of the caller. */
export function speak(
  reply: Exclude<Reply, { error: ApiError } | { expired: true }>,
  params: MessageParams,
): Spoken {
  if ('refusal' in reply)
    return { text: '', outputTokens: 1, stopReason: 'refusal', explanation: reply.refusal };
  const text = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
  if ('json' in reply) mustFit(reply.json, params.output_config?.format?.schema);
  const outputTokens = tokensIn(text);
  if (outputTokens <= params.max_tokens)
    return { text, outputTokens, stopReason: 'end_turn', explanation: null };
  const cut = Buffer.from(text)
    .subarray(0, params.max_tokens * 4)
    .toString()
    .replace(/\uFFFD$/, '');
  return { text: cut, outputTokens: params.max_tokens, stopReason: 'max_tokens', explanation: null };
}

function mustFit(value: unknown, schema: Record<string, unknown> | undefined): void {
  if (!schema) return;
  const ajv = new Ajv2020({ strict: false });
  const fits = ajv.compile(schema);
  if (!fits(value)) throw new Error(`The responder broke the schema: ${ajv.errorsText(fits.errors)}`);
}
