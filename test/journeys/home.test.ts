// App Home, "same as …?", links that unfurl: what a person sees without asking.
import { readFileSync, writeFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import { askSame } from '../../src/steps/desk/questions.ts';
import { count, seenBy, startWorld, until, type World, write } from '../world.ts';
import { ask, entered, press, pressInView, settled, submit, textOf, windowOf } from './desk-person.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({
    env: (slack) => ({
      EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id,
      EARSHOT_DIGEST_CHANNEL: 'digest',
      EARSHOT_PUBLIC_URL: 'https://earshot.example.com',
    }),
  });
  const file = world.env.EARSHOT_AREAS!;
  const owned = readFileSync(file, 'utf8').replace(
    'tracker: linear/PAY',
    `tracker: linear/PAY\n    owners: [${world.user('sam')}]`,
  );
  writeFileSync(file, owned);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await write(
    world,
    'sam',
    'feedback',
    'Globex: the card form freezes at the expiry date, nobody can pay in checkout.',
  );
  await write(world, 'ana', 'feedback', 'Umbrella: the monthly CSV export is empty since the last release.');
  await settled(world, 2);
});

const homeOf = async (who: string) => {
  const { home } = await look(world.slack, who);
  return home ? textOf({ blocks: home.blocks }) : '';
};
const openHome = async (who: string, words: string) => {
  await act(world.slack, who, 'open-home', {});
  return until(`a home with ${words}`, async () =>
    (await homeOf(who)).includes(words) ? homeOf(who) : undefined,
  );
};

describe('App Home', () => {
  it('shows an owner their areas, their open themes, and how it goes', async () => {
    const home = await openHome('sam', 'My areas');
    expect(home).toContain('Payments');
    expect(home).toContain('Card form freezes');
    expect(home).not.toContain('CSV export');
    expect(home).toContain('2 items from 2 customers');
    expect(home).toContain('Get a digest');
  });

  it('shows who owns nothing what matters most', async () => {
    const home = await openHome('ana', 'Themes that matter most');
    expect(home).toContain('CSV export');
    expect(home).not.toContain('Get a digest');
  });

  it('shows a guest nothing of it', async () => {
    await act(world.slack, 'nils', 'open-home', {});
    const home = await until('a home', () => homeOf('nils'));
    expect(home).toContain('members of the workspace only');
    expect(home.toLowerCase()).not.toContain('card form');
  });

  it('opens a theme in a window, whose forms come on top and whose answer takes its place', async () => {
    await openHome('eva', 'Themes that matter most');
    const { home } = await look(world.slack, 'eva');
    const [theme] = await world.db.execute(sql`select id, number from app.theme where area_key = 'reports'`);
    await pressHome('eva', 'theme', String(theme!.id), home!);
    const card = await windowOf(world, 'eva', 'Earshot');
    expect(textOf({ blocks: card.blocks })).toContain(`T-${theme!.number}`);
    await pressInView(world, 'eva', card, 'priority');
    const form = await windowOf(world, 'eva', 'Priority');
    await submit(world, 'eva', form, { band: entered.radio('high') });
    const after = await until('the answer in the window', async () => {
      const top = (await look(world.slack, 'eva')).views.at(-1);
      return top && /You set the priority of T-\d+ to high/.test(textOf({ blocks: top.blocks }))
        ? top
        : undefined;
    });
    expect((await look(world.slack, 'eva')).views).toHaveLength(1);
    await act(world.slack, 'eva', 'close', { view_id: after.id });
  });

  it('keeps up with what one looks into', async () => {
    const { home } = await look(world.slack, 'ana');
    const [theme] = await world.db.execute(sql`select id from app.theme where area_key = 'payments'`);
    await pressHome('ana', 'looking', String(theme!.id), home!);
    await until('it under "What I look into"', async () =>
      (await homeOf('ana')).includes('What I look into'),
    );
  });
});

