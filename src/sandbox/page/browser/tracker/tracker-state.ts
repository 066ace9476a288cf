// The tracker pane: one shape for Linear's issues and Jira's, so that one view shows both.
import type { Child } from '../dom.ts';
import type { TextContext } from '../mrkdwn-view.ts';

export type TrackerKind = 'linear' | 'jira';

export type StateType =
  | 'triage'
  | 'backlog'
  | 'unstarted'
  | 'started'
  | 'completed'
  | 'canceled'
  | 'duplicate';
export type IssueState = { id: string; name: string; type: StateType; color: string };
export type Team = { id: string; key: string; name: string; color: string; states: IssueState[] };
export type Person = { name: string; initials: string; color: string; isApp: boolean };

export type TrackerIssue = {
  id: string;
  /** PAY-12 */
  key: string;
  url: string;
  title: string;
  body: (context: TextContext) => Child;
  team: Team;
  state: IssueState;
  /** Where a person may move it now. */
  moves: IssueState[];
  /** 0 none, 1 urgent … 4 low. */
  priority: { level: number; label: string };
  labels: { name: string; color: string }[];
  project: string | undefined;
  assignee: Person | undefined;
  creator: Person;
  createdAt: Date;
  updatedAt: Date;
  archived: boolean;
  trashed: boolean;
  duplicateOf: string | undefined;
  /** Other issues it is tied to, in the tracker's words: `relates to` SHOP-1. */
  related: { words: string; key: string }[];
  attachments: { id: string; title: string; subtitle: string | undefined; url: string }[];
  comments: {
    id: string;
    author: Person;
    body: (context: TextContext) => Child;
    at: Date;
    edited: boolean;
  }[];
  customers: {
    id: string;
    name: string;
    tier: string | undefined;
    revenue: number | undefined;
    body: (context: TextContext) => Child;
    important: boolean;
  }[];
};

/** What a tracker's server told last. */
export type TrackerContent = { name: string; organization: string; teams: Team[]; issues: TrackerIssue[] };

export type TrackerSource = {
  kind: TrackerKind;
  /** Throws when the server cannot be reached or refuses. */
  load(): Promise<TrackerContent>;
  /** Calls back on every change; returns the function that ends it. */
  listen(changed: () => void): () => void;
  move(issue: TrackerIssue, state: IssueState, by: string): Promise<void>;
  comment(issue: TrackerIssue, text: string, by: string): Promise<void>;
};

export type TrackerState = {
  open: boolean;
  kind: TrackerKind;
  layout: 'board' | 'list';
  /** Key of the issue whose page is open. */
  issue: string | undefined;
  team: string | undefined;
  content: Partial<Record<TrackerKind, TrackerContent>>;
  failure: Partial<Record<TrackerKind, string>>;
  comment: string;
};
