// Linear's lists: Relay pages of 50 (at most 250), newest first, archived rows left out unless asked for.
import type { GraphQLSchema } from 'graphql';
import { matches } from './filter.ts';
import { invalidInput } from './refusals.ts';
import type { World } from './world.ts';

type Listed = { id: string; createdAt?: string; updatedAt?: string; archivedAt?: string | null };

export type ListArgs = {
  first?: number;
  last?: number;
  after?: string;
  before?: string;
  filter?: object;
  includeArchived?: boolean;
  orderBy?: 'createdAt' | 'updatedAt';
};

export type Where = { world: World; schema: GraphQLSchema; base: string; type: string };

/** `inOrder`: the rows come sorted (search results, workflow states) and stay so. */
export function connection<R extends Listed>(rows: R[], args: ListArgs, where: Where, inOrder = false) {
  checkPage(args);
  const kept = rows
    .filter((row) => args.includeArchived || !row.archivedAt)
    .filter((row) => !args.filter || matches(row, args.filter, where));
  if (!inOrder) kept.sort(newestBy(args.orderBy ?? 'createdAt'));
  const from = args.after ? kept.findIndex((row) => row.id === args.after) + 1 : 0;
  const to = args.before ? kept.findIndex((row) => row.id === args.before) : kept.length;
  const between = kept.slice(from, to);
  const nodes = args.last ? between.slice(-args.last) : between.slice(0, args.first ?? 50);
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: node.id })),
    totalCount: kept.length,
    pageInfo: {
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
      hasNextPage: nodes.length > 0 && nodes.at(-1)?.id !== kept.at(-1)?.id,
      hasPreviousPage: nodes.length > 0 && nodes[0]?.id !== kept[0]?.id,
    },
  };
}

function checkPage(args: ListArgs): void {
  for (const size of [args.first, args.last])
    if (size !== undefined && size !== null && (size < 1 || size > 250))
      throw invalidInput(`first and last must be between 1 and 250, got ${size}.`);
  if (args.first && args.last) throw invalidInput('Passing both "first" and "last" is not supported.');
}

function newestBy(order: 'createdAt' | 'updatedAt') {
  return (a: Listed, b: Listed) => (b[order] ?? '').localeCompare(a[order] ?? '') || b.id.localeCompare(a.id);
}
