// A CRM tells Earshot who its customers are, and what they said before it did becomes theirs.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { asBearer, secrets, send } from '../senders.ts';
import { startWorld, until, type World } from '../world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: () => ({ ...secrets, EARSHOT_EMPLOYEE_DOMAINS: 'harbor.test' }) });
});

type Answer = { status: number; body: Record<string, unknown> & { error?: string } };

async function call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`${world.earshot.url}/api/customers${path}`, {
    method,
    headers: { authorization: `Bearer ${token ?? secrets.EARSHOT_INTAKE_SECRET}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const globex = {
  name: 'Globex',
  domains: ['https://www.Globex.test/about', 'globex.test'],
  segment: 'Scale',
  annualRevenue: 48_000,
  currency: 'eur',
  owner: 'U024BE7LH',
};

describe('the API', () => {
  it('makes a customer known, changes what is given and keeps the rest', async () => {
    const made = await call('PUT', '/crm-1', globex);
    expect(made).toMatchObject({
      status: 201,
      body: {
        outcome: 'created',
        customer: { externalId: 'crm-1', domains: ['globex.test'], currency: 'EUR' },
      },
    });
    expect(await call('PUT', '/crm-1', globex)).toMatchObject({
      status: 200,
      body: { outcome: 'unchanged' },
    });
    const changed = await call('PUT', '/crm-1', { annualRevenue: 52_000, segment: null });
    expect(changed.body).toMatchObject({
      outcome: 'updated',
      customer: { name: 'Globex', segment: null, annualRevenue: 52_000, domains: ['globex.test'] },
    });
    expect((await call('GET', '/crm-1')).body).toMatchObject({ name: 'Globex', annualRevenue: 52_000 });
  });

  it.each([
    ['a new customer without a name', '/crm-2', { segment: 'x' }, 'name: a new customer needs one.'],
    ['a typo', '/crm-2', { name: 'B', domain: 'b.test' }, 'domain'],
    ['a public mail provider', '/crm-2', { name: 'B', domains: ['gmail.com'] }, 'public mail provider'],
    ['what is no domain', '/crm-2', { name: 'B', domains: ['localhost'] }, 'domains.0: is no domain'],
    ['a colleague’s domain', '/crm-2', { name: 'B', domains: ['harbor.test'] }, 'EARSHOT_EMPLOYEE_DOMAINS'],
    ['another’s domain', '/crm-2', { name: 'B', domains: ['globex.test'] }, 'belongs to Globex (crm-1)'],
    ['a revenue without currency', '/crm-2', { name: 'B', annualRevenue: 5 }, 'currency'],
    [
      'a currency that is none',
      '/crm-2',
      { name: 'B', annualRevenue: 5, currency: 'EUROS' },
      'is no currency',
    ],
    ['a negative revenue', '/crm-2', { name: 'B', annualRevenue: -5, currency: 'EUR' }, 'annualRevenue'],
    ['a channel’s name', '/crm-2', { name: 'B', slackChannelIds: ['#general'] }, 'Slack id of a channel'],
    ['an owner’s e-mail', '/crm-2', { name: 'B', owner: 'sam@harbor.test' }, 'Slack id of a person'],
    ['a list', '/crm-2', [1], 'expected object'],
  ])('refuses %s and says why', async (_what, path, body, why) => {
    const answer = await call('PUT', path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error).toContain(why);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('refuses whoever does not know the secret', async () => {
    for (const [method, path] of [
      ['PUT', '/crm-1'],
      ['GET', ''],
      ['GET', '/crm-1'],
    ] as const)
      expect((await call(method, path, method === 'PUT' ? globex : undefined, 'wrong')).status).toBe(401);
  });

  it('lists page by page', async () => {
    for (const n of [3, 4, 5]) await call('PUT', `/page-${n}`, { name: `Page ${n}` });
    const seen: unknown[] = [];
    let after: unknown = '';
    for (let pages = 0; after !== undefined && pages < 10; pages++) {
      const { body } = await call('GET', `?limit=2&after=${after}`);
      seen.push(...(body.customers as { externalId: string }[]).map((one) => one.externalId));
      after = body.after;
    }
    expect(seen).toEqual(['crm-1', 'page-3', 'page-4', 'page-5']);
    expect((await call('GET', '?limit=5000')).status).toBe(400);
  });
});

describe('what was said before', () => {
  const customerOf = async (key: string) => {
    const [row] = await world.earshot.deps.db.execute(sql`
      select f.id, c.name, f.customer_because from app.feedback f left join app.customer c on c.id = f.customer_id
      where f.source_key = ${key}`);
    return row as { id: string; name: string | null; customer_because: string } | undefined;
  };

  it('becomes the customer’s by e-mail, by account and by Slack workspace, and weighs in its theme', async () => {
    const saidAt = new Date().toISOString();
    const text =
      'The card form freezes at the expiry date, checkout is impossible. We lose orders every day.';
    await send(
      world.earshot.url!,
      asBearer('crm', [
        { id: 'by-mail', text, saidAt, author: { email: 'pia@Initech.test' } },
        { id: 'by-account', text: `${text} Please fix it.`, saidAt, customer: { externalId: 'crm-9' } },
        { id: 'by-name', text: 'The CSV export stops half way.', saidAt, customer: { name: 'initech' } },
        {
          id: 'stranger',
          text: 'The PDF export has no page numbers.',
          saidAt,
          author: { email: 'a@else.test' },
        },
      ]),
    );
    const said = await world.as('greta').chat.postMessage({
      channel: world.channel('globex-shared'),
      text: 'Refunds never arrive, our finance team calls every day.',
    });
    const slackKey = `${world.channel('globex-shared')}:${said.ts}`;
    const theme = await until('a theme of two unknown customers', async () => {
      const [row] = await world.earshot.deps.db.execute(sql`
        select s.theme_id as id from app.score s join app.membership m on m.theme_id = s.theme_id
          join app.finding n on n.id = m.finding_id join app.feedback f on f.id = n.feedback_id
        where f.source_key = 'by-mail' and s.superseded_at is null and s.customers = 2`);
      return row as { id: string } | undefined;
    });
    await until('the words of Slack', async () => (await customerOf(slackKey)) !== undefined);
    const team = world.slack.state.otherTeams.find((other) => other.domain === 'globex')!;
    await call('PUT', '/crm-1', { slackTeamIds: [team.id] });
    await call('PUT', '/crm-9', {
      name: 'Initech',
      domains: ['initech.test'],
      annualRevenue: 90_000,
      currency: 'EUR',
    });
    await until('everything is somebody’s', async () => (await customerOf('by-name'))?.name === 'Initech');
    expect(await customerOf('by-mail')).toMatchObject({
      name: 'Initech',
      customer_because: 'their e-mail at initech.test',
    });
    expect(await customerOf('by-account')).toMatchObject({ name: 'Initech' });
    expect(await customerOf('stranger')).toMatchObject({ name: null });
    await until('Greta’s words are Globex’s', async () => (await customerOf(slackKey))?.name === 'Globex');
    await until('the theme counts them as one', async () => {
      const [row] = await world.earshot.deps.db.execute(
        sql`select customers from app.score where theme_id = ${theme.id} and superseded_at is null`,
      );
      return row?.customers === 1;
    });
  });
});
