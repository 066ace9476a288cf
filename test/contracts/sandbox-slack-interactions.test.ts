// Commands, buttons, menus, modals, shortcuts and response_url: a person acts, the real Bolt answers, in both transports.
import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Box, refusal, startBox, startHttpApp, startSocketApp } from './slack.ts';

let box: Box;
let feedback: string;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  box = await startBox({ ackTimeoutMs: 400 });
  feedback = box.channels.feedback!;
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await box.stop();
});

const transports = { socket: startSocketApp, http: startHttpApp };
async function start(transport: keyof typeof transports, prepare: (app: App) => void) {
  const bolt = await transports[transport](box, prepare);
  stops.push(bolt.stop);
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'words',
      label: plain('Words'),
      element: { type: 'plain_text_input', action_id: 'field', min_length: 3 },
    },
    {
      type: 'input',
      block_id: 'area',
      label: plain('Area'),
      optional: true,
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: [{ text: plain('Payments'), value: 'pay' }],
        initial_option: { text: plain('Payments'), value: 'pay' },
      },
    },
  ],
  ...more,
});
const words = (value: string) => ({ words: { field: { type: 'plain_text_input', value } } });
const say = (text: string, blocks?: KnownBlock[]) =>
  box.bot.chat.postMessage({ channel: feedback, text, ...(blocks ? { blocks } : {}) });
const button: KnownBlock = {
  type: 'actions',
  block_id: 'acts',
  elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: '42' }],
};
const whispersTo = async (who: string) =>
  (await box.see(who)).messages[feedback]!.filter((one) => one.is_ephemeral).map((one) => one.text);

