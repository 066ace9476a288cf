// A ticket keeps telling what customers say, and whether the fix held.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasEar, repliesIn, startWorld, until, type World, write } from '../world.ts';
import { askForTicket, linearAct, press, saveCustomersIn } from './ticket-acts.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** The clock looks three times a minute; on a busy machine what it rings takes its time. */
const patience = 90_000;
const same = (who: string) => `${who}: the card form freezes at the expiry date, nobody can pay in checkout.`;

describe('more customers report it', () => {
  let world: World;
  let key: string;
  let ts: string;
  const issue = () => world.linear.state().issues.find((one) => one.identifier === key)!;

  beforeAll(async () => {
    world = await startWorld();
    await saveCustomersIn(world);
    ({ ts, key } = await askForTicket(world, same('Globex')));
    await until('the first customer request', async () => issue().needs.length === 1);
  });

  it('the ticket is not touched more than hourly', async () => {
    await linearAct(world, {
      act: 'description',
      issue: key,
      description: `Repro: see video.\n\n${issue().description}`,
    });
    const before = issue().description;
    const second = await write(world, 'sam', 'feedback', same('Initech'));
    await until('an ear', () => hasEar(world, 'sam', 'feedback', second));
    await until('two reports', async () => (await theme(world)).reports === 2, patience);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(issue().description).toBe(before);
  }, 120_000);

  it('an hour later it tells of them, and leaves every word of people alone', async () => {
    world.travel(hour + 60_000);
    await until(
      'both customers in the ticket',
      async () => issue().description.includes('2 customers, 2 reports'),
      patience,
    );
    // The text comes first, then links, then customers.
    await until('both wishes', async () => issue().needs.length === 2, patience);
    expect(issue().description).toMatch(/^Repro: see video\./);
    expect(issue().description).toContain('Since this ticket was made:');
    expect(issue().description.match(/### Earshot: who reports this/g)).toHaveLength(1);
    const { customers } = world.linear.state();
    expect(customers.map(({ name, revenue, tier }) => ({ name, revenue, tier }))).toEqual(
      expect.arrayContaining([
        { name: 'Globex', revenue: 120_000, tier: 'Enterprise' },
        { name: 'Initech', revenue: 24_000, tier: 'Growth' },
      ]),
    );
    expect(new Set(issue().attachments.map(({ url }) => url)).size).toBe(2);
    await until(
      'the reply counts them',
      async () =>
        JSON.stringify(await repliesIn(world, 'eva', 'feedback', ts)).includes('2 customers, 2 reports'),
      patience,
    );
  }, 300_000);

  it('at once when the theme reaches another band', async () => {
    const band = (await theme(world)).band;
    for (const who of ['Hooli', 'Umbrella', 'Acme Corp', 'Stark', 'Wayne', 'Tyrell'])
      await write(world, 'sam', 'feedback', `${same(who)} We will cancel and leave.`);
    await until(
      'another band in the ticket',
      async () => {
        const now = await theme(world);
        return now.band !== band && issue().description.includes(`, ${now.band}**`);
      },
      patience,
    );
  }, 120_000);
});

describe('it is reported again after it was done', () => {
  let world: World;
  let key: string;
  let ts: string;
  const reply = async (at = ts) => JSON.stringify(await repliesIn(world, 'eva', 'feedback', at));

  beforeAll(async () => {
    world = await startWorld();
    ({ ts, key } = await askForTicket(world, same('Globex')));
    await linearAct(world, { act: 'state', issue: key, state: 'Done' });
    await until('done', async () => (await reply()).includes('white_check_mark'));
  });

  it('within two weeks it counts against the fix', async () => {
    world.travel(3 * day);
    await write(world, 'sam', 'feedback', same('Initech'));
    await until(
      'the report is counted',
      async () => (await reply()).includes('1 report since it was done'),
      patience,
    );
    expect(await reply()).toContain('it counts against the fix');
    expect(await recurrences(world)).toEqual(['against the fix']);
  }, 120_000);

  it('later the theme is open again, and says so where it was reported', async () => {
    world.travel(20 * day);
    const again = await write(world, 'sam', 'feedback', same('Umbrella'));
    await until(
      'a word in the new thread',
      async () => (await reply(again)).includes('This came back'),
      patience,
    );
    expect(await reply(again)).toContain('2 reports since');
    await until('the old reply says it too', async () => (await reply()).includes('it came back'), patience);
    expect(await recurrences(world)).toEqual(['against the fix', 'came back']);

    const [word] = await repliesIn(world, 'eva', 'feedback', again);
    await press(world, 'eva', { message: word! }, 'Create follow-up');
    await until('a follow-up', async () => world.linear.state().issues.length === 2, patience);
    const followUp = world.linear.state().issues.find((one) => one.identifier !== key)!;
    expect(followUp.description).toContain(`Follow-up to [${key}]`);
    const related = () => world.linear.state().issues.map(({ relatedIds }) => relatedIds.length);
    await until('the two to be related', async () => related().every((count) => count === 1), patience);
    const old = world.linear.state().issues.find((one) => one.identifier === key)!;
    expect(old.relatedIds).toEqual([followUp.id]);
    await until('the old reply leads on', async () => (await reply()).includes(`Goes on in`), patience);
    await until('its own reply', async () => (await reply(again)).includes(`Follows up`), patience);
    await until(
      'the offer to be over',
      async () => (await reply(again)).includes('Followed up by'),
      patience,
    );
    expect(await reply(again)).not.toContain('Create follow-up');
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
    // One way is enough.
    const now = world.linear.state().issues.find((one) => one.id === followUp.id)!;
    expect(now.attachments.map(({ url }) => url)).not.toContain(old.url);
    expect(related()).toEqual([1, 1]);
  }, 300_000);
});

async function theme(world: World) {
  const [row] = await world.db.execute(
    "select band, (tally->>'reports')::int as reports from app.score where superseded_at is null order by id limit 1",
  );
  return row as { band: string; reports: number };
}

async function recurrences(world: World) {
  const rows = await world.db.execute('select kind from app.recurrence order by said_at');
  return rows.map(({ kind }) => kind);
}
