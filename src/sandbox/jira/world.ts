// What the stand-in Jira remembers: plain rows, keyed by id, so that the whole world is one JSON file.
import type { RichText, StatusCategory } from './wire.ts';

export type UserRow = {
  accountId: string;
  /** Data Center's user name. */
  name: string;
  displayName: string;
  emailAddress: string;
  active: boolean;
};
export type StatusRow = { id: string; name: string; category: StatusCategory };
type Named = { id: string; name: string };
type TransitionRow = Named & { from: string[]; to: string; setsResolution: boolean };
export type IssueTypeRow = Named & {
  subtask: boolean;
  /** Field ids on its create screen; others are refused. */
  fields: string[];
  /** Further fields a person must fill in. */
  required: string[];
};
export type ProjectRow = Named & {
  key: string;
  lastNumber: number;
  issueTypes: IssueTypeRow[];
  components: Named[];
  statusIds: string[];
  transitions: TransitionRow[];
};
export type ChangeItem = {
  field: string;
  fieldId: string;
  fieldtype: 'jira';
  from: string | null;
  fromString: string | null;
  to: string | null;
  toString: string | null;
};
export type IssueRow = {
  id: string;
  projectId: string;
  number: number;
  typeId: string;
  summary: string;
  description: RichText;
  statusId: string;
  resolutionId: string | null;
  priorityId: string | null;
  labels: string[];
  componentIds: string[];
  assigneeId: string | null;
  reporterId: string;
  created: string;
  updated: string;
  resolutiondate: string | null;
  statuscategorychangedate: string;
  archiveddate: string | null;
  properties: Record<string, unknown>;
  changelog: { id: string; authorId: string; created: string; items: ChangeItem[] }[];
};
export type CommentRow = {
  id: string;
  issueId: string;
  body: RichText;
  authorId: string;
  created: string;
  updated: string;
  properties: { key: string; value: unknown }[];
};
export type RemoteLinkRow = {
  id: number;
  issueId: string;
  globalId: string | null;
  application: object;
  relationship: string | null;
  object: { url: string; title: string; summary?: string | undefined };
};
/** The type's outward words lead from the inward issue to the outward one: `inward` duplicates `outward`. */
type LinkRow = { id: string; typeId: string; inwardIssueId: string; outwardIssueId: string };
export type LinkTypeRow = Named & { inward: string; outward: string };

export type World = {
  seq: number;
  lastId: number;
  deployment: 'cloud' | 'datacenter';
  email: string;
  apiToken: string;
  webhookSecret: string;
  /** Whose token the caller holds. */
  viewerId: string;
  users: Record<string, UserRow>;
  projects: Record<string, ProjectRow>;
  statuses: Record<string, StatusRow>;
  priorities: Named[];
  resolutions: Named[];
  /** None: links between issues are switched off. */
  linkTypes: LinkTypeRow[];
  issues: Record<string, IssueRow>;
  /** Ids by key, those of moved issues' former keys included. */
  keys: Record<string, string>;
  comments: Record<string, CommentRow>;
  remoteLinks: Record<string, RemoteLinkRow>;
  links: Record<string, LinkRow>;
  /** Issues as the search index knows them: it follows with a lag. */
  index: Record<string, { at: number; row: IssueRow }[]>;
};

export function keyOf(world: World, issue: IssueRow): string {
  return `${world.projects[issue.projectId]?.key}-${issue.number}`;
}

/** By id, by key in any case, or by a key it had before it was moved. */
export function findIssue(world: World, idOrKey: string): IssueRow | undefined {
  return world.issues[idOrKey] ?? world.issues[world.keys[idOrKey.toUpperCase()] ?? ''];
}

export function findProject(world: World, idOrKey: string): ProjectRow | undefined {
  return (
    world.projects[idOrKey] ??
    Object.values(world.projects).find((project) => project.key === idOrKey.toUpperCase())
  );
}

export function typeOf(world: World, issue: IssueRow): IssueTypeRow {
  return world.projects[issue.projectId]!.issueTypes.find((type) => type.id === issue.typeId)!;
}

/** Jira's counters: one for all kinds of rows. */
export function nextId(world: World): string {
  world.lastId += 1;
  return String(world.lastId);
}

/** `2026-11-23T10:00:00.000+0000`, as Jira writes times. */
export function jiraTime(iso: string): string {
  return iso.replace('Z', '+0000');
}
