// Coming into a channel and going: Earshot asks how to listen, remembers who decided, and says where it is missing.
import { beforeAll, describe, expect, it } from 'vitest';
import { describeListening } from '../../src/steps/intake/channels.ts';
import { command, count, until, type World, write } from '../world.ts';
import { directly, does, itemWith, settled, startIntake, textOf, whispered } from './intake-world.ts';

let world: World;

beforeAll(async () => {
  world = await startIntake({
    env: (slack) => ({
      EARSHOT_FEEDBACK_CHANNELS: 'feedback,globex-shared,calls,nowhere',
      EARSHOT_ENGINEERS: slack.users.eva!.id,
    }),
  });
});

const invite = (who: string, channel: string) =>
  world.as(who).conversations.invite({ channel: world.channel(channel), users: world.slack.botUserId });

describe('an invitation', () => {
  it('asks the inviter how to listen, and hears nothing until then', async () => {
    await write(world, 'sam', 'quiet', 'Initech said before: search is broken');
    await invite('ana', 'quiet');
    const asked = await until('a question to Ana', async () => (await directly(world, 'ana')).at(-1));
    expect(textOf(asked)).toContain('How shall I listen');
    expect(textOf(asked)).toContain(world.channel('quiet'));
    await write(world, 'sam', 'quiet', 'Initech: the search finds nothing');
    await settled(world);
    expect(await itemWith(world, 'search finds nothing')).toBeUndefined();
  });

  it('is answered by a button, in place, and remembered with who decided; the past is read, too', async () => {
    const [asked] = await directly(world, 'ana');
    const button = { channel: asked!.channel, message_ts: asked!.ts, action_id: 'earshot:listen-every' };
    expect(await does(world, 'ana', 'click', button)).toMatchObject({ ok: true });
    await until('the answer in place', async () => {
      const [message] = await directly(world, 'ana');
      return textOf(message).includes('every message') && textOf(message).includes(world.user('ana'));
    });
    await until('what was said before', () => itemWith(world, 'said before: search is broken'));
    await until('what was said meanwhile', () => itemWith(world, 'search finds nothing'));
    expect(await count(world, `audit where what = 'decided to listen: every message'`)).toBe(1);
  });

  it('is changed later by command, which shows who decided', async () => {
    await command(world, 'sam', 'quiet', 'channel');
    const shown = await until('how it listens', () => whispered(world, 'sam', 'quiet'));
    expect(textOf(shown)).toContain(`decided by <@${world.user('ana')}>`);
    await command(world, 'sam', 'quiet', 'channel reactions only');
    await until('the change', async () =>
      textOf(await whispered(world, 'sam', 'quiet')).includes(world.user('sam')),
    );
    const ts = await write(world, 'sam', 'quiet', 'Initech: this one nobody pointed at');
    await settled(world);
    expect(await itemWith(world, 'nobody pointed at')).toBeUndefined();
    await world.as('ana').reactions.add({ channel: world.channel('quiet'), timestamp: ts, name: 'ear' });
    await until('the one pointed at', () => itemWith(world, 'nobody pointed at'));
  });

  it('by command says what is not known', async () => {
    await command(world, 'ana', 'quiet', 'channel loudly');
    const told = await until('the choices', async () => {
      const seen = await whispered(world, 'ana', 'quiet');
      return textOf(seen).includes('loudly') && seen;
    });
    expect(told.text).toContain('`threads`');
  });

  it('decisions of people outlive the configuration and a restart', async () => {
    await world.restart({ EARSHOT_FEEDBACK_CHANNELS: 'feedback,quiet' });
    await settled(world);
    expect(await count(world, `channel where name = 'quiet' and listening = 'reactions only'`)).toBe(1);
    await world.restart();
  });
});

describe('a channel Earshot is to listen in and is not in', () => {
  it('is told to the operator once, and shown', async () => {
    const told = await until('word to Eva', async () => {
      const all = (await directly(world, 'eva')).filter((m) => m.text.includes('am not in there'));
      return all.length >= 2 && all;
    });
    expect(told.map((m) => m.text).filter((text) => text.includes('#calls'))).toHaveLength(1);
    expect(told.map((m) => m.text).filter((text) => text.includes('#nowhere'))).toHaveLength(1);
    const { absent, listens } = await describeListening(world.earshot.deps.db, world.earshot.deps.config);
    expect(absent.map(({ name }) => name).sort()).toEqual(['calls', 'nowhere']);
    expect(absent[0]!.fix).toContain('/invite @Earshot');
    expect(listens.map(({ name }) => name)).toContain('feedback');
  });

  it('is listened to as soon as it is invited, without a question', async () => {
    const before = (await directly(world, 'sam')).length;
    await invite('sam', 'calls');
    await write(world, 'sam', 'calls', 'Hooli on the phone: the totals are wrong');
    await until('heard', () => itemWith(world, 'the totals are wrong'));
    expect(await directly(world, 'sam')).toHaveLength(before);
  });
});

describe('being taken out', () => {
  it('is noticed and told; what was missed is read on return', async () => {
    await world
      .as('ana')
      .conversations.kick({ channel: world.channel('calls'), user: world.slack.botUserId });
    await until('word to Eva', async () =>
      (await directly(world, 'eva')).some((m) => m.text.includes('taken out of #calls')),
    );
    expect(await count(world, `channel where name = 'calls' and standing = 'absent'`)).toBe(1);
    await write(world, 'sam', 'calls', 'Hooli called again: exports are missing');
    await invite('ana', 'calls');
    await until('what was missed', () => itemWith(world, 'exports are missing'));
  });
});
