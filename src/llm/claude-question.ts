// A question as a request of the Messages API, and what came back as an answer that fits, or not.
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { MessageCreateParamsNonStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { z } from 'zod';
import type { ClaudeOptions, Said } from './claude-call.ts';
import type { Question } from './port.ts';

/** `said` is absent when the first answer was cut off: then only the room grows. */
export type SecondChance = { said: string | undefined; why: string };

/** The schema is part of the cached prefix: it is the same for every question of one prompt version. */
export function requestBody(
  { model, effort }: ClaudeOptions,
  question: Question<unknown>,
  second?: SecondChance,
): MessageCreateParamsNonStreaming {
  const { type, schema } = zodOutputFormat(question.schema);
  const messages: MessageParam[] = [{ role: 'user', content: question.user }];
  if (second?.said)
    messages.push(
      { role: 'assistant', content: second.said },
      {
        role: 'user',
        content: `That answer does not fit the schema:\n${second.why}\nAnswer again, complete.`,
      },
    );
  return {
    model,
    max_tokens: second && second.said === undefined ? question.maxTokens * 2 : question.maxTokens,
    system: question.system.map((text, i) => ({
      type: 'text',
      text,
      ...(i >= question.system.length - 4
        ? { cache_control: { type: 'ephemeral', ttl: '1h' } as const }
        : {}),
    })),
    messages,
    output_config: { format: { type, schema }, effort },
  };
}

export type ReadAnswer<T> = { kind: 'fits'; value: T } | { kind: 'does not fit' | 'declined'; why: string };

/** We parse ourselves: the SDK's parse throws the usage away with the answer. */
export function readAnswer<T>({ text, stopReason }: Said, schema: z.ZodType<T>): ReadAnswer<T> {
  if (stopReason === 'refusal') return { kind: 'declined', why: 'Claude declined to answer.' };
  if (stopReason === 'max_tokens') return { kind: 'does not fit', why: 'The answer was cut off.' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'does not fit', why: 'The answer is no JSON.' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'fits', value: parsed.data };
  return { kind: 'does not fit', why: z.prettifyError(parsed.error).slice(0, 1000) };
}
