// Issues over REST: made, read, changed, deleted, moved along their workflow.
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { issueOrRefuse, transition, updateIssue } from './box.ts';
import { checkRequired, columnsOf, issueTypeIn, parseFields, projectIn, strictBody } from './issue-fields.ts';
import { issueJson, type Shown, statusJson } from './issue-json.ts';
import { createIssue, removeIssue } from './issues.ts';
import { keyOf, typeOf } from './world.ts';

const Property = z.strictObject({ key: z.string().min(1).max(255), value: z.unknown() });
const CreateBody = z.strictObject({
  fields: z.record(z.string(), z.unknown()),
  properties: z.array(Property).optional(),
});
const EditBody = z.strictObject({
  fields: z.record(z.string(), z.unknown()).optional(),
  properties: z.array(Property).optional(),
});
const TransitionBody = z.strictObject({
  transition: z.strictObject({ id: z.string() }),
  fields: z.strictObject({ resolution: z.strictObject({ name: z.string() }).optional() }).optional(),
});

/** Mounted after the routes of `search-routes.ts`, whose paths also begin with `/issue/`. */
export function issueRoutes(shown: Shown): Hono {
  const { box } = shown;
  return new Hono()
    .post('/issue', async (c) => {
      const issue = made(shown, strictBody(CreateBody, await c.req.json()));
      const self = `${box.base}/rest/api/${shown.version}/issue/${issue.id}`;
      return c.json({ id: issue.id, key: keyOf(box.world, issue), self }, 201);
    })
    .get('/issue/:issue', (c) => {
      const changelog = (listIn(c, 'expand') ?? []).includes('changelog');
      const want = { fields: listIn(c, 'fields'), properties: listIn(c, 'properties'), changelog };
      return c.json(issueJson(shown, issueOrRefuse(box.world, c.req.param('issue')), want));
    })
    .put('/issue/:issue', async (c) => {
      edit(shown, c.req.param('issue'), strictBody(EditBody, await c.req.json()));
      return c.body(null, 204);
    })
    .delete('/issue/:issue', (c) => {
      removeIssue(box, issueOrRefuse(box.world, c.req.param('issue')), box.world.viewerId);
      return c.body(null, 204);
    })
    .get('/issue/:issue/transitions', (c) =>
      c.json({ expand: 'transitions', transitions: waysOut(shown, c.req.param('issue')) }),
    )
    .post('/issue/:issue/transitions', async (c) => {
      const issue = issueOrRefuse(box.world, c.req.param('issue'));
      const body = strictBody(TransitionBody, await c.req.json());
      const resolution = body.fields?.resolution?.name;
      const actorId = box.world.viewerId;
      transition(box, { issue, transitionId: body.transition.id, resolution, actorId });
      return c.body(null, 204);
    });
}

function made({ box, version }: Shown, body: z.infer<typeof CreateBody>) {
  const { world } = box;
  const fields = parseFields(body.fields);
  const project = projectIn(world, fields);
  const screen = issueTypeIn(project, fields);
  const columns = columnsOf(fields, { world, project, screen, version });
  checkRequired(fields, screen);
  const properties = Object.fromEntries((body.properties ?? []).map((it) => [it.key, it.value]));
  return createIssue(box, { project, columns: { ...columns, typeId: screen.id, properties } });
}

function edit({ box, version }: Shown, idOrKey: string, body: z.infer<typeof EditBody>): void {
  const { world } = box;
  const issue = issueOrRefuse(world, idOrKey);
  const project = world.projects[issue.projectId]!;
  const screen = typeOf(world, issue);
  const patch = columnsOf(parseFields(body.fields ?? {}), { world, project, screen, version });
  updateIssue(box, { issue, patch, actorId: world.viewerId });
}

function waysOut(shown: Shown, idOrKey: string) {
  const { world } = shown.box;
  const issue = issueOrRefuse(world, idOrKey);
  return world.projects[issue.projectId]!.transitions.filter((way) => way.from.includes(issue.statusId)).map(
    (way) => ({
      ...{ id: way.id, name: way.name, to: statusJson(shown, world.statuses[way.to]!) },
      ...{ hasScreen: way.setsResolution, isGlobal: false, isInitial: false, isConditional: false },
    }),
  );
}

/** A list in a query, repeated or with commas. */
function listIn(c: Context, name: string): string[] | undefined {
  return c.req.queries(name)?.flatMap((value) => value.split(',').map((part) => part.trim()));
}

/** Jira's pages: `startAt`, `maxResults`, `total`, and the list under a name that differs by endpoint. */
export function pageOf<T>(c: Context, all: T[], name: string) {
  const startAt = Number(c.req.query('startAt') ?? 0);
  const maxResults = Number(c.req.query('maxResults') ?? 50);
  const page = all.slice(startAt, startAt + maxResults);
  return {
    ...{ startAt, maxResults, total: all.length, isLast: startAt + page.length >= all.length },
    [name]: page,
  };
}
