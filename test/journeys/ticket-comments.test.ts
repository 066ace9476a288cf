// What people write on a ticket stays in the tracker, unless it is wanted in Slack; never where customers read along.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketClock } from '../../src/steps/ticket/follow-job.ts';
import { areasFile, react, repliesIn, startWorld, until, type World, write } from '../world.ts';
import { askForTicket, jiraAct, keyIn, linearAct, whisperedTo } from './ticket-acts.ts';

const patience = 90_000;
const minute = 60_000;
const wanted = { EARSHOT_TICKET_COMMENTS: 'thread' };

const shown = async (world: World, ts: string) =>
  (await repliesIn(world, 'eva', 'feedback', ts)).map((m) => JSON.stringify(m.blocks));
const told = (world: World, ts: string, words: string) =>
  until(
    `a reply with "${words}"`,
    async () => (await shown(world, ts)).find((m) => m.includes(words)),
    patience,
  );

describe('by default', () => {
  it('nothing of it is shown, nor kept', async () => {
    const world = await startWorld();
    const { ts, key } = await askForTicket(world, 'Globex: the card form freezes at the expiry date.');
    await linearAct(world, { act: 'comment', issue: key, body: 'Their contract ends in May, hurry.' });
    await linearAct(world, { act: 'state', issue: key, state: 'In Progress' });
    await told(world, ts, 'In Progress');
    expect(await shown(world, ts)).toHaveLength(1);
    const inbox = await world.db.execute("select body from app.inbox where source = 'linear'");
    expect(JSON.stringify(inbox)).not.toContain('May');

    // From when it is wanted on, what is written then is shown, and nothing from before.
    await world.restart(wanted);
    await ticketClock.run(world.earshot.deps, {});
    await linearAct(world, { act: 'comment', issue: key, body: 'They signed.' });
    await told(world, ts, 'They signed.');
    expect((await shown(world, ts)).join()).not.toContain('May');
  }, 200_000);
});

describe('where it is wanted', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ jira: 'cloud', env: () => wanted });
  });

  it('it is said once below the reply, and does nothing whatever it says', async () => {
    const { ts, key } = await askForTicket(world, 'Globex: the card form freezes at the expiry date.');
    world.linear.faults.add({ match: { path: 'Comment' }, fault: { kind: 'duplicate' } });
    const body = 'Only *iOS*, I think. <!channel> see <https://evil.example|here>';
    await linearAct(world, { act: 'comment', issue: key, body, by: 'mara' });
    const reply = await told(world, ts, 'Only');
    expect(reply).toContain('*Mara Lindqvist* on <');
    expect(reply).not.toMatch(/<!channel>|<https:\/\/evil/);
    await linearAct(world, { act: 'comment', issue: key, body: 'Fixed by rotating twice.' });
    await told(world, ts, 'rotating twice');
    expect((await shown(world, ts)).filter((m) => m.includes('Only'))).toHaveLength(1);
    world.linear.faults.clear();
  }, 200_000);

  it('from Jira, too', async () => {
    const { ts, key } = await askForTicket(world, 'Umbrella: search finds nothing with a typo in it.');
    await jiraAct(world, { act: 'comment', issue: key, text: 'Which language?' });
    await told(world, ts, 'Which language?');
  }, 200_000);

  it('not in a channel shared with customers', async () => {
    const ts = await write(world, 'greta', 'globex-shared', 'The CSV export of the monthly report is empty.');
    await react(world, 'eva', 'globex-shared', ts, 'ticket');
    const { text } = await whisperedTo(world, 'eva', 'PLA-', 'globex-shared');
    const issue = keyIn(text)!;
    await linearAct(world, { act: 'comment', issue, body: 'Our fault, keep it quiet.' });
    await linearAct(world, { act: 'state', issue, state: 'Done' });
    await until('the state is known', async () => {
      const [row] = await world.db.execute(`select state from app.ticket where key = '${issue}'`);
      return row?.state === 'completed';
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const posts = await world.db.execute("select 1 from app.post where what like '%:comment'");
    expect(posts.length).toBeGreaterThan(0);
    for (const who of ['eva', 'greta'])
      expect(JSON.stringify(await repliesIn(world, who, 'globex-shared', ts))).not.toContain('quiet');
  }, 200_000);
});

describe('without a public address, and in a thread that Linear itself keeps in step', () => {
  let world: World;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-areas-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const areas = join(folder, 'areas.yml');
    const synced = 'tracker: { team: linear/PAY, slackThread: synced }';
    writeFileSync(areas, areasFile.replace('tracker: linear/PAY', synced));
    world = await startWorld({ webhooks: 'unreachable', env: () => ({ ...wanted, EARSHOT_AREAS: areas }) });
  });

  it('it is said within minutes, and never twice', async () => {
    const quiet = await askForTicket(world, 'Hooli: push notifications on Android arrive hours late.');
    const kept = await askForTicket(world, 'Globex: the card form freezes at the expiry date.');
    const issues = world.linear.state().issues;
    const threads = (key: string) =>
      issues.find((one) => one.identifier === key)!.attachments.map(({ slackThread }) => slackThread);
    expect(threads(kept.key)[0]).toBe('synced');
    expect(threads(quiet.key)).toEqual([null]);
    for (const { key } of [quiet, kept])
      await linearAct(world, { act: 'comment', issue: key, body: 'Looking into it.' });
    world.travel(4 * minute);
    await told(world, quiet.ts, 'Looking into it.');
    await until('the other was looked at', async () => {
      const [row] = await world.db.execute(
        `select 1 from app.ticket where key = '${kept.key}' and seen_at > made_at`,
      );
      return row !== undefined;
    });
    expect(await shown(world, kept.ts)).toHaveLength(1);
  }, 200_000);
});
