// Decisions about themes, made on the card as an engineer, taken back, and refused to those who may not decide.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { count, react, repliesIn, seenBy, startWorld, until, type World, write } from '../world.ts';
import { answerTo, ask, entered, press, settled, submit, textOf, windowOf } from './desk-person.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({
    env: (slack) => ({ EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id, EARSHOT_DIGEST_CHANNEL: 'digest' }),
  });
  await write(
    world,
    'sam',
    'feedback',
    'Globex: the card form freezes at the expiry date, nobody can pay in checkout.',
  );
  await write(world, 'ana', 'feedback', 'Initech: the card form freezes at the expiry date in checkout.');
  await write(world, 'sam', 'feedback', 'Umbrella: the monthly CSV export is empty since the last release.');
  await write(world, 'ana', 'feedback', 'Hooli: push notifications on Android arrive hours late.');
  await settled(world, 4);
});

type ThemeRow = {
  id: string;
  number: number;
  title: string;
  area_key: string;
  merged_into: string | null;
  standing: string;
};
/** The theme whose reports say this; of a merged or renamed one, by its own name. */
const about = async (words: string): Promise<ThemeRow> => {
  const like = `%${words}%`;
  const [row] = await world.db.execute(sql`
    select t.* from app.theme t left join app.membership m on m.theme_id = t.id and m.decided_by = 'earshot'
    left join app.finding f on f.id = m.finding_id
    where t.title ilike ${like} or f.text ilike ${like} order by (t.title ilike ${like}) desc, t.number limit 1`);
  return row as unknown as ThemeRow;
};
const members = (themeId: string) =>
  count(world, `membership where theme_id = '${themeId}' and left_at is null`);
const card = (who: string, theme: ThemeRow) => ask(world, who, 'random', `theme T-${theme.number}`);

describe('priority by hand', () => {
  it('is set in a window, shown with who and why, and left alone by the score', async () => {
    const theme = await about('export');
    const shown = await card('eva', theme);
    await press(world, 'eva', shown, 'priority');
    const window = await windowOf(world, 'eva', 'Priority');
    const told = await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', window, {
        band: entered.radio('critical'),
        why: entered.text('Renewal on Friday'),
      }),
    );
    expect(told.text).toContain(`set the priority of T-${theme.number} to critical`);
    await write(world, 'sam', 'feedback', 'Umbrella again: the monthly CSV export is still empty.');
    await settled(world, 5);
    const again = textOf(await card('eva', theme));
    expect(again).toContain('Renewal on Friday');
    expect(again).toContain(`<@${world.user('eva')}>`);
    const top = textOf(await ask(world, 'eva', 'random', 'top'));
    const other = await about('card form');
    expect(top.indexOf(`T-${theme.number}`)).toBeLessThan(top.indexOf(`T-${other.number}`));
  });

  it('is let go, and the score decides again', async () => {
    const theme = await about('export');
    await press(world, 'eva', await card('eva', theme), 'priority');
    const window = await windowOf(world, 'eva', 'Priority');
    await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', window, { band: entered.radio('release') }),
    );
    expect(await count(world, 'override where released_at is null')).toBe(0);
    expect(textOf(await card('eva', theme))).not.toContain('Renewal');
  });
});

describe('merging', () => {
  it('says what happens to the tickets first, keeps one, and leads from the old number to the new', async () => {
    const from = await about('notifications');
    const into = await about('export');
    const before = await members(into.id);
    for (const theme of [from, into]) {
      const shown = await card('eva', theme);
      await press(world, 'eva', shown, 'ticket');
    }
    await until(
      'two tickets',
      async () => (await count(world, 'ticket where external_id is not null')) === 2,
      30_000,
    );
    await press(world, 'eva', await card('eva', from), 'merge');
    const choose = await windowOf(world, 'eva', 'Merge');
    await submit(world, 'eva', choose, { number: entered.text(`T-${into.number}`) });
    const confirm = await windowOf(world, 'eva', 'Merge');
    expect(textOf({ blocks: confirm.blocks })).toContain('Both have a ticket');
    const fromTicket = await ticketOf(from.id);
    const told = await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', confirm, { keeps: entered.radio(fromTicket) }),
    );
    expect(told.text).toContain(`merged T-${from.number} into T-${into.number}`);
    expect(await members(into.id)).toBe(before + 1);
    expect(await members(from.id)).toBe(0);
    expect(await ticketOf(into.id)).toBe(fromTicket);
    expect((await card('eva', from)).text).toContain(`T-${into.number}`);
  });

  it('is taken back with the tickets where they were', async () => {
    const from = await about('notifications');
    const into = await about('export');
    const fromTicket = await ticketOf(into.id);
    const shown = await card('eva', into);
    await answerTo(world, 'eva', 'random', () => press(world, 'eva', shown, 'undo'));
    expect(await members(from.id)).toBe(1);
    expect(await ticketOf(from.id)).toBe(fromTicket);
    expect((await about('notifications')).merged_into).toBeNull();
    await settled(world, 5);
    expect(await count(world, `score where theme_id = '${from.id}' and superseded_at is null`)).toBe(1);
    expect(await count(world, `membership where theme_id = '${from.id}'`)).toBe(2);
  });

  const ticketOf = async (themeId: string): Promise<string> => {
    const [row] = await world.db.execute(
      sql`select id from app.ticket where theme_id = ${themeId} and ended_at is null`,
    );
    return String(row?.id);
  };
});

