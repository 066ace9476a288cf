// Linear's object graph over the rows: how a type's fields are read where they are not simply columns.
import {
  type AttachmentRow,
  type CommentRow,
  type CustomerRow,
  type IssueRow,
  identifierOf,
  type LabelRow,
  type NeedRow,
  type ProjectRow,
  type RelationRow,
  type StateRow,
  slugOf,
  statesOf,
  type TableName,
  type Tables,
  type TeamRow,
  type UserRow,
  type World,
} from './world.ts';

/** A link to a row, a list of rows for a connection, or a value. */
type Readers<R> = Record<string, (world: World, row: R, base: string) => unknown>;

function rows<T extends TableName>(
  world: World,
  table: T,
  keep: (row: Tables[T]) => boolean = () => true,
): Tables[T][] {
  return (Object.values(world[table]) as Tables[T][]).filter(keep);
}

export const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'] as const;

export function issueUrl(world: World, issue: IssueRow, base: string): string {
  return `${base}/${world.organization.urlKey}/issue/${identifierOf(world, issue)}/${slugOf(issue.title)}`;
}

const issue: Readers<IssueRow> = {
  identifier: (w, i) => identifierOf(w, i),
  url: issueUrl,
  branchName: (w, i) => `${identifierOf(w, i).toLowerCase()}-${slugOf(i.title)}`,
  priorityLabel: (_, i) => priorityLabels[i.priority],
  team: (w, i) => w.teams[i.teamId],
  state: (w, i) => w.states[i.stateId],
  project: (w, i) => i.projectId && w.projects[i.projectId],
  assignee: (w, i) => i.assigneeId && w.users[i.assigneeId],
  creator: (w, i) => w.users[i.creatorId],
  labels: (w, i) => i.labelIds.map((id) => w.labels[id]),
  comments: (w, i) => rows(w, 'comments', (c) => c.issueId === i.id),
  attachments: (w, i) => rows(w, 'attachments', (a) => a.issueId === i.id),
  needs: (w, i) => rows(w, 'needs', (n) => n.issueId === i.id),
  relations: (w, i) => rows(w, 'relations', (r) => r.issueId === i.id),
  inverseRelations: (w, i) => rows(w, 'relations', (r) => r.relatedIssueId === i.id),
  customerTicketCount: (w, i) => rows(w, 'needs', (n) => n.issueId === i.id).length,
  sortOrder: (_, i) => -i.number,
  trashed: (_, i) => i.trashed || null,
};

const user: Readers<UserRow> = {
  initials: (_, u) => u.name.replaceAll(/(?<=\S)\S*\s*/g, '').slice(0, 2),
  avatarBackgroundColor: (_, u) => colorOf(u.id),
  isMe: (w, u) => u.id === w.viewerId,
  isAssignable: (_, u) => u.active,
  isMentionable: (_, u) => u.active,
  url: (w, u, base) => `${base}/${w.organization.urlKey}/profiles/${u.displayName}`,
  organization: (w) => w.organization,
  teams: (w, u) => u.teamIds.map((id) => w.teams[id]),
  assignedIssues: (w, u) => rows(w, 'issues', (i) => i.assigneeId === u.id),
  createdIssues: (w, u) => rows(w, 'issues', (i) => i.creatorId === u.id),
};

const team: Readers<TeamRow> = {
  displayName: (_, t) => t.name,
  organization: (w) => w.organization,
  states: (w, t) => statesOf(w, t.id),
  labels: (w, t) => rows(w, 'labels', (l) => l.teamId === t.id || l.teamId === null),
  members: (w, t) => rows(w, 'users', (u) => u.active && u.teamIds.includes(t.id)),
  projects: (w, t) => rows(w, 'projects', (p) => p.teamIds.includes(t.id)),
  issues: (w, t) => rows(w, 'issues', (i) => i.teamId === t.id),
  issueCount: (w, t) => rows(w, 'issues', (i) => i.teamId === t.id).length,
  timezone: () => 'UTC',
  visibility: () => 'public',
  issueEstimationType: () => 'notUsed',
  setIssueSortOrderOnStateChange: () => 'default',
  defaultIssueState: (w, t) => statesOf(w, t.id).find((s) => s.type === 'backlog'),
  markedAsDuplicateWorkflowState: (w, t) => statesOf(w, t.id).find((s) => s.type === 'duplicate'),
};

