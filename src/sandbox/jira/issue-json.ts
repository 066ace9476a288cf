// Rows as Jira's REST API writes them. Version 3 writes rich text as a document, version 2 as a string.
import { plainText } from './adf.ts';
import type { Box } from './box.ts';
import type { RichText, StatusCategory } from './wire.ts';
import {
  type CommentRow,
  type IssueRow,
  jiraTime,
  keyOf,
  type ProjectRow,
  type StatusRow,
  typeOf,
  type UserRow,
} from './world.ts';

export type Version = 2 | 3;
export type Shown = { box: Box; version: Version };

export function issueJson(
  it: Shown,
  issue: IssueRow,
  want: { fields?: string[] | undefined; properties?: string[] | undefined; changelog?: boolean } = {},
) {
  const { box } = it;
  const all = fieldsJson(it, issue);
  const wanted = want.fields?.length ? want.fields : ['*all'];
  const isWanted = (field: string) =>
    wanted.includes('*all') || wanted.includes('*navigable') || wanted.includes(field);
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${box.base}/rest/api/${it.version}/issue/${issue.id}`,
    key: keyOf(box.world, issue),
    fields: Object.fromEntries(Object.entries(all).filter(([field]) => isWanted(field))),
    ...(want.properties ? { properties: chosen(issue.properties, want.properties) } : {}),
    ...(want.changelog ? { changelog: changelogJson(it, issue) } : {}),
  };
}

function chosen(properties: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([key]) => keys.includes(key) || keys.includes('*all')),
  );
}

function fieldsJson(it: Shown, issue: IssueRow): Record<string, unknown> {
  const { world } = it.box;
  const type = typeOf(world, issue);
  const project = world.projects[issue.projectId]!;
  const named = (list: { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id) ?? null;
  return {
    summary: issue.summary,
    description: richText(it.version, issue.description),
    issuetype: {
      ...{ self: `${it.box.base}/rest/api/${it.version}/issuetype/${type.id}`, id: type.id, name: type.name },
      subtask: type.subtask,
    },
    project: projectRef(it, project),
    status: statusJson(it, world.statuses[issue.statusId]!),
    resolution: named(world.resolutions, issue.resolutionId),
    priority: named(world.priorities, issue.priorityId),
    labels: issue.labels,
    components: project.components.filter((component) => issue.componentIds.includes(component.id)),
    assignee: issue.assigneeId ? userJson(it, world.users[issue.assigneeId]!) : null,
    reporter: userJson(it, world.users[issue.reporterId]!),
    creator: userJson(it, world.users[issue.reporterId]!),
    created: jiraTime(issue.created),
    updated: jiraTime(issue.updated),
    resolutiondate: issue.resolutiondate && jiraTime(issue.resolutiondate),
    statuscategorychangedate: jiraTime(issue.statuscategorychangedate),
    ...(issue.archiveddate ? { archiveddate: jiraTime(issue.archiveddate) } : {}),
    issuelinks: linksJson(it, issue),
  };
}

/** Version 2 writes a document's words; version 3 makes a document of a string. */
function richText(version: Version, text: RichText): RichText {
  if (text === null) return null;
  if (version === 2) return plainText(text);
  if (typeof text !== 'string') return text;
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

export function projectRef({ box, version }: Shown, project: ProjectRow) {
  const { id, key, name } = project;
  return { self: `${box.base}/rest/api/${version}/project/${id}`, id, key, name, projectTypeKey: 'software' };
}

const categories: Record<StatusCategory, { id: number; colorName: string; name: string }> = {
  new: { id: 2, colorName: 'blue-gray', name: 'To Do' },
  indeterminate: { id: 4, colorName: 'yellow', name: 'In Progress' },
  done: { id: 3, colorName: 'green', name: 'Done' },
};

export function statusJson({ box, version }: Shown, status: StatusRow) {
  const self = `${box.base}/rest/api/${version}`;
  return {
    ...{ self: `${self}/status/${status.id}`, description: '', iconUrl: `${box.base}/status.png` },
    ...{ name: status.name, id: status.id },
    statusCategory: {
      self: `${self}/statuscategory/${categories[status.category].id}`,
      key: status.category,
      ...categories[status.category],
    },
  };
}

export function userJson({ box, version }: Shown, user: UserRow) {
  const { displayName, emailAddress, active } = user;
  const id =
    version === 3
      ? { accountId: user.accountId, accountType: 'atlassian' }
      : { name: user.name, key: user.name };
  const query = version === 3 ? `accountId=${user.accountId}` : `username=${user.name}`;
  const self = `${box.base}/rest/api/${version}/user?${query}`;
  return { self, ...id, emailAddress, displayName, active, timeZone: 'Etc/UTC' };
}

/** A link is shown from the side of the issue it is read from. */
function linksJson(it: Shown, issue: IssueRow) {
  const { world } = it.box;
  return Object.values(world.links)
    .filter((link) => link.inwardIssueId === issue.id || link.outwardIssueId === issue.id)
    .map((link) => {
      const isOutward = link.inwardIssueId === issue.id;
      const other = world.issues[isOutward ? link.outwardIssueId : link.inwardIssueId]!;
      return {
        id: link.id,
        self: `${it.box.base}/rest/api/${it.version}/issueLink/${link.id}`,
        type: world.linkTypes.find((type) => type.id === link.typeId),
        [isOutward ? 'outwardIssue' : 'inwardIssue']: {
          id: other.id,
          key: keyOf(world, other),
          fields: { summary: other.summary, status: statusJson(it, world.statuses[other.statusId]!) },
        },
      };
    });
}

function changelogJson(it: Shown, issue: IssueRow) {
  const histories = issue.changelog.toReversed().map((entry) => ({
    id: entry.id,
    author: userJson(it, it.box.world.users[entry.authorId]!),
    created: jiraTime(entry.created),
    items: entry.items,
  }));
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
}

export function commentJson(it: Shown, comment: CommentRow, withProperties: boolean) {
  const author = userJson(it, it.box.world.users[comment.authorId]!);
  return {
    self: `${it.box.base}/rest/api/${it.version}/issue/${comment.issueId}/comment/${comment.id}`,
    id: comment.id,
    author,
    updateAuthor: author,
    body: richText(it.version, comment.body),
    created: jiraTime(comment.created),
    updated: jiraTime(comment.updated),
    ...(it.version === 3 ? { jsdPublic: true } : {}),
    ...(withProperties ? { properties: comment.properties } : {}),
  };
}
