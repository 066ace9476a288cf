// The running stand-in as its parts see it, and the one way a row comes into it, changes and leaves.
import type { GraphQLSchema } from 'graphql';
import { invalidInput } from './refusals.ts';
import type { LinearChange } from './wire.ts';
import type { TableName, Tables, World } from './world.ts';

/** A committed change: what the stream tells, and what webhooks are made of. */
export type Change = {
  table: TableName;
  action: LinearChange['action'];
  id: string;
  issueId: string | null;
  actorId: string;
  /** Columns before an update. */
  before: Record<string, unknown>;
};

export type Box = {
  world: World;
  schema: GraphQLSchema;
  /** Of the addresses people open: `http://127.0.0.1:port`. */
  base: string;
  now(): Date;
  changed(change: Change): void;
};

/** `id`: the client's own, which Linear takes as long as it is a fresh UUID v4. */
export function newRowId(
  box: Box,
  table: TableName,
  id: string | null | undefined,
  made: () => string,
): string {
  if (id === null || id === undefined) return made();
  if (!uuid4.test(id)) throw invalidInput('id must be a UUID.');
  if (box.world[table][id])
    throw invalidInput(`An entity with the id ${id} already exists.`, 'Entity already exists');
  return id;
}

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

type Fresh<T extends TableName> = Omit<Tables[T], 'createdAt' | 'updatedAt' | 'archivedAt'>;

export function insert<T extends TableName>(
  box: Box,
  { table, row, actorId }: { table: T; row: Fresh<T>; actorId: string },
): Tables[T] {
  const at = box.now().toISOString();
  const whole = { ...row, createdAt: at, updatedAt: at, archivedAt: null } as unknown as Tables[T];
  (box.world[table] as Record<string, Tables[T]>)[row.id as string] = whole;
  box.changed({ table, action: 'create', id: whole.id, issueId: issueOf(table, whole), actorId, before: {} });
  return whole;
}

/** Only columns that really change count; a patch without any tells nobody. */
export function update<T extends TableName>(
  box: Box,
  { table, row, patch, actorId }: { table: T; row: Tables[T]; patch: Partial<Tables[T]>; actorId: string },
): void {
  const before: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    const old = (row as Record<string, unknown>)[key];
    if (JSON.stringify(old) !== JSON.stringify(value)) before[key] = old;
  }
  if (Object.keys(before).length === 0) return;
  before.updatedAt = row.updatedAt;
  Object.assign(row, patch, { updatedAt: box.now().toISOString() });
  box.changed({ table, action: 'update', id: row.id, issueId: issueOf(table, row), actorId, before });
}

export function remove<T extends TableName>(
  box: Box,
  { table, row, actorId }: { table: T; row: Tables[T]; actorId: string },
): void {
  delete box.world[table][row.id];
  box.changed({
    table,
    action: 'remove',
    id: row.id,
    issueId: issueOf(table, row),
    actorId,
    before: { ...row },
  });
}

function issueOf(table: TableName, row: { id: string }): string | null {
  return table === 'issues' ? row.id : ((row as { issueId?: string | null }).issueId ?? null);
}
