// Everything goes wrong at once: calls fail in every way, news come twice and late, two people ask in the same second.
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallFault } from '../../src/sandbox/faults.ts';
import { count, react, repliesIn, startWorld, until, type World } from '../world.ts';
import { jiraAct, keyIn, linearAct, report } from './ticket-acts.ts';

const faults: CallFault[] = [
  { kind: 'rateLimit', retryAfter: 0 },
  { kind: 'status', status: 503 },
  { kind: 'resetBeforeCommit' },
  { kind: 'resetAfterCommit' },
  { kind: 'truncate' },
];

const said = {
  linear: [
    'Globex: the card form freezes at the expiry date, nobody can pay.',
    'Hooli: push notifications on Android arrive hours late.',
    'Initech: the CSV export of the monthly report is empty.',
  ],
  jira: [
    'Umbrella: search finds nothing with a typo in it.',
    'Acme: the search results come in a random order.',
    'Stark: the filter of the results forgets what was chosen.',
  ],
};

describe.each(['linear', 'jira'] as const)('%s', (tracker) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ jira: 'cloud' });
  });

  it('ends in one ticket and one reply each, which say the same', async () => {
    const messages: string[] = [];
    for (const text of said[tracker]) messages.push(await report(world, text));
    for (const [seed, fault] of faults.entries()) {
      const probability = 0.06;
      world[tracker].faults.add({
        match: { path: tracker === 'linear' ? '/graphql' : '/rest*', probability, seed: seed + 1 },
        fault,
      });
      world.slack.faults.add({ match: { path: '/api/chat*', probability, seed: seed + 1 }, fault });
    }
    for (const name of ['Issue', 'jira:issue_updated']) {
      world[tracker].faults.add({ match: { path: name, everyNth: 2 }, fault: { kind: 'duplicate' } });
      world[tracker].faults.add({ match: { path: name, everyNth: 3 }, fault: { kind: 'reorder', ms: 800 } });
    }
    await Promise.all(
      messages.flatMap((ts) =>
        ['eva', 'ana', 'sam'].map((who) => react(world, who, 'feedback', ts, 'ticket')),
      ),
    );
    for (const ts of messages)
      await until('a reply', async () => keyIn((await only(ts))?.text ?? ''), 120_000);
    for (const ts of messages) await done(tracker, keyIn((await only(ts))!.text)!);
    for (const ts of messages)
      await until(
        'the reply says done',
        async () => JSON.stringify(await only(ts)).includes('white_check_mark'),
        60_000,
      );
    world[tracker].faults.clear();
    world.slack.faults.clear();
    await until('every wish is answered', async () => (await open()) === 0, 60_000);

    for (const ts of messages) expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
    const titles = tracker === 'linear' ? world.linear.state().issues : world.jira.state().issues;
    expect(titles).toHaveLength(messages.length);
    expect(await count(world, 'wish')).toBe(3 * messages.length);
    expect(await count(world, "failure where kind = 'permanent'")).toBe(0);
  }, 300_000);

  const only = async (ts: string) => (await repliesIn(world, 'eva', 'feedback', ts))[0];
  const open = () => count(world, 'wish where answered_at is null');
  const done = (it: 'linear' | 'jira', issue: string) =>
    it === 'linear'
      ? linearAct(world, { act: 'state', issue, state: issue.startsWith('APP') ? 'Served' : 'Done' })
      : jiraAct(world, { act: 'transition', issue, to: 'Done' });
});
