// Linear's filters (`{ team: { key: { eq: "PAY" } }, or: [...] }`) over the stand-in's rows, guided by the schema.
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import type { Where } from './connection.ts';
import { read } from './fields.ts';
import { invalidInput } from './refusals.ts';

type Filter = Record<string, unknown>;

/** All conditions of one filter object hold. */
export function matches(row: object, filter: object, where: Where): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (condition === null || condition === undefined) return true;
    if (key === 'and') return (condition as Filter[]).every((part) => matches(row, part, where));
    if (key === 'or') return (condition as Filter[]).some((part) => matches(row, part, where));
    return fieldMatches(row, { key, condition: condition as Filter }, where);
  });
}

function fieldMatches(
  row: object,
  { key, condition }: { key: string; condition: Filter },
  where: Where,
): boolean {
  const field = (where.schema.getType(where.type) as GraphQLObjectType).getFields()[key];
  if (!field) throw invalidInput(`The stand-in server cannot filter ${where.type} by "${key}".`);
  const value = read(where.world, { type: where.type, row, base: where.base }, key) ?? null;
  const type = getNamedType(field.type).name.replace(/Connection$/, '');
  if (Array.isArray(value)) return collectionMatches(value, condition, { ...where, type });
  if (!isObjectType(getNamedType(field.type))) return compares(value, condition);
  const { null: isNull, ...conditions } = condition;
  if (typeof isNull === 'boolean' && (value === null) !== isNull) return false;
  if (value === null) return Object.keys(conditions).length === 0;
  return matches(value, conditions, { ...where, type });
}

function collectionMatches(items: object[], condition: Filter, where: Where): boolean {
  const { some, every, length, ...rest } = condition as { some?: Filter; every?: Filter; length?: Filter };
  return (
    (!some || items.some((item) => matches(item, some, where))) &&
    (!every || items.every((item) => matches(item, every, where))) &&
    (!length || compares(items.length, length)) &&
    (Object.keys(rest).length === 0 || items.some((item) => matches(item, rest, where)))
  );
}

type Value = string | number | boolean | null;

const fold = (value: unknown): string => String(value ?? '').toLowerCase();
const plain = (value: unknown): string => fold(value).normalize('NFD').replaceAll(/\p{M}/gu, '');

const comparators: Record<string, (value: Value, wanted: never) => boolean> = {
  eq: (value, wanted) => value === wanted,
  neq: (value, wanted) => value !== wanted,
  in: (value, wanted: Value[]) => wanted.includes(value),
  nin: (value, wanted: Value[]) => !wanted.includes(value),
  null: (value, wanted) => (value === null) === wanted,
  eqIgnoreCase: (value, wanted) => fold(value) === fold(wanted),
  neqIgnoreCase: (value, wanted) => fold(value) !== fold(wanted),
  contains: (value, wanted) => String(value ?? '').includes(wanted),
  notContains: (value, wanted) => !String(value ?? '').includes(wanted),
  containsIgnoreCase: (value, wanted) => fold(value).includes(fold(wanted)),
  notContainsIgnoreCase: (value, wanted) => !fold(value).includes(fold(wanted)),
  containsIgnoreCaseAndAccent: (value, wanted) => plain(value).includes(plain(wanted)),
  startsWith: (value, wanted) => String(value ?? '').startsWith(wanted),
  startsWithIgnoreCase: (value, wanted) => fold(value).startsWith(fold(wanted)),
  notStartsWith: (value, wanted) => !String(value ?? '').startsWith(wanted),
  endsWith: (value, wanted) => String(value ?? '').endsWith(wanted),
  notEndsWith: (value, wanted) => !String(value ?? '').endsWith(wanted),
  lt: (value, wanted: string | number) => value !== null && value < wanted,
  lte: (value, wanted: string | number) => value !== null && value <= wanted,
  gt: (value, wanted: string | number) => value !== null && value > wanted,
  gte: (value, wanted: string | number) => value !== null && value >= wanted,
};

function compares(value: unknown, condition: Filter): boolean {
  return Object.entries(condition).every(([operator, wanted]) =>
    comparators[operator]!(value as Value, wanted as never),
  );
}
