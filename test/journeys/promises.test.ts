// Promises that hold when things go wrong: an event comes three times, somebody may not, the tracker is away.
import { beforeAll, describe, expect, it } from 'vitest';
import { count, hasEar, react, repliesIn, seenBy, startWorld, until, type World, write } from '../world.ts';

const frozen = 'Globex says: the card form freezes at the expiry date, nobody can pay in checkout.';

let world: World;

beforeAll(async () => {
  world = await startWorld({
    env: (slack) => ({ EARSHOT_ENGINEERS: slack.state.usergroups[0]!.id }),
  });
});

describe('the same event three times', () => {
  it('is one item, one ear, one theme', async () => {
    world.slack.faults.add({ match: { path: 'message' }, fault: { kind: 'duplicate' }, times: 2 });
    const ts = await write(
      world,
      'sam',
      'feedback',
      'Initech: the CSV export of the report is empty since Monday.',
    );
    await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
    await until('a theme', async () => (await count(world, 'membership where left_at is null')) > 0);
    await world.slack.idle();
    expect(await count(world, 'feedback')).toBe(1);
    expect(await count(world, 'theme')).toBe(1);
    world.slack.faults.clear();
  });
});

describe('somebody who may not', () => {
  it('is told who may, and no ticket is made', async () => {
    const ts = await write(world, 'sam', 'feedback', frozen);
    await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
    await react(world, 'sam', 'feedback', ts, 'ticket');
    const told = await until('a word to Sam alone', async () =>
      (await seenBy(world, 'sam', 'feedback')).find((m) => m.is_ephemeral),
    );
    expect(told.text).toContain('EARSHOT_ENGINEERS');
    expect((await seenBy(world, 'eva', 'feedback')).filter((m) => m.is_ephemeral)).toHaveLength(0);
    expect(world.linear.state().issues).toHaveLength(0);
  });

  it('gets nothing as a guest', async () => {
    const [first] = await seenBy(world, 'nils', 'feedback');
    await react(world, 'nils', 'feedback', first!.ts, 'ticket');
    await until('a word to the guest', async () =>
      (await seenBy(world, 'nils', 'feedback')).find((m) => m.is_ephemeral && m.text.includes('members')),
    );
    expect(world.linear.state().issues).toHaveLength(0);
  });
});

describe('two engineers in the same second, and a tracker that is away', () => {
  it('end in one issue and one reply when it is back', async () => {
    const ts = await write(
      world,
      'sam',
      'feedback',
      'Umbrella: refunds by card are declined with error 402, always.',
    );
    await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
    world.linear.faults.add({ match: { path: '/graphql' }, fault: { kind: 'status', status: 503 } });
    await react(world, 'eva', 'feedback', ts, 'ticket');
    await until('a wish is waiting', async () => (await count(world, 'ticket')) === 1);
    expect(world.linear.state().issues).toHaveLength(0);
    world.linear.faults.clear();
    await until('a reply', async () => (await repliesIn(world, 'eva', 'feedback', ts)).length > 0, 30_000);
    expect(world.linear.state().issues).toHaveLength(1);
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
  }, 60_000);

  it('do not make a second one when the answer to the first gets lost', async () => {
    const ts = await write(
      world,
      'sam',
      'feedback',
      'Hooli: push notifications on Android arrive hours late.',
    );
    await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
    world.linear.faults.add({ match: { path: '/graphql', nth: 2 }, fault: { kind: 'resetAfterCommit' } });
    world.slack.faults.add({
      match: { path: '/api/chat.postMessage' },
      fault: { kind: 'resetAfterCommit' },
      times: 1,
    });
    const before = world.linear.state().issues.length;
    await react(world, 'eva', 'feedback', ts, 'ticket');
    await until('a reply', async () => (await repliesIn(world, 'eva', 'feedback', ts)).length > 0, 30_000);
    await until(
      'the wish is answered',
      async () => (await count(world, 'wish where answered_at is null')) === 0,
      30_000,
    );
    expect(world.linear.state().issues).toHaveLength(before + 1);
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
  }, 60_000);
});
