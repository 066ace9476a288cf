// Jira's search: over its index, which follows the truth with a lag.
import { plainText } from './adf.ts';
import { type Clause, type Condition, parseJql } from './jql.ts';
import { refuse } from './refusals.ts';
import { findProject, type IssueRow, keyOf, typeOf, type World } from './world.ts';

/** Issues as the index knew them `lagMs` ago, in the order asked for, else newest first. */
export function searchIssues(world: World, jql: string, it: { now: number; lagMs: number }): IssueRow[] {
  const { where, orderBy } = parseJql(jql);
  if (world.deployment === 'cloud' && !where)
    throw refuse(
      400,
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    );
  if (where) checkValues(world, where);
  const found = indexed(world, it.now - it.lagMs).filter((issue) => !where || holds(world, issue, where));
  const orders = orderBy.length > 0 ? orderBy : [{ field: 'created', descending: true }];
  return found.sort((a, b) => {
    for (const { field, descending } of orders) {
      const order = compare(valuesOf(world, a, field)[0] ?? '', valuesOf(world, b, field)[0] ?? '');
      if (order !== 0) return descending ? -order : order;
    }
    return Number(b.id) - Number(a.id);
  });
}

function indexed(world: World, until: number): IssueRow[] {
  return Object.entries(world.index)
    .filter(([id]) => world.issues[id] && !world.issues[id].archiveddate)
    .map(([, versions]) => versions.findLast((version) => version.at <= until)?.row)
    .filter((row) => row !== undefined);
}

/** Keeps the newest few states of an issue for the index to find late. */
export function index(world: World, issue: IssueRow, at: number): void {
  const versions = world.index[issue.id] ?? [];
  world.index[issue.id] = [...versions.slice(-9), { at, row: structuredClone(issue) }];
}

function holds(world: World, issue: IssueRow, condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(world, issue, part));
    case 'or':
      return condition.parts.some((part) => holds(world, issue, part));
    case 'not':
      return !holds(world, issue, condition.part);
    case 'clause':
      return clauseHolds(valuesOf(world, issue, condition.clause.field), condition.clause);
  }
}

function clauseHolds(values: string[], { operator, values: wanted }: Clause): boolean {
  const same = () => wanted.some((it) => values.some((value) => value.toLowerCase() === it.toLowerCase()));
  const first = values[0] ?? '';
  switch (operator) {
    case '=':
    case 'IN':
      return same();
    case '!=':
    case 'NOT IN':
      return values.length > 0 && !same();
    case 'IS':
      return values.length === 0;
    case 'IS NOT':
      return values.length > 0;
    case '~':
      return matchesText(values.join('\n'), wanted[0]!);
    case '!~':
      return !matchesText(values.join('\n'), wanted[0]!);
    default:
      return inOrder(compare(first, wanted[0]!), operator);
  }
}

function inOrder(order: number, operator: string): boolean {
  return operator === '>'
    ? order > 0
    : operator === '<'
      ? order < 0
      : operator === '>='
        ? order >= 0
        : order <= 0;
}

/** Every word of the query occurs, whole or as a `prefix*`; a quoted phrase occurs as it stands. */
function matchesText(text: string, query: string): boolean {
  const phrase = /^"(.*)"$/.exec(query)?.[1];
  if (phrase) return text.toLowerCase().includes(phrase.toLowerCase());
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return (query.toLowerCase().match(/[\p{L}\p{N}]+\*?/gu) ?? []).every((word) =>
    word.endsWith('*') ? [...words].some((it) => it.startsWith(word.slice(0, -1))) : words.has(word),
  );
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isFinite(x) && Number.isFinite(y) ? x - y : a.localeCompare(b);
}

function valuesOf(world: World, issue: IssueRow, field: string): string[] {
  const property = /^issue\.property\[([^\]]+)\]\.(.+)$/.exec(field);
  if (property) {
    const value = issue.properties[property[1]!];
    const at = property[2]!
      .split('.')
      .reduce<unknown>((it, key) => (it as Record<string, unknown>)?.[key], value);
    return at === undefined ? [] : [String(at)];
  }
  const read = fields[field];
  if (!read) throw refuse(400, `Field '${field}' does not exist or you do not have permission to view it.`);
  return read(world, issue).filter((value) => value !== null && value !== undefined) as string[];
}

type Read = (world: World, issue: IssueRow) => (string | null | undefined)[];

const key: Read = (w, i) => [keyOf(w, i), i.id];
const project: Read = (w, i) => [w.projects[i.projectId]?.key, i.projectId, w.projects[i.projectId]?.name];

const fields: Record<string, Read> = {
  project,
  key,
  issuekey: key,
  issue: key,
  id: (_, i) => [i.id],
  summary: (_, i) => [i.summary],
  description: (_, i) => [plainText(i.description)],
  text: (_, i) => [i.summary, plainText(i.description)],
  labels: (_, i) => i.labels,
  status: (w, i) => [w.statuses[i.statusId]?.name, i.statusId],
  statuscategory: (w, i) => [w.statuses[i.statusId]?.category],
  resolution: (w, i) => [w.resolutions.find((it) => it.id === i.resolutionId)?.name],
  assignee: (w, i) => [i.assigneeId, i.assigneeId && w.users[i.assigneeId]?.emailAddress],
  issuetype: (w, i) => [typeOf(w, i).name],
  created: (_, i) => [i.created],
  updated: (_, i) => [i.updated],
};

/** Jira refuses a project that does not exist, rather than find nothing in it. */
function checkValues(world: World, condition: Condition): void {
  for (const { field, values } of clausesIn(condition))
    for (const value of field === 'project' ? values : [])
      if (!findProject(world, value))
        throw refuse(400, `The value '${value}' does not exist for the field 'project'.`);
}

function clausesIn(condition: Condition): Clause[] {
  if (condition.kind === 'clause') return [condition.clause];
  return (condition.kind === 'not' ? [condition.part] : condition.parts).flatMap(clausesIn);
}
