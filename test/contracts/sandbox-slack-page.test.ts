// What the demo page reads: the state as one person sees it, the stream of changes, and all of it again after a restart.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamChange } from '../../src/sandbox/slack/wire.ts';
import { type Box, clientFor, seed, startBox } from './slack.ts';

let folder: string;
let box: Box;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slack-state-'));
  box = await startBox({ stateFile: join(folder, 'deep', 'slack.json') });
});
afterEach(async () => {
  await box.stop();
  rmSync(folder, { recursive: true });
});

test('one person sees their own channels, people, the app, and nothing of others', async () => {
  const ana = await box.see('ana');
  expect(ana.me.name).toBe('ana');
  expect(ana.channels.map((one) => one.name)).toEqual([
    'general',
    'feedback',
    'secret',
    'quiet',
    'old',
    'ext-contoso',
  ]);
  expect(ana.app).toMatchObject({
    bot_user_id: box.botUserId,
    home_tab: true,
    transport: 'none',
    commands: [{ command: '/earshot' }],
    shortcuts: [
      { callback_id: 'log_feedback' },
      { callback_id: 'capture_feedback' },
      { callback_id: 'create_ticket' },
    ],
  });
  expect(ana.users.find((one) => one.name === 'cora')).toMatchObject({ is_stranger: true });
  expect(ana.messages[box.channels.feedback!]).toMatchObject([
    {
      reply_count: 1,
      permalink: expect.stringContaining('/archives/'),
      mentions: { users: [box.users.ana!.id] },
    },
    { parent_user_id: box.users.ben!.id },
    { username: 'Zendesk' },
  ]);
  const gil = await box.see('gil');
  expect([gil.channels, Object.keys(gil.messages)]).toEqual([[], []]);
  expect((await box.see('cora')).channels.map((one) => one.name)).toEqual(['ext-contoso']);
});

test('a wrong token sees nothing, the app neither', async () => {
  for (const token of ['', 'xoxp-wrong', box.botToken])
    expect((await fetch(`${box.url}/sandbox/state?token=${token}`)).status).toBe(401);
});

test('new messages of others are unread until read', async () => {
  const channel = box.channels.feedback!;
  const unread = async () => (await box.see('ana')).channels.find((one) => one.id === channel)!.unread;
  expect(await unread()).toBe(0);
  const { ts } = await box.as.ben.chat.postMessage({ channel, text: 'new' });
  expect(await unread()).toBe(1);
  await box.as.ana.conversations.mark({ channel, ts: ts! });
  expect(await unread()).toBe(0);
});