const project: Readers<ProjectRow> = {
  url: (w, p, base) => `${base}/${w.organization.urlKey}/project/${p.slugId}`,
  teams: (w, p) => p.teamIds.map((id) => w.teams[id]),
  issues: (w, p) => rows(w, 'issues', (i) => i.projectId === p.id),
};

/** By GraphQL type. */
const readers: Record<string, Readers<never>> = {
  Issue: issue,
  IssueSearchResult: issue,
  User: user,
  Team: team,
  Project: project,
  Organization: {
    teams: (w) => rows(w, 'teams'),
    users: (w) => rows(w, 'users'),
    labels: (w) => rows(w, 'labels'),
    userCount: (w) => rows(w, 'users').length,
  },
  WorkflowState: {
    team: (w, s: StateRow) => w.teams[s.teamId],
    issues: (w, s: StateRow) => rows(w, 'issues', (i) => i.stateId === s.id),
  },
  IssueLabel: {
    team: (w, l: LabelRow) => l.teamId && w.teams[l.teamId],
    organization: (w) => w.organization,
    issues: (w, l: LabelRow) => rows(w, 'issues', (i) => i.labelIds.includes(l.id)),
  },
  Comment: {
    issue: (w, c: CommentRow) => w.issues[c.issueId],
    user: (w, c: CommentRow) => w.users[c.userId],
    bodyData: (_, c: CommentRow) => JSON.stringify({ type: 'doc', text: c.body }),
    url: (w, c: CommentRow, base) => `${issueUrl(w, w.issues[c.issueId]!, base)}#comment-${c.id.slice(0, 8)}`,
  },
  Attachment: {
    issue: (w, a: AttachmentRow) => w.issues[a.issueId],
    creator: (w, a: AttachmentRow) => w.users[a.creatorId],
    sourceType: () => 'api',
  },
  IssueRelation: {
    issue: (w, r: RelationRow) => w.issues[r.issueId],
    relatedIssue: (w, r: RelationRow) => w.issues[r.relatedIssueId],
  },
  Customer: {
    tier: (w, c: CustomerRow) => c.tierId && w.tiers[c.tierId],
    needs: (w, c: CustomerRow) => rows(w, 'needs', (n) => n.customerId === c.id),
    approximateNeedCount: (w, c: CustomerRow) => rows(w, 'needs', (n) => n.customerId === c.id).length,
    status: (w) => ({
      ...w.organization,
      id: w.organization.id,
      name: 'active',
      displayName: 'Active',
      color: '#4cb782',
    }),
    url: (w, c: CustomerRow, base) => `${base}/${w.organization.urlKey}/customer/${c.slugId}`,
  },
  CustomerNeed: {
    customer: (w, n: NeedRow) => n.customerId && w.customers[n.customerId],
    issue: (w, n: NeedRow) => n.issueId && w.issues[n.issueId],
    attachment: (w, n: NeedRow) => n.attachmentId && w.attachments[n.attachmentId],
    creator: (w, n: NeedRow) => w.users[n.creatorId],
  },
};

/** One of Linear's avatar colors, always the same for the same id. */
export function colorOf(id: string): string {
  const colors = ['#5e6ad2', '#26b5ce', '#4cb782', '#f2994a', '#eb5757', '#bb87fc'];
  return colors[Number.parseInt(id.slice(0, 8), 16) % colors.length]!;
}

/** The value of a type's field for a row: a reader's, or the column's. `undefined`: not kept here. */
export function read(world: World, at: { type: string; row: object; base: string }, field: string): unknown {
  const reader = readers[at.type]?.[field];
  if (reader) return reader(world, at.row as never, at.base);
  return (at.row as Record<string, unknown>)[field];
}
