// The digest: scheduled in a window with a preview, posted once a slot, late after an outage, true as things change, and
// by direct message to those who own areas and want it.
import { readFileSync, writeFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import { gatherDigest } from '../../src/steps/digest/gather.ts';
import { digestClock, postDigest } from '../../src/steps/digest/job.ts';
import { renameInThemes } from '../../src/steps/theme/rename-area.ts';
import { command, count, react, seenBy, startWorld, until, type World, write } from '../world.ts';
import { ask, entered, press, pressInView, settled, submit, textOf, windowOf } from './desk-person.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: (slack) => ({ EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id }) });
});

const posted = async (channel: string) =>
  (await seenBy(world, 'eva', channel)).filter((m) => m.user === world.slack.botUserId && !m.is_ephemeral);
const roots = async (channel: string) =>
  (await posted(channel)).filter((m) => !m.thread_ts || m.thread_ts === m.ts);
const linesBelow = async (channel: string, ts: string) =>
  (await posted(channel)).filter((m) => m.thread_ts === ts && m.ts !== ts && m.blocks?.length);

const chartsOf = ({ blocks }: { blocks?: unknown[] }) =>
  (blocks ?? []).filter((block) => (block as { type: string }).type === 'image');

/** What the clock does every minute, and the queue after it. */
async function strike(): Promise<void> {
  const { deps } = world.earshot;
  const due = await Promise.all([
    digestClock.run(deps, {}),
    digestClock.run(deps, {}),
    digestClock.run(deps, {}),
  ]);
  for (const happened of due.flat())
    if (happened.what === 'digestDue') await postDigest.run(deps, { digestId: happened.digestId });
}

/** As if the schedule had been made then, and the last slot kept (or none). */
async function backdate(id: string, days: number, lastSlotDaysAgo?: number): Promise<void> {
  await world.db.execute(
    sql`update app.digest_schedule set since = now() - make_interval(days => ${days}) where id = ${id}`,
  );
  if (lastSlotDaysAgo === undefined) return;
  await world.db.execute(sql`
    insert into app.digest (id, occasion, slot, channel, time_zone, size, "from", until, posted_at)
    values (gen_random_uuid(), ${id}, now() - make_interval(days => ${lastSlotDaysAgo}), 'C0', 'UTC', 5, now(), now(), now())`);
}

describe('when nothing was said', () => {
  it('says so', async () => {
    await command(world, 'eva', 'digest', 'digest now');
    const [root] = await until('a digest', async () =>
      (await roots('digest')).length > 0 ? roots('digest') : undefined,
    );
    expect(root!.text).toContain('Nothing was heard this week.');
    expect(await linesBelow('digest', root!.ts)).toHaveLength(0);
  });
});

