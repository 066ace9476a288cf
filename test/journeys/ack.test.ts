// Slack hears "ok" in time whatever hangs behind us, and never for what is not saved: over HTTP and Socket Mode.
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import type { FaultPlan } from '../../src/sandbox/faults.ts';
import { type Line, openLine, type Transport } from '../line.ts';
import { type Sent, send } from '../senders.ts';
import { count, startWorld, until, type World, write } from '../world.ts';

let claude: AnthropicStandIn;
beforeAll(async () => {
  claude = await startAnthropic();
});
afterAll(() => claude.stop());

/** Longer than Slack waits: an acknowledgement that waits for it comes too late. */
const hangMs = 6_000;

describe.each(['http', 'socket'] satisfies Transport[])('over %s', (transport) => {
  let world: World;
  let line: Line;

  beforeAll(async () => {
    world = await startWorld({
      transport,
      jira: 'cloud',
      env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
    });
    line = await openLine(world.slack, transport);
    await world.restart({ SLACK_API_URL: line.apiUrl });
    await line.leadsTo(world.earshot.url!);
  });
  afterAll(() => line.close());

  let sent = 0;
  const delivery = (event: Record<string, unknown>) => ({
    type: 'event_callback',
    team_id: world.slack.teamId,
    api_app_id: world.slack.appId,
    event_id: `Ev${transport}${++sent}`,
    event,
  });
  const said = (n: number) => {
    const ts = `${Math.floor(Date.now() / 1000)}.${String(n).padStart(6, '0')}`;
    const [channel, user] = [world.channel('feedback'), world.user(n % 2 ? 'sam' : 'ana')];
    return { type: 'message', channel, user, ts, event_ts: ts, text: `Globex: the export stops at row ${n}` };
  };
  const pointed = (ts: string, n: number) => ({
    type: 'reaction_added',
    user: world.user('eva'),
    reaction: 'ticket',
    item: { type: 'message', channel: world.channel('feedback'), ts },
    event_ts: `${Math.floor(Date.now() / 1000)}.${String(n).padStart(6, '0')}`,
  });

  it('acknowledges 50 events a second in time, and has saved each, while every upstream hangs', async () => {
    const { slack, linear, jira } = world;
    const hang = ({ faults }: { faults: FaultPlan }) => faults.add({ fault: { kind: 'hang', ms: hangMs } });
    const hangs = ({ faults }: { faults: FaultPlan }) => faults.list()[0]!.hits > 0;
    const told = async (event: Record<string, unknown>) =>
      expect((await line.send(delivery(event))).kind).toBe('taken');
    const saying = async (text: string) => {
      const ts = await write(world, 'sam', 'feedback', text);
      await told({ ...said(0), user: world.user('sam'), ts, event_ts: ts, text });
      return { ts };
    };
    const card = await saying('Globex: the card form in checkout freezes');
    const filter = await saying('Hooli: the search results ignore the filter');
    await until('two themes', async () => (await count(world, 'membership')) > 1, 40_000);
    // The trackers first: Slack is asked who wants a ticket.
    for (const one of [linear, jira, claude]) hang(one);
    await told(pointed(card.ts, 2));
    await told(pointed(filter.ts, 3));
    await until('calls to the trackers', async () => hangs(linear) && hangs(jira), 40_000);
    hang(slack);
    await told(said(4));
    await until('calls to Slack and Claude', async () => hangs(slack) && hangs(claude), 40_000);
    const before = sent;
    const events = Array.from({ length: 100 }, (_, i) =>
      delivery(i % 10 === 9 ? pointed(card.ts, i + 10) : said(i + 10)),
    );
    const began = performance.now();
    const times = await Promise.all(
      events.map(async (event, i) => {
        await sleep(i * 20);
        const due = began + i * 20;
        expect((await line.send(event)).kind).toBe('taken');
        return performance.now() - due;
      }),
    );
    expect(await count(world, `inbox where event_id like 'Ev${transport}%'`)).toBe(before + 100);
    expect(Math.max(...times)).toBeLessThan(2_500);
    for (const { faults } of [slack, linear, jira, claude]) faults.clear();
  }, 120_000);

  it('does not acknowledge what it cannot save, and takes it when it is sent again', async () => {
    const events = [delivery(said(900)), delivery(pointed(said(0).ts, 901))];
    await whileDatabaseIsDown(world, async () => {
      for (const event of events) expect((await line.send(event)).kind).toBe('failed');
      for (const one of [linearSays(world), jiraSays(world)])
        expect((await send(world.earshot.url!, one)).status).toBe(503);
    });
    for (const event of events)
      await until('taken', async () => (await line.send(event)).kind === 'taken', 60_000);
    expect(
      await count(world, `inbox where event_id in ('Ev${transport}${sent}', 'Ev${transport}${sent - 1}')`),
    ).toBe(2);
  }, 120_000);
});

/** Nobody gets in, and who was in is thrown out. */
async function whileDatabaseIsDown(world: World, act: () => Promise<void>): Promise<void> {
  const root = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  const [row] = await world.db.execute<{ name: string }>(sql`select current_database() as name`);
  const name = row!.name;
  await root`alter database ${root(name)} with allow_connections false`;
  await root`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  try {
    await act();
  } finally {
    await root`alter database ${root(name)} with allow_connections true`;
    await root.end();
  }
}

const hex = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');

function linearSays({ linear }: World): Sent {
  const body = JSON.stringify({
    action: 'update',
    type: 'Issue',
    createdAt: new Date().toISOString(),
    organizationId: linear.organizationId,
    webhookTimestamp: Date.now(),
    webhookId: randomUUID(),
    data: { id: randomUUID(), state: { type: 'completed' } },
  });
  const headers = { 'linear-signature': hex(linear.webhookSecret, body), 'linear-delivery': randomUUID() };
  return { path: '/webhooks/linear', body, headers: { 'content-type': 'application/json', ...headers } };
}

function jiraSays({ jira }: World): Sent {
  const body = JSON.stringify({
    webhookEvent: 'jira:issue_updated',
    timestamp: Date.now(),
    issue: { id: '10001', key: 'SHOP-1', fields: {} },
  });
  const headers = {
    'x-hub-signature': `sha256=${hex(jira.webhookSecret, body)}`,
    'x-atlassian-webhook-identifier': randomUUID(),
  };
  return { path: '/webhooks/jira', body, headers: { 'content-type': 'application/json', ...headers } };
}
