// What stands around issues, over REST: projects, statuses, people, rights.
import { Hono } from 'hono';
import { projectOrRefuse } from './issue-fields.ts';
import { projectRef, type Shown, statusJson, userJson } from './issue-json.ts';
import { refuse } from './refusals.ts';

export function otherRoutes(shown: Shown): Hono {
  const { box, version } = shown;
  const { world } = box;
  const isCloud = world.deployment === 'cloud';
  return new Hono()
    .get('/project/:project', (c) => {
      const project = projectOrRefuse(world, c.req.param('project'));
      const issueTypes = project.issueTypes.map(({ id, name, subtask }) => ({ id, name, subtask }));
      return c.json({ ...projectRef(shown, project), components: project.components, issueTypes });
    })
    .get('/project/:project/components', (c) =>
      c.json(projectOrRefuse(world, c.req.param('project')).components),
    )
    .get('/status', (c) => c.json(Object.values(world.statuses).map((status) => statusJson(shown, status))))
    .get('/user/assignable/search', (c) => {
      projectOrRefuse(world, c.req.query('project') ?? '');
      const wanted = c.req.query(isCloud ? 'query' : 'username') ?? '';
      const accountId = c.req.query('accountId');
      return c.json(assignable(shown, { wanted, accountId }).map((user) => userJson(shown, user)));
    })
    .get('/myself', (c) => c.json(userJson(shown, world.users[world.viewerId]!)))
    .get('/mypermissions', (c) => {
      const wanted = c.req.query('permissions');
      if (!wanted && isCloud) throw refuse(400, 'The permissions parameter is required.');
      if (c.req.query('projectKey')) projectOrRefuse(world, c.req.query('projectKey')!);
      return c.json({ permissions: granted(wanted?.split(',') ?? ['BROWSE_PROJECTS', 'CREATE_ISSUES']) });
    })
    .get('/serverInfo', (c) => {
      const deploymentType = isCloud ? 'Cloud' : 'Server';
      return c.json({ baseUrl: box.base, deploymentType, version: version === 3 ? '1001.0.0' : '10.3.1' });
    });
}

function assignable({ box }: Shown, it: { wanted: string; accountId: string | undefined }) {
  const wanted = it.wanted.toLowerCase();
  return Object.values(box.world.users).filter(
    (user) =>
      user.active &&
      (!it.accountId || user.accountId === it.accountId) &&
      [user.displayName, user.emailAddress, user.name].some((name) => name.toLowerCase().startsWith(wanted)),
  );
}

function granted(keys: string[]) {
  const type = { type: 'PROJECT', description: '', havePermission: true };
  return Object.fromEntries(keys.map((key, n) => [key, { id: String(n), key, name: key, ...type }]));
}
