// Finding issues over REST, and what may be written when one is made. Cloud and Data Center differ most here.
import { Hono } from 'hono';
import { z } from 'zod';
import { projectOrRefuse, strictBody } from './issue-fields.ts';
import { issueJson, type Shown } from './issue-json.ts';
import { pageOf } from './issue-routes.ts';
import { refuse } from './refusals.ts';
import { searchIssues } from './search.ts';
import { findIssue, type ProjectRow } from './world.ts';

const texts = z.array(z.string()).optional();
const BulkBody = z.strictObject({
  issueIdsOrKeys: z.array(z.string()).min(1).max(100),
  fields: texts,
  properties: z.array(z.string()).max(5).optional(),
  expand: texts,
});
const CloudSearch = z.strictObject({
  jql: z.string(),
  fields: texts,
  properties: z.array(z.string()).max(5).optional(),
  maxResults: z.int().min(1).max(5000).optional(),
  nextPageToken: z.string().optional(),
  expand: z.string().optional(),
  reconcileIssues: z.array(z.int()).max(50).optional(),
});
const ServerSearch = z.strictObject({
  jql: z.string(),
  fields: texts,
  properties: texts,
  maxResults: z.int().min(0).max(1000).optional(),
  startAt: z.int().min(0).optional(),
  expand: texts,
});

export function searchRoutes(shown: Shown): Hono {
  const isCloud = shown.box.world.deployment === 'cloud';
  return new Hono()
    .route('/', isCloud ? cloudSearch(shown) : serverSearch(shown))
    .route('/', createMeta(shown));
}

const found = ({ box }: Shown, jql: string) =>
  searchIssues(box.world, jql, { now: box.now().getTime(), lagMs: box.indexLagMs });

function cloudSearch(shown: Shown): Hono {
  return new Hono()
    .post('/search/jql', async (c) => {
      const body = strictBody(CloudSearch, await c.req.json());
      const issues = found(shown, body.jql);
      const from = Number(body.nextPageToken ?? 0);
      const to = from + (body.maxResults ?? 50);
      const want = { fields: body.fields ?? ['id'], properties: body.properties };
      return c.json({
        issues: issues.slice(from, to).map((issue) => issueJson(shown, issue, want)),
        ...(to < issues.length ? { nextPageToken: String(to) } : {}),
        isLast: to >= issues.length,
      });
    })
    .all('/search', () => {
      const instead = 'Please migrate to the /rest/api/3/search/jql API.';
      throw refuse(410, `The requested API has been removed. ${instead}`);
    })
    .post('/issue/bulkfetch', async (c) => {
      const body = strictBody(BulkBody, await c.req.json());
      const issues = new Set(body.issueIdsOrKeys.map((it) => findIssue(shown.box.world, it)));
      const there = [...issues].filter((issue) => issue !== undefined);
      return c.json({ issues: there.map((issue) => issueJson(shown, issue, body)), issueErrors: [] });
    });
}

function serverSearch(shown: Shown): Hono {
  return new Hono().post('/search', async (c) => {
    const body = strictBody(ServerSearch, await c.req.json());
    const all = found(shown, body.jql);
    const startAt = body.startAt ?? 0;
    const maxResults = body.maxResults ?? 50;
    const issues = all.slice(startAt, startAt + maxResults).map((issue) => issueJson(shown, issue, body));
    return c.json({ expand: 'names,schema', startAt, maxResults, total: all.length, issues });
  });
}

function createMeta({ box, version }: Shown): Hono {
  const isCloud = box.world.deployment === 'cloud';
  return new Hono()
    .get('/issue/createmeta/:project/issuetypes', (c) => {
      const { issueTypes } = projectOrRefuse(box.world, c.req.param('project'));
      const types = issueTypes.map(({ id, name, subtask }) => ({
        ...{ self: `${box.base}/rest/api/${version}/issuetype/${id}`, id, name, subtask, description: '' },
        ...(isCloud ? { hierarchyLevel: subtask ? -1 : 0 } : {}),
      }));
      return c.json(pageOf(c, types, isCloud ? 'issueTypes' : 'values'));
    })
    .get('/issue/createmeta/:project/issuetypes/:type', (c) => {
      const project = projectOrRefuse(box.world, c.req.param('project'));
      const fields = screenOf(project, c.req.param('type'), box.world.priorities);
      return c.json(pageOf(c, fields, isCloud ? 'fields' : 'values'));
    });
}

function screenOf(project: ProjectRow, typeId: string, priorities: object[]) {
  const type = project.issueTypes.find((it) => it.id === typeId);
  if (!type) throw refuse(404, 'Issue type not found.');
  return type.fields.map((field) => ({
    ...{ fieldId: field, key: field, name: field[0]!.toUpperCase() + field.slice(1), operations: ['set'] },
    required: ['summary', 'issuetype', 'project', ...type.required].includes(field),
    hasDefaultValue: field === 'priority',
    ...(field === 'priority' ? { allowedValues: priorities } : {}),
    ...(field === 'components' ? { allowedValues: project.components } : {}),
  }));
}
