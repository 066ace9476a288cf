// What the Jira adapter needs of a Jira, so that Cloud and Data Center differ in one file each.
import type { z } from 'zod';
import type { JiraIssue } from './jira-issue.ts';
import type { Adf } from './jira-text.ts';

export type RichText = Adf | string;
export type Named = { id: string; name: string };

/** A field of the screen on which issues of one type are made. */
export type ScreenField = {
  fieldId: string;
  name: string;
  required: boolean;
  hasDefaultValue: boolean;
  /** For choices. */
  allowed: Named[];
};

type NewIssue = {
  projectKey: string;
  issueTypeId: string;
  summary: string;
  description: RichText;
  labels: string[] | undefined;
  priorityId: string | undefined;
  componentId: string | undefined;
  assigneeId: string | undefined;
  ourId: string;
};

export type JiraApi = {
  richText(markdown: string): RichText;
  createIssue(issue: NewIssue): Promise<{ id: string; key: string }>;
  /** With its change log. Undefined: it does not exist, or we may not see it. */
  issue(idOrKey: string): Promise<JiraIssue | undefined>;
  /** Those of these keys that exist, read from the database and not from the search index. */
  issuesByKey(keys: string[]): Promise<JiraIssue[]>;
  search(jql: string, limit: number): Promise<JiraIssue[]>;
  setDescription(issueId: string, description: RichText): Promise<void>;
  /** Newest first; `ourId` where the comment is ours. */
  comments(issueId: string): Promise<{ id: string; ourId: string | undefined }[]>;
  addComment(issueId: string, comment: { body: RichText; ourId: string }): Promise<void>;
  /** The same `globalId` on the same issue is the same link. */
  putRemoteLink(
    issueId: string,
    link: { globalId: string; url: string; title: string; summary: string | undefined },
  ): Promise<void>;
  /** Throws `JiraNotFound` when there is no such project. */
  issueTypes(projectKey: string): Promise<(Named & { subtask: boolean })[]>;
  screen(projectKey: string, issueTypeId: string): Promise<ScreenField[]>;
  /** One who may be assigned issues of the project, by e-mail address or the tracker's own id. */
  assignable(projectKey: string, person: string): Promise<string | undefined>;
  /** Ids of statuses whose category says that work is under way. */
  startedStatuses(): Promise<Set<string>>;
  /** Which of these permissions we lack in the project. */
  lacks(projectKey: string, permissions: string[]): Promise<string[]>;
};

/** Answers are read by schemas of our own for the few fields used; jira.js has checked the rest against Jira's. */
export function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  return schema.parse(answer);
}
