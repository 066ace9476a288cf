// A ticket lives on in its tracker: Slack shows what became of it, whatever happens to the news on its way.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { followTicket } from '../../src/steps/ticket/follow-job.ts';
import { repliesIn, startWorld, until, type World } from '../world.ts';
import { askForTicket, linearAct } from './ticket-acts.ts';

const minute = 60_000;

describe('with webhooks', () => {
  let world: World;
  let ts: string;
  let key: string;
  const reply = async () => JSON.stringify((await repliesIn(world, 'eva', 'feedback', ts))[0]?.blocks ?? '');
  const shows = (promise: string, ...words: string[]) =>
    until(promise, async () => {
      const shown = await reply();
      return words.every((word) => shown.includes(word));
    });
  const act = (what: object) => linearAct(world, { issue: key, ...what });

  beforeAll(async () => {
    world = await startWorld();
    ({ ts, key } = await askForTicket(
      world,
      'Globex: the card form freezes at the expiry date, nobody can pay.',
    ));
  });

  it('shows state and assignee within seconds, in the one reply', async () => {
    await act({ act: 'state', state: 'In Progress' });
    await act({ act: 'assign', user: 'mara' });
    await shows('work has begun', 'In Progress', 'Mara Lindqvist', 'hammer_and_wrench');
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
  });

  it('ends right when news come twice, late and in the wrong order', async () => {
    world.linear.faults.add({ match: { path: 'Issue', nth: 1 }, fault: { kind: 'reorder', ms: 1500 } });
    world.linear.faults.add({ match: { path: 'Issue' }, fault: { kind: 'duplicate' } });
    await act({ act: 'state', state: 'In Review' });
    await act({ act: 'state', state: 'Done' });
    await shows('it is done', 'Done', 'white_check_mark');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await shows('it is still done', 'Done', 'white_check_mark');
    world.linear.faults.clear();
  });

  it('goes back when it is opened again', async () => {
    await act({ act: 'state', state: 'Todo' });
    await shows('it is to do', 'Todo');
    const [row] = await rows(world);
    expect(row).toMatchObject({ state: 'unstarted', completed_at: null });
  });

  it('is called by its new name and title when it is moved', async () => {
    await act({ act: 'title', title: 'Expiry date freezes the card form' });
    await act({ act: 'move', team: 'PLA' });
    await shows('its new key', 'PLA-1', 'Expiry date freezes the card form', `Was ${key}`);
    key = 'PLA-1';
  });

  it('goes on as the ticket it is a duplicate of, and comes back', async () => {
    const { issue } = await linearAct(world, {
      act: 'create',
      team: 'PAY',
      title: 'Card form, all browsers',
    });
    await act({ act: 'duplicate', of: issue.identifier });
    await shows('the canonical ticket', issue.identifier, 'Card form, all browsers', 'duplicate');
    await linearAct(world, { act: 'state', issue: issue.identifier, state: 'Done' });
    await shows('its state', 'white_check_mark');
  });

  it('is shown as archived, as deleted, and as being back', async () => {
    const { ts: other, key: shortLived } = await askForTicket(
      world,
      'Initech: the CSV export of the monthly report is empty.',
    );
    ts = other;
    key = shortLived;
    await act({ act: 'archive' });
    await shows('archived', 'archived');
    await act({ act: 'unarchive' });
    await act({ act: 'delete' });
    await shows('deleted', 'ghost', 'deleted');
    await act({ act: 'restore' });
    await shows('back', ':ticket:', key);
  });
});

describe('the door', () => {
  it('lets nothing in that is forged, old or broken, and counts what comes twice once', async () => {
    const world = await startWorld({ webhooks: 'unreachable' });
    const { key } = await askForTicket(world, 'Hooli: push notifications on Android arrive hours late.');
    const url = `${world.earshot.url}/webhooks/linear`;
    const [row] = await rows(world);
    const news = (at = Date.now()) => ({
      ...{ type: 'Issue', action: 'update', createdAt: new Date().toISOString(), webhookTimestamp: at },
      data: { id: row!.external_id },
    });
    const post = (body: string, headers: Record<string, string>) =>
      fetch(url, { method: 'POST', body, headers }).then((answer) => answer.status);
    const signed = async (body: string, id: string = randomUUID()) =>
      post(body, { 'linear-signature': await sign(body, world.linear.webhookSecret), 'linear-delivery': id });
    expect(await post(JSON.stringify(news()), {})).toBe(401);
    expect(await post(JSON.stringify(news()), { 'linear-signature': 'ff', 'linear-delivery': 'x' })).toBe(
      401,
    );
    expect(await signed(JSON.stringify(news(Date.now() - 5 * minute)))).toBe(401);
    expect(await signed('{"type":')).toBe(400);
    expect(await inboxOf(world)).toBe(0);
    const body = JSON.stringify(news());
    expect(await signed(body, 'delivery-1')).toBe(200);
    expect(await signed(body, 'delivery-1')).toBe(200);
    expect(await inboxOf(world)).toBe(1);
    expect(await signed(JSON.stringify({ ...news(), data: { id: randomUUID() } }))).toBe(200);
    const jira = await fetch(`${world.earshot.url}/webhooks/jira`, { method: 'POST', body: '{}' });
    expect(jira.status).toBe(404);
    expect(await jira.json()).toEqual({
      error: 'Earshot takes nothing from jira: set JIRA_HOST, JIRA_API_TOKEN and JIRA_WEBHOOK_SECRET.',
    });
    expect(key).toBe('APP-1');
  });
});

describe('without a public address', () => {
  it('knows within minutes, and asks no more often than it must', async () => {
    const world = await startWorld({ webhooks: 'unreachable' });
    const { ts, key } = await askForTicket(world, 'Umbrella: refunds by card are declined with error 402.');
    await linearAct(world, { act: 'state', issue: key, state: 'Done' });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect((await rows(world))[0]).toMatchObject({ state: 'backlog' });
    world.travel(4 * minute);
    await until(
      'the reply says done',
      async () => JSON.stringify(await repliesIn(world, 'eva', 'feedback', ts)).includes('white_check_mark'),
      30_000,
    );
    const [row] = await rows(world);
    expect(await followTicket.run(world.earshot.deps, { ticketId: String(row!.id) })).toEqual([]);
  });
});

const rows = (world: World) =>
  world.earshot.deps.db.execute('select * from app.ticket where ended_at is null order by asked_at desc');

async function inboxOf(world: World): Promise<number> {
  const [row] = await world.earshot.deps.db.execute(
    "select count(*)::int as n from app.inbox where source = 'linear'",
  );
  return Number(row!.n);
}

async function sign(body: string, secret: string): Promise<string> {
  const { createHmac } = await import('node:crypto');
  return createHmac('sha256', secret).update(body).digest('hex');
}
