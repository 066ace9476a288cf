// What the stand-in Linear remembers: plain rows, keyed by id, so that the whole world is one JSON file.
import type { StateType } from './wire.ts';

type Row = { id: string; createdAt: string; updatedAt: string; archivedAt: string | null };

export type UserRow = Row & {
  name: string;
  displayName: string;
  email: string;
  app: boolean;
  active: boolean;
  admin: boolean;
  guest: boolean;
  teamIds: string[];
};
export type TeamRow = Row & {
  key: string;
  name: string;
  color: string;
  /** The last number given to an issue; never given twice. */
  lastNumber: number;
  triageEnabled: boolean;
};
export type StateRow = Row & {
  name: string;
  type: StateType;
  color: string;
  position: number;
  teamId: string;
};
export type LabelRow = Row & { name: string; color: string; teamId: string | null; isGroup: boolean };
export type ProjectRow = Row & {
  name: string;
  color: string;
  slugId: string;
  state: string;
  teamIds: string[];
};
export type IssueRow = Row & {
  number: number;
  previousIdentifiers: string[];
  title: string;
  description: string | null;
  priority: 0 | 1 | 2 | 3 | 4;
  teamId: string;
  stateId: string;
  projectId: string | null;
  assigneeId: string | null;
  creatorId: string;
  labelIds: string[];
  startedAt: string | null;
  completedAt: string | null;
  canceledAt: string | null;
  trashed: boolean;
};
export type CommentRow = Row & { body: string; issueId: string; userId: string; editedAt: string | null };
export type AttachmentRow = Row & {
  issueId: string;
  title: string;
  subtitle: string | null;
  url: string;
  metadata: Record<string, unknown>;
  creatorId: string;
  groupBySource: boolean;
};
/** `type`: `duplicate` means that `issueId` is a duplicate of `relatedIssueId`. */
export type RelationRow = Row & { issueId: string; relatedIssueId: string; type: string };
export type CustomerRow = Row & {
  name: string;
  slugId: string;
  externalIds: string[];
  domains: string[];
  revenue: number | null;
  size: number | null;
  tierId: string | null;
  slackChannelId: string | null;
};
type TierRow = Row & { name: string; displayName: string; color: string; position: number };
export type NeedRow = Row & {
  customerId: string | null;
  issueId: string | null;
  attachmentId: string | null;
  body: string | null;
  /** 0 or 1: Linear's "important". */
  priority: number;
  creatorId: string;
};

export type Tables = {
  users: UserRow;
  teams: TeamRow;
  states: StateRow;
  labels: LabelRow;
  projects: ProjectRow;
  issues: IssueRow;
  comments: CommentRow;
  attachments: AttachmentRow;
  relations: RelationRow;
  customers: CustomerRow;
  tiers: TierRow;
  needs: NeedRow;
};
export type TableName = keyof Tables;

export type World = { [T in TableName]: Record<string, Tables[T]> } & {
  seq: number;
  organization: Row & {
    name: string;
    urlKey: string;
    customersEnabled: boolean;
    /** Linear's own Slack app, beside Earshot. */
    slackIntegration: 'connected' | 'none';
  };
  /** Whose API key the caller holds. */
  viewerId: string;
  apiKey: string;
  webhookSecret: string;
  webhookId: string;
};

export function identifierOf(world: World, issue: IssueRow): string {
  return `${world.teams[issue.teamId]?.key}-${issue.number}`;
}

/** By id, or by an identifier it has or once had before it was moved to another team. */
export function findIssue(world: World, idOrIdentifier: string): IssueRow | undefined {
  const byId = world.issues[idOrIdentifier];
  if (byId) return byId;
  const wanted = idOrIdentifier.toUpperCase();
  const dash = wanted.lastIndexOf('-');
  const number = Number(wanted.slice(dash + 1));
  return Object.values(world.issues).find(
    (issue) =>
      (issue.number === number && identifierOf(world, issue) === wanted) ||
      issue.previousIdentifiers.includes(wanted),
  );
}

export function statesOf(world: World, teamId: string): StateRow[] {
  return Object.values(world.states)
    .filter((state) => state.teamId === teamId)
    .sort((a, b) => stateOrder[a.type] - stateOrder[b.type] || a.position - b.position);
}

const stateOrder: Record<StateType, number> = {
  triage: 0,
  backlog: 1,
  unstarted: 2,
  started: 3,
  completed: 4,
  canceled: 5,
  duplicate: 6,
};

export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}
