// Jira Data Center: version 2 of the API over jira.js's transport, rich text as wiki markup, people by user name.
import type { Client } from 'jira.js/core';
import { z } from 'zod';
import { type JiraApi, JiraCommentBody, JiraLinkTypes, JiraRemoteLink, parsed } from './jira-api.ts';
import { JiraNotFound, type JiraSettings, jiraClient, unlessGone } from './jira-client.ts';
import { issueFields, JiraIssue, propertyKey } from './jira-issue.ts';
import { toWiki } from './jira-text.ts';

const named = z.looseObject({ id: z.string(), name: z.string() });
const Created = z.looseObject({ id: z.string(), key: z.string() });
const Found = z.looseObject({ issues: z.array(JiraIssue) });
const Comments = z.looseObject({ comments: z.array(JiraCommentBody) });
const Types = z.looseObject({ values: z.array(named.extend({ subtask: z.boolean() })) });
const Screen = z.looseObject({
  values: z.array(
    z.looseObject({
      fieldId: z.string(),
      name: z.string(),
      required: z.boolean(),
      hasDefaultValue: z.boolean().default(false),
      allowedValues: z.array(z.unknown()).optional(),
    }),
  ),
});
const Users = z.array(z.looseObject({ name: z.string(), emailAddress: z.string().optional() }));
const Statuses = z.array(named.extend({ statusCategory: z.looseObject({ key: z.string() }) }));
const Permissions = z.looseObject({
  permissions: z.record(z.string(), z.looseObject({ havePermission: z.boolean() })),
});

type Ask = <T>(
  schema: z.ZodType<T>,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  sent?: { body?: object; query?: Record<string, unknown> },
) => Promise<T>;

export function jiraServer(settings: JiraSettings): JiraApi {
  const ask = asker(jiraClient(settings));
  return { richText: toWiki, ...issuesOf(ask), ...textsOf(ask), ...linksOf(ask), ...surroundingsOf(ask) };
}

function asker(client: Client): Ask {
  return async (schema, method, path, sent = {}) => {
    const { body, query } = sent;
    const request = { ...(body ? { body } : {}), ...(query ? { searchParams: query } : {}) };
    return parsed(schema, await client.sendRequest({ url: `/rest/api/2${path}`, method, ...request }));
  };
}

const atOnce = 6;

function issuesOf(
  ask: Ask,
): Pick<JiraApi, 'createIssue' | 'issue' | 'issuesByKey' | 'search' | 'setDescription' | 'setSummary'> {
  const issue: JiraApi['issue'] = async (idOrKey) => {
    const query = { fields: issueFields.join(','), properties: propertyKey, expand: 'changelog' };
    try {
      return await ask(JiraIssue, 'GET', `/issue/${encodeURIComponent(idOrKey)}`, { query });
    } catch (error) {
      if (error instanceof JiraNotFound) return undefined;
      throw error;
    }
  };
  return {
    issue,
    async createIssue(it) {
      const fields = {
        project: { key: it.projectKey },
        issuetype: { id: it.issueTypeId },
        ...{ summary: it.summary, description: it.description },
        ...(it.labels ? { labels: it.labels } : {}),
        ...(it.priorityId ? { priority: { id: it.priorityId } } : {}),
        ...(it.componentId ? { components: [{ id: it.componentId }] } : {}),
        ...(it.assigneeId ? { assignee: { name: it.assigneeId } } : {}),
      };
      const properties = [{ key: propertyKey, value: { id: it.ourId } }];
      return ask(Created, 'POST', '/issue', { body: { fields, properties } });
    },
    /** There is no bulk read: a few at a time. */
    async issuesByKey(keys) {
      const found: (JiraIssue | undefined)[] = [];
      for (let n = 0; n < keys.length; n += atOnce)
        found.push(...(await Promise.all(keys.slice(n, n + atOnce).map(issue))));
      return found.filter((one) => one !== undefined);
    },
    async search(jql, maxResults) {
      const body = { jql, maxResults, fields: issueFields, properties: [propertyKey] };
      return (await ask(Found, 'POST', '/search', { body })).issues;
    },
    async setDescription(id, description) {
      await ask(z.unknown(), 'PUT', `/issue/${id}`, { body: { fields: { description } } });
    },
    async setSummary(id, summary) {
      await ask(z.unknown(), 'PUT', `/issue/${id}`, { body: { fields: { summary } } });
    },
  };
}