describe.each(Object.keys(transports) as (keyof typeof transports)[])('over %s', (transport) => {
  test('a command is answered at once, later, to one person or to all', async () => {
    await start(transport, (app) => {
      app.command('/earshot', async ({ ack, command, respond }) => {
        await ack(`got ${command.text}`);
        await respond({ text: 'whispered later' });
        await respond({ text: 'for everyone', response_type: 'in_channel' });
      });
    });
    const sent = { channel: feedback, command: '/earshot', text: 'top payments' };
    expect(await box.act('ana', 'command', sent)).toEqual({ ok: true });
    await expect.poll(() => whispersTo('ana')).toEqual(['got top payments', 'whispered later']);
    expect(await whispersTo('ben')).toEqual([]);
    await expect
      .poll(
        async () => (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages![0]!.text,
      )
      .toBe('for everyone');
  });

  test('a button tells who, where and which, and its message can be replaced', async () => {
    const bodies: Record<string, unknown>[] = [];
    await start(transport, (app) => {
      app.action('go', async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body as never);
        await respond({ text: 'done', replace_original: true });
      });
    });
    const { ts } = await say('press', [button]);
    const click = { channel: feedback, message_ts: ts, action_id: 'go' };
    expect(await box.act('ana', 'click', click)).toEqual({ ok: true });
    expect(bodies[0]).toMatchObject({
      type: 'block_actions',
      user: { id: box.users.ana!.id, team_id: box.teamId },
      channel: { id: feedback, name: 'feedback' },
      container: { type: 'message', message_ts: ts, channel_id: feedback, is_ephemeral: false },
      message: { ts, text: 'press' },
      actions: [{ type: 'button', action_id: 'go', block_id: 'acts', value: '42' }],
      response_url: expect.stringContaining(box.url),
    });
    await expect
      .poll(
        async () => (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages![0]!.text,
      )
      .toBe('done');
  });

  test('a modal is opened, refused with errors, changed, stacked and cleared', async () => {
    const states: unknown[] = [];
    let answer: object | undefined;
    await start(transport, (app) => {
      app.command('/earshot', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: form() });
      });
      app.view('form', async ({ ack, view }) => {
        states.push(view.state.values);
        await ack(answer as never);
      });
    });
    await box.act('ana', 'command', { channel: feedback, command: '/earshot' });
    const top = async () => (await box.see('ana')).views.at(-1);
    await expect.poll(top).toBeDefined();
    const submit = async () =>
      box.act('ana', 'submit', { view_id: (await top())!.id, state: words('it is slow') });

    answer = { response_action: 'errors', errors: { words: 'Say more.' } };
    expect(await submit()).toEqual({ ok: true, response_action: 'errors', errors: { words: 'Say more.' } });
    expect((await top())!.errors).toEqual({ words: 'Say more.' });
    expect(states[0]).toEqual({
      words: { field: { type: 'plain_text_input', value: 'it is slow' } },
      area: { pick: { type: 'static_select', selected_option: { text: plain('Payments'), value: 'pay' } } },
    });

    answer = { response_action: 'update', view: form({ title: plain('Again') }) };
    expect((await submit()).response_action).toBe('update');
    expect((await top())!.title!.text).toBe('Again');

    answer = { response_action: 'push', view: form({ title: plain('Next') }) };
    expect((await submit()).response_action).toBe('push');
    expect((await box.see('ana')).views.map((view) => view.title!.text)).toEqual(['Again', 'Next']);

    answer = undefined;
    expect(await submit()).toEqual({ ok: true });
    expect((await box.see('ana')).views.map((view) => view.title!.text)).toEqual(['Again']);

    answer = { response_action: 'clear' };
    await submit();
    expect((await box.see('ana')).views).toEqual([]);
    expect(box.violations).toEqual([]);
  });

  test('shortcuts come with their message, or without', async () => {
    const seen: Record<string, unknown>[] = [];
    await start(transport, (app) => {
      app.shortcut(/.*/, async ({ ack, shortcut }) => {
        await ack();
        seen.push(shortcut as never);
      });
    });
    const { ts } = await box.as.ben.chat.postMessage({ channel: feedback, text: 'export fails' });
    const shortcut = { callback_id: 'capture_feedback', channel: feedback, message_ts: ts };
    expect(await box.act('ana', 'shortcut', shortcut)).toEqual({ ok: true });
    expect(await box.act('ana', 'shortcut', { callback_id: 'log_feedback' })).toEqual({ ok: true });
    expect(seen).toMatchObject([
      {
        type: 'message_action',
        callback_id: 'capture_feedback',
        message: { text: 'export fails', user: box.users.ben!.id },
        message_ts: ts,
        channel: { id: feedback },
      },
      { type: 'shortcut', callback_id: 'log_feedback' },
    ]);
  });

  test('a menu is filled by the app', async () => {
    await start(transport, (app) => {
      app.options('theme', async ({ ack, payload }) => {
        await ack({ options: [{ text: plain(`like ${payload.value}`), value: 't1' }] });
      });
      app.action('theme', async ({ ack }) => ack());
    });
    const menu: KnownBlock = {
      type: 'section',
      block_id: 's',
      text: plain('Which?'),
      accessory: { type: 'external_select', action_id: 'theme', min_query_length: 1 },
    };
    const { ts } = await say('which', [menu]);
    const place = { channel: feedback, message_ts: ts, action_id: 'theme' };
    const answer = await box.act('ana', 'suggest', { ...place, value: 'pay' });
    expect(answer.options).toEqual([{ text: plain('like pay'), value: 't1' }]);
    expect(await box.act('ana', 'click', { ...place, selected_option: answer.options![0] })).toEqual({
      ok: true,
    });
  });

  test('an app that does not acknowledge in time fails the person, visibly', async () => {
    await start(transport, (app) => {
      app.command('/earshot', async () => {});
    });
    expect(await box.act('ana', 'command', { channel: feedback, command: '/earshot' })).toEqual({
      ok: false,
      error: 'operation_timeout',
    });
  });
});

