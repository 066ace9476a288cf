// Forgetting: words and identity of a customer or a person go from everything, the counts stay, and nothing comes back.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/erase/retention.ts';
import { clock } from '../../src/pipeline.ts';
import { analyze } from '../../src/steps/analyze/job.ts';
import { saveDeliveries } from '../../src/steps/intake/store-inbox.ts';
import { sweep } from '../../src/sweep.ts';
import { command, count, react, repliesIn, seenBy, until, type World, write } from '../world.ts';
import {
  customerId,
  directly,
  does,
  itemSaying,
  items,
  itemWith,
  openView,
  settled,
  startIntake,
  textOf,
  whispered,
} from './intake-world.ts';

let world: World;

beforeAll(async () => {
  world = await startIntake({ env: (slack) => ({ EARSHOT_ENGINEERS: slack.users.eva!.id }) });
});

const db = () => world.earshot.deps.db;

/** Every text of the whole database that holds these words, with its table and column. */
async function whereStill(words: string): Promise<string[]> {
  const columns = await db().execute(sql`
    select table_name as t, column_name as c from information_schema.columns
    where table_schema = 'app' and data_type in ('text', 'jsonb', 'ARRAY')`);
  const found: string[] = [];
  for (const { t, c } of columns as unknown as { t: string; c: string }[]) {
    const [row] = await db().execute(
      sql`select count(*)::int as n from ${sql.raw(`app."${t}"`)} where ${sql.raw(`"${c}"`)}::text ilike ${`%${words}%`}`,
    );
    if (Number(row?.n) > 0) found.push(`${t}.${c}`);
  }
  return found;
}

async function ask(who: string, whom: string) {
  await command(world, who, 'feedback', `erase ${whom}`);
  return until('the question', () => openView(world, who));
}

async function erase(whom: string): Promise<void> {
  const before = await count(world, 'erasure');
  const view = await ask('eva', whom);
  expect(await does(world, 'eva', 'submit', { view_id: view.id })).toMatchObject({ ok: true });
  const isDone = async () => (await count(world, 'erasure where done_at is not null')) > before;
  await does(world, 'eva', 'close', { view_id: view.id });
  await until('it is done', isDone, 60_000);
}

