// The part of JQL the stand-in understands: clauses with AND, OR, NOT, brackets and ORDER BY. What it does not know it
// refuses in Jira's words, rather than find nothing.
import { refuse } from './refusals.ts';

export type Clause = { field: string; operator: string; values: string[] };
export type Condition =
  | { kind: 'clause'; clause: Clause }
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition };
export type Query = { where: Condition | undefined; orderBy: { field: string; descending: boolean }[] };

export function parseJql(jql: string): Query {
  const tokens = tokensOf(jql);
  const at = { position: 0 };
  const peek = () => tokens[at.position]?.toUpperCase();
  const take = (): string => {
    const token = tokens[at.position];
    if (token === undefined) throw malformed('The query ends too early.');
    at.position += 1;
    return token;
  };
  const reader: Reader = { peek, take };
  const where = tokens.length === 0 || peek() === 'ORDER' ? undefined : either(reader);
  const orderBy = peek() === 'ORDER' ? order(reader) : [];
  if (peek() !== undefined) throw malformed(`Expecting either 'OR' or 'AND' but got '${take()}'.`);
  return { where, orderBy };
}

type Reader = { peek(): string | undefined; take(): string };

const pattern =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[(),]|!=|!~|>=|<=|[=~<>]|[\p{L}\p{N}_.@:+-]+(?:\[[^\]]+\](?:\.[\w.]+)?)?/guy;

function tokensOf(jql: string): string[] {
  const tokens: string[] = [];
  let rest = 0;
  while (rest < jql.length) {
    if (/\s/.test(jql[rest]!)) {
      rest += 1;
      continue;
    }
    pattern.lastIndex = rest;
    const token = pattern.exec(jql)?.[0];
    if (!token) throw malformed(`The character '${jql[rest]}' is a reserved JQL character.`);
    tokens.push(token);
    rest += token.length;
  }
  return tokens;
}

function either(reader: Reader): Condition {
  const parts = [both(reader)];
  while (reader.peek() === 'OR' && reader.take()) parts.push(both(reader));
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
}

function both(reader: Reader): Condition {
  const parts = [single(reader)];
  while (reader.peek() === 'AND' && reader.take()) parts.push(single(reader));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

function single(reader: Reader): Condition {
  if (reader.peek() === 'NOT') {
    reader.take();
    return { kind: 'not', part: single(reader) };
  }
  if (reader.peek() !== '(') return { kind: 'clause', clause: clauseOf(reader) };
  reader.take();
  const inner = either(reader);
  if (reader.take() !== ')') throw malformed("Expecting ')'.");
  return inner;
}

function clauseOf(reader: Reader): Clause {
  const field = unquoted(reader.take()).toLowerCase();
  let operator = reader.take().toUpperCase();
  if (operator === 'NOT' || (operator === 'IS' && reader.peek() === 'NOT')) operator += ` ${reader.take()}`;
  operator = operator.toUpperCase();
  if (!['=', '!=', '~', '!~', '>', '<', '>=', '<=', 'IN', 'NOT IN', 'IS', 'IS NOT'].includes(operator))
    throw malformed(`Expecting operator but got '${operator}'.`);
  if (operator !== 'IN' && operator !== 'NOT IN')
    return { field, operator, values: [unquoted(reader.take())] };
  if (reader.take() !== '(') throw malformed("Expecting '('.");
  const values = [unquoted(reader.take())];
  while (reader.peek() === ',' && reader.take()) values.push(unquoted(reader.take()));
  if (reader.take() !== ')') throw malformed("Expecting ')'.");
  return { field, operator, values };
}

function order(reader: Reader): Query['orderBy'] {
  reader.take();
  if (reader.take().toUpperCase() !== 'BY') throw malformed("Expecting 'BY'.");
  const fields: Query['orderBy'] = [];
  do {
    const field = unquoted(reader.take()).toLowerCase();
    const direction = reader.peek();
    if (direction === 'ASC' || direction === 'DESC') reader.take();
    fields.push({ field, descending: direction === 'DESC' });
  } while (reader.peek() === ',' && reader.take());
  return fields;
}

function unquoted(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replaceAll(/\\(.)/g, '$1') : token;
}

function malformed(why: string) {
  return refuse(400, `Error in the JQL Query: ${why}`);
}
