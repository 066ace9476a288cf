// What the stand-in Linear tells and takes beside its GraphQL API: the demo page's Linear pane and the tests use it.
// All dates are ISO 8601 strings, all texts Markdown as Linear keeps it.
import { z } from 'zod';

/** Linear's own words for what a state means. Names are free: a team may call its `started` state "Cooking". */
const stateTypes = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
] as const;
export type StateType = (typeof stateTypes)[number];

type StateView = { id: string; name: string; type: StateType; color: string; position: number };

export type TeamView = {
  id: string;
  key: string;
  name: string;
  color: string;
  /** In board order. */
  states: StateView[];
};

export type UserView = {
  id: string;
  /** Full name, e.g. "Mara Lindqvist". */
  name: string;
  /** Short handle, e.g. "mara". */
  displayName: string;
  email: string;
  initials: string;
  avatarColor: string;
  /** An integration's user (Earshot's own), not a person. */
  isApp: boolean;
};

type LabelView = { id: string; name: string; color: string; teamId: string | null };
type ProjectView = { id: string; name: string; color: string; url: string; teamIds: string[] };
type CustomerView = {
  id: string;
  name: string;
  externalIds: string[];
  domains: string[];
  revenue: number | null;
  tier: string | null;
};

type AttachmentView = {
  id: string;
  title: string;
  subtitle: string | null;
  url: string;
  createdAt: string;
  slackThread: 'synced' | null;
};
export type CommentView = {
  id: string;
  body: string;
  userId: string;
  createdAt: string;
  editedAt: string | null;
};
type NeedView = {
  id: string;
  customerId: string;
  body: string | null;
  important: boolean;
  createdAt: string;
};

export type IssueView = {
  id: string;
  /** PAY-12 */
  identifier: string;
  url: string;
  title: string;
  description: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority: 0 | 1 | 2 | 3 | 4;
  priorityLabel: 'No priority' | 'Urgent' | 'High' | 'Medium' | 'Low';
  teamId: string;
  stateId: string;
  stateName: string;
  stateType: StateType;
  projectId: string | null;
  assigneeId: string | null;
  creatorId: string;
  labelIds: string[];
  createdAt: string;
  updatedAt: string;
  startedAt: string | null;
  completedAt: string | null;
  canceledAt: string | null;
  archivedAt: string | null;
  /** Deleted: in Linear's trash, from where it can be restored for 30 days. */
  trashed: boolean;
  duplicateOfId: string | null;
  /** Ids of issues that are "related" to it, from whichever side it was said. */
  relatedIds: string[];
  attachments: AttachmentView[];
  /** Oldest first. */
  comments: CommentView[];
  needs: NeedView[];
};

/** `GET /sandbox/state` (`?team=PAY` and `?issue=PAY-12` narrow the issues). Issues: newest first, trashed ones included. */
export type LinearSnapshot = {
  /** Of the newest change in it; a stream event with a greater seq is news. */
  seq: number;
  organization: { id: string; name: string; urlKey: string };
  teams: TeamView[];
  users: UserView[];
  labels: LabelView[];
  projects: ProjectView[];
  customers: CustomerView[];
  issues: IssueView[];
};

/** `GET /sandbox/stream`: Server-Sent Events, `event: change`, one of these as JSON in `data`. Re-read the issue it names. */
export type LinearChange = {
  seq: number;
  type: 'issue' | 'comment' | 'attachment' | 'label' | 'customer' | 'need' | 'project' | 'team';
  action: 'create' | 'update' | 'remove';
  id: string;
  /** The issue it belongs to, when it belongs to one. */
  issueId: string | null;
};

const issue = z.string().min(1).describe('id or identifier (PAY-12)');
/** Who does it: a user's id, e-mail address or display name. Left out: the first person of the workspace. */
const by = z.string().min(1).optional();

/** `POST /sandbox/act`: what a person does in Linear's window. Each sends the webhooks Linear would send. */
export const LinearAct = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('create'),
    by,
    team: z.string(),
    title: z.string(),
    description: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('state'), by, issue, state: z.string().describe('state id or name') }),
  z.strictObject({
    act: z.literal('assign'),
    by,
    issue,
    user: z.string().nullable().describe('id, e-mail or display name; null: nobody'),
  }),
  z.strictObject({ act: z.literal('title'), by, issue, title: z.string().min(1) }),
  z.strictObject({ act: z.literal('description'), by, issue, description: z.string() }),
  z.strictObject({ act: z.literal('priority'), by, issue, priority: z.number().int().min(0).max(4) }),
  z.strictObject({
    act: z.literal('label'),
    by,
    issue,
    label: z.string().describe('label id or name; a second time removes it'),
  }),
  z.strictObject({ act: z.literal('comment'), by, issue, body: z.string().min(1) }),
  z.strictObject({ act: z.literal('archive'), by, issue }),
  z.strictObject({ act: z.literal('unarchive'), by, issue }),
  z.strictObject({ act: z.literal('delete'), by, issue }),
  z.strictObject({ act: z.literal('restore'), by, issue }),
  z.strictObject({ act: z.literal('duplicate'), by, issue, of: issue }),
  z.strictObject({
    act: z.literal('move'),
    by,
    issue,
    team: z.string().describe('team id or key; the issue gets a new identifier'),
  }),
]);
export type LinearAct = z.infer<typeof LinearAct>;

/** HTTP 200 with `ok: true`, 400 with `ok: false`. */
export type LinearActAnswer = { ok: true; issue: IssueView } | { ok: false; error: string };