describe('acting', () => {
  test('without an app connected fails', async () => {
    const sent = { channel: feedback, command: '/earshot' };
    expect(await box.act('ana', 'command', sent)).toMatchObject({ ok: false, error: 'dispatch_failed' });
  });

  test('is refused as the client would: unknown commands, threads, wrong elements, closed views', async () => {
    const { ts } = await say('press', [button]);
    const at = { channel: feedback, message_ts: ts };
    const errorOf = async (name: string, body: object) => (await box.act('ana', name, body)).error;
    expect(await errorOf('command', { channel: feedback, command: '/other' })).toBe('unknown_command');
    expect(await errorOf('command', { channel: feedback, command: '/earshot', thread_ts: ts })).toBe(
      'not_supported_in_threads',
    );
    expect(await errorOf('click', { ...at, action_id: 'nope' })).toBe('element_not_found');
    expect(await errorOf('click', { ...at, message_ts: '1700000000.000000', action_id: 'go' })).toBe(
      'message_not_found',
    );
    expect(await errorOf('submit', { view_id: 'V0' })).toBe('view_not_found');
    expect(await errorOf('shortcut', { callback_id: 'nope' })).toBe('unknown_shortcut');
    expect(await errorOf('click', { ...at, actionid: 'go' })).toBe('invalid_arguments');
    expect((await box.act('gil', 'click', { ...at, action_id: 'go' })).error).toBe('channel_not_found');
  });

  test('needs a token of a person', async () => {
    const answer = await fetch(`${box.url}/sandbox/act/command`, {
      method: 'POST',
      headers: { authorization: `Bearer ${box.botToken}` },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });
});

describe('triggers', () => {
  const triggered = async (use: (trigger: string) => Promise<void>) => {
    let failure: unknown;
    await start('socket', (app) => {
      app.command('/earshot', async ({ ack, command }) => {
        await ack();
        await use(command.trigger_id).catch((error) => {
          failure = error;
        });
      });
    });
    await box.act('ana', 'command', { channel: feedback, command: '/earshot' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return failure;
  };
  const view = form();

  test('open one view each', async () => {
    expect(
      await triggered(async (trigger_id) => {
        await box.bot.views.open({ trigger_id, view });
        expect((await refusal(box.bot.views.open({ trigger_id, view }))).error).toBe('exchanged_trigger_id');
      }),
    ).toBeUndefined();
  });

  test('expire after three seconds', async () => {
    await box.stop();
    let offset = 0;
    box = await startBox({ now: () => Date.now() + offset });
    expect(
      await triggered(async (trigger_id) => {
        offset = 3_100;
        expect((await refusal(box.bot.views.open({ trigger_id, view }))).error).toBe('expired_trigger_id');
      }),
    ).toBeUndefined();
  });

  test('are kept when the view was wrong', async () => {
    expect(
      await triggered(async (trigger_id) => {
        const wrong = { ...view, submit: undefined } as never;
        expect((await refusal(box.bot.views.open({ trigger_id, view: wrong }))).error).toBe(
          'invalid_arguments',
        );
        await box.bot.views.open({ trigger_id, view });
      }),
    ).toBeUndefined();
  });
});

describe('modals', () => {
  /** Ana has a modal open; `answer` is what the app says to a submission. */
  async function opened(view: ModalView, answer?: () => object | undefined) {
    const closed: unknown[] = [];
    await start('socket', (app) => {
      app.command('/earshot', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      app.view('form', async ({ ack }) => ack(answer?.() as never));
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        closed.push(body);
      });
      app.action('push', async ({ ack, body, client }) => {
        await ack();
        await client.views.push({
          trigger_id: (body as { trigger_id: string }).trigger_id,
          view: form({ title: plain('On top') }),
        });
      });
    });
    await box.act('ana', 'command', { channel: feedback, command: '/earshot' });
    await expect.poll(async () => (await box.see('ana')).views.length).toBe(1);
    return { id: (await box.see('ana')).views[0]!.id, closed };
  }

  test('are not sent while a required field is empty, too short, or not theirs', async () => {
    const { id } = await opened(form());
    const submit = (state: object) => box.act('ana', 'submit', { view_id: id, state });
    expect(await submit({})).toMatchObject({ error: 'invalid_state', errors: { words: expect.any(String) } });
    expect(await submit(words('ab'))).toMatchObject({ errors: { words: 'Enter at least 3 characters.' } });
    expect(await submit({ other: { x: { type: 'plain_text_input' } } })).toMatchObject({
      error: 'invalid_state',
    });
    expect((await box.act('ben', 'submit', { view_id: id, state: words('abc') })).error).toBe(
      'view_not_found',
    );
  });

  test('catch an app whose answer Slack would drop', async () => {
    let answer: object = { response_action: 'errors', errors: { nowhere: 'x' } };
    const { id } = await opened(form(), () => answer);
    const submit = () => box.act('ana', 'submit', { view_id: id, state: words('abc') });
    expect(await submit()).toMatchObject({
      ok: false,
      error: 'dispatch_failed',
      detail: expect.stringContaining('nowhere'),
    });
    answer = { response_action: 'update', view: { ...form(), title: plain('x'.repeat(25)) } };
    expect(await submit()).toMatchObject({ ok: false, detail: expect.stringContaining('no more than 24') });
    answer = { response_action: 'dance' };
    expect(await submit()).toMatchObject({ ok: false, error: 'dispatch_failed' });
    expect(box.violations.length).toBe(3);
  });

  test('tell the app when they are closed, if it asked', async () => {
    const { id, closed } = await opened(form({ notify_on_close: true }));
    expect(await box.act('ana', 'close', { view_id: id })).toEqual({ ok: true });
    expect(closed).toMatchObject([{ type: 'view_closed', is_cleared: false, view: { id } }]);
    expect((await box.see('ana')).views).toEqual([]);
  });

  test('are pushed onto, updated by hash, and keep what was entered', async () => {
    const push: KnownBlock = {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'push', text: plain('More') }],
    };
    const { id } = await opened(form({ blocks: [...form().blocks, push] as KnownBlock[] }));
    await box.act('ana', 'click', { view_id: id, action_id: 'push', state: words('kept words') });
    await expect.poll(async () => (await box.see('ana')).views.length).toBe(2);
    const [below, above] = (await box.see('ana')).views;
    expect(above).toMatchObject({ previous_view_id: id, root_view_id: id });
    expect(below!.state.values.words).toEqual(words('kept words').words);
    const stale = { view_id: id, hash: 'stale', view: form() };
    expect((await refusal(box.bot.views.update(stale))).error).toBe('hash_conflict');
    const { view } = await box.bot.views.update({
      view_id: id,
      hash: below!.hash,
      view: form({ title: plain('New') }),
    });
    expect(view!.title!.text).toBe('New');
    expect((await box.see('ana')).views[0]!.state.values.words).toEqual(words('kept words').words);
  });
});

describe('response_url', () => {
  async function urlOf(): Promise<string> {
    let url = '';
    await start('socket', (app) => {
      app.command('/earshot', async ({ ack, command }) => {
        await ack();
        url = command.response_url;
      });
    });
    await box.act('ana', 'command', { channel: feedback, command: '/earshot' });
    return url;
  }
  const post = (url: string, body: unknown) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('may be used five times', async () => {
    const url = await urlOf();
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push((await post(url, { text: `${i}` })).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
  });

  test('expires after 30 minutes', async () => {
    await box.stop();
    let offset = 0;
    box = await startBox({ now: () => Date.now() + offset });
    const url = await urlOf();
    offset = 31 * 60_000;
    expect(await (await post(url, { text: 'late' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  test('refuses what is no message, and remembers it', async () => {
    const url = await urlOf();
    expect((await post(url, { txt: 'x' })).status).toBe(400);
    expect(await (await post(url, { text: 'x', blocks: [{ type: 'section' }] })).json()).toMatchObject({
      error: 'invalid_blocks',
    });
    expect(box.violations.length).toBe(2);
    expect((await post(`${box.url}/hooks/actions/T/a/b`, { text: 'x' })).status).toBe(404);
  });

  test('replaces and removes an ephemeral message', async () => {
    await start('socket', (app) => {
      app.action('go', async ({ ack, respond, action }) => {
        await ack();
        const { value } = action as { value: string };
        await respond(
          value === '1'
            ? { text: 'replaced', blocks: [], replace_original: true }
            : { delete_original: true },
        );
      });
    });
    const whisper = async (value: string) => {
      const blocks: KnownBlock[] = [
        { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value }] },
      ];
      const sent = { channel: feedback, user: box.users.ana!.id, text: 'choose', blocks };
      const { message_ts } = await box.bot.chat.postEphemeral(sent);
      return box.act('ana', 'click', { channel: feedback, message_ts, action_id: 'go' });
    };
    expect(await whisper('1')).toEqual({ ok: true });
    await expect.poll(() => whispersTo('ana')).toEqual(['replaced']);
    expect(await whisper('2')).toEqual({ ok: true });
    await expect.poll(() => whispersTo('ana')).toEqual(['replaced']);
  });
});

test('App Home: opened, published, and its buttons work', async () => {
  const clicks: unknown[] = [];
  await start('socket', (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', callback_id: 'home', blocks: [button] },
      });
    });
    app.action('go', async ({ ack, body }) => {
      await ack();
      clicks.push((body as { view: { type: string } }).view.type);
    });
  });
  await box.act('ana', 'open-home', {});
  await expect.poll(async () => (await box.see('ana')).home).not.toBeNull();
  const home = (await box.see('ana')).home!;
  expect(home.blocks).toEqual([button]);
  expect(await box.act('ana', 'click', { view_id: home.id, action_id: 'go' })).toEqual({ ok: true });
  expect(clicks).toEqual(['home']);
  expect((await box.see('ben')).home).toBeNull();
});
