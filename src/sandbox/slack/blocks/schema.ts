// JSON schemas of Slack's shapes, made from the typings of the installed @slack/types: they cannot drift from the SDK.
// Making them takes about 3 seconds, so they are kept below node_modules/.cache, or in memory where that is read-only.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

type ShapeName = 'MessageBlocks' | 'Modal' | 'Home' | 'Attachment';
/** Problems as `place: what`, none when the value has the shape. */
export type Shapes = (name: ShapeName, value: unknown) => { place: string; problem: string }[];

type Schema = { [key: string]: unknown };
type Definitions = Record<string, Schema>;

const shapesFile = fileURLToPath(new URL('./shapes.ts', import.meta.url));
/** Raised when `closedUnions` changes what is cached. */
const layout = 1;

export async function loadShapes(): Promise<Shapes> {
  const definitions = readCache() ?? writeCache(closedUnions(await generate()));
  const ajv = new Ajv({ discriminator: true, allErrors: true, strict: false });
  ajv.addSchema({ $id: 'slack', definitions });
  const compiled = new Map<ShapeName, ValidateFunction>();
  return (name, value) => {
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `slack#/definitions/${name}` });
    compiled.set(name, validate);
    return validate(value) ? [] : uniqueProblems(validate.errors ?? []);
  };
}

async function generate(): Promise<Definitions> {
  const { createGenerator } = await import('ts-json-schema-generator');
  const generator = createGenerator({
    path: shapesFile,
    type: '*',
    additionalProperties: false,
    skipTypeCheck: true,
    expose: 'all',
  });
  return generator.createSchema('*').definitions as Definitions;
}

/**
 * Unions of objects that differ by `type` become discriminated ones: a wrong button is then told what is wrong with a
 * button, not that it is no image either.
 */
function closedUnions(definitions: Definitions): Definitions {
  const rewrite = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(rewrite);
    if (node === null || typeof node !== 'object') return node;
    const { description, ...rest } = node as Schema;
    // A comment is a string; a property that is called `description` is a schema, and stays.
    const schema: Schema =
      typeof description === 'string' || description === undefined ? rest : { ...rest, description };
    const rewritten = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, rewrite(value)]));
    return Array.isArray(schema.anyOf)
      ? (byType(definitions, schema.anyOf as Schema[]) ?? rewritten)
      : rewritten;
  };
  return rewrite(definitions) as Definitions;
}

function byType(definitions: Definitions, members: Schema[]): Schema | undefined {
  const branches = new Map<string, Schema[]>();
  for (const member of members.flatMap((one) => flat(definitions, one))) {
    const type = typeOf(definitions, member);
    if (type === undefined) return undefined;
    branches.set(type, [...(branches.get(type) ?? []), member]);
  }
  if (branches.size < 2) return undefined;
  const oneOf = [...branches].map(([type, same]) => ({
    properties: { type: { const: type } },
    required: ['type'],
    ...(same.length === 1 ? { allOf: same } : { anyOf: same }),
  }));
  return { type: 'object', required: ['type'], discriminator: { propertyName: 'type' }, oneOf };
}

/** A union within the union gives its members. */
function flat(definitions: Definitions, schema: Schema): Schema[] {
  const target = resolved(definitions, schema);
  return Array.isArray(target.anyOf)
    ? (target.anyOf as Schema[]).flatMap((one) => flat(definitions, one))
    : [schema];
}

function typeOf(definitions: Definitions, schema: Schema): string | undefined {
  const { properties } = resolved(definitions, schema) as { properties?: { type?: { const?: string } } };
  return properties?.type?.const;
}

function resolved(definitions: Definitions, schema: Schema): Schema {
  const name = /^#\/definitions\/(.+)$/.exec(String(schema.$ref ?? ''))?.[1];
  return name ? (definitions[decodeURIComponent(name)] ?? {}) : schema;
}

function uniqueProblems(errors: ErrorObject[]): { place: string; problem: string }[] {
  const told = errors.filter((error) => !['oneOf', 'anyOf', 'if'].includes(error.keyword));
  const seen = new Map(
    (told.length > 0 ? told : errors).map((error) => [`${error.instancePath} ${wordsFor(error)}`, error]),
  );
  return [...seen.values()].map((error) => ({ place: error.instancePath, problem: wordsFor(error) }));
}

function wordsFor(error: ErrorObject): string {
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return `unknown field: ${params.additionalProperty}`;
    case 'required':
      return `missing required field: ${params.missingProperty}`;
    case 'discriminator':
      return `unsupported type: ${params.tagValue}`;
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}`;
    case 'const':
      return `must be ${params.allowedValue}`;
    default:
      return error.message ?? error.keyword;
  }
}

function cachePath(): string {
  const sdk = createRequire(import.meta.url).resolve('@slack/types');
  const root = sdk.slice(0, sdk.lastIndexOf('node_modules') + 'node_modules'.length);
  const version = readFileSync(join(root, '@slack', 'types', 'package.json'), 'utf8');
  const key = createHash('sha256')
    .update(`${layout}`)
    .update(version)
    .update(readFileSync(shapesFile))
    .digest('hex');
  return join(root, '.cache', 'earshot', `slack-shapes-${key.slice(0, 16)}.json`);
}

function readCache(): Definitions | undefined {
  try {
    return JSON.parse(readFileSync(cachePath(), 'utf8'));
  } catch {
    // Not there yet, or half-written by a crash: made again.
    return undefined;
  }
}

function writeCache(definitions: Definitions): Definitions {
  try {
    const path = cachePath();
    mkdirSync(dirname(path), { recursive: true });
    const own = `${path}.${process.pid}.tmp`;
    writeFileSync(own, JSON.stringify(definitions));
    renameSync(own, path);
  } catch {
    // A read-only node_modules costs 3 seconds at each start, nothing else.
  }
  return definitions;
}
