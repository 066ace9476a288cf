// What the stand-in Jira tells and takes beside its REST API: the demo page's Jira pane and the tests use it.
import { z } from 'zod';

/** Atlassian's document format, as Cloud keeps rich text; Data Center keeps wiki markup, a string. */
export type Adf = { type: 'doc'; version: 1; content: AdfNode[] };
export type AdfNode = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: AdfNode[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  text?: string;
};
export type RichText = Adf | string | null;

/** What a status means, whatever it is called. */
export type StatusCategory = 'new' | 'indeterminate' | 'done';

export type JiraStatusView = { id: string; name: string; category: StatusCategory };
type JiraProjectView = {
  id: string;
  key: string;
  name: string;
  issueTypes: string[];
  components: string[];
  /** In board order. */
  statuses: JiraStatusView[];
};
export type JiraUserView = { accountId: string; displayName: string; email: string; active: boolean };
type JiraCommentView = { id: string; authorId: string; body: RichText; html: string; created: string };
/** To another issue, in the words it has from this one: `relates to`. */
type JiraLinkView = { id: string; words: string; key: string; url: string };
type JiraRemoteLinkView = { id: number; url: string; title: string; summary: string | null };

export type JiraIssueView = {
  id: string;
  key: string;
  url: string;
  projectKey: string;
  issueType: string;
  summary: string;
  description: RichText;
  /** The description drawn as Jira would; made by the server, safe to show. */
  descriptionHtml: string;
  status: JiraStatusView;
  resolution: string | null;
  priority: string | null;
  labels: string[];
  components: string[];
  assigneeId: string | null;
  reporterId: string;
  created: string;
  updated: string;
  archived: boolean;
  duplicateOfKey: string | null;
  /** What may be done now, by the project's workflow. */
  transitions: { id: string; name: string; to: JiraStatusView }[];
  links: JiraLinkView[];
  remoteLinks: JiraRemoteLinkView[];
  comments: JiraCommentView[];
};

/** `GET /sandbox/state` (`?project=SHOP`, `?issue=SHOP-1` narrow the issues). Issues: newest first, deleted ones gone. */
export type JiraSnapshot = {
  seq: number;
  deployment: 'cloud' | 'datacenter';
  site: string;
  projects: JiraProjectView[];
  users: JiraUserView[];
  priorities: string[];
  issues: JiraIssueView[];
};

/** `GET /sandbox/stream`: Server-Sent Events, `event: change`, one of these as JSON in `data`. */
export type JiraChange = {
  seq: number;
  type: 'issue' | 'comment' | 'link';
  action: 'create' | 'update' | 'remove';
  id: string;
  issueId: string;
};

const issue = z.string().min(1).describe('id or key');
/** Who does it: account id, e-mail address or display name. Left out: the first person. */
const by = z.string().min(1).optional();

/** `POST /sandbox/act`: what a person does in Jira's window. Each sends the webhooks Jira would send. */
export const JiraAct = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('create'),
    by,
    project: z.string(),
    summary: z.string().min(1),
    description: z.string().optional(),
  }),
  z.strictObject({
    act: z.literal('transition'),
    by,
    issue,
    to: z.string().describe('name or id of a transition, or of the status it leads to'),
    resolution: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('assign'), by, issue, user: z.string().nullable() }),
  z.strictObject({ act: z.literal('summary'), by, issue, summary: z.string().min(1) }),
  z.strictObject({
    act: z.literal('append'),
    by,
    issue,
    text: z.string().min(1).describe('a paragraph at the end'),
  }),
  z.strictObject({ act: z.literal('priority'), by, issue, priority: z.string() }),
  z.strictObject({ act: z.literal('comment'), by, issue, text: z.string().min(1) }),
  z.strictObject({ act: z.literal('duplicate'), by, issue, of: issue }),
  z.strictObject({ act: z.literal('archive'), by, issue }),
  z.strictObject({ act: z.literal('unarchive'), by, issue }),
  z.strictObject({ act: z.literal('move'), by, issue, project: z.string() }),
  z.strictObject({ act: z.literal('delete'), by, issue }),
]);
export type JiraAct = z.infer<typeof JiraAct>;

/** HTTP 200 with `ok: true` (`issue` is null after a deletion), 400 with `ok: false`. */
export type JiraActAnswer = { ok: true; issue: JiraIssueView | null } | { ok: false; error: string };
