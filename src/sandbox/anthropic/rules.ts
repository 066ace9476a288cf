// What the Messages API refuses beyond the shape of a request: cache breakpoints, turns, and schemas it cannot follow.
import type { ApiError, MessageParams, TextBlock } from './wire.ts';

/** The reason it would be refused with, if any. */
export function ruleBroken(params: MessageParams, knownModels: string[]): ApiError | undefined {
  if (!knownModels.includes(params.model))
    return { type: 'not_found_error', message: `model: ${params.model}` };
  const problem = turnsProblem(params) ?? cacheProblem(params) ?? schemaProblem(params);
  return problem ? { type: 'invalid_request_error', message: problem } : undefined;
}

function turnsProblem({ messages }: MessageParams): string | undefined {
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  if (messages.at(-1)?.role === 'assistant')
    return 'This model does not support assistant message prefill. The conversation must end with a user message.';
  const blank = messages.findIndex(({ content }) =>
    blocksOf(content).every(({ text }) => text.trim() === ''),
  );
  return blank >= 0 ? `messages.${blank}: text content blocks must contain non-whitespace text` : undefined;
}

/** At most four breakpoints, and the ones that live an hour come first. */
function cacheProblem(params: MessageParams): string | undefined {
  const marks = [params.system ?? '', ...params.messages.map(({ content }) => content)]
    .flatMap(blocksOf)
    .flatMap(({ cache_control }) => cache_control ?? []);
  if (marks.length > 4)
    return `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`;
  const lives = marks.map(({ ttl }) => ttl ?? '5m');
  return lives.lastIndexOf('1h') > (lives.includes('5m') ? lives.indexOf('5m') : Number.POSITIVE_INFINITY)
    ? "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"
    : undefined;
}

export function blocksOf(content: string | TextBlock[]): TextBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function schemaProblem({ output_config }: MessageParams): string | undefined {
  const schema = output_config?.format?.schema;
  if (!schema) return undefined;
  const defs = (schema.$defs ?? {}) as Record<string, unknown>;
  const problems = [schema, ...Object.values(defs)].map((part) => problemIn(part, 'schema'));
  return problems.find((problem) => problem !== undefined);
}

/** Keywords of JSON Schema that constrained decoding does not know. Source: Anthropic's page on structured outputs. */
const unsupported = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'patternProperties',
  'not',
  'if',
  'then',
  'else',
  'oneOf',
];

function problemIn(schema: unknown, path: string): string | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return `output_config.format.${path}: must be an object`;
  const node = schema as Record<string, unknown>;
  if ('$ref' in node) return undefined;
  const wrong = unsupported.find((keyword) => keyword in node);
  if (wrong) return `output_config.format.${path}: For this schema, property '${wrong}' is not supported`;
  if (node.type === 'object' && node.additionalProperties !== false)
    return `output_config.format.${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`;
  if (typeof node.minItems === 'number' && node.minItems > 1)
    return `output_config.format.${path}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`;
  const inside: [string, unknown][] = [
    ...Object.entries((node.properties ?? {}) as Record<string, unknown>),
    ...(node.items === undefined ? [] : [['items', node.items] as [string, unknown]]),
    ...((node.anyOf ?? node.allOf ?? []) as unknown[]).map((part, i): [string, unknown] => [
      `anyOf.${i}`,
      part,
    ]),
  ];
  for (const [name, part] of inside) {
    const problem = problemIn(part, `${path}.${name}`);
    if (problem) return problem;
  }
  return undefined;
}
