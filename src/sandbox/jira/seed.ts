// The site a stand-in Jira starts with: one project with Jira's own workflow, one with a workflow of its own making.
import { randomBytes } from 'node:crypto';
import type { StatusCategory } from './wire.ts';
import type { IssueTypeRow, ProjectRow, StatusRow, World } from './world.ts';

export type JiraSeed = {
  projects: {
    key: string;
    name: string;
    /** Absent: Jira's own four. A status may be left for the next in the list, the one before, and any `done` one. */
    statuses?: [name: string, category: StatusCategory][];
    components?: string[];
    /** Field ids missing from the create screen, as in many team-managed projects. */
    without?: string[];
    /** Fields people must fill in before an issue of this project can be made. */
    required?: string[];
  }[];
  /** How issues may be linked; absent: as a new site has it. None: links are switched off. */
  linkTypes?: [name: string, inward: string, outward: string][];
  /** The first one is who acts in the window when nobody is named. */
  users: { displayName: string; email: string; active?: boolean }[];
};

const jiraStatuses: [string, StatusCategory][] = [
  ['To Do', 'new'],
  ['In Progress', 'indeterminate'],
  ['In Review', 'indeterminate'],
  ['Done', 'done'],
];

const jiraLinkTypes: NonNullable<JiraSeed['linkTypes']> = [
  ['Blocks', 'is blocked by', 'blocks'],
  ['Cloners', 'is cloned by', 'clones'],
  ['Duplicate', 'is duplicated by', 'duplicates'],
  ['Relates', 'relates to', 'relates to'],
];

export const defaultSeed: JiraSeed = {
  projects: [
    { key: 'SHOP', name: 'Shop', components: ['Checkout', 'Search'] },
    {
      key: 'OPS',
      name: 'Operations',
      statuses: [
        ['Eingang', 'new'],
        ['In Arbeit', 'indeterminate'],
        ['Erledigt', 'done'],
      ],
      without: ['priority', 'components'],
    },
  ],
  users: [
    { displayName: 'Mara Lindqvist', email: 'mara@northwind.example' },
    { displayName: 'Tomás Rey', email: 'tomas@northwind.example' },
    { displayName: 'Jonas Weiß', email: 'jonas@northwind.example', active: false },
  ],
};

const screenFields = [
  'summary',
  'description',
  'issuetype',
  'project',
  'labels',
  'priority',
  'components',
  'assignee',
  'reporter',
];

/** Tokens and secrets are random; everything else follows from the seed. */
export function worldOf(seed: JiraSeed, deployment: World['deployment']): World {
  const users = [...seed.users, { displayName: 'Earshot', email: 'earshot@integrations.example' }].map(
    (user, n) => ({
      accountId: `712020:${String(n + 1).padStart(8, '0')}-0000-4000-8000-000000000000`,
      name: user.email.split('@')[0]!,
      displayName: user.displayName,
      emailAddress: user.email,
      active: ('active' in user ? user.active : undefined) ?? true,
    }),
  );
  const statuses: Record<string, StatusRow> = {};
  const projects = seed.projects.map((project, n) => projectOf(project, { n, statuses }));
  const named = (names: string[], first: number) => names.map((name, n) => ({ id: String(first + n), name }));
  return {
    ...{ seq: 0, lastId: 10_000, deployment, email: users.at(-1)!.emailAddress },
    apiToken: `ATATT${randomBytes(24).toString('base64url')}`,
    webhookSecret: randomBytes(24).toString('base64url'),
    viewerId: users.at(-1)!.accountId,
    users: Object.fromEntries(users.map((user) => [user.accountId, user])),
    projects: Object.fromEntries(projects.map((project) => [project.id, project])),
    statuses,
    priorities: named(['Highest', 'High', 'Medium', 'Low', 'Lowest'], 1),
    resolutions: named(['Done', "Won't Do", 'Duplicate', 'Cannot Reproduce'], 10_000),
    linkTypes: (seed.linkTypes ?? jiraLinkTypes).map(([name, inward, outward], n) => ({
      ...{ id: String(10_000 + n), name, inward, outward },
    })),
    ...{ issues: {}, keys: {}, comments: {}, remoteLinks: {}, links: {}, index: {} },
  };
}

function projectOf(
  project: JiraSeed['projects'][number],
  it: { n: number; statuses: Record<string, StatusRow> },
): ProjectRow {
  const own = (project.statuses ?? jiraStatuses).map(([name, category], n) => {
    const id = String(10_000 + it.n * 100 + n);
    it.statuses[id] = { id, name, category };
    return it.statuses[id];
  });
  return {
    id: String(10_000 + it.n),
    key: project.key,
    name: project.name,
    lastNumber: 0,
    issueTypes: typesOf(project, it.n),
    components: (project.components ?? []).map((name, n) => ({ id: String(11_000 + it.n * 100 + n), name })),
    statusIds: own.map((status) => status.id),
    transitions: own.map((status, n) => ({
      id: String(11 + n * 10),
      name: `Move to ${status.name}`,
      to: status.id,
      from: own.filter((_, at) => reachable(n - at, status.category)).map((other) => other.id),
      setsResolution: status.category === 'done',
    })),
  };
}

/** One step forward or back, and to the end from anywhere. */
function reachable(distance: number, category: StatusCategory): boolean {
  return distance !== 0 && (Math.abs(distance) === 1 || category === 'done');
}

function typesOf(project: JiraSeed['projects'][number], n: number): IssueTypeRow[] {
  const fields = screenFields.filter((field) => !project.without?.includes(field));
  const required = project.required ?? [];
  const type = (offset: number, name: string, subtask: boolean) => ({
    ...{ id: String(10_001 + n * 10 + offset), name, subtask, required },
    fields: [...fields, ...required],
  });
  return [type(0, 'Subtask', true), type(1, 'Story', false), type(2, 'Task', false), type(3, 'Bug', false)];
}
