// What the stand-in tells the app, over HTTP and over sockets, with the real Bolt on the other side.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Box, startBox, startHttpApp, startSocketApp } from './slack.ts';

let box: Box;
let feedback: string;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  box = await startBox();
  feedback = box.channels.feedback!;
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await box.stop();
});

type Event = Record<string, unknown> & { type: string; subtype?: string };
type Hit = { headers: IncomingHttpHeaders; body: { event: Event; event_id: string; [key: string]: unknown } };

/** A request URL by hand: answers what `status` says, and keeps what came. */
async function startEndpoint(status: (hit: number) => number | 'hang' | 'reset' = () => 200) {
  const hits: Hit[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      if (body.type === 'url_verification') return response.end(body.challenge);
      hits.push({ headers: request.headers, body });
      const answer = status(hits.length);
      if (answer === 'reset') return request.socket.destroy();
      if (answer !== 'hang') response.writeHead(answer).end();
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  await box.subscribe({ eventsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  return hits;
}

const eventsOf = (hits: Hit[]) => hits.map((hit) => hit.body.event);
const say = (text: string, more: object = {}) =>
  box.as.ben.chat.postMessage({ channel: feedback, text, ...more });

describe('events over HTTP', () => {
  test('reach Bolt with a signature it accepts', async () => {
    const heard: string[] = [];
    const bolt = await startHttpApp(box, (app) => {
      app.message(async ({ message, say: reply }) => {
        heard.push((message as { text: string }).text);
        await reply({ text: 'heard', thread_ts: message.ts });
      });
    });
    stops.push(bolt.stop);
    const { ts } = await say('checkout is slow');
    await box.idle();
    expect(heard).toEqual(['checkout is slow']);
    await expect
      .poll(
        async () => (await box.bot.conversations.replies({ channel: feedback, ts: ts! })).messages!.length,
      )
      .toBe(2);
  });

  test('are refused by Bolt when the secret is another', async () => {
    const other = { ...box, signingSecret: 'another-secret-entirely' };
    await expect(startHttpApp(other, () => {})).rejects.toThrow('did not answer url_verification');
  });

  test('carry the whole envelope', async () => {
    const hits = await startEndpoint();
    const { ts } = await say('hello');
    await box.idle();
    expect(hits[0]!.body).toMatchObject({
      type: 'event_callback',
      team_id: box.teamId,
      api_app_id: box.appId,
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ team_id: box.teamId, user_id: box.botUserId, is_bot: true }],
      is_ext_shared_channel: false,
      event: {
        type: 'message',
        text: 'hello',
        user: box.users.ben!.id,
        channel: feedback,
        channel_type: 'channel',
        ts,
        event_ts: ts,
        team: box.teamId,
      },
    });
  });

  test('tell of edits, deletes, replies, joins, leaves and reactions', async () => {
    const hits = await startEndpoint();
    const { ts } = await say('one');
    await box.as.ben.chat.update({ channel: feedback, ts: ts!, text: 'two' });
    await say('reply', { thread_ts: ts });
    await box.as.ana.reactions.add({ channel: feedback, timestamp: ts!, name: 'ear' });
    await box.as.ana.reactions.remove({ channel: feedback, timestamp: ts!, name: 'ear' });
    await box.as.ben.chat.delete({ channel: feedback, ts: ts! });
    await box.as.ben.conversations.leave({ channel: feedback });
    await box.as.ben.conversations.join({ channel: feedback });
    await box.idle();
    const told = eventsOf(hits).map((event) => event.subtype ?? event.type);
    expect(told).toEqual(
      expect.arrayContaining([
        'message',
        'message_changed',
        'reaction_added',
        'reaction_removed',
        'channel_join',
        'member_joined_channel',
      ]),
    );
    const edit = eventsOf(hits).find((event) => event.subtype === 'message_changed')!;
    expect(edit).toMatchObject({
      hidden: true,
      message: { text: 'two', edited: { user: box.users.ben!.id } },
      previous_message: { text: 'one' },
    });
    const reply = eventsOf(hits).find((event) => event.text === 'reply')!;
    expect(reply).toMatchObject({ thread_ts: ts, parent_user_id: box.users.ben!.id });
    const tombstone = eventsOf(hits).filter((event) => event.subtype === 'message_changed')[1]!;
    expect(tombstone).toMatchObject({ message: { subtype: 'tombstone' } });
    const reaction = eventsOf(hits).find((event) => event.type === 'reaction_added')!;
    expect(reaction).toMatchObject({
      user: box.users.ana!.id,
      item: { type: 'message', channel: feedback, ts },
      item_user: box.users.ben!.id,
    });
  });

  test('tell of a deleted message', async () => {
    const hits = await startEndpoint();
    const { ts } = await say('oops');
    await box.as.ben.chat.delete({ channel: feedback, ts: ts! });
    await box.idle();
    const gone = eventsOf(hits).find((event) => event.subtype === 'message_deleted')!;
    expect(gone).toMatchObject({ deleted_ts: ts, previous_message: { text: 'oops' }, hidden: true });
  });

  test('tell of files, of links to us, of the Home, and of direct messages', async () => {
    const hits = await startEndpoint();
    await box.as.ana.filesUploadV2({ channel_id: feedback, content: 'stack trace', filename: 'trace.log' });
    await say('see https://earshot.example.com/themes/7 and https://other.test/');
    await box.act('ana', 'open-home', {});
    const { channel } = await box.as.ana.conversations.open({ users: box.botUserId });
    await box.as.ana.chat.postMessage({ channel: channel!.id!, text: 'hi bot' });
    await box.idle();
    const file = eventsOf(hits).find((event) => event.subtype === 'file_share')!;
    expect(file).toMatchObject({ files: [{ name: 'trace.log', mimetype: 'text/plain' }] });
    const link = eventsOf(hits).find((event) => event.type === 'link_shared')!;
    expect(link.links).toEqual([
      { url: 'https://earshot.example.com/themes/7', domain: 'earshot.example.com' },
    ]);
    expect(eventsOf(hits).find((event) => event.type === 'app_home_opened')).toMatchObject({ tab: 'home' });
    expect(eventsOf(hits).find((event) => event.text === 'hi bot')).toMatchObject({ channel_type: 'im' });
  });

  test("tell of the app's own messages, as Slack does", async () => {
    const hits = await startEndpoint();
    await box.bot.chat.postMessage({ channel: feedback, text: 'mine' });
    await box.idle();
    expect(eventsOf(hits)).toMatchObject([{ text: 'mine', bot_id: box.botId, user: box.botUserId }]);
  });

  test('come only from channels the bot is in, and only those the manifest names', async () => {
    const hits = await startEndpoint();
    await box.as.ana.chat.postMessage({ channel: box.channels.quiet!, text: 'unheard' });
    await box.as.ana.chat.postMessage({ channel: box.channels.secret!, text: 'unheard' });
    await box.as.ana.conversations.invite({ channel: box.channels.quiet!, users: box.botUserId });
    await box.as.ana.conversations.kick({ channel: feedback, user: box.botUserId });
    await say('also unheard');
    await box.idle();
    expect(
      eventsOf(hits)
        .map((event) => event.subtype ?? event.type)
        .sort(),
    ).toEqual(['channel_join', 'channel_left', 'member_joined_channel']);
    expect(eventsOf(hits).find((event) => event.type === 'member_joined_channel')).toMatchObject({
      user: box.botUserId,
      inviter: box.users.ana!.id,
      channel: box.channels.quiet,
    });
  });

  test('of a shared channel say whose organisation speaks', async () => {
    const hits = await startEndpoint();
    await box.as.cora.chat.postMessage({ channel: box.channels['ext-contoso']!, text: 'from outside' });
    await box.idle();
    const contoso = (await box.as.cora.auth.test()).team_id;
    expect(hits[0]!.body.is_ext_shared_channel).toBe(true);
    expect(hits[0]!.body.team_id).toBe(box.teamId);
    expect(eventsOf(hits)[0]).toMatchObject({
      team: contoso,
      user_team: contoso,
      source_team: contoso,
      user_profile: { real_name: 'Cora Lind' },
    });
  });
});

describe("Slack's retries", () => {
  test('come at once, after a minute and after five, then stop; the event id stays', async () => {
    const hits = await startEndpoint(() => 500);
    const started = performance.now();
    await say('lost');
    await box.idle();
    expect(hits.map((hit) => hit.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(hits[1]!.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(hits.map((hit) => hit.body.event_id)).size).toBe(1);
    expect(performance.now() - started).toBeGreaterThan(350);
    expect(box.deliveries().map((one) => one.outcome)).toEqual([
      'http_error',
      'http_error',
      'http_error',
      'lost',
    ]);
  });

  test('stop when one is taken', async () => {
    const hits = await startEndpoint((hit) => (hit < 2 ? 503 : 200));
    await say('taken at last');
    await box.idle();
    expect(hits.length).toBe(2);
  });

  test('name a timeout and a broken connection', async () => {
    await box.stop();
    box = await startBox({ ackTimeoutMs: 60 });
    const hits = await startEndpoint((hit) => (hit === 1 ? 'hang' : hit === 2 ? 'reset' : 200));
    await say('slow');
    await box.idle();
    expect(hits.map((hit) => hit.headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_timeout',
      'connection_failed',
    ]);
  });

  test('keep an event for an app that is started only then', async () => {
    await say('while away');
    const hits = await startEndpoint();
    await box.idle();
    expect(eventsOf(hits)).toMatchObject([{ text: 'while away' }]);
  });
});

describe('deliveries that go wrong', () => {
  test('twice', async () => {
    const hits = await startEndpoint();
    box.faults.add({ match: { path: 'message' }, fault: { kind: 'duplicate' }, times: 1 });
    await say('again');
    await box.idle();
    expect(hits.length).toBe(2);
    expect(hits[0]!.body.event_id).toBe(hits[1]!.body.event_id);
  });

  test('in another order', async () => {
    const hits = await startEndpoint();
    box.faults.add({ match: { path: 'message' }, fault: { kind: 'reorder', ms: 80 }, times: 1 });
    await say('first');
    await say('second');
    await box.idle();
    expect(eventsOf(hits).map((event) => event.text)).toEqual(['second', 'first']);
  });

  test('not at all', async () => {
    const hits = await startEndpoint();
    box.faults.add({ match: { path: 'reaction_*' }, fault: { kind: 'drop' } });
    const { ts } = await say('stays');
    await box.as.ana.reactions.add({ channel: feedback, timestamp: ts!, name: 'ear' });
    await box.idle();
    expect(eventsOf(hits).map((event) => event.type)).toEqual(['message']);
  });
});

describe('Socket Mode', () => {
  test('reaches Bolt, and is preferred to HTTP while connected', async () => {
    const hits = await startEndpoint();
    const heard: string[] = [];
    const bolt = await startSocketApp(box, (app) => {
      app.message(async ({ message }) => void heard.push((message as { text: string }).text));
    });
    await say('over the socket');
    await box.idle();
    expect([heard, hits.length]).toEqual([['over the socket'], 0]);
    await bolt.stop();
    await expect.poll(async () => (await box.see('ana')).app.transport).toBe('http');
    await say('over HTTP');
    await box.idle();
    expect(hits.length).toBe(1);
  });

  test('greets, and spreads events over several connections', async () => {
    const lines = await Promise.all([connect(), connect()]);
    expect(lines.map((line) => line.got[0]!.type)).toEqual(['hello', 'hello']);
    expect(lines.map((line) => line.got[0]!.num_connections).sort()).toEqual([1, 2]);
    for (let i = 0; i < 6; i += 1) await say(`${i}`);
    await box.idle();
    expect(lines.map((line) => line.events().length)).toEqual([3, 3]);
  });

  test('gives what one connection does not acknowledge to another, with the reason', async () => {
    await box.stop();
    box = await startBox({ ackTimeoutMs: 80 });
    const deaf = await connect({ acks: false });
    const good = await connect();
    for (let i = 0; i < 4; i += 1) await say(`${i}`);
    await box.idle();
    expect(new Set(good.events().map((one) => one.payload.event.text)).size).toBe(4);
    const repeated = good.events().filter((one) => one.retry_attempt === 1);
    expect(repeated.length).toBe(deaf.events().length);
    expect(repeated[0]).toMatchObject({ retry_reason: 'timeout' });
  });

  test('gives what was on a broken line to another at once', async () => {
    const deaf = await connect({ acks: false });
    await say('on the first line');
    await expect.poll(() => deaf.events().length).toBe(1);
    const good = await connect();
    deaf.socket.close();
    await expect.poll(() => good.events().length).toBe(1);
    await box.idle();
  });

  test('asks the client to reconnect, and Bolt does', async () => {
    const heard: string[] = [];
    const bolt = await startSocketApp(box, (app) => {
      app.message(async ({ message }) => void heard.push((message as { text: string }).text));
    });
    stops.push(bolt.stop);
    expect(box.disconnectSockets('refresh_requested')).toBe(1);
    await expect.poll(async () => (await box.see('ana')).app.transport).toBe('none');
    await expect.poll(async () => (await box.see('ana')).app.transport, { timeout: 12_000 }).toBe('socket');
    await say('after the refresh');
    await box.idle();
    expect(heard).toEqual(['after the refresh']);
  });

  test('needs a ticket, once, and takes ten connections', async () => {
    const open = async () =>
      (await (
        await fetch(`${box.apiUrl}apps.connections.open`, {
          method: 'POST',
          headers: { authorization: `Bearer ${box.appToken}` },
        })
      ).json()) as { url: string };
    const { url } = await open();
    const first = new WebSocket(url);
    await new Promise((resolve) => first.addEventListener('open', resolve));
    const refused = (address: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('error', () => resolve(true));
        socket.addEventListener('open', () => resolve(false));
      });
    expect(await refused(url)).toBe(true);
    expect(await refused(url.replace(/ticket=[^&]+/, 'ticket=guess'))).toBe(true);
    for (let i = 0; i < 9; i += 1) await connect();
    expect(await refused((await open()).url)).toBe(true);
    first.close();
  });
});

type Line = {
  socket: WebSocket;
  got: (Record<string, unknown> & { type: string })[];
  events(): { payload: { event: Event }; retry_attempt: number; retry_reason: string }[];
};

/** A socket by hand. */
async function connect({ acks = true } = {}): Promise<Line> {
  const headers = { authorization: `Bearer ${box.appToken}` };
  const answer = await fetch(`${box.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const socket = new WebSocket(((await answer.json()) as { url: string }).url);
  const got: Line['got'] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data);
    got.push(message);
    if (acks && message.envelope_id)
      socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload: {} }));
  });
  await expect.poll(() => got.length).toBe(1);
  stops.push(async () => socket.close());
  return { socket, got, events: () => got.filter((one) => one.type === 'events_api') as never };
}