function textsOf(
  ask: Ask,
): Pick<JiraApi, 'comments' | 'addComment' | 'putRemoteLink' | 'remoteLinks' | 'removeRemoteLink'> {
  return {
    async comments(id) {
      const query = { orderBy: '-created', maxResults: 100, expand: 'properties' };
      return (await ask(Comments, 'GET', `/issue/${id}/comment`, { query })).comments;
    },
    async addComment(id, { body, ourId }) {
      const properties = [{ key: propertyKey, value: { id: ourId } }];
      await ask(z.unknown(), 'POST', `/issue/${id}/comment`, { body: { body, properties } });
    },
    async putRemoteLink(id, { globalId, url, title, summary }) {
      const application = { type: 'app.earshot', name: 'Earshot' };
      const object = { url, title, ...(summary ? { summary } : {}) };
      const body = { globalId, application, object };
      await ask(z.unknown(), 'POST', `/issue/${id}/remotelink`, { body });
    },
    remoteLinks: (id) => ask(z.array(JiraRemoteLink), 'GET', `/issue/${id}/remotelink`),
    async removeRemoteLink(id, globalId) {
      await unlessGone(() => ask(z.unknown(), 'DELETE', `/issue/${id}/remotelink`, { query: { globalId } }));
    },
  };
}

function linksOf(ask: Ask): Pick<JiraApi, 'linkTypes' | 'linkIssues'> {
  return {
    linkTypes: () => ask(JiraLinkTypes, 'GET', '/issueLinkType'),
    async linkIssues(name, { from, to }) {
      // Jira asks for the right to link in the project of the outward issue: ours, where we may.
      const body = { type: { name }, inwardIssue: { id: to }, outwardIssue: { id: from } };
      await ask(z.unknown(), 'POST', '/issueLink', { body });
    },
  };
}

function surroundingsOf(
  ask: Ask,
): Pick<JiraApi, 'issueTypes' | 'screen' | 'assignable' | 'startedStatuses' | 'lacks'> {
  const meta = (projectKey: string) => `/issue/createmeta/${encodeURIComponent(projectKey)}/issuetypes`;
  return {
    async issueTypes(projectKey) {
      return (await ask(Types, 'GET', meta(projectKey), { query: { maxResults: 100 } })).values;
    },
    async screen(projectKey, typeId) {
      const path = `${meta(projectKey)}/${typeId}`;
      const { values } = await ask(Screen, 'GET', path, { query: { maxResults: 200 } });
      return values.map(({ fieldId, name, required, hasDefaultValue, allowedValues }) => ({
        ...{ fieldId, name, required, hasDefaultValue },
        allowed: z.array(named).safeParse(allowedValues).data ?? [],
      }));
    },
    async assignable(project, person) {
      const query = { project, username: person, maxResults: 10 };
      const users = await ask(Users, 'GET', '/user/assignable/search', { query });
      const wanted = person.toLowerCase();
      return users.find((user) => [user.name, user.emailAddress].some((it) => it?.toLowerCase() === wanted))
        ?.name;
    },
    async startedStatuses() {
      const statuses = await ask(Statuses, 'GET', '/status');
      const started = statuses.filter((status) => status.statusCategory.key === 'indeterminate');
      return new Set(started.map((status) => status.id));
    },
    async lacks(projectKey, permissions) {
      const query = { projectKey, permissions: permissions.join(',') };
      const held = (await ask(Permissions, 'GET', '/mypermissions', { query })).permissions;
      return permissions.filter((permission) => held[permission]?.havePermission !== true);
    },
  };
}
