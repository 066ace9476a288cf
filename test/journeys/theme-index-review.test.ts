// What the night proposes is put to people in the morning; a yes does it, a no is remembered.
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import { digestClock } from '../../src/steps/digest/job.ts';
import { putProposals } from '../../src/steps/digest/proposals.ts';
import { review } from '../../src/steps/theme/review-job.ts';
import { count, seenBy, startWorld, until, type World, write } from '../world.ts';

let world: World;
const apart = '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e';
beforeAll(async () => {
  world = await startWorld({ env: () => ({ EARSHOT_DIGEST_CHANNEL: 'digest' }) });
  for (const text of [
    'Globex: the card form freezes at checkout, an error every time.',
    'Initech: the card form freezes at checkout, error again.',
    'Hooli: at checkout the card form freezes with an error.',
  ])
    await write(world, 'sam', 'feedback', text);
  await until('a theme of three', async () => (await count(world, 'membership where left_at is null')) === 3);
  await digestClock.run(world.earshot.deps, {});
}, 60_000);

it('asks once, opens the merge on a yes, and remembers a no', async () => {
  // Two of the three stand in a theme of their own, as when they came before enough was known.
  await world.db.execute(sql`insert into app.theme (id, title, titled_by, summary, area_key, started_at, changed_at)
    values (${apart}, 'Frozen form', 'earshot', 'Frozen form', 'payments', now(), now())`);
  const [member] = await world.db.execute<{ finding_id: string }>(
    sql`select finding_id from app.membership where left_at is null order by finding_id limit 1`,
  );
  await world.db.execute(
    sql`update app.membership set theme_id = ${apart} where finding_id = ${member!.finding_id}`,
  );
  await world.db.execute(
    sql`insert into app.placement (finding_id, theme_id, change) values (${member!.finding_id}, ${apart}, 'joined')`,
  );
  await review.run(world.earshot.deps, {});
  await review.run(world.earshot.deps, {});
  expect(await count(world, "proposal where kind = 'merge'")).toBe(1);
  await putProposals.run(world.earshot.deps, {});
  await putProposals.run(world.earshot.deps, {});
  const asked = (await seenBy(world, 'eva', 'digest')).filter((m) => m.text.includes('one theme?'));
  expect(asked).toHaveLength(1);
  const block = asked[0]!.blocks!.find((b) => (b as { type: string }).type === 'actions') as {
    block_id: string;
  };
  const press = (action_id: string) =>
    act(world.slack, 'eva', 'click', {
      channel: world.channel('digest'),
      message_ts: asked[0]!.ts,
      block_id: block.block_id,
      action_id,
    });
  expect((await press('earshot:merge-yes')).ok).toBe(true);
  await until('the form that says what a merge does', async () =>
    JSON.stringify((await look(world.slack, 'eva')).views).includes('goes into'),
  );
  expect((await press('earshot:merge-no')).ok).toBe(true);
  await until('the no in the message', async () =>
    (await seenBy(world, 'eva', 'digest')).some((m) => JSON.stringify(m.blocks).includes('said no')),
  );
  await review.run(world.earshot.deps, {});
  await putProposals.run(world.earshot.deps, {});
  expect((await seenBy(world, 'eva', 'digest')).filter((m) => m.text.includes('one theme?'))).toHaveLength(0);
  expect(await count(world, 'theme where merged_into is not null')).toBe(0);
}, 60_000);
