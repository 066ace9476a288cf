// Jira Cloud: version 3 of the API through jira.js's typed calls, rich text as documents, people by account id.
import { createCloudClient } from 'jira.js';
import { z } from 'zod';
import {
  type JiraApi,
  JiraCommentBody,
  JiraLinkTypes,
  JiraRemoteLink,
  parsed,
  type ScreenField,
} from './jira-api.ts';
import { JiraNotFound, type JiraSettings, jiraClient, unlessGone } from './jira-client.ts';
import { issueFields, JiraIssue, propertyKey } from './jira-issue.ts';
import { toAdf } from './jira-text.ts';

type Cloud = ReturnType<typeof createCloudClient>;

export function jiraCloud(settings: JiraSettings): JiraApi {
  const jira = createCloudClient(jiraClient(settings));
  return {
    richText: toAdf,
    ...issuesOf(jira),
    ...textsOf(jira),
    ...linksOf(jira),
    ...surroundingsOf(jira),
  };
}

function issuesOf(
  jira: Cloud,
): Pick<JiraApi, 'createIssue' | 'issue' | 'issuesByKey' | 'search' | 'setDescription' | 'setSummary'> {
  const read = { fields: issueFields, properties: [propertyKey] };
  return {
    async createIssue(issue) {
      const { id, key } = await jira.issues.createIssue({
        fields: {
          project: { key: issue.projectKey },
          issuetype: { id: issue.issueTypeId },
          ...{ summary: issue.summary, description: issue.description },
          ...(issue.labels ? { labels: issue.labels } : {}),
          ...(issue.priorityId ? { priority: { id: issue.priorityId } } : {}),
          ...(issue.componentId ? { components: [{ id: issue.componentId }] } : {}),
          ...(issue.assigneeId ? { assignee: { accountId: issue.assigneeId } } : {}),
        },
        properties: [{ key: propertyKey, value: { id: issue.ourId } }],
      });
      return { id, key };
    },
    async issue(issueIdOrKey) {
      try {
        const issue = await jira.issues.getIssue({ issueIdOrKey, ...read, expand: 'changelog' });
        return parsed(JiraIssue, issue);
      } catch (error) {
        if (error instanceof JiraNotFound) return undefined;
        throw error;
      }
    },
    async issuesByKey(issueIdsOrKeys) {
      const { issues } = await jira.issues.bulkFetchIssues({ issueIdsOrKeys, ...read });
      return parsed(z.array(JiraIssue), issues ?? []);
    },
    async search(jql, maxResults) {
      const query = { jql, maxResults, ...read };
      const { issues } = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost(query);
      return parsed(z.array(JiraIssue), issues ?? []);
    },
    async setDescription(issueIdOrKey, description) {
      await jira.issues.editIssue({ issueIdOrKey, fields: { description } });
    },
    async setSummary(issueIdOrKey, summary) {
      await jira.issues.editIssue({ issueIdOrKey, fields: { summary } });
    },
  };
}

function textsOf(
  jira: Cloud,
): Pick<JiraApi, 'comments' | 'addComment' | 'putRemoteLink' | 'remoteLinks' | 'removeRemoteLink'> {
  return {
    async comments(issueIdOrKey) {
      const page = { orderBy: '-created', maxResults: 100, expand: 'properties' } as const;
      const { comments = [] } = await jira.issueComments.getComments({ issueIdOrKey, ...page });
      return parsed(z.array(JiraCommentBody), comments);
    },
    async addComment(issueIdOrKey, { body, ourId }) {
      const properties = [{ key: propertyKey, value: { id: ourId } }];
      await jira.issueComments.addComment({ issueIdOrKey, body, properties });
    },
    async putRemoteLink(issueIdOrKey, { globalId, url, title, summary }) {
      await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink({
        ...{ issueIdOrKey, globalId, application: { type: 'app.earshot', name: 'Earshot' } },
        object: { url, title, ...(summary ? { summary } : {}) },
      });
    },
    async remoteLinks(issueIdOrKey) {
      const links: unknown = await jira.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey });
      return parsed(z.array(JiraRemoteLink), links);
    },
    async removeRemoteLink(issueIdOrKey, globalId) {
      await unlessGone(() =>
        jira.issueRemoteLinks.deleteRemoteIssueLinkByGlobalId({ issueIdOrKey, globalId }),
      );
    },
  };
}

function linksOf(jira: Cloud): Pick<JiraApi, 'linkTypes' | 'linkIssues'> {
  return {
    async linkTypes() {
      return parsed(JiraLinkTypes, await jira.issueLinkTypes.getIssueLinkTypes());
    },
    async linkIssues(name, { from, to }) {
      // Jira asks for the right to link in the project of the outward issue: ours, where we may.
      await jira.issueLinks.linkIssues({
        type: { name },
        inwardIssue: { id: to },
        outwardIssue: { id: from },
      });
    },
  };
}

function surroundingsOf(
  jira: Cloud,
): Pick<JiraApi, 'issueTypes' | 'screen' | 'assignable' | 'startedStatuses' | 'lacks'> {
  return {
    async issueTypes(projectIdOrKey) {
      const page = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey, maxResults: 100 });
      return (page.issueTypes ?? page.createMetaIssueType ?? []).map((type) => ({
        ...{ id: type.id ?? '', name: type.name ?? '', subtask: type.subtask ?? false },
      }));
    },
    async screen(projectIdOrKey, issueTypeId) {
      const wanted = { projectIdOrKey, issueTypeId, maxResults: 200 };
      const { fields, results } = await jira.issues.getCreateIssueMetaIssueTypeId(wanted);
      return (fields ?? results ?? []).map(screenField);
    },
    async assignable(project, person) {
      const byMail = person.includes('@');
      const query = byMail ? { query: person } : { accountId: person };
      const users = await jira.userSearch.findAssignableUsers({ project, ...query, maxResults: 10 });
      const same = users.find((user) => user.emailAddress?.toLowerCase() === person.toLowerCase());
      // Most people hide their address; then the one that Jira finds by it is the one.
      return (same ?? (users.length === 1 ? users[0] : undefined))?.accountId;
    },
    async startedStatuses() {
      const statuses = await jira.workflowStatuses.getStatuses();
      const started = statuses.filter((status) => status.statusCategory?.key === 'indeterminate');
      return new Set(started.map((status) => status.id ?? ''));
    },
    async lacks(projectKey, permissions) {
      const wanted = { projectKey, permissions: permissions.join(',') };
      const { permissions: held = {} } = await jira.permissions.getMyPermissions(wanted);
      return permissions.filter((permission) => held[permission]?.havePermission !== true);
    },
  };
}

type CloudField = Awaited<ReturnType<Cloud['issues']['getCreateIssueMetaIssueTypeId']>>['fields'];

function screenField(field: NonNullable<CloudField>[number]): ScreenField {
  const { fieldId, name, required, hasDefaultValue = false } = field;
  return { fieldId, name, required, hasDefaultValue, allowed: namedIn(field.allowedValues) };
}

function namedIn(values: unknown) {
  return z.array(z.looseObject({ id: z.string(), name: z.string() })).safeParse(values).data ?? [];
}
