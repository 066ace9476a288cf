// What hangs on an issue, over REST: comments, remote links, properties.
import { Hono } from 'hono';
import { z } from 'zod';
import { issueOrRefuse } from './box.ts';
import { addComment } from './comments.ts';
import { richTextIn, strictBody } from './issue-fields.ts';
import { commentJson, type Shown } from './issue-json.ts';
import { pageOf } from './issue-routes.ts';
import { refuse } from './refusals.ts';
import { nextId, type RemoteLinkRow } from './world.ts';

const CommentBody = z.strictObject({
  body: z.unknown(),
  properties: z.array(z.strictObject({ key: z.string(), value: z.unknown() })).optional(),
});
const RemoteLinkBody = z.strictObject({
  globalId: z.string().max(255).optional(),
  application: z.strictObject({ type: z.string().optional(), name: z.string().optional() }).optional(),
  relationship: z.string().optional(),
  object: z.strictObject({
    url: z.url(),
    title: z.string().min(1),
    summary: z.string().optional(),
    icon: z.object({}).loose().optional(),
    status: z.object({}).loose().optional(),
  }),
});

export function commentRoutes(shown: Shown): Hono {
  const { box, version } = shown;
  const { world } = box;
  return new Hono()
    .get('/issue/:issue/comment', (c) => {
      const issue = issueOrRefuse(world, c.req.param('issue'));
      const withProperties = c.req.query('expand')?.includes('properties') ?? false;
      const comments = Object.values(world.comments)
        .filter((comment) => comment.issueId === issue.id)
        .map((comment) => commentJson(shown, comment, withProperties));
      if (c.req.query('orderBy') === '-created') comments.reverse();
      return c.json(pageOf(c, comments, 'comments'));
    })
    .post('/issue/:issue/comment', async (c) => {
      const issue = issueOrRefuse(world, c.req.param('issue'));
      const { body, properties = [] } = strictBody(CommentBody, await c.req.json());
      const text = richTextIn('comment', body, version);
      const comment = addComment(box, { issue, text, properties, authorId: world.viewerId });
      return c.json(commentJson(shown, comment, false), 201);
    })
    .get('/issue/:issue/properties/:key', (c) => {
      const { properties } = issueOrRefuse(world, c.req.param('issue'));
      const key = c.req.param('key');
      if (!(key in properties)) throw refuse(404, `The property ${key} does not exist.`);
      return c.json({ key, value: properties[key] });
    })
    .put('/issue/:issue/properties/:key', async (c) => {
      const { properties } = issueOrRefuse(world, c.req.param('issue'));
      const isNew = !(c.req.param('key') in properties);
      properties[c.req.param('key')] = await c.req.json();
      return c.body(null, isNew ? 201 : 200);
    });
}

export function remoteLinkRoutes(shown: Shown): Hono {
  const { box } = shown;
  const { world } = box;
  return new Hono()
    .get('/issue/:issue/remotelink', (c) => {
      const issue = issueOrRefuse(world, c.req.param('issue'));
      const globalId = c.req.query('globalId');
      const links = Object.values(world.remoteLinks).filter((link) => link.issueId === issue.id);
      if (globalId === undefined) return c.json(links.map((link) => remoteLinkJson(shown, link)));
      const link = links.find((one) => one.globalId === globalId);
      if (!link) throw refuse(404, `No remote issue link with globalId '${globalId}' could be found.`);
      return c.json(remoteLinkJson(shown, link));
    })
    .post('/issue/:issue/remotelink', async (c) => {
      const { id: issueId } = issueOrRefuse(world, c.req.param('issue'));
      const body = strictBody(RemoteLinkBody, await c.req.json());
      const known = Object.values(world.remoteLinks).find(
        (link) => link.issueId === issueId && body.globalId !== undefined && link.globalId === body.globalId,
      );
      const link = {
        ...{ id: known?.id ?? Number(nextId(world)), issueId, globalId: body.globalId ?? null },
        application: body.application ?? {},
        ...{ relationship: body.relationship ?? null, object: body.object },
      };
      world.remoteLinks[link.id] = link;
      const change = { id: String(link.id), issueId, actorId: world.viewerId, items: [] };
      box.changed({ type: 'link', action: known ? 'update' : 'create', ...change });
      return c.json({ id: link.id, self: remoteLinkSelf(shown, link) }, known ? 200 : 201);
    })
    .delete('/issue/:issue/remotelink', (c) => {
      const { id: issueId } = issueOrRefuse(world, c.req.param('issue'));
      const globalId = c.req.query('globalId');
      if (!globalId) throw refuse(400, 'The globalId must be given.');
      const link = Object.values(world.remoteLinks).find(
        (one) => one.issueId === issueId && one.globalId === globalId,
      );
      if (!link) throw refuse(404, `No remote issue link with globalId '${globalId}' could be found.`);
      delete world.remoteLinks[link.id];
      const change = { id: String(link.id), issueId, actorId: world.viewerId, items: [] };
      box.changed({ type: 'link', action: 'remove', ...change });
      return c.body(null, 204);
    });
}

function remoteLinkSelf({ box, version }: Shown, link: RemoteLinkRow): string {
  return `${box.base}/rest/api/${version}/issue/${link.issueId}/remotelink/${link.id}`;
}

function remoteLinkJson(shown: Shown, link: RemoteLinkRow) {
  const { id, application, object } = link;
  return {
    ...{ id, self: remoteLinkSelf(shown, link), application, object },
    ...(link.globalId ? { globalId: link.globalId } : {}),
    ...(link.relationship ? { relationship: link.relationship } : {}),
  };
}