describe('scheduling', () => {
  it('opens a window with a preview that follows what is chosen', async () => {
    await write(
      world,
      'sam',
      'feedback',
      'Globex: the card form freezes at the expiry date, nobody can pay in checkout.',
    );
    await write(world, 'ana', 'feedback', 'Initech: the card form freezes at the expiry date in checkout.');
    await write(world, 'sam', 'feedback', 'Umbrella: the CSV export of reports is empty.');
    await settled(world, 3);
    await command(world, 'eva', 'digest', 'digest schedule');
    const window = await windowOf(world, 'eva', 'Scheduled digest');
    const before = textOf({ blocks: window.blocks });
    expect(before).toContain('*Next*');
    expect(before).toMatch(/3 items from 2 customers this week/);
    await pressInView(world, 'eva', window, 'digest-area', {
      selected_option: { text: { type: 'plain_text', text: 'Reports' }, value: 'reports' },
    });
    const after = await until('a preview of reports alone', async () => {
      const top = (await look(world.slack, 'eva')).views.at(-1);
      return top && textOf({ blocks: top.blocks }).includes('1 item from 1 customer') ? top : undefined;
    });
    const answer = await submit(world, 'eva', after, {
      'digest-channel': entered.channel(world.channel('digest')),
      'digest-area': entered.one('*'),
      'digest-days': entered.some(['1', '4']),
      'digest-time': entered.time('08:30'),
      'digest-zone': entered.one('Europe/Berlin'),
      'digest-size': entered.one('5'),
    });
    expect(answer.response_action).toBe('update');
    const [row] = await world.db.execute(sql`select * from app.digest_schedule where ended_at is null`);
    expect(row).toMatchObject({ cron: '30 8 * * 1,4', time_zone: 'Europe/Berlin', size: 5, area_key: null });
  });

  it('refuses a channel Earshot is not in, one shared with others, and the same twice', async () => {
    const wrong = async (channel: string) => {
      await command(world, 'eva', 'digest', 'digest schedule');
      const list = await windowOf(world, 'eva', 'Scheduled digests');
      await pressInView(world, 'eva', list, 'digest-new');
      const window = await until('the form', async () => {
        const top = (await look(world.slack, 'eva')).views.at(-1);
        return top?.submit ? top : undefined;
      });
      const answer = await submit(world, 'eva', window, {
        'digest-channel': entered.channel(world.channel(channel)),
      });
      await act(world.slack, 'eva', 'close', { view_id: window.id });
      return answer.errors?.['digest-channel'];
    };
    expect(await wrong('general')).toContain('/invite @Earshot');
    expect(await wrong('globex-shared')).toContain('shared with another organisation');
    expect(await wrong('digest')).toContain('already');
    expect(await count(world, 'digest_schedule where ended_at is null')).toBe(1);
  });

  it('lists it, changes it and removes it', async () => {
    const [{ id }] = (await world.db.execute(sql`select id from app.digest_schedule`)) as unknown as [
      { id: string },
    ];
    await command(world, 'eva', 'digest', 'digest schedule');
    const list = await windowOf(world, 'eva', 'Scheduled digests');
    const shown = textOf({ blocks: list.blocks });
    expect(shown).toContain('#digest');
    expect(shown).toContain('Mondays and Thursdays at 08:30');
    await pressInView(world, 'eva', list, 'digest-manage', { selected_option: `change ${id}` });
    const form = await until('the form', async () => {
      const top = (await look(world.slack, 'eva')).views.at(-1);
      return top?.submit ? top : undefined;
    });
    await submit(world, 'eva', form, { 'digest-days': entered.some(['2']) });
    const [row] = await world.db.execute(sql`select * from app.digest_schedule where ended_at is null`);
    expect(row).toMatchObject({ id, cron: '30 8 * * 2', size: 5 });
    await command(world, 'eva', 'digest', 'digest schedule');
    const again = await windowOf(world, 'eva', 'Scheduled digests');
    await pressInView(world, 'eva', again, 'digest-manage', { selected_option: `remove ${id}` });
    await until('none', async () => (await count(world, 'digest_schedule where ended_at is null')) === 0);
  });

  it('is held by engineers', async () => {
    const told = await ask(world, 'sam', 'digest', 'digest schedule');
    expect(told.text).toContain('EARSHOT_ENGINEERS');
    expect((await look(world.slack, 'sam')).views).toHaveLength(0);
  });
});

describe('a slot', () => {
  const schedule = '11111111-1111-4111-8111-111111111111';

  it('is posted once, whoever strikes how often, also over a restart, with its chart and a line a theme', async () => {
    await world.db.execute(sql`insert into app.digest_schedule (id, channel, cron, time_zone, size, decided_by, since)
      values (${schedule}, ${world.channel('random')}, '0 * * * *', 'UTC', 10, ${world.user('eva')}, now() - interval '61 minutes')`);
    await strike();
    await strike();
    await world.restart();
    await strike();
    const all = await roots('random');
    expect(all).toHaveLength(1);
    const lines = await linesBelow('random', all[0]!.ts);
    expect(lines).toHaveLength(1);
    expect(textOf(lines[0]!)).toContain('checkout');
    expect(chartsOf(all[0]!)).toMatchObject([
      {
        type: 'image',
        slack_file: { id: expect.any(String) },
        alt_text: expect.stringContaining('Top themes, '),
      },
    ]);
    const files = Object.values(world.slack.state.files);
    expect(files.filter(({ name }) => name === 'themes.png')).toHaveLength(1);
  });

  it('comes late after an outage, once for all that were missed, and says so', async () => {
    await world.db.execute(sql`update app.digest_schedule set ended_at = now()`);
    // A schedule of its own: in the first hour of the day the other one's slot is this one's, too.
    const daily = '22222222-2222-4222-8222-222222222222';
    await world.db.execute(sql`insert into app.digest_schedule (id, channel, cron, time_zone, size, decided_by, since)
      values (${daily}, ${world.channel('random')}, '0 0 * * *', 'UTC', 10, ${world.user('eva')}, now() - interval '4 days')`);
    await backdate(daily, 4, 3);
    const before = (await roots('random')).length;
    await strike();
    await strike();
    const all = await roots('random');
    expect(all).toHaveLength(before + 1);
    expect(textOf(all.at(-1)!)).toMatch(/Late: due .* It also stands for 2 earlier digests that were missed/);
    await world.db.execute(sql`update app.digest_schedule set ended_at = now()`);
  });
});

it('is posted without its chart where Slack takes no file', async () => {
  const before = (await roots('digest')).length;
  world.slack.faults.add({
    match: { path: '/api/files.getUploadURLExternal' },
    fault: { kind: 'status', status: 500 },
  });
  await command(world, 'eva', 'digest', 'digest now');
  const root = await until('a digest with a line', async () => {
    const last = (await roots('digest'))[before];
    return last && (await linesBelow('digest', last.ts)).length > 0 ? last : undefined;
  });
  world.slack.faults.clear();
  expect(textOf(root)).toContain('this week');
  expect(chartsOf(root)).toEqual([]);
});

