// Counts tokens and keeps the prompt cache as the service does: prefixes up to a breakpoint, for five minutes or an hour.
import { createHash } from 'node:crypto';
import { blocksOf } from './rules.ts';
import type { MessageParams, TextBlock } from './wire.ts';

type InputUsage = {
  input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
};

export type PromptCache = { bill(params: MessageParams): InputUsage };

/** Shorter prefixes are not cached. The number is Claude Sonnet 5's. */
const shortestPrefix = 1024;

export function createPromptCache(now: () => number): PromptCache {
  const entries = new Map<string, { until: number; tokens: number; lifeMs: number }>();
  return {
    bill(params) {
      const steps = prefixes(params);
      const total = steps.at(-1)!.tokens;
      const marked = steps.filter((step) => step.ttl && step.tokens >= shortestPrefix);
      const last = marked.at(-1);
      const read = steps
        .filter((step) => last && step.tokens <= last.tokens)
        .reverse()
        .find((step) => (entries.get(step.key)?.until ?? 0) > now());
      const hit = read && entries.get(read.key);
      if (hit) hit.until = now() + hit.lifeMs;
      const written = { '5m': 0, '1h': 0 };
      let from = read?.tokens ?? 0;
      for (const step of marked.filter(({ tokens }) => tokens > from)) {
        const lifeMs = step.ttl === '1h' ? 3_600_000 : 300_000;
        entries.set(step.key, { until: now() + lifeMs, tokens: step.tokens, lifeMs });
        written[step.ttl!] += step.tokens - from;
        from = step.tokens;
      }
      const creation = written['5m'] + written['1h'];
      const readTokens = read?.tokens ?? 0;
      return {
        input_tokens: total - readTokens - creation,
        cache_read_input_tokens: readTokens,
        cache_creation_input_tokens: creation,
        cache_creation: {
          ephemeral_5m_input_tokens: written['5m'],
          ephemeral_1h_input_tokens: written['1h'],
        },
      };
    },
  };
}

type Prefix = { key: string; tokens: number; ttl: '5m' | '1h' | undefined };

/** The schema comes first: another schema, another prefix. */
function prefixes({ model, output_config, system, messages }: MessageParams): Prefix[] {
  const schema = JSON.stringify(output_config?.format?.schema ?? null);
  const hash = createHash('sha256').update(`${model}\n${schema}\n`);
  let tokens = schema === 'null' ? 0 : tokensIn(schema);
  const step = (role: string, block: TextBlock): Prefix => {
    hash.update(`${role}\n${block.text}\n`);
    tokens += tokensIn(block.text);
    const ttl = block.cache_control ? (block.cache_control.ttl ?? '5m') : undefined;
    return { key: hash.copy().digest('hex'), tokens, ttl };
  };
  return [
    ...blocksOf(system ?? []).map((block) => step('system', block)),
    ...messages.flatMap(({ role, content }) => blocksOf(content).map((block) => step(role, block))),
  ];
}

/** About four bytes of English a token. */
export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
