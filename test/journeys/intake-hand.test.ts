// What people point at and write down: the emoji, the shortcuts, the log, and the answer to "why?".
import { beforeAll, describe, expect, it } from 'vitest';
import { command, count, hasEar, react, until, type World, write } from '../world.ts';
import {
  customerId,
  directly,
  does,
  itemSaying,
  items,
  itemWith,
  openView,
  settled,
  startIntake,
  textOf,
  whispered,
} from './intake-world.ts';

let world: World;

beforeAll(async () => {
  world = await startIntake();
});

const link = (channel: string, ts: string) =>
  `${world.slack.url}/archives/${world.channel(channel)}/p${ts.replace('.', '')}`;

describe('the capture emoji', () => {
  it('takes a message with its thread, from any channel, once', async () => {
    const root = await write(
      world,
      'sam',
      'random',
      'Customer on the phone: their invoices are all in euros',
    );
    await write(world, 'sam', 'random', 'it began with the update, they say', root);
    await settled(world);
    expect(await itemWith(world, 'all in euros')).toBeUndefined();
    await react(world, 'eva', 'random', root, 'ear');
    const item = await until('both messages', async () => {
      const found = await itemWith(world, 'all in euros');
      return found?.voices.length === 2 && found;
    });
    expect(item.how).toBe('reaction');
    await react(world, 'ana', 'random', root, 'ear');
    await does(world, 'ana', 'shortcut', {
      callback_id: 'capture_feedback',
      channel: world.channel('random'),
      message_ts: root,
    });
    await settled(world);
    expect(
      (await items(world)).filter(({ voices }) => voices.some((v) => v.includes('all in euros'))),
    ).toHaveLength(1);
    await until('an ear', () => hasEar(world, 'sam', 'random', root));
  });

  it('on a reply takes the thread as one item, whose voice is the one pointed at', async () => {
    const root = await write(world, 'ana', 'random', 'Anything from the fair?');
    const reply = await write(world, 'sam', 'random', 'Initech complained that the login is slow', root);
    await write(world, 'ana', 'random', 'ok noted', root);
    await react(world, 'eva', 'random', reply, 'ear');
    const item = await until('the thread', async () => {
      const found = await itemWith(world, 'the login is slow');
      return found?.contexts.length === 2 && found;
    });
    expect(item).toMatchObject({
      customer: 'Initech',
      voices: ['Initech complained that the login is slow'],
    });
    await react(world, 'eva', 'random', root, 'ear');
    await settled(world);
    expect((await items(world)).filter(({ voices }) => voices.join().includes('login is slow'))).toHaveLength(
      1,
    );
  });

  it('of a guest, or taken off and put on again, does nothing more', async () => {
    const ts = await write(world, 'sam', 'feedback', 'Hooli: the sums are wrong in June');
    const item = await itemSaying(world, 'wrong in June');
    await react(world, 'eva', 'feedback', ts, 'no_bell');
    await until('withdrawn', async () =>
      (await items(world)).find(({ id, withdrawn }) => id === item.id && withdrawn),
    );
    await react(world, 'nils', 'feedback', ts, 'ear');
    await settled(world);
    expect((await items(world)).find(({ id }) => id === item.id)?.withdrawn).toContain('no feedback');
    await react(world, 'ana', 'feedback', ts, 'ear');
    await until('back again', async () =>
      (await items(world)).find(({ id, withdrawn }) => id === item.id && !withdrawn),
    );
    await until('an ear again', () => hasEar(world, 'sam', 'feedback', ts));
  });
});

describe('the shortcut', () => {
  it('works where Earshot is no member, and says so', async () => {
    const ts = await write(world, 'sam', 'quiet', 'Globex told me at lunch: PDF export is blurry');
    const place = { callback_id: 'capture_feedback', channel: world.channel('quiet'), message_ts: ts };
    expect(await does(world, 'ana', 'shortcut', place)).toMatchObject({ ok: true });
    expect(await itemSaying(world, 'PDF export is blurry')).toMatchObject({
      customer: 'Globex',
      how: 'shortcut',
    });
    await until('word to Ana', async () =>
      textOf(await whispered(world, 'ana', 'quiet')).includes('Captured'),
    );
  });
});

