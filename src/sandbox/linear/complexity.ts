// What a query costs by Linear's published rule: a tenth of a point a property, one an object, a connection times its
// page size (50 when none is given). Linear refuses a single query above 10,000 points.
import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export const maxComplexity = 10_000;

export function complexityOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
): number {
  const operation = document.definitions.find(
    (it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const walk = { schema, document, variables };
  return Math.ceil(selectionCost(operation.selectionSet, root, walk));
}

type Walk = { schema: GraphQLSchema; document: DocumentNode; variables: Record<string, unknown> };

function selectionCost(set: SelectionSetNode, parent: GraphQLNamedType, walk: Walk): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const name = selection.typeCondition?.name.value;
      cost += selectionCost(selection.selectionSet, (name && walk.schema.getType(name)) || parent, walk);
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = walk.document.definitions.find(
        (it) => it.kind === Kind.FRAGMENT_DEFINITION && it.name.value === selection.name.value,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        cost += selectionCost(fragment.selectionSet, parent, walk);
    } else cost += fieldCost(selection, parent, walk);
  }
  return cost;
}

type FieldSelection = Extract<SelectionSetNode['selections'][number], { kind: typeof Kind.FIELD }>;

function fieldCost(node: FieldSelection, parent: GraphQLNamedType, walk: Walk): number {
  const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
  const type = field && getNamedType(field.type);
  if (!type || !isCompositeType(type) || !node.selectionSet) return 0.1;
  const inside = selectionCost(node.selectionSet, type, walk);
  return type.name.endsWith('Connection') ? 1 + inside * pageSize(node, walk) : 1 + inside;
}

function pageSize(node: FieldSelection, walk: Walk): number {
  const given = node.arguments?.find((argument) => ['first', 'last'].includes(argument.name.value))?.value;
  if (given?.kind === Kind.INT) return Number(given.value);
  if (given?.kind === Kind.VARIABLE) return Number(walk.variables[given.name.value] ?? 50);
  return 50;
}