describe('a customer', () => {
  let ticketTs: string;
  let before: { customers: unknown; reports: number };

  it('is asked about first, and only those who decide may', async () => {
    ticketTs = await write(
      world,
      'greta',
      'globex-shared',
      'The PDF export of the report shows white pages for every document since Friday',
    );
    await write(
      world,
      'sam',
      'feedback',
      'Globex says: the PDF export of the report shows white pages since the weekend',
    );
    await write(
      world,
      'sam',
      'feedback',
      'Initech also sees white pages in the PDF export of the report, same as Globex',
    );
    await itemSaying(world, 'white pages for every document');
    await until(
      'read and placed',
      async () => (await count(world, 'membership where left_at is null')) === 3,
    );
    await react(world, 'eva', 'globex-shared', ticketTs, 'ticket');
    await until(
      'a ticket',
      async () => (await count(world, 'ticket where external_id is not null')) === 1,
      40_000,
    );
    await command(world, 'eva', 'digest', 'digest now');
    await until(
      'a digest line that quotes them',
      async () => (await seenBy(world, 'eva', 'digest')).some((m) => textOf(m).includes('white pages')),
      40_000,
    );
    expect(Object.values(world.slack.state.files).map(({ name }) => name)).toEqual(['themes.png']);
    await command(world, 'sam', 'feedback', 'erase Globex');
    await until('no', async () =>
      textOf(await whispered(world, 'sam', 'feedback')).includes('EARSHOT_ENGINEERS'),
    );
    await command(world, 'eva', 'feedback', 'erase Nobody Inc');
    await until('unknown', async () =>
      textOf(await whispered(world, 'eva', 'feedback')).includes('Nobody is known'),
    );
    const [row] = await db().execute(
      sql`select sum(customers)::int as n from app.score where superseded_at is null`,
    );
    before = { customers: row?.n, reports: await count(world, 'membership where left_at is null') };
    const view = await ask('eva', 'Globex');
    expect(JSON.stringify(view.blocks)).toContain('customer: 2 items, 2 messages, 1 theme, 1 ticket');
    await does(world, 'eva', 'close', { view_id: view.id });
  }, 120_000);

  it('is gone from every table and from what Earshot wrote, and still counted', async () => {
    await erase('Globex');
    expect(await whereStill('white pages for every document')).toEqual([]);
    expect(await whereStill('since the weekend')).toEqual([]);
    // What Slack calls a channel is Slack's to change.
    expect(await whereStill('globex')).toEqual(['channel.name']);
    expect(await whereStill(world.user('greta'))).toEqual([]);
    const posted = [
      ...(await seenBy(world, 'eva', 'digest')),
      ...(await repliesIn(world, 'eva', 'globex-shared', ticketTs)),
    ]
      .filter((m) => m.user === world.slack.botUserId && !m.is_ephemeral)
      .map(textOf)
      .join('\n');
    expect(posted).not.toMatch(/globex|for every document|since the weekend/i);
    expect(posted).toContain('white pages');
    // The chart names themes by their words.
    expect(JSON.stringify(await seenBy(world, 'eva', 'digest'))).not.toContain('slack_file');
    expect(Object.values(world.slack.state.files)).toEqual([]);
    expect((await itemSaying(world, 'Initech also sees white pages')).customer).toBe('Initech');
    const [row] = await db().execute(
      sql`select sum(customers)::int as n from app.score where superseded_at is null`,
    );
    expect({ customers: row?.n, reports: await count(world, 'membership where left_at is null') }).toEqual(
      before,
    );
  }, 120_000);

  it('leaves a line for the audit that says nothing about them, and word to the asker', async () => {
    const [line] = await db().execute(sql`select * from app.audit where what like 'erased a customer%'`);
    expect(line).toMatchObject({ what: 'erased a customer: 2 items', who: 'earshot', detail: { items: 2 } });
    await until('word to Eva', async () =>
      (await directly(world, 'eva')).some(
        (m) => textOf(m).includes('Erased: 2 items') && textOf(m).includes('PLA-1'),
      ),
    );
  });

  it('does not come back by a late event, an edit, catching up, or a message that mentions them', async () => {
    const [row] = await db().execute(
      sql`select key, said_at from app.message where key like ${`${world.channel('globex-shared')}%`} limit 1`,
    );
    const ts = String(row!.key).split(':')[1]!;
    await world.as('greta').chat.update({
      channel: world.channel('globex-shared'),
      ts,
      text: 'The PDF export of the report shows white pages for every document, edited',
    });
    const late = (Number(ts) - 60).toFixed(6);
    const event = {
      type: 'message',
      channel: world.channel('globex-shared'),
      user: world.user('greta'),
      ts: late,
      text: 'said earlier, delivered late',
    };
    const forwarded = {
      ...event,
      channel: world.channel('feedback'),
      user: world.user('sam'),
      ts: (Number(late) + 1).toFixed(6),
      text: 'Globex told us at noon: late words',
    };
    await saveDeliveries(
      db(),
      [event, forwarded].map((one) => ({
        source: 'slack',
        eventId: `late-${one.ts}`,
        body: { type: 'event_callback', event: one },
        receivedAt: new Date(Date.now() - 60_000),
      })),
    );
    await db().execute(sql`update app.channel set caught_up_at = caught_up_at - interval '40 minutes'`);
    await world.restart();
    await settled(world);
    await until(
      'both were looked at',
      async () => (await count(world, `passed_over where reason like '%erased%'`)) === 2,
      40_000,
    );
    expect(await whereStill('white pages for every document')).toEqual([]);
    expect(await whereStill('delivered late')).toEqual([]);
    expect(await whereStill('late words')).toEqual([]);
    expect(await count(world, 'feedback where withdrawn_at is not null')).toBe(0);
    expect(await items(world)).toHaveLength(3);
  }, 120_000);

  it('who writes again is heard again: that is new', async () => {
    await write(world, 'gus', 'globex-shared', 'A fresh complaint about the export');
    expect(await itemSaying(world, 'A fresh complaint')).toMatchObject({ customer: null });
  });
});