describe('a line', () => {
  it('does what a customer’s message does, and is edited in its place', async () => {
    await command(world, 'eva', 'digest', 'digest now');
    const root = await until('a digest with a line', async () => {
      const last = (await roots('digest')).at(-1);
      return last && (await linesBelow('digest', last.ts)).length > 0 ? last : undefined;
    });
    const line = async () => (await linesBelow('digest', root.ts))[0]!;
    const { ts } = await line();
    await react(world, 'sam', 'digest', ts, 'eyes');
    await until('who is looking', async () => textOf(await line()).includes('Sam Oduya is looking into it'));
    await press(world, 'sam', await line(), 'not-now');
    const window = await windowOf(world, 'sam', 'Not now');
    await submit(world, 'sam', window, { days: entered.one('7') });
    await until('not now', async () => textOf(await line()).includes('not now, until'));
    await press(world, 'sam', await line(), 'now-again');
    await until('now again', async () => !textOf(await line()).includes('not now, until'));
    await react(world, 'eva', 'digest', ts, 'ticket');
    await until('its ticket', async () => textOf(await line()).includes('PAY-'), 30_000);
    expect((await line()).ts).toBe(ts);
    const lines = (await linesBelow('digest', root.ts)).filter((m) => m.text.startsWith('1. '));
    expect(lines).toHaveLength(1);
  });
});

describe('a digest of one’s own', () => {
  it('is chosen on App Home by who owns an area, and comes by direct message with those areas alone', async () => {
    const file = world.env.EARSHOT_AREAS!;
    const areas = readFileSync(file, 'utf8').replace(
      'tracker: linear/PLA',
      `tracker: linear/PLA\n    owners: [${world.user('sam')}]`,
    );
    writeFileSync(file, areas);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await act(world.slack, 'sam', 'open-home', {});
    const home = await until('a home with areas', async () => {
      const { home: view } = await look(world.slack, 'sam');
      return view && textOf({ blocks: view.blocks }).includes('Reports') ? view : undefined;
    });
    await pressInView(world, 'sam', home, 'my-digest');
    const window = await windowOf(world, 'sam', 'Your digest');
    expect(textOf({ blocks: window.blocks })).toContain('1 item from 1 customer');
    await submit(world, 'sam', window, {
      'digest-days': entered.some(['1', '2', '3', '4', '5', '6', '0']),
      'digest-time': entered.time('00:00'),
    });
    const [row] = await world.db.execute(
      sql`select * from app.digest_schedule where person = ${world.user('sam')}`,
    );
    await backdate(String(row!.id), 2);
    await write(world, 'ana', 'feedback', 'Hooli: the CSV export of reports is empty here, too.');
    await settled(world, 4);
    await strike();
    await strike();
    const dm = String(row!.channel);
    const { messages } = (await (
      await fetch(`${world.slack.url}/sandbox/state?token=${world.slack.users.sam!.token}`)
    ).json()) as { messages: Record<string, { text: string; thread_ts?: string; ts: string }[]> };
    const mine = (messages[dm] ?? []).filter((m) => !m.thread_ts || m.thread_ts === m.ts);
    expect(mine.filter((m) => m.text.includes('Your areas'))).toHaveLength(1);
    expect(JSON.stringify(messages[dm])).not.toContain('card form');
    await pressInView(world, 'sam', (await look(world.slack, 'sam')).home!, 'my-digest-stop');
    await until(
      'no digest',
      async () => (await count(world, 'digest_schedule where person is not null and ended_at is null')) === 0,
    );
  });
});

describe('an area that got another key', () => {
  it('keeps its digest', async () => {
    const file = world.env.EARSHOT_AREAS!;
    const areas = readFileSync(file, 'utf8').replace(
      'key: reports',
      'key: exporting\n    renamedFrom: [reports]',
    );
    writeFileSync(file, areas);
    const { deps } = world.earshot;
    await renameInThemes.run(deps, { from: 'reports', to: 'exporting' });
    const end = deps.now();
    const asked = { areaKey: 'reports', person: null, lateDueAt: null, missed: 0, size: 10, timeZone: 'UTC' };
    const data = await until('its themes', async () => {
      const from = new Date(end.getTime() - 7 * 86_400_000);
      const found = await gatherDigest(deps, { ...asked, from, until: end });
      return found.themes.length > 0 ? found : undefined;
    });
    expect(data.areaName).toBe('Reports');
    expect(data.themes[0]!.areaName).toBe('Reports');
  });
});
