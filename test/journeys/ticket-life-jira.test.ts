// A ticket lives on in Jira, Cloud and Data Center: Slack shows what became of it, whatever happens to the news.
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { count, repliesIn, startWorld, until, type World } from '../world.ts';
import { askForTicket, jiraAct, press } from './ticket-acts.ts';

const patience = 90_000;
const minute = 60_000;

describe.each(['cloud', 'datacenter'] as const)('%s', (deployment) => {
  let world: World;
  let ts: string;
  let key: string;
  let seen = '';
  const shows = (promise: string, ...words: string[]) =>
    until(
      promise,
      async () => {
        const [reply] = await repliesIn(world, 'eva', 'feedback', ts);
        seen = JSON.stringify(reply?.blocks ?? '');
        return words.every((word) => seen.includes(word));
      },
      patience,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; it shows ${seen}`);
    });
  const act = (what: object) => jiraAct(world, { issue: key, ...what });

  beforeAll(async () => {
    world = await startWorld({ jira: deployment });
    const said = 'Umbrella: search finds nothing with a typo in it.';
    ({ ts, key } = await askForTicket(world, said));
  }, 120_000);

  it('shows state and assignee, and ends right when news come twice and in the wrong order', async () => {
    world.jira.faults.add({ match: { path: 'jira:*' }, fault: { kind: 'duplicate' } });
    world.jira.faults.add({ match: { path: 'jira:*', nth: 1 }, fault: { kind: 'reorder', ms: 1500 } });
    await act({ act: 'assign', user: 'Tomás Rey' });
    await act({ act: 'transition', to: 'In Progress' });
    await shows('work has begun', 'In Progress', 'Tomás Rey', 'hammer_and_wrench');
    await act({ act: 'transition', to: 'Done' });
    await shows('it is done', 'Done', 'white_check_mark');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await shows('it is still done', 'Done', 'white_check_mark');
    world.jira.faults.clear();
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
  }, 300_000);

  it('follows it to another project, to the ticket it is a duplicate of, and knows when it is gone', async () => {
    await act({ act: 'summary', summary: 'Search forgives no typo' });
    await act({ act: 'move', project: 'OPS' });
    await shows('its new key', 'OPS-1', 'Search forgives no typo', `Was ${key}`);
    key = 'OPS-1';
    const { ts: other, key: canonical } = await askForTicket(
      world,
      'Stark: the filter of the results forgets what was chosen.',
    );
    await act({ act: 'duplicate', of: canonical });
    await shows('the canonical ticket', canonical, 'duplicate');
    await act({ act: 'delete' });
    await jiraAct(world, { act: 'transition', issue: canonical, to: 'In Progress' });
    await shows('what it went on as', canonical, 'duplicate', 'In Progress');
    [ts, key] = [other, canonical];
    await act({ act: 'delete' });
    await shows('deleted', 'ghost', 'deleted');
  }, 300_000);

  it('lets nothing in that is forged or broken, and counts what is replayed once', async () => {
    const post = (body: string, signature?: string) =>
      fetch(`${world.earshot.url}/webhooks/jira`, {
        method: 'POST',
        body,
        headers: signature ? { 'x-hub-signature': `sha256=${signature}` } : {},
      }).then(({ status }) => status);
    const sign = (body: string, secret = world.jira.webhookSecret) =>
      createHmac('sha256', secret).update(body).digest('hex');
    const issue = { id: '99999', key: 'SHOP-99' };
    const body = JSON.stringify({ timestamp: Date.now(), webhookEvent: 'jira:issue_updated', issue });
    const kept = () => count(world, "inbox where source = 'jira'");
    const before = await kept();
    expect(await post(body)).toBe(401);
    expect(await post(body, sign(body, 'guessed-secret'))).toBe(401);
    expect(await post(`${body} `, sign(body))).toBe(401);
    expect(await post('{"a":', sign('{"a":'))).toBe(400);
    expect(await kept()).toBe(before);
    expect(await post(body, sign(body))).toBe(200);
    expect(await post(body, sign(body))).toBe(200);
    expect(await kept()).toBe(before + 1);
  }, 120_000);

  it('a follow-up is related to the finished one, or links to it where Jira refuses', async () => {
    const done = async (said: string) => {
      ({ ts, key } = await askForTicket(world, said));
      await act({ act: 'transition', to: 'Done' });
      await shows('it is done', 'Done', 'white_check_mark');
      return world.jira.state().issues.find((one) => one.key === key)!;
    };
    const followUp = async () => {
      const [message] = await repliesIn(world, 'eva', 'feedback', ts);
      await press(world, 'eva', { message: message! }, 'Create follow-up');
      await shows('what it goes on in', 'Goes on in');
      return world.jira.state().issues[0]!;
    };
    const old = await done('Wayne: the search forgets its filters when the page is opened again.');
    const next = await followUp();
    expect(next.links).toMatchObject([{ words: 'relates to', key: old.key }]);
    expect(next.remoteLinks.map(({ url }) => url)).not.toContain(old.url);

    const strange = await done('Tyrell: suggestions below the search box cover the button.');
    const version = deployment === 'cloud' ? 3 : 2;
    const match = { path: `/rest/api/${version}/issueLink` };
    world.jira.faults.add({ match, fault: { kind: 'status', status: 404 } });
    const after = await followUp();
    world.jira.faults.clear();
    expect(after.links).toEqual([]);
    const title = `${strange.key}, which this follows up`;
    expect(after.remoteLinks).toContainEqual(expect.objectContaining({ title, url: strange.url }));
  }, 300_000);

  it('knows within minutes when every webhook is lost', async () => {
    ({ ts, key } = await askForTicket(world, 'Hooli: the search results come in a random order.'));
    world.jira.faults.add({ match: { path: 'jira:*' }, fault: { kind: 'drop' } });
    await act({ act: 'transition', to: 'Done', resolution: "Won't Do" });
    world.travel(4 * minute);
    await shows('given up is not done', 'no_entry_sign', 'Done');
  }, 300_000);
});
