// The main promise: what a customer says becomes one ticket an engineer can use, and a line in the digest.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, seenBy, startWorld, until, type World } from '../world.ts';

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  let world: World;
  let ts: string;

  beforeAll(async () => {
    world = await startWorld({ transport });
  });

  it('puts an ear on what a customer says', async () => {
    const said = await world.as('sam').chat.postMessage({
      channel: world.channel('feedback'),
      text: 'Globex says: the card form freezes when I enter the expiry date, checkout is impossible. We lose orders every day.',
    });
    ts = said.ts!;
    await until('an ear on the message', async () => {
      const [message] = (await seenBy(world, 'sam', 'feedback')).filter((m) => m.ts === ts);
      return message?.reactions?.some((reaction) => reaction.name === 'ear');
    });
  });

  it('lists its theme with a score', async () => {
    await world.as('ana').chat.postMessage({
      channel: world.channel('feedback'),
      text: 'Initech cannot pay either: the card form freezes at the expiry date in checkout.',
    });
    await until('both reports scored as one theme', async () => {
      const [score] = await world.earshot.deps.db.execute(
        sql`select customers from app.score where superseded_at is null`,
      );
      return score?.customers === 2;
    });
    await command(world, 'eva', 'feedback', 'top');
    await until('the theme in /earshot top', async () => {
      const answers = (await seenBy(world, 'eva', 'feedback')).filter((m) => m.is_ephemeral);
      return answers.some((m) => JSON.stringify(m.blocks ?? []).includes('Payments'));
    });
  });

  it('makes one Linear issue when an engineer reacts, and says so in the thread', async () => {
    await world
      .as('eva')
      .reactions.add({ channel: world.channel('feedback'), timestamp: ts, name: 'ticket' });
    const reply = await until('a reply with the issue', async () =>
      (await seenBy(world, 'eva', 'feedback')).find((m) => m.thread_ts === ts && m.text.includes('PAY-')),
    );
    const { issues } = world.linear.state();
    expect(issues).toHaveLength(1);
    expect(issues[0]!.description).toContain('freezes when I enter the expiry date');
    expect(JSON.stringify(reply.blocks)).toContain(issues[0]!.url);
  });

  it('posts the ranked digest on command', async () => {
    await command(world, 'eva', 'digest', 'digest now');
    await until('a digest with a line about payments', async () =>
      (await seenBy(world, 'eva', 'digest')).find(
        (m) =>
          m.thread_ts !== undefined &&
          m.thread_ts !== m.ts &&
          JSON.stringify(m.blocks ?? []).includes('Payments'),
      ),
    );
  });
});