test('any page may ask, from any port', async () => {
  const answer = await fetch(`${box.apiUrl}auth.test`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://127.0.0.1:9',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-allow-headers')).toBe('authorization');
});

test('a permalink leads to the page', async () => {
  const follow = (path: string) => fetch(`${box.url}${path}`, { redirect: 'manual' });
  expect((await follow('/archives/C1/p1700000000000100')).status).toBe(404);
  box.showOn('http://127.0.0.1:4000/');
  const to = async (path: string) => (await follow(path)).headers.get('location');
  expect(await to('/archives/C1/p1700000000000100')).toBe(
    'http://127.0.0.1:4000/#channel=C1&thread=1700000000.000100',
  );
  expect(await to('/archives/C1')).toBe('http://127.0.0.1:4000/#channel=C1');
});

describe('the stream', () => {
  async function follow(who: string, since?: number) {
    const changes: StreamChange[] = [];
    const stop = new AbortController();
    const query = `token=${box.users[who]!.token}${since === undefined ? '' : `&since=${since}`}`;
    const answer = await fetch(`${box.url}/sandbox/stream?${query}`, { signal: stop.signal });
    const read = async () => {
      let text = '';
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop()!;
        for (const part of parts)
          if (part.includes('event: change')) changes.push(JSON.parse(/data: (.*)/.exec(part)![1]!));
      }
    };
    read().catch(() => undefined);
    return { changes, stop: () => stop.abort() };
  }

  test('tells what changed, to those who may know', async () => {
    const ana = await follow('ana');
    const ben = await follow('ben');
    const { ts } = await box.as.ana.chat.postMessage({ channel: box.channels.secret!, text: 'hush' });
    await box.as.ana.reactions.add({ channel: box.channels.secret!, timestamp: ts!, name: 'ear' });
    await box.as.ana.chat.postMessage({ channel: box.channels.feedback!, text: 'loud' });
    await expect.poll(() => ana.changes.map((one) => one.type)).toEqual(['message', 'reaction', 'message']);
    expect(ana.changes[0]).toMatchObject({ channel: box.channels.secret, ts });
    await expect.poll(() => ben.changes.map((one) => one.channel)).toEqual([box.channels.feedback]);
    ana.stop();
    ben.stop();
  });

  test('misses nothing between the state and the connection', async () => {
    const { seq } = await box.see('ana');
    await box.as.ben.chat.postMessage({ channel: box.channels.feedback!, text: 'in between' });
    const ana = await follow('ana', seq);
    await expect.poll(() => ana.changes.length).toBe(1);
    ana.stop();
  });

  test('keeps what was whispered from everyone else', async () => {
    const ben = await follow('ben');
    const whisper = { channel: box.channels.feedback!, user: box.users.ana!.id, text: 'psst' };
    await box.bot.chat.postEphemeral(whisper);
    await box.as.ana.chat.postMessage({ channel: box.channels.feedback!, text: 'loud' });
    await expect.poll(() => ben.changes.map((one) => one.type)).toEqual(['message']);
    ben.stop();
  });
});

describe('after a restart', () => {
  const restart = async () => {
    await box.stop();
    box = await startBox({ stateFile: join(folder, 'deep', 'slack.json') });
  };

  test('everything is there again, under the same ids and tokens', async () => {
    const channel = box.channels.feedback!;
    const { ts } = await box.as.ana.chat.postMessage({ channel, text: 'kept' });
    await box.bot.reactions.add({ channel, timestamp: ts!, name: 'ear' });
    await box.bot.filesUploadV2({ channel_id: channel, content: 'bytes', filename: 'a.txt' });
    await box.bot.views.publish({ user_id: box.users.ana!.id, view: { type: 'home', blocks: [] } });
    const before = await box.see('ana');
    const old = box;
    await restart();
    const after = await box.see('ana');
    const portless = (state: object) => JSON.parse(JSON.stringify(state).replaceAll(/127\.0\.0\.1:\d+/g, ''));
    expect(portless({ ...after, seq: 0 })).toEqual(portless({ ...before, seq: 0 }));
    expect((await clientFor(box, old.botToken).auth.test()).ok).toBe(true);
    const file = after.messages[channel]!.at(-1)!.files![0]!;
    expect(await (await fetch(`${file.url_private}?token=${box.users.ana!.token}`)).text()).toBe('bytes');
  });

  test('times go on rising, even if the clock went back', async () => {
    const channel = box.channels.feedback!;
    const first = await box.as.ana.chat.postMessage({ channel, text: 'before' });
    await box.stop();
    box = await startBox({
      stateFile: join(folder, 'deep', 'slack.json'),
      now: () => Date.now() - 3_600_000,
    });
    const second = await box.as.ana.chat.postMessage({ channel, text: 'after' });
    expect(second.ts! > first.ts!).toBe(true);
  });

  test('a damaged file is named, not overwritten', async () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{"team":');
    await expect(startBox({ stateFile: path })).rejects.toThrow(`${path} cannot be read`);
  });
});

test('a seed that names nobody says so', async () => {
  const wrong = { ...seed, channels: [{ name: 'x', members: ['zoe'] }] };
  await expect(startBox({ seed: wrong })).rejects.toThrow(
    'The seed names "zoe", but no user of it has that handle.',
  );
});
