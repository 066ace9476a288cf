// "Not right?": a person's word counts at once, and the next similar message is read that way.
import { WebClient } from '@slack/web-api';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import { notRightButton } from '../../src/steps/analyze/blocks.ts';
import { command, seenBy, startWorld, until, type World, write } from '../world.ts';
import { ask, press, textOf } from './desk-person.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

type Reading = {
  finding_id: string;
  area_key: string | null;
  severity: string;
  because: string[];
  theme_area: string | null;
  theme_id: string;
};

const readingOf = (ts: string) =>
  until('a reading with its theme', async () => {
    const [row] = await world.db.execute<Reading>(sql`
      select f.id as finding_id, f.area_key, f.severity, f.because, t.area_key as theme_area, t.id as theme_id
      from app.message g join app.analysis a on a.feedback_id = g.feedback_id and a.superseded_at is null
      join app.finding f on f.analysis_id = a.id
      join app.membership m on m.finding_id = f.id and m.left_at is null join app.theme t on t.id = m.theme_id
      where g.key = ${`${world.channel('feedback')}:${ts}`}`);
    return row;
  });

const pick = (value: string) => ({
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

/** Presses the button, as any screen may show it, and fills in the form. */
async function correct(who: string, findingId: string, chosen: Record<'area' | 'kind' | 'severity', string>) {
  const bot = new WebClient(world.slack.botToken, { slackApiUrl: world.slack.apiUrl });
  const shown = await bot.chat.postMessage({
    channel: world.channel('feedback'),
    text: 'a finding',
    blocks: [{ type: 'actions', block_id: 'finding', elements: [notRightButton(findingId)] }],
  });
  const clicked = await act(world.slack, who, 'click', {
    channel: world.channel('feedback'),
    message_ts: shown.ts,
    block_id: 'finding',
    action_id: 'earshot:not-right',
  });
  expect(clicked.ok).toBe(true);
  const view = await until('the form', async () => (await look(world.slack, who)).views.at(-1));
  const answer = await act(world.slack, who, 'submit', {
    view_id: view.id,
    state: Object.fromEntries(
      Object.entries(chosen).map(([field, value]) => [field, { [field]: pick(value) }]),
    ),
  });
  expect(answer.ok).toBe(true);
  const shownThen = await until('the answer in the form’s place', async () => {
    const now = (await look(world.slack, who)).views.at(-1);
    return now && JSON.stringify(now.blocks).includes(':white_check_mark:') ? now : undefined;
  });
  await act(world.slack, who, 'close', { view_id: view.id });
  return shownThen;
}

it('corrects area and severity of one message, and its theme follows', async () => {
  const ts = await write(
    world,
    'sam',
    'feedback',
    'Globex: the receipt scanner fails with an error on handwritten totals, it is broken for them.',
  );
  const before = await readingOf(ts);
  expect(before.area_key).not.toBe('mobile');
  const view = await correct('eva', before.finding_id, { area: 'mobile', kind: 'bug', severity: 'critical' });
  expect(JSON.stringify(view.blocks)).toContain('Mobile app');

  await until('the theme in the corrected area', async () => (await readingOf(ts)).theme_area === 'mobile');
  const after = await readingOf(ts);
  expect(after.area_key, 'the analyzer’s own word is kept').toBe(before.area_key);
  await until('the score of the corrected severity', async () => {
    const [score] = await world.db.execute(
      sql`select 1 from app.score where theme_id = ${after.theme_id} and superseded_at is null and raw::text like '%1%' and at > (select max(at) from app.correction)`,
    );
    return score !== undefined;
  });
});

it('reads the next similar message as corrected, and says why', async () => {
  const ts = await write(
    world,
    'ana',
    'feedback',
    'Initech says the receipt scanner fails again on handwritten totals, always with an error.',
  );
  const { area_key, because } = await readingOf(ts);
  expect(area_key).toBe('mobile');
  expect(because.join('\n')).toMatch(/area Mobile app: a person corrected it so/);
});

it('shows on /earshot why what the person said, and the button', async () => {
  const [first] = (await seenBy(world, 'eva', 'feedback')).filter((m) =>
    m.text.includes('Globex: the receipt'),
  );
  const { permalink } = await world
    .as('eva')
    .chat.getPermalink({ channel: world.channel('feedback'), message_ts: first!.ts });
  await command(world, 'eva', 'feedback', `why ${permalink}`);
  const shown = await until('the answer', async () =>
    (await seenBy(world, 'eva', 'feedback')).find(
      (m) => m.is_ephemeral && JSON.stringify(m.blocks ?? []).includes('earshot:not-right'),
    ),
  );
  expect(JSON.stringify(shown.blocks)).toMatch(/area Mobile app .*severity critical/);
  expect(JSON.stringify(shown.blocks)).toContain('said by a person');
  expect(JSON.stringify(shown.blocks)).toMatch(/Theme T-\d+ .*: nothing alike/);
});

it('leaves alone what is about something else', async () => {
  const ts = await write(world, 'ana', 'feedback', 'Hooli: the CSV export of the monthly report is empty.');
  expect((await readingOf(ts)).area_key).toBe('reports');
});

it('keeps the person’s word when the message is edited', async () => {
  const ts = await write(world, 'sam', 'feedback', 'Umbrella: refunds by card are declined with error 402.');
  const before = await readingOf(ts);
  await correct('eva', before.finding_id, { area: '-', kind: 'reliability', severity: 'low' });
  await world.as('sam').chat.update({
    channel: world.channel('feedback'),
    ts,
    text: 'Umbrella: refunds by card are declined with error 402, always.',
  });
  await until(
    'a new reading with the correction',
    async () => {
      const now = await readingOf(ts);
      if (now.finding_id === before.finding_id) return false;
      const rows = await world.db.execute<{ field: string; is: string | null }>(
        sql`select field, "is" from app.correction where finding_id = ${now.finding_id} order by field`,
      );
      return rows.length === 3 && rows[0]!.is === null && rows[1]!.is === 'reliability';
    },
    40_000,
  );
}, 60_000);

it('measures on /earshot status how often people corrected what was read', async () => {
  const shown = await ask(world, 'eva', 'feedback', 'status');
  expect(textOf(shown)).toMatch(
    /\*Corrected by people\* in 30 days 2 of 4 items read by the local rules, 50\.0 % \(area 2, kind 1, severity 2\); in 90 days 2 of 4/,
  );
});

it('opens the form from the answer to "why", where the theme has its reason, too', async () => {
  const [first] = (await seenBy(world, 'ana', 'feedback')).filter((m) =>
    m.text.includes('Initech says the receipt'),
  );
  const { permalink } = await world
    .as('ana')
    .chat.getPermalink({ channel: world.channel('feedback'), message_ts: first!.ts });
  const shown = await ask(world, 'ana', 'feedback', `why ${permalink}`);
  expect(textOf(shown)).toMatch(/Theme T-\d+ .*: its words are close to this theme/);
  await press(world, 'ana', shown, 'not-right');
  const window = await until('the form', async () => (await look(world.slack, 'ana')).views.at(-1));
  expect(textOf({ blocks: window.blocks })).toContain('Mobile app');
});