describe('a person', () => {
  it('goes from a thread in which others stay', async () => {
    const root = await write(
      world,
      'gina',
      'globex-shared',
      'The calendar view crashes and forgets my filters every morning',
    );
    await itemSaying(world, 'forgets my filters');
    await write(
      world,
      'gabe',
      'globex-shared',
      'For me the calendar view is broken and loses its colours',
      root,
    );
    await until('both', async () => (await itemWith(world, 'loses its colours'))?.voices.length === 2);
    await until(
      'read',
      async () => (await count(world, `finding where text like '%forgets my filters%'`)) > 0,
      40_000,
    );
    await erase(`<@${world.user('gina')}>`);
    expect(await whereStill('forgets my filters')).toEqual([]);
    expect(await whereStill(world.user('gina'))).toEqual([]);
    const item = await itemSaying(world, 'loses its colours');
    expect(item).toMatchObject({
      voices: ['For me the calendar view is broken and loses its colours'],
      withdrawn: null,
    });
    // Words that follow others are awaited a little before an item is read again; here not.
    const [row] = await db().execute(sql`select revision from app.feedback where id = ${item.id}`);
    const revision = Number(row?.revision);
    await analyze.run(world.earshot.deps, { feedbackId: item.id, revision });
    const anew = `analysis where feedback_id = '${item.id}' and superseded_at is null and revision = ${revision}`;
    expect(await count(world, anew)).toBe(1);
    expect(
      await count(world, `finding where feedback_id = '${item.id}' and text like '%loses its colours%'`),
    ).toBeGreaterThan(0);
  }, 180_000);
});

describe('retention', () => {
  it('takes the words of everybody after so many days, and keeps the counts', async () => {
    const old = await itemSaying(world, 'Initech also sees white pages');
    await db().execute(
      sql`update app.feedback set said_at = said_at - interval '400 days' where id = ${old.id}`,
    );
    await db().execute(
      sql`update app.message set said_at = said_at - interval '400 days' where feedback_id = ${old.id}`,
    );
    await db().execute(
      sql`update app.person set fetched_at = fetched_at - interval '400 days' where id = ${world.user('nils')}`,
    );
    const kept = async () => [
      await count(world, 'membership where left_at is null'),
      ...(await db().execute(
        sql`select sum(customers)::int, count(*)::int from app.score where superseded_at is null`,
      )),
    ];
    const before = await kept();
    await world.restart({ EARSHOT_RETENTION_DAYS: '365', EARSHOT_INBOX_RETENTION_DAYS: '7' });
    expect(clock.find(({ id }) => id === 'forget-old')?.bell.job).toBe(forgetOld.name);
    await forgetOld.run(world.earshot.deps, {});
    expect(await whereStill('also sees white pages')).toEqual([]);
    expect(await kept()).toEqual(before);
    expect(await count(world, `person where id = '${world.user('nils')}'`)).toBe(0);
    expect(
      await count(
        world,
        `feedback where id = '${old.id}' and customer_id = '${customerId('Initech')}' and erased_at is not null`,
      ),
    ).toBe(1);
    expect(await itemWith(world, 'A fresh complaint')).toBeTruthy();
  });

  it('takes deliveries after so many days, and keeps the ones that wait', async () => {
    const old = new Date(Date.now() - 8 * 86_400_000);
    const body = { type: 'event_callback', event: { type: 'nothing', text: 'an old delivery' } };
    const row = { source: 'test', body, receivedAt: old };
    const both = ['old-handled', 'old-waiting'].map((eventId) => ({ ...row, eventId }));
    const [handled] = await saveDeliveries(db(), both);
    await db().execute(sql`update app.inbox set handled_at = received_at where id = ${handled!.id}`);
    expect(clock.find(({ id }) => id === 'sweep')?.bell.job).toBe(sweep.name);
    await sweep.run(world.earshot.deps, {});
    expect(await count(world, `inbox where event_id = 'old-handled'`)).toBe(0);
    expect(await count(world, `inbox where event_id = 'old-waiting'`)).toBe(1);
  });
});
