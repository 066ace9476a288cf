// One GraphQL request: parsed, validated with its variables against Linear's schema, weighed, executed.
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Box } from './box.ts';
import { complexityOf, maxComplexity } from './complexity.ts';
import { connection, type ListArgs } from './connection.ts';
import { read } from './fields.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import { invalidQuery, tooComplex } from './refusals.ts';

export type Outcome = { status: 200 | 400; body: ExecutionResult; complexity: number };

export async function runQuery(
  box: Box,
  request: { query: string; variables: Record<string, unknown>; operationName?: string | undefined },
): Promise<Outcome> {
  const { schema } = box;
  const checked = check(schema, request.query);
  if ('errors' in checked) return { status: 400, body: { errors: checked.errors }, complexity: 0 };
  const complexity = complexityOf(schema, checked.document, request.variables);
  if (complexity > maxComplexity)
    return { status: 400, body: { errors: [tooComplex(complexity, maxComplexity)] }, complexity };
  const body = await execute({
    schema,
    document: checked.document,
    rootValue: {},
    contextValue: box,
    variableValues: request.variables,
    ...(request.operationName ? { operationName: request.operationName } : {}),
    fieldResolver: resolveField,
    typeResolver: () => undefined,
  });
  // Variables that do not fit their types end before anything ran.
  if (body.data === undefined && body.errors)
    return { status: 400, body: { errors: invalidQuery(body.errors) }, complexity };
  return { status: 200, body, complexity };
}

const checkedQueries = new Map<string, DocumentNode>();

/** A query text is validated once: clients send the same few over and over. */
function check(
  schema: GraphQLSchema,
  query: string,
): { document: DocumentNode } | { errors: GraphQLError[] } {
  const known = checkedQueries.get(query);
  if (known) return { document: known };
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors: invalidQuery(errors) };
    if (checkedQueries.size < 500) checkedQueries.set(query, document);
    return { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: invalidQuery([error]) };
    throw error;
  }
}

const resolveField: GraphQLFieldResolver<object, Box> = (source, args, box, info) => {
  const root = { Query: queries, Mutation: mutations }[info.parentType.name];
  if (root) {
    const resolver = root[info.fieldName];
    if (!resolver)
      throw new GraphQLError(
        `The stand-in server has no ${info.parentType.name.toLowerCase()} "${info.fieldName}".`,
      );
    const value = resolver(box, args as never);
    return Array.isArray(value)
      ? paged(value, args, { box, info, inOrder: info.fieldName === 'searchIssues' })
      : value;
  }
  const at = { type: info.parentType.name, row: source, base: box.base };
  const value = read(box.world, at, info.fieldName);
  if (Array.isArray(value) && getNamedType(info.returnType).name.endsWith('Connection'))
    return paged(value, args, { box, info, inOrder: info.fieldName === 'states' });
  return value ?? emptyValue(info.returnType);
};

type Paging = { box: Box; info: GraphQLResolveInfo; inOrder: boolean };

function paged(rows: { id: string }[], args: object, { box, info, inOrder }: Paging) {
  const returned = getNamedType(info.returnType).name;
  const type = returned === 'IssueSearchPayload' ? 'Issue' : returned.replace(/Connection$/, '');
  const where = { world: box.world, schema: box.schema, base: box.base, type };
  return connection(rows, args as ListArgs, where, inOrder);
}

/** What the stand-in keeps no data for is empty where the schema says it cannot be missing. */
function emptyValue(type: GraphQLOutputType): unknown {
  if (!isNonNullType(type)) return null;
  const inner = type.ofType;
  if (isListType(inner)) return [];
  const named = getNamedType(inner);
  if (named.name.endsWith('Connection')) return { nodes: [], edges: [], pageInfo: {} };
  if (isEnumType(named)) return named.getValues()[0]?.value;
  if (isObjectType(named) && !named.getFields().id) return {};
  return { Boolean: false, Int: 0, Float: 0, String: '', JSONObject: {}, JSON: '{}' }[named.name];
}
