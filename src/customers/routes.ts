// The API of customers, for a CRM that keeps Earshot up to date. Every call carries the intake secret.
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../deps.ts';
import { reasonOf } from '../lib/failure.ts';
import { readJson, storableText } from '../lib/json.ts';
import { CustomerGiven, type CustomerRow, externalIdOf, problemIn } from './api.ts';
import { saveCustomers } from './api-save.ts';
import { findCustomersPage } from './api-store.ts';
import { findCustomers } from './store.ts';

export type CustomerDoor = {
  deps: Pick<Deps, 'config' | 'db' | 'now' | 'newId' | 'log'>;
  /** Undefined when the call is allowed; otherwise why not. */
  refuse: (authorization: string | undefined) => { status: 401 | 404; why: string } | undefined;
  /** What a customer said earlier is looked for, and what it is worth counts anew. */
  changed: () => void;
};

const mostShown = 1000;

export function customerRoutes(door: CustomerDoor): Hono {
  const routes = new Hono();
  routes.use('/api/*', async (c, next) => {
    const refused = door.refuse(c.req.header('authorization'));
    if (refused) return c.json({ error: refused.why }, refused.status);
    try {
      return await next();
    } finally {
      if (c.error) door.deps.log.error({ path: c.req.path, reason: reasonOf(c.error) }, 'a call failed');
    }
  });
  routes.onError((_error, c) => c.json({ error: 'The database could not be asked. Try again.' }, 503));
  routes.get('/api/customers', (c) => list(c, door));
  routes.get('/api/customers/:externalId', (c) => show(c, door));
  const limit = bodyLimit({
    maxSize: 256 * 1024,
    onError: (c) => c.json({ error: 'The body is over 256 KB.' }, 413),
  });
  routes.put('/api/customers/:externalId', limit, (c) => put(c, door));
  return routes;
}

async function list(c: Context, { deps }: CustomerDoor): Promise<Response> {
  const limit = Number(c.req.query('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostShown)
    return c.json({ error: `limit is 1 to ${mostShown}.` }, 400);
  const rows = await findCustomersPage(deps.db, storableText(c.req.query('after') ?? ''), limit);
  const after = rows.length === limit ? rows.at(-1)?.externalId : undefined;
  return c.json({ customers: rows.map(shown), ...(after !== undefined && { after }) });
}

async function show(c: Context, { deps }: CustomerDoor): Promise<Response> {
  const externalId = c.req.param('externalId');
  const found = (await findCustomers(deps.db)).find((one) => one.externalId === externalId);
  return found ? c.json(shown(found)) : c.json({ error: `There is no customer ${externalId}.` }, 404);
}

async function put(c: Context, door: CustomerDoor): Promise<Response> {
  const { deps } = door;
  const id = externalIdOf.safeParse(storableText(c.req.param('externalId') ?? ''));
  if (!id.success) return c.json({ error: 'The external id has 1 to 200 characters.' }, 400);
  const json = readJson(new Uint8Array(await c.req.arrayBuffer()));
  if (json.kind === 'refused') return c.json({ error: json.why }, 400);
  const given = CustomerGiven.safeParse(json.value);
  if (!given.success) return c.json({ error: problemIn(given.error) }, 422);
  const [outcome] = await saveCustomers(deps.db, [{ externalId: id.data, given: given.data }], {
    now: deps.now,
    newId: deps.newId,
    employeeDomains: deps.config.employeeDomains,
  });
  const { settled } = outcome!;
  if (settled.kind === 'refused') return c.json({ error: settled.why }, 422);
  if (settled.kind !== 'unchanged') door.changed();
  return c.json(
    { outcome: settled.kind, customer: shown(settled.row) },
    settled.kind === 'created' ? 201 : 200,
  );
}

function shown(row: CustomerRow) {
  const { externalId, name, domains, segment, annualRevenue, currency, owner } = row;
  const { slackChannelIds, slackTeamIds } = row;
  return {
    externalId,
    name,
    domains,
    segment,
    annualRevenue,
    currency,
    owner,
    slackChannelIds,
    slackTeamIds,
  };
}
