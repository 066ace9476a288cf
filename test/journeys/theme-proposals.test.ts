// The night proposes, people decide with the buttons: a merge says first what happens to the tickets, a split starts a
// theme of its own, both can be taken back, and until somebody says yes nothing has moved.
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { digestClock } from '../../src/steps/digest/job.ts';
import { putProposals } from '../../src/steps/digest/proposals.ts';
import { review } from '../../src/steps/theme/review-job.ts';
import { saveProposal } from '../../src/steps/theme/store-review.ts';
import { count, seenBy, startWorld, until, type World, write } from '../world.ts';
import { answerTo, ask, entered, press, settled, submit, textOf, windowOf } from './desk-person.ts';

let world: World;

const frozen = [
  'Globex: the card form freezes at checkout, an error every time.',
  'Initech: the card form freezes at checkout, error again.',
  'Hooli: at checkout the card form freezes with an error.',
];
const empty = [
  'Umbrella: the monthly CSV export is empty since the release.',
  'Acme: since the release the monthly CSV export is empty.',
  'Stark: our monthly CSV export is empty, too, since the release.',
];

beforeAll(async () => {
  world = await startWorld({
    env: (slack) => ({ EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id, EARSHOT_DIGEST_CHANNEL: 'digest' }),
  });
  for (const text of [...frozen, ...empty]) await write(world, 'sam', 'feedback', text);
  await settled(world, 6);
  await digestClock.run(world.earshot.deps, {});
}, 90_000);

type ThemeRow = { id: string; number: number; merged_into: string | null };
const themeAbout = async (words: string): Promise<ThemeRow> => {
  const [row] = await world.db.execute<ThemeRow>(sql`
    select t.id, t.number, t.merged_into from app.theme t join app.membership m on m.theme_id = t.id and m.left_at is null
    join app.finding f on f.id = m.finding_id where f.text like ${`%${words}%`} limit 1`);
  return row!;
};
/** Where every report stands: what must not move by itself. */
const places = () =>
  world.db.execute(
    sql`select finding_id, theme_id from app.membership where left_at is null order by finding_id`,
  );
const card = async (themeNumber: number) => ask(world, 'eva', 'random', `theme T-${themeNumber}`);

/** A night and a morning. */
async function night(): Promise<void> {
  const before = await places();
  await review.run(world.earshot.deps, {});
  await putProposals.run(world.earshot.deps, {});
  expect(await places(), 'a proposal moves nothing').toEqual(before);
}

const asked = async (words: string) =>
  (await seenBy(world, 'eva', 'digest')).filter((m) => m.text.includes(words));
const ticketOf = async (themeId: string) => {
  const [row] = await world.db.execute(
    sql`select id from app.ticket where theme_id = ${themeId} and ended_at is null`,
  );
  return row && String(row.id);
};

it('splits a theme that is two things when an engineer presses the button, and takes it back', async () => {
  const [checkout, exports] = [await themeAbout('card form'), await themeAbout('CSV export')];
  expect(checkout.id).not.toBe(exports.id);
  await press(world, 'eva', await card(exports.number), 'merge');
  await submit(world, 'eva', await windowOf(world, 'eva', 'Merge'), {
    number: entered.text(`T-${checkout.number}`),
  });
  const confirm = await windowOf(world, 'eva', 'Merge');
  await answerTo(world, 'eva', 'random', () => submit(world, 'eva', confirm, {}));
  expect((await themeAbout('CSV export')).id).toBe(checkout.id);

  await night();
  const [question] = await asked('two things?');
  expect(textOf(question!)).toContain(`T-${checkout.number}`);
  await press(world, 'sam', question!, 'split-yes');
  await until('a word to Sam, who is no engineer', async () =>
    (await seenBy(world, 'sam', 'digest')).find(
      (m) => m.is_ephemeral && m.text.includes('EARSHOT_ENGINEERS'),
    ),
  );
  const told = await answerTo(world, 'eva', 'digest', () => press(world, 'eva', question!, 'split-yes'));
  expect(told.text).toContain(`split 3 of 6 reports off T-${checkout.number}`);
  expect((await themeAbout('CSV export')).id).not.toBe((await themeAbout('card form')).id);
  const shown = (await seenBy(world, 'eva', 'digest')).find(({ ts }) => ts === question!.ts)!;
  expect(textOf(shown)).toContain(`<@${world.user('eva')}> split 3 of 6`);
  expect(textOf(shown)).not.toContain('earshot:split-yes');

  await answerTo(world, 'eva', 'digest', () => press(world, 'eva', told, 'undo'));
  expect((await themeAbout('CSV export')).id).toBe((await themeAbout('card form')).id);
  await night();
  expect(await asked('two things?'), 'what was decided is not asked again').toHaveLength(0);
}, 90_000);

