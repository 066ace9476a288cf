// Links between issues, over REST: of which kinds there are, and how one is made.
import { Hono } from 'hono';
import { z } from 'zod';
import { issueOrRefuse } from './box.ts';
import { strictBody } from './issue-fields.ts';
import type { Shown } from './issue-json.ts';
import { linkIssues } from './issues.ts';
import { refuse } from './refusals.ts';
import type { LinkTypeRow, World } from './world.ts';

const idOrKey = z.union([z.strictObject({ id: z.string() }), z.strictObject({ key: z.string() })]);
const idOrName = z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]);
const LinkBody = z.strictObject({ type: idOrName, inwardIssue: idOrKey, outwardIssue: idOrKey });

export function linkRoutes({ box, version }: Shown): Hono {
  const { world } = box;
  return new Hono()
    .get('/issueLinkType', (c) => {
      refuseWhenOff(world);
      const self = `${box.base}/rest/api/${version}/issueLinkType`;
      const issueLinkTypes = world.linkTypes.map((type) => ({ ...type, self: `${self}/${type.id}` }));
      return c.json({ issueLinkTypes });
    })
    .post('/issueLink', async (c) => {
      refuseWhenOff(world);
      const body = strictBody(LinkBody, await c.req.json());
      const end = (it: z.infer<typeof idOrKey>) => issueOrRefuse(world, 'id' in it ? it.id : it.key);
      const type = typeOrRefuse(world, body.type);
      const [inward, outward] = [end(body.inwardIssue), end(body.outwardIssue)];
      linkIssues(box, { inward, outward, type, actorId: world.viewerId });
      return c.body(null, 201);
    });
}

function typeOrRefuse(world: World, wanted: z.infer<typeof idOrName>): LinkTypeRow {
  const type = world.linkTypes.find((one) =>
    'id' in wanted ? one.id === wanted.id : one.name.toLowerCase() === wanted.name.toLowerCase(),
  );
  if (type) return type;
  const named = 'id' in wanted ? `id '${wanted.id}'` : `name '${wanted.name}'`;
  throw refuse(404, `No issue link type with ${named} found.`);
}

function refuseWhenOff({ linkTypes }: World): void {
  if (linkTypes.length === 0) throw refuse(404, 'Issue linking is currently disabled.');
}