describe('splitting', () => {
  it('moves the chosen reports to a theme of their own, and back', async () => {
    const theme = await about('card form');
    const all = await members(theme.id);
    expect(all).toBe(2);
    await press(world, 'eva', await card('eva', theme), 'split');
    const window = await windowOf(world, 'eva', 'Split');
    const [finding] = await world.db.execute(
      sql`select finding_id from app.membership where theme_id = ${theme.id} and left_at is null limit 1`,
    );
    const told = await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', window, {
        reports: entered.some([String(finding!.finding_id)]),
        title: entered.text('Expiry date of old cards'),
      }),
    );
    expect(told.text).toContain('split 1 of 2 reports');
    const fresh = await about('Expiry date of old cards');
    expect(await members(fresh.id)).toBe(1);
    await answerTo(world, 'eva', 'random', () => press(world, 'eva', told, 'undo'));
    expect(await members(theme.id)).toBe(2);
    expect((await about('Expiry date of old cards')).merged_into).toBe(theme.id);
  });

  it('refuses to split everything off', async () => {
    const theme = await about('card form');
    await press(world, 'eva', await card('eva', theme), 'split');
    const window = await windowOf(world, 'eva', 'Split');
    const rows = await world.db.execute(
      sql`select finding_id from app.membership where theme_id = ${theme.id} and left_at is null`,
    );
    const answer = await submit(world, 'eva', window, {
      reports: entered.some(rows.map((row) => String(row.finding_id))),
      title: entered.text('Everything'),
    });
    expect(answer.errors?.reports).toContain('That is all of it');
  });
});

