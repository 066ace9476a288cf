// A bell that was rung before something changed, and is answered after it: what counts by then is what matters.
import { expect, it } from 'vitest';
import { findFeedbackOfMessage, withdraw } from '../../src/steps/intake/store.ts';
import { place, unplace } from '../../src/steps/theme/job.ts';
import { findMembershipsOf } from '../../src/steps/theme/store.ts';
import { findDropped } from '../../src/sweep.ts';
import { startWorld, until, write } from '../world.ts';

const world = await startWorld();
const { deps } = world.earshot;

/** Says it and waits until it is in a theme; returns the item and the reading that was placed. */
async function placed(text: string): Promise<{ feedbackId: string; analysisId: string; ts: string }> {
  const ts = await write(world, 'sam', 'feedback', text);
  const key = `${world.channel('feedback')}:${ts}`;
  return until('it is in a theme', async () => {
    const item = await findFeedbackOfMessage(deps.db, key);
    const [member] = item ? await findMembershipsOf(deps.db, item.id) : [];
    return member && { feedbackId: item!.id, analysisId: member.analysisId, ts };
  });
}

it('an item that was withdrawn meanwhile is not placed', async () => {
  const { feedbackId, analysisId } = await placed('Globex: the CSV export is empty.');
  await withdraw(deps.db, feedbackId, new Date(), 'Its messages were deleted.');
  expect(await findDropped(deps, -60_000)).toContainEqual({ what: 'withdrawn', feedbackId });
  await unplace.run(deps, { feedbackId });
  await place.run(deps, { feedbackId, analysisId });
  expect(await findMembershipsOf(deps.db, feedbackId)).toEqual([]);
  expect(await findDropped(deps, -60_000)).not.toContainEqual({ what: 'withdrawn', feedbackId });
});

it('an item that counts again stays where it is', async () => {
  const { feedbackId } = await placed('Initech: the PDF report cuts off the last column.');
  await unplace.run(deps, { feedbackId });
  expect(await findMembershipsOf(deps.db, feedbackId)).toHaveLength(1);
});

it('an earlier reading does not push out the one that counts', async () => {
  const { feedbackId, analysisId, ts } = await placed('Hooli: the invoice list is slow.');
  const channel = world.channel('feedback');
  await world.as('sam').chat.update({ channel, ts, text: 'Hooli: the app on my iphone crashes.' });
  const now = await until(
    'the new words are placed',
    async () => (await findMembershipsOf(deps.db, feedbackId)).find((one) => one.analysisId !== analysisId),
    40_000,
  );
  await place.run(deps, { feedbackId, analysisId });
  expect(await findMembershipsOf(deps.db, feedbackId)).toMatchObject([{ analysisId: now.analysisId }]);
}, 60_000);
