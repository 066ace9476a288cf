// What the Jira adapter needs of a Jira, so that Cloud and Data Center differ in one file each.
import { z } from 'zod';
import { type JiraIssue, propertyKey } from './jira-issue.ts';
import type { Adf } from './jira-text.ts';
import type { TicketLink } from './port.ts';

export type RichText = Adf | string;
export type Named = { id: string; name: string };

/** What a link between issues is called, and how it reads from its two sides. */
export type LinkType = { name: string; inward: string; outward: string };

/** As both kinds of Jira tell the kinds of links. */
export const JiraLinkTypes = z
  .looseObject({
    issueLinkTypes: z
      .array(z.looseObject({ name: z.string(), inward: z.string(), outward: z.string() }))
      .default([]),
  })
  .transform(({ issueLinkTypes }): LinkType[] => issueLinkTypes);

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

export type JiraComment = {
  id: string;
  /** Where the comment is ours. */
  ourId: string | undefined;
  by: string;
  body: RichText;
  at: Date;
  /** For some people's eyes alone: a role's, a group's, or a service desk's own. */
  restricted: boolean;
};

/** As both kinds of Jira tell a comment. */
export const JiraCommentBody = z
  .looseObject({
    id: z.string(),
    author: z.looseObject({ displayName: z.string() }).nullish(),
    body: z.union([z.string(), z.custom<Adf>((value) => typeof value === 'object' && value !== null)]),
    created: z.coerce.date(),
    visibility: z.unknown().optional(),
    jsdPublic: z.boolean().optional(),
    properties: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).optional(),
  })
  .transform(
    ({ id, author, body, created, visibility, jsdPublic, properties }): JiraComment => ({
      ...{ id, body, at: created, by: author?.displayName ?? 'Somebody' },
      restricted: Boolean(visibility) || jsdPublic === false,
      ourId: Ours.safeParse(properties?.find(({ key }) => key === propertyKey)?.value).data?.id,
    }),
  );
const Ours = z.looseObject({ id: z.unknown().transform(String) });

export type JiraApi = {
  richText(markdown: string): RichText;
  createIssue(issue: NewIssue): Promise<{ id: string; key: string }>;
  /** With its change log. Undefined: it does not exist, or we may not see it. */
  issue(idOrKey: string): Promise<JiraIssue | undefined>;
  /** Those of these keys that exist, read from the database and not from the search index. */
  issuesByKey(keys: string[]): Promise<JiraIssue[]>;
  search(jql: string, limit: number): Promise<JiraIssue[]>;
  setDescription(issueId: string, description: RichText): Promise<void>;
  setSummary(issueId: string, summary: string): Promise<void>;
  /** Newest first. */
  comments(issueId: string): Promise<JiraComment[]>;
  addComment(issueId: string, comment: { body: RichText; ourId: string }): Promise<void>;
  /** The same `globalId` on the same issue is the same link. */
  putRemoteLink(
    issueId: string,
    link: { globalId: string; url: string; title: string; summary: string | undefined },
  ): Promise<void>;
  /** All of them, whoever made them. */
  remoteLinks(issueId: string): Promise<({ globalId: string | undefined } & TicketLink)[]>;
  /** One that is not there needs nothing. */
  removeRemoteLink(issueId: string, globalId: string): Promise<void>;
  /** Throws `JiraNotFound` where links between issues are switched off. */
  linkTypes(): Promise<LinkType[]>;
  /** By ids; a second one of the same type in the same direction is no other link. */
  linkIssues(typeName: string, ends: { from: string; to: string }): Promise<void>;
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

/** A link as both kinds of Jira tell it. */
export const JiraRemoteLink = z
  .looseObject({
    globalId: z.string().nullish(),
    object: z.looseObject({ url: z.string(), title: z.string(), summary: z.string().nullish() }),
  })
  .transform(({ globalId, object: { url, title, summary } }) => ({
    globalId: globalId ?? undefined,
    ...{ url, title, subtitle: summary ?? undefined },
  }));

/** Answers are read by schemas of our own for the few fields used; jira.js has checked the rest against Jira's. */
export function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  return schema.parse(answer);
}