describe('renaming, moving, marking', () => {
  const choose = async (theme: ThemeRow, verb: string) => {
    const shown = await card('eva', theme);
    await press(world, 'eva', shown, 'decide', { selected_option: `${verb} ${theme.id}` });
  };

  it('renames and takes it back', async () => {
    const theme = await about('notifications');
    await choose(theme, 'rename');
    const window = await windowOf(world, 'eva', 'Rename');
    const told = await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', window, { title: entered.text('Late push messages <!channel>') }),
    );
    const renamed = await about('Late push');
    expect(renamed.id).toBe(theme.id);
    expect((await seenBy(world, 'eva', 'random')).every((m) => m.mentions.broadcast.length === 0)).toBe(true);
    await answerTo(world, 'eva', 'random', () => press(world, 'eva', told, 'undo'));
    expect((await about('notifications')).id).toBe(theme.id);
  });

  it('moves to another area, stays there, and is learned from', async () => {
    const theme = await about('notifications');
    await choose(theme, 'move');
    const window = await windowOf(world, 'eva', 'Move');
    const told = await answerTo(world, 'eva', 'random', () =>
      submit(world, 'eva', window, { area: entered.one('reports') }),
    );
    expect((await about('notifications')).area_key).toBe('reports');
    expect(await count(world, "correction where field = 'area'")).toBe(1);
    await write(
      world,
      'sam',
      'feedback',
      'Globex: push notifications on Android arrive hours late here, too.',
    );
    await settled(world, 6);
    expect((await about('notifications')).area_key).toBe('reports');
    await answerTo(world, 'eva', 'random', () => press(world, 'eva', told, 'undo'));
    expect((await about('notifications')).area_key).toBe('mobile');
    expect(await count(world, "correction where field = 'area'")).toBe(0);
  });

  it('closes a theme, which leaves the lists, and opens it again', async () => {
    const theme = await about('notifications');
    const shown = await card('eva', theme);
    const told = await answerTo(world, 'eva', 'random', () =>
      press(world, 'eva', shown, 'decide', { selected_option: `closed ${theme.id}` }),
    );
    expect((await about('notifications')).standing).toBe('closed');
    expect(textOf(await ask(world, 'eva', 'random', 'top'))).not.toContain(`T-${theme.number}`);
    await answerTo(world, 'eva', 'random', () => press(world, 'eva', told, 'undo'));
    expect(textOf(await ask(world, 'eva', 'random', 'top'))).toContain(`T-${theme.number}`);
  });

  it('tells who may not decide who may, and shows them no buttons for it', async () => {
    const theme = await about('card form');
    const shown = await card('sam', theme);
    expect(textOf(shown)).not.toContain('earshot:merge');
    const before = await count(world, 'decision');
    const engineers = await card('eva', theme);
    expect(textOf(engineers)).toContain('earshot:merge');
    expect(await count(world, 'decision')).toBe(before);
  });

  it('keeps every decision with who, when and from where', async () => {
    const rows = await world.db.execute(
      sql`select who, what, origin from app.audit where subject like 'theme:%'`,
    );
    expect(rows.length).toBeGreaterThan(8);
    expect(new Set(rows.map((row) => row.who))).toEqual(new Set([world.user('eva')]));
    expect(rows.every((row) => row.origin === world.channel('random'))).toBe(true);
  });

  it('shows them to those who decide, a page at a time, and to nobody else', async () => {
    const shown = textOf(await ask(world, 'eva', 'random', 'audit'));
    expect(shown).toContain(`<@${world.user('eva')}>: closed`);
    expect(shown).toContain(`in <#${world.channel('random')}>`);
    const refused = textOf(await ask(world, 'sam', 'random', 'audit'));
    expect(refused).toContain('can do this');
    expect(refused).not.toContain('closed');
  });
});

describe('emoji', () => {
  let ts: string;
  beforeAll(async () => {
    ts = await write(world, 'sam', 'feedback', 'Acme: the PDF report cuts off the last column of the table.');
    await settled(world, 7);
  });

  it('eyes on a customer’s message say who looks, and are taken back with the emoji', async () => {
    await react(world, 'sam', 'feedback', ts, 'eyes');
    await until('somebody looking', async () => (await count(world, 'looking where ended_at is null')) === 1);
    await world
      .as('sam')
      .reactions.remove({ channel: world.channel('feedback'), timestamp: ts, name: 'eyes' });
    await until('nobody looking', async () => (await count(world, 'looking where ended_at is null')) === 0);
  });

  it('a siren makes that one item critical, and no longer when it is taken off', async () => {
    await react(world, 'sam', 'feedback', ts, 'rotating_light');
    await until(
      'a critical item',
      async () => (await count(world, "feedback where stated_severity = 'critical'")) === 1,
    );
    await world
      .as('sam')
      .reactions.remove({ channel: world.channel('feedback'), timestamp: ts, name: 'rotating_light' });
    await until(
      'an ordinary item',
      async () => (await count(world, "feedback where stated_severity = 'critical'")) === 0,
    );
  });

  it('on our reply a siren is an engineer’s to set, and no bell closes the theme', async () => {
    await react(world, 'eva', 'feedback', ts, 'ticket');
    const reply = await until(
      'a reply with the ticket',
      async () => (await repliesIn(world, 'eva', 'feedback', ts))[0],
      30_000,
    );
    await react(world, 'sam', 'feedback', reply.ts, 'rotating_light');
    await until('a word to Sam', async () =>
      (await seenBy(world, 'sam', 'feedback')).find(
        (m) => m.is_ephemeral && m.text.includes('EARSHOT_ENGINEERS'),
      ),
    );
    expect(await count(world, 'override where released_at is null')).toBe(0);
    await react(world, 'eva', 'feedback', reply.ts, 'rotating_light');
    await until('a priority', async () => (await count(world, 'override where released_at is null')) === 1);
    await react(world, 'eva', 'feedback', reply.ts, 'no_bell');
    await until('a closed theme', async () => (await count(world, "theme where standing = 'closed'")) === 1);
    await world
      .as('eva')
      .reactions.remove({ channel: world.channel('feedback'), timestamp: reply.ts, name: 'no_bell' });
    await until('an open theme', async () => (await count(world, "theme where standing = 'closed'")) === 0);
  });
});