it('merges two themes by the form that tells of both tickets first, and takes it back with the tickets', async () => {
  const whole = await themeAbout('card form');
  const leaving = await world.db.execute<{ finding_id: string }>(sql`
    select m.finding_id from app.membership m join app.finding f on f.id = m.finding_id
    where m.left_at is null and m.theme_id = ${whole.id} and f.text not like '%Globex%' and f.text like '%card form%'`);
  await press(world, 'eva', await card(whole.number), 'split');
  const window = await windowOf(world, 'eva', 'Split');
  await answerTo(world, 'eva', 'random', () =>
    submit(world, 'eva', window, {
      reports: entered.some(leaving.map((row) => row.finding_id)),
      title: entered.text('Frozen card form'),
    }),
  );
  const [one, other] = [await themeAbout('Globex'), await themeAbout('Hooli')];
  expect(one.id).not.toBe(other.id);
  for (const { number } of [one, other]) await press(world, 'eva', await card(number), 'ticket');
  await until(
    'two tickets',
    async () => (await count(world, 'ticket where external_id is not null')) === 2,
    30_000,
  );
  await moveExportsAway(one.id);

  await night();
  const [question] = await asked('one theme?');
  expect(textOf(question!)).toContain('Both have tickets');
  await press(world, 'eva', question!, 'merge-yes');
  const confirm = await windowOf(world, 'eva', 'Merge');
  expect(textOf({ blocks: confirm.blocks.slice(0, 1) }), 'the tickets come first').toContain(
    'Both have a ticket',
  );
  expect((await themeAbout('Hooli')).id, 'the form alone does nothing').toBe(other.id);
  const kept = (await ticketOf(other.id))!;
  const busy = { kind: 'rateLimit', retryAfter: 0.2 } as const;
  world.slack.faults.add({ match: { path: '/api/chat.update' }, fault: busy, times: 4 });
  const told = await answerTo(world, 'eva', 'digest', () =>
    submit(world, 'eva', confirm, { keeps: entered.radio(kept) }),
  );
  expect(told.text).toContain('merged T-');
  const left = await themeAbout('Hooli');
  expect(left.id).toBe((await themeAbout('Globex')).id);
  expect(await ticketOf(left.id)).toBe(kept);
  await until('the question to be answered in its place', async () => {
    const shown = (await seenBy(world, 'eva', 'digest')).find(({ ts }) => ts === question!.ts)!;
    return textOf(shown).includes('merged T-') && !textOf(shown).includes('earshot:merge-yes');
  });
  expect(world.slack.faults.list()[0]!.hits, 'although Slack was busy at first').toBe(4);
  world.slack.faults.clear();

  await answerTo(world, 'eva', 'digest', () => press(world, 'eva', told, 'undo'));
  expect((await themeAbout('Globex')).id).toBe(one.id);
  expect((await themeAbout('Hooli')).id).toBe(other.id);
  expect(await ticketOf(other.id)).toBe(kept);
  expect(await ticketOf(one.id)).toBeDefined();
}, 120_000);

/** The three about exports, which the first test left among the others, go to a theme of their own. */
async function moveExportsAway(from: string): Promise<void> {
  const rows = await world.db.execute<{ finding_id: string }>(sql`
    select m.finding_id from app.membership m join app.finding f on f.id = m.finding_id
    where m.left_at is null and m.theme_id = ${from} and f.text like '%CSV export%'`);
  await press(world, 'eva', await card((await themeAbout('Globex')).number), 'split');
  const window = await windowOf(world, 'eva', 'Split');
  await answerTo(world, 'eva', 'random', () =>
    submit(world, 'eva', window, {
      reports: entered.some(rows.map((row) => row.finding_id)),
      title: entered.text('Empty monthly export'),
    }),
  );
}

it('asks at most five things a day, and the rest on the next', async () => {
  const themes = await world.db.execute<{ id: string }>(
    sql`select id from app.theme where merged_into is null order by number limit 2`,
  );
  const [keep, goes] = themes.map((row) => row.id) as [string, string];
  for (let i = 0; i < 7; i++)
    await saveProposal(world.db, {
      id: crypto.randomUUID(),
      kind: 'merge',
      themeId: keep,
      otherId: goes,
      score: 0.5,
      because: `for reason ${i}`,
      proposedAt: world.earshot.deps.now(),
    });
  const put = () => count(world, "proposal where because like 'for reason%' and put_at is not null");
  world.travel(86_400_000);
  for (let i = 0; i < 3; i++) await putProposals.run(world.earshot.deps, {});
  expect(await put()).toBe(5);
  world.travel(86_400_000);
  await putProposals.run(world.earshot.deps, {});
  expect(await put()).toBe(7);
}, 60_000);
