// The fields of an issue as a client sends them: checked one by one, each refusal under the field's own name.
import { z } from 'zod';
import { AdfDocument, plainText } from './adf.ts';
import { noProject, refuse, refuseFields } from './refusals.ts';
import type { RichText } from './wire.ts';
import { findProject, type IssueRow, type IssueTypeRow, type ProjectRow, type World } from './world.ts';

const byId = z.strictObject({ id: z.string() });
const byName = z.strictObject({ name: z.string() });
const byKey = z.strictObject({ key: z.string() });
const named = z.union([byId, byName]);

/** Unknown names stay: the issue type's screen decides about them. */
const Fields = z.looseObject({
  project: z.union([byId, byKey]).optional(),
  issuetype: named.optional(),
  summary: z.string().optional(),
  description: z.unknown().optional(),
  labels: z.array(z.string()).optional(),
  priority: named.nullable().optional(),
  components: z.array(named).optional(),
  assignee: z
    .union([z.strictObject({ accountId: z.string() }), z.strictObject({ id: z.string() }), byName])
    .nullable()
    .optional(),
});
export type Fields = z.infer<typeof Fields>;

/** `screen`: which fields may be set; Jira refuses the others by name. */
export type Checked = { world: World; project: ProjectRow; screen: IssueTypeRow; version: 2 | 3 };

export function parseFields(body: unknown): Fields {
  const fields = Fields.safeParse(body);
  if (fields.success) return fields.data;
  const errors = fields.error.issues.map(
    (issue) => [String(issue.path[0] ?? 'fields'), issue.message] as const,
  );
  throw refuseFields(Object.fromEntries(errors));
}

export function projectIn(world: World, fields: Fields): ProjectRow {
  if (!fields.project) throw refuseFields({ project: 'Specify a valid project ID or key' });
  const idOrKey = 'id' in fields.project ? fields.project.id : fields.project.key;
  const project = findProject(world, idOrKey);
  if (!project) throw refuseFields({ project: 'valid project is required' });
  return project;
}

export function issueTypeIn(project: ProjectRow, fields: Fields): IssueTypeRow {
  const wanted = fields.issuetype;
  const type =
    wanted &&
    project.issueTypes.find((it) => ('id' in wanted ? it.id === wanted.id : it.name === wanted.name));
  if (!type) throw refuseFields({ issuetype: 'Specify an issue type' });
  if (type.subtask)
    throw refuseFields({ parent: 'Issue type is a sub-task but parent issue key or id not specified.' });
  return type;
}

/** The columns that the fields set. */
export function columnsOf(fields: Fields, it: Checked): Partial<IssueRow> {
  const strangers = Object.keys(fields).filter((field) => !it.screen.fields.includes(field));
  if (strangers.length > 0)
    throw refuseFields(
      Object.fromEntries(
        strangers.map((field) => [
          field,
          `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`,
        ]),
      ),
    );
  return {
    ...(fields.summary === undefined ? {} : { summary: summary(fields.summary) }),
    ...(fields.description === undefined
      ? {}
      : { description: richTextIn('description', fields.description, it.version) }),
    ...(fields.labels === undefined ? {} : { labels: labels(fields.labels) }),
    ...(fields.priority ? { priorityId: priority(it.world, fields.priority) } : {}),
    ...(fields.components === undefined ? {} : { componentIds: components(it.project, fields.components) }),
    ...(fields.assignee === undefined ? {} : { assigneeId: assignee(it.world, fields.assignee) }),
  };
}

export function checkRequired(fields: Fields, screen: IssueTypeRow): void {
  const missing = ['summary', ...screen.required].filter((field) => !fields[field]);
  if (missing.length > 0)
    throw refuseFields(Object.fromEntries(missing.map((field) => [field, `${field} is required.`])));
}

function summary(text: string): string {
  if (!text.trim()) throw refuseFields({ summary: 'You must specify a summary of the issue.' });
  if (/[\r\n]/.test(text))
    throw refuseFields({ summary: 'The summary is invalid because it contains newline characters.' });
  if (text.length > 255) throw refuseFields({ summary: 'Summary must be less than 255 characters.' });
  return text;
}

/** Version 3 takes documents alone, version 2 strings alone. */
export function richTextIn(field: string, value: unknown, version: 2 | 3): RichText {
  if (value === null) return null;
  if (version === 2 && typeof value !== 'string')
    throw refuseFields({ [field]: 'Operation value must be a string' });
  const text = version === 2 ? (value as string) : AdfDocument.safeParse(value).data;
  if (text === undefined)
    throw refuseFields({
      [field]: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
    });
  if (plainText(text as RichText).length > 32_767)
    throw refuseFields({
      [field]: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
    });
  return text as RichText;
}

function labels(names: string[]): string[] {
  for (const name of names) {
    if (/\s/.test(name))
      throw refuseFields({ labels: `The label '${name}' contains spaces which is invalid.` });
    if (name.length > 255) throw refuseFields({ labels: 'A label is longer than 255 characters.' });
  }
  return [...new Set(names)];
}

type ByIdOrName = z.infer<typeof named>;

function pick<T extends { id: string; name: string }>(list: T[], it: ByIdOrName): T | undefined {
  return list.find((one) => ('id' in it ? one.id === it.id : one.name === it.name));
}

function priority(world: World, it: ByIdOrName): string {
  const found = pick(world.priorities, it);
  if (!found) throw refuseFields({ priority: 'The priority selected is invalid.' });
  return found.id;
}

function components(project: ProjectRow, wanted: ByIdOrName[]): string[] {
  return wanted.map((it) => {
    const found = pick(project.components, it);
    if (found) return found.id;
    const name = 'id' in it ? it.id : it.name;
    throw refuseFields({ components: `Component name '${name}' is not valid` });
  });
}

function assignee(world: World, it: Fields['assignee']): string | null {
  if (!it) return null;
  const user = Object.values(world.users).find((one) =>
    'accountId' in it
      ? one.accountId === it.accountId
      : 'id' in it
        ? one.accountId === it.id
        : one.name === it.name,
  );
  if (!user?.active) throw refuseFields({ assignee: 'User cannot be assigned issues.' });
  return user.accountId;
}

export function projectOrRefuse(world: World, idOrKey: string): ProjectRow {
  const project = findProject(world, idOrKey);
  if (!project) throw noProject(idOrKey);
  return project;
}

/** Bodies that carry a name Jira does not know are refused whole. */
export function strictBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refuse(400, `Invalid request payload. ${z.prettifyError(parsed.error)}`);
}