describe('the log', () => {
  const fill = (said: string, more: object = {}) => ({
    said: { said: { type: 'plain_text_input', value: said } },
    ...more,
  });
  const customer = (value: string) => ({
    customer: {
      'earshot:log-customer': {
        type: 'external_select',
        selected_option: { text: { type: 'plain_text', text: 'x' }, value },
      },
    },
  });
  const linked = (value: string | null) => ({ link: { link: { type: 'url_text_input', value } } });
  const opened = () => until('the window', () => openView(world, 'sam'));

  it('keeps what was said, for whom, how bad and where', async () => {
    await command(world, 'sam', 'random', 'log');
    const view = await opened();
    const typed = { view_id: view.id, action_id: 'earshot:log-customer', value: 'init' };
    const offered = await does(world, 'sam', 'suggest', typed);
    expect(offered.options).toMatchObject([{ value: customerId('Initech') }, { value: 'name:init' }]);
    expect((await does(world, 'sam', 'suggest', typed)).options).toHaveLength(2);
    const state = fill('On the phone: the VAT is wrong on every invoice & <nobody> helps', {
      ...customer(customerId('Initech')),
      ...linked('https://calls.example.com/812'),
      severity: {
        severity: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'critical' },
        },
      },
    });
    expect(await does(world, 'sam', 'submit', { view_id: view.id, state })).toMatchObject({ ok: true });
    const item = await itemSaying(world, 'VAT is wrong');
    expect(item).toMatchObject({ customer: 'Initech', because: 'named by Sam Oduya', how: 'log' });
    expect(item.voices[0]).toContain('&amp; &lt;nobody&gt;');
    expect(await count(world, `feedback where link = 'https://calls.example.com/812'`)).toBe(1);
    await until('a receipt', async () =>
      textOf(await whispered(world, 'sam', 'random')).includes('Logged for Initech'),
    );
    await until(
      'read as critical',
      async () =>
        (await count(world, `finding where feedback_id = '${item.id}' and severity = 'critical'`)) > 0,
    );
  });

  it('shows what is wrong at the field', async () => {
    await command(world, 'sam', 'random', 'log');
    const view = await opened();
    const empty = await does(world, 'sam', 'submit', { view_id: view.id, state: fill('  .  ') });
    expect(empty).toMatchObject({
      response_action: 'errors',
      errors: { said: 'Write down what the customer said.' },
    });
    const unreadable = fill('something', linked(link('quiet', '1700000000.000100')));
    const answer = await does(world, 'sam', 'submit', { view_id: view.id, state: unreadable });
    expect(answer.errors?.link).toContain('/invite @Earshot');
    const state = fill('the graph is upside down', linked(null));
    expect(await does(world, 'sam', 'submit', { view_id: view.id, state })).toEqual({ ok: true });
    await itemSaying(world, 'graph is upside down');
  });

  it('of a message that is linked is that message’s item', async () => {
    const ts = await write(world, 'greta', 'globex-shared', 'The dashboard is empty on Mondays');
    const item = await itemSaying(world, 'empty on Mondays');
    await command(world, 'sam', 'random', 'log');
    const view = await opened();
    const state = fill('Greta adds: all widgets, also the forecast', linked(link('globex-shared', ts)));
    await does(world, 'sam', 'submit', { view_id: view.id, state });
    const both = await until('one item', async () => {
      const found = await itemWith(world, 'also the forecast');
      return found?.voices.length === 2 && found;
    });
    expect(both.id).toBe(item.id);
  });

  it('from the shortcut answers directly, and a name that is not known is kept', async () => {
    await does(world, 'sam', 'shortcut', { callback_id: 'log_feedback' });
    const view = await opened();
    const state = fill('They want SSO', customer('name:Zorp Ltd'));
    await does(world, 'sam', 'submit', { view_id: view.id, state });
    expect(await itemSaying(world, 'They want SSO')).toMatchObject({
      customer: null,
      author: 'name:zorp ltd',
    });
    await until('a receipt', async () =>
      (await directly(world, 'sam')).some((m) => m.text.includes('Zorp Ltd')),
    );
    expect(await count(world, `feedback where account->>'name' = 'Zorp Ltd'`)).toBe(1);
  });
});

describe('/earshot why', () => {
  const why = async (text: string, expected: string) => {
    await command(world, 'eva', 'feedback', `why ${text}`);
    return until(`the reason: ${expected}`, async () => {
      const answer = textOf(await whispered(world, 'eva', 'feedback'));
      return answer.includes(expected) && answer;
    });
  };

  it('tells customer, evidence and theme of a captured message', async () => {
    const ts = await write(
      world,
      'sam',
      'feedback',
      'Globex says: the card form freezes at the expiry date in checkout.',
    );
    await until('placed', async () => (await count(world, 'membership where left_at is null')) > 0);
    await itemSaying(world, 'card form freezes');
    await until(
      'its theme',
      async () =>
        (await count(
          world,
          `finding f join app.membership m on m.finding_id = f.id where f.text like '%card form freezes%'`,
        )) > 0,
    );
    const answer = await why(link('feedback', ts), 'Theme T-');
    expect(answer).toContain('Globex');
    expect(answer).toContain('Globex is named in the text');
    expect(answer).toContain('Payments');
    expect(answer).toContain('where Earshot listens to every message');
  });

  it('tells why a message was not captured, was deleted, or was never seen', async () => {
    const passed = await write(world, 'sam', 'random', 'lunch?');
    await settled(world);
    await why(link('random', passed), 'does not listen in this channel');
    const gone = await write(world, 'sam', 'feedback', 'Hooli: I will delete this');
    await itemSaying(world, 'I will delete this');
    await world.as('sam').chat.delete({ channel: world.channel('feedback'), ts: gone });
    await settled(world);
    await why(`<${link('feedback', gone)}>`, 'deleted');
    await why(link('feedback', '1600000000.000100'), 'has not seen it');
    await why('the last message', 'Copy link');
  });
});