/** Presses the button with this value: a home has many of one kind. */
async function pressHome(
  who: string,
  action: string,
  value: string,
  home: { id: string; blocks: unknown[] },
) {
  const blocks = home.blocks as { block_id: string; accessory?: Pressable; elements?: Pressable[] }[];
  const found = blocks.find((block) =>
    [block.accessory, ...(block.elements ?? [])].some(
      (one) => one?.action_id === `earshot:${action}` && one.value === value,
    ),
  );
  await pressInView(world, who, home, action, { block_id: found!.block_id });
}
type Pressable = { action_id?: string; value?: string };

describe('"same as …?"', () => {
  it('is put to the area’s owner, and the answer merges and can be undone', async () => {
    const before = await count(world, 'theme where merged_into is null');
    const [paying] = await world.db.execute(
      sql`select id from app.theme where area_key = 'payments' order by number limit 1`,
    );
    await write(world, 'ana', 'feedback', 'Hooli: refunds by card are declined with an error.');
    await settled(world, 3);
    // As when the index found the two only roughly alike.
    await world.db.execute(sql`
      insert into app.question (id, finding_id, theme_id, choices, asked_at)
      select gen_random_uuid(), m.finding_id, m.theme_id, ${JSON.stringify([{ themeId: paying!.id, match: 0.4 }])}::jsonb, now() - interval '5 minutes'
      from app.membership m join app.finding f on f.id = m.finding_id where f.text like '%refunds%' and m.left_at is null
      on conflict (finding_id) do update set asked_at = excluded.asked_at, choices = excluded.choices`);
    await askSame.run(world.earshot.deps, {});
    await askSame.run(world.earshot.deps, {});
    const question = await until('a question by direct message', async () =>
      (await direct('sam')).find((m) => m.text.includes('same as an earlier theme')),
    );
    expect((await direct('sam')).filter((m) => m.text.includes('same as an earlier theme'))).toHaveLength(1);
    await press(world, 'sam', question, 'same-1');
    await until(
      'one theme fewer',
      async () => (await count(world, 'theme where merged_into is null')) === before,
    );
    const answered = await until('who answered', async () =>
      (await direct('sam')).find((m) => m.text.includes('says')),
    );
    expect(answered.ts).toBe(question.ts);
    await press(world, 'eva', question, 'same-1').catch(() => undefined);
    const status = textOf(await ask(world, 'eva', 'random', 'status'));
    expect(status).toMatch(/"same as …\?\\" for \d+\.\d % of 3 reports/);
  });

  it('is not put to who would rather not be asked', async () => {
    const { home } = await look(world.slack, 'sam');
    await pressInView(world, 'sam', home!, 'my-questions');
    await until('the choice', async () => (await homeOf('sam')).includes('Earshot does not ask me'));
  });

  const direct = async (who: string) => {
    const state = await look(world.slack, who);
    const dm = state.dms.find(({ user }) => user === world.slack.botUserId);
    return dm ? (state.messages[dm.id] ?? []) : [];
  };
});

describe('a link to a theme', () => {
  it('unfurls where only we read, and nowhere else', async () => {
    const [theme] = await world.db.execute(sql`select number from app.theme where area_key = 'reports'`);
    const url = `https://earshot.example.com/themes/T-${theme!.number}`;
    const inside = await write(world, 'sam', 'random', `see ${url}`);
    const outside = await write(world, 'eva', 'globex-shared', `see ${url}`);
    const shown = await until('the theme beneath it', async () =>
      (await seenBy(world, 'sam', 'random')).find((m) => m.ts === inside && m.attachments?.length),
    );
    expect(JSON.stringify(shown.attachments)).toContain('CSV export');
    await world.slack.idle();
    const other = (await seenBy(world, 'eva', 'globex-shared')).find((m) => m.ts === outside);
    expect(other!.attachments ?? []).toEqual([]);
  });
});
