// The stand-in's Web API, spoken to by the real @slack/web-api.
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Box, clientFor, manifest, refusal, startBox } from './slack.ts';

let box: Box;
let feedback: string;
beforeAll(async () => {
  box = await startBox();
  feedback = box.channels.feedback!;
});
afterAll(() => box.stop());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = { type: 'modal' as const, title: plain('Hi'), blocks: [{ type: 'divider' as const }] };

describe('who is calling', () => {
  test('auth.test names the bot, a person, and a person of another organisation', async () => {
    expect(await box.bot.auth.test()).toMatchObject({
      user_id: box.botUserId,
      bot_id: box.botId,
      team: 'Northwind',
    });
    const ana = await box.as.ana.auth.test();
    expect(ana).toMatchObject({ user: 'ana', user_id: box.users.ana!.id, team_id: box.teamId });
    expect(ana.bot_id).toBeUndefined();
    expect((await box.as.cora.auth.test()).team).toBe('Contoso');
  });

  test('the bot learns its scopes from the answer', async () => {
    const { response_metadata } = await box.bot.auth.test();
    expect(response_metadata!.scopes).toEqual(manifest.oauth_config.scopes.bot);
  });

  test('api.test answers without a token', async () => {
    expect(
      await new WebClient(undefined, { slackApiUrl: box.apiUrl }).apiCall('api.test', { foo: 'bar' }),
    ).toMatchObject({
      ok: true,
      args: { foo: 'bar' },
    });
  });

  test('ids are the same in every run', async () => {
    const twin = await startBox();
    expect([twin.channels, twin.users, twin.botToken]).toEqual([box.channels, box.users, box.botToken]);
    await twin.stop();
  });
});

describe('messages', () => {
  test('are posted, edited, linked and deleted', async () => {
    const { ts } = await box.bot.chat.postMessage({ channel: feedback, text: 'one' });
    const edited = await box.bot.chat.update({ channel: feedback, ts: ts!, text: 'two' });
    expect(edited.text).toBe('two');
    const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
    expect(latest).toMatchObject({ ts, text: 'two', bot_id: box.botId, edited: { user: box.botUserId } });
    const { permalink } = await box.bot.chat.getPermalink({ channel: feedback, message_ts: ts! });
    expect(permalink).toBe(`${box.url}/archives/${feedback}/p${ts!.replace('.', '')}`);
    await box.bot.chat.delete({ channel: feedback, ts: ts! });
    expect((await refusal(box.bot.chat.delete({ channel: feedback, ts: ts! }))).error).toBe(
      'message_not_found',
    );
  });

  test('have unique, rising times even within one millisecond', async () => {
    const posts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => box.bot.chat.postMessage({ channel: feedback, text: `${i}` })),
    );
    const times = posts.map((one) => one.ts!);
    expect(new Set(times).size).toBe(20);
    const read = await box.bot.conversations.history({ channel: feedback, limit: 20 });
    const kept = read.messages!.map((one) => one.ts!);
    expect(kept).toEqual([...kept].sort().reverse());
  });

  test('arrive escaped, and alert only whom a mention names', async () => {
    const { ts } = await box.as.ben.chat.postMessage({
      channel: feedback,
      text: `a < b && <script> &amp; <@${box.users.ana!.id}> see https://x.test/?a=1&b=2.`,
    });
    const message = (await box.see('ben')).messages[feedback]!.find((one) => one.ts === ts)!;
    expect(message.text).toBe(
      `a &lt; b &amp;&amp; &lt;script&gt; &amp; <@${box.users.ana!.id}> see <https://x.test/?a=1&amp;b=2>.`,
    );
    expect(message.mentions).toEqual({ users: [box.users.ana!.id], usergroups: [], broadcast: [] });
  });

  test('of the app alert a whole channel when their text was not escaped, in blocks too', async () => {
    const mentionsOf = async (text: string, inBlock = 'fine') => {
      const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: inBlock } }];
      const { ts } = await box.bot.chat.postMessage({ channel: feedback, text, blocks });
      return (await box.see('ana')).messages[feedback]!.find((one) => one.ts === ts)!.mentions;
    };
    expect((await mentionsOf('<!channel> look')).broadcast).toEqual(['channel']);
    expect((await mentionsOf('&lt;!channel&gt; look')).broadcast).toEqual([]);
    expect((await mentionsOf('ok', '<!here> and <!subteam^S123>')).broadcast).toEqual(['here']);
  });

  test('carry metadata, shown only to who asks for it', async () => {
    const metadata = { event_type: 'earshot', event_payload: { id: 'abc' } };
    const { ts } = await box.bot.chat.postMessage({ channel: feedback, text: 'm', metadata });
    const read = async (all: boolean) =>
      (await box.bot.conversations.history({ channel: feedback, limit: 1, include_all_metadata: all }))
        .messages![0]!;
    expect((await read(true)).metadata).toEqual(metadata);
    expect((await read(false)).metadata).toBeUndefined();
    await box.bot.chat.update({ channel: feedback, ts: ts!, text: 'edited' });
    expect((await read(true)).metadata).toEqual(metadata);
  });

  test('reach a person directly by their id', async () => {
    const { channel } = await box.bot.chat.postMessage({ channel: box.users.ben!.id, text: 'psst' });
    expect(channel).toMatch(/^D/);
    expect((await box.bot.conversations.open({ users: box.users.ben!.id })).channel!.id).toBe(channel);
    expect((await box.see('ben')).messages[channel!]).toMatchObject([{ text: 'psst' }]);
  });

  test('whispered are seen by one person and by no history', async () => {
    const { message_ts } = await box.bot.chat.postEphemeral({
      channel: feedback,
      user: box.users.ana!.id,
      text: 'only you',
    });
    const seenBy = async (who: string) =>
      (await box.see(who)).messages[feedback]!.some((one) => one.ts === message_ts);
    expect([await seenBy('ana'), await seenBy('ben')]).toEqual([true, false]);
    expect(
      (
        await box.bot.conversations.history({
          channel: feedback,
          latest: message_ts!,
          inclusive: true,
          limit: 1,
        })
      ).messages![0]!.ts,
    ).not.toBe(message_ts);
  });

  test('of people carry the rich text their client would add', async () => {
    const { message } = await box.as.ana.chat.postMessage({ channel: feedback, text: 'hi :ear: there' });
    expect(message!.blocks).toMatchObject([
      {
        type: 'rich_text',
        elements: [{ elements: [{ text: 'hi ' }, { type: 'emoji', name: 'ear' }, { text: ' there' }] }],
      },
    ]);
  });

  test('of another app are marked as its bot, under the name it shows', async () => {
    const zendesk = clientFor(box, box.bots.zendesk!.token);
    const { ts } = await zendesk.chat.postMessage({
      channel: feedback,
      text: 'Ticket 7',
      username: 'Support',
    });
    const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
    expect(latest).toMatchObject({
      ts,
      subtype: 'bot_message',
      username: 'Support',
      bot_id: box.bots.zendesk!.botId,
    });
    expect(latest!.user).toBeUndefined();
  });
});

describe('threads', () => {
  test('count their replies and are read oldest first, the parent ahead', async () => {
    const { ts } = await box.as.ben.chat.postMessage({ channel: feedback, text: 'parent' });
    for (const text of ['r1', 'r2'])
      await box.bot.chat.postMessage({ channel: feedback, text, thread_ts: ts! });
    const thread = await box.bot.conversations.replies({ channel: feedback, ts: ts! });
    expect(thread.messages!.map((one) => one.text)).toEqual(['parent', 'r1', 'r2']);
    expect(thread.messages![0]).toMatchObject({
      reply_count: 2,
      reply_users: [box.botUserId],
      thread_ts: ts,
    });
    expect(thread.messages![1]).toMatchObject({ parent_user_id: box.users.ben!.id, thread_ts: ts });
    const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
    expect(latest!.text).toBe('parent');
  });

  test('keep a tombstone when the parent is deleted', async () => {
    const { ts } = await box.as.ben.chat.postMessage({ channel: feedback, text: 'parent' });
    await box.as.ana.chat.postMessage({ channel: feedback, text: 'reply', thread_ts: ts! });
    await box.as.ben.chat.delete({ channel: feedback, ts: ts! });
    const thread = await box.bot.conversations.replies({ channel: feedback, ts: ts! });
    expect(
      (thread.messages as { subtype?: string; text?: string }[]).map((one) => one.subtype ?? one.text),
    ).toEqual(['tombstone', 'reply']);
  });

  test('broadcast a reply to the channel when asked', async () => {
    const { ts } = await box.as.ben.chat.postMessage({ channel: feedback, text: 'parent' });
    const reply = { channel: feedback, text: 'loud', thread_ts: ts!, reply_broadcast: true };
    await box.as.ana.chat.postMessage(reply);
    const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
    expect(latest).toMatchObject({ text: 'loud', subtype: 'thread_broadcast' });
  });
});

describe('history', () => {
  test('is paged by cursor, newest first, with nothing missing or twice', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await box.bot.conversations.history({
        channel: feedback,
        limit: 3,
        ...(cursor ? { cursor } : {}),
      });
      all.push(...page.messages!.map((one) => one.ts!));
      expect(page.has_more).toBe(page.response_metadata?.next_cursor !== undefined);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    expect(all.length).toBe(new Set(all).size);
    expect(all).toEqual([...all].sort().reverse());
  });

  test('starts after `oldest` and ends before `latest`, unless inclusive', async () => {
    const posted: string[] = [];
    for (const text of ['a', 'b', 'c'])
      posted.push((await box.bot.chat.postMessage({ channel: feedback, text })).ts!);
    const between = async (inclusive: boolean) => {
      const bounds = { oldest: posted[0]!, latest: posted[2]!, inclusive };
      return (await box.bot.conversations.history({ channel: feedback, ...bounds })).messages!.map(
        (one) => one.text,
      );
    };
    expect(await between(false)).toEqual(['b']);
    expect(await between(true)).toEqual(['c', 'b', 'a']);
  });

  test('of the seed has its thread, reactions and mentions', async () => {
    const { messages } = await box.bot.conversations.history({ channel: feedback, latest: '1793700000' });
    expect(messages!.at(-1)).toMatchObject({
      text: `Checkout took 40 seconds, says <@${box.users.ana!.id}> &amp; &lt;co&gt;`,
      reply_count: 1,
      reactions: [{ name: 'eyes', count: 1 }],
    });
    expect(messages!.at(-2)).toMatchObject({ subtype: 'bot_message', username: 'Zendesk' });
  });
});

describe('channels', () => {
  const namesOf = (channels: { name?: string }[] = []) => channels.map((one) => one.name);

  test('are listed as the caller may see them', async () => {
    const types = 'public_channel,private_channel';
    expect(namesOf((await box.bot.conversations.list({ types })).channels)).not.toContain('secret');
    expect(namesOf((await box.as.ana.conversations.list({ types })).channels)).toContain('secret');
    expect(namesOf((await box.as.gil.conversations.list({ types })).channels)).toEqual([]);
    expect(
      namesOf((await box.bot.conversations.list({ types, exclude_archived: true })).channels),
    ).not.toContain('old');
  });

  test('are paged', async () => {
    const names: (string | undefined)[] = [];
    for await (const page of box.bot.paginate('conversations.list', { limit: 2 }))
      names.push(...namesOf((page as unknown as { channels: { name: string }[] }).channels));
    expect(names.length).toBe(new Set(names).size);
    expect(names).toContain('ext-contoso');
  });

  test('show membership, sharing and topic', async () => {
    const { channel } = await box.bot.conversations.info({
      channel: box.channels['ext-contoso']!,
      include_num_members: true,
    });
    expect(channel).toMatchObject({ is_ext_shared: true, is_member: true, num_members: 3 });
    const quiet = await box.bot.conversations.info({ channel: box.channels.quiet! });
    expect(quiet.channel).toMatchObject({ is_member: false, is_ext_shared: false });
  });

  test('name their members, and those a person is in', async () => {
    const { members } = await box.bot.conversations.members({ channel: feedback });
    expect(members).toEqual(expect.arrayContaining([box.botUserId, box.users.ana!.id]));
    const mine = await box.bot.users.conversations({ types: 'public_channel' });
    expect(namesOf(mine.channels)).toEqual(['feedback', 'old', 'ext-contoso']);
  });

  test('are made, joined, filled, left and archived by people', async () => {
    const { channel } = await box.as.ana.conversations.create({ name: 'fresh' });
    const id = channel!.id!;
    await box.as.ben.conversations.join({ channel: id });
    await box.as.ana.conversations.invite({ channel: id, users: box.botUserId });
    expect((await box.bot.conversations.info({ channel: id })).channel!.is_member).toBe(true);
    const join = (await box.bot.conversations.history({ channel: id })).messages![0]!;
    expect(join).toMatchObject({ subtype: 'channel_join', inviter: box.users.ana!.id, user: box.botUserId });
    await box.as.ana.conversations.setTopic({ channel: id, topic: 'New' });
    await box.as.ana.conversations.kick({ channel: id, user: box.users.ben!.id });
    await box.as.ana.conversations.archive({ channel: id });
    expect((await refusal(box.bot.chat.postMessage({ channel: id, text: 'x' }))).error).toBe('is_archived');
    await box.as.ana.conversations.unarchive({ channel: id });
    await box.as.ana.conversations.leave({ channel: id });
  });
});

describe('reactions', () => {
  test('are added, counted, listed and removed', async () => {
    const { ts } = await box.as.ben.chat.postMessage({ channel: feedback, text: 'slow' });
    const at = { channel: feedback, timestamp: ts! };
    await box.bot.reactions.add({ ...at, name: 'ear' });
    await box.as.ana.reactions.add({ ...at, name: 'ear' });
    const { message } = (await box.bot.reactions.get(at)) as { message: { reactions: unknown[] } };
    expect(message.reactions).toEqual([{ name: 'ear', users: [box.botUserId, box.users.ana!.id], count: 2 }]);
    expect((await box.bot.reactions.list()).items!.length).toBeGreaterThan(0);
    expect((await refusal(box.bot.reactions.add({ ...at, name: 'ear' }))).error).toBe('already_reacted');
    await box.bot.reactions.remove({ ...at, name: 'ear' });
    expect((await refusal(box.bot.reactions.remove({ ...at, name: 'ear' }))).error).toBe('no_reaction');
    await box.as.ana.reactions.remove({ ...at, name: 'ear' });
    const after = (await box.bot.reactions.get(at)) as { message: { reactions?: unknown[] } };
    expect(after.message.reactions).toBeUndefined();
  });
});

describe('people', () => {
  test('are shown with time zone, e-mail and standing', async () => {
    const { user } = await box.bot.users.info({ user: box.users.ben!.id });
    expect(user).toMatchObject({ name: 'ben', tz: 'America/New_York', is_bot: false, is_restricted: false });
    expect(user!.profile!.email).toBe('ben@northwind.test');
    const gil = (await box.bot.users.info({ user: box.users.gil!.id })).user!;
    expect(gil).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  });

  test('of other organisations keep their team and hide their e-mail', async () => {
    const { user } = await box.bot.users.info({ user: box.users.cora!.id });
    expect(user!.team_id).not.toBe(box.teamId);
    expect(user!.profile!.email).toBeUndefined();
  });

  test('are listed, found by e-mail, and grouped', async () => {
    const { members } = await box.bot.users.list({});
    expect(members!.map((one) => one.name)).toEqual(
      expect.arrayContaining(['earshot', 'ana', 'cora', 'zendesk']),
    );
    const found = await box.bot.users.lookupByEmail({ email: 'ANA@northwind.test' });
    expect(found.user!.id).toBe(box.users.ana!.id);
    expect((await refusal(box.bot.users.lookupByEmail({ email: 'x@y.test' }))).error).toBe('users_not_found');
    const [group] = (await box.bot.usergroups.list({ include_users: true })).usergroups!;
    expect(group).toMatchObject({ handle: 'engineers', users: [box.users.ana!.id] });
    expect((await box.bot.usergroups.users.list({ usergroup: group!.id! })).users).toEqual([
      box.users.ana!.id,
    ]);
  });

  test('bots, the team and emoji can be looked up', async () => {
    expect((await box.bot.bots.info({ bot: box.botId })).bot).toMatchObject({
      name: 'Earshot',
      app_id: box.appId,
    });
    expect((await box.bot.team.info()).team).toMatchObject({ id: box.teamId, domain: 'northwind' });
    expect((await box.as.ana.emoji.list()).emoji).toEqual({ parrot: 'https://emoji.test/parrot.gif' });
  });
});

describe('files', () => {
  const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

  test('go up in three steps, into a thread, and come down again', async () => {
    const { ts } = await box.as.ana.chat.postMessage({ channel: feedback, text: 'parent' });
    await box.bot.filesUploadV2({
      channel_id: feedback,
      thread_ts: ts!,
      file: bytes,
      filename: 'chart.svg',
      title: 'Top themes',
      alt_text: 'A chart',
      initial_comment: 'This week',
    });
    const reply = (await box.bot.conversations.replies({ channel: feedback, ts: ts! })).messages![1]!;
    expect(reply).toMatchObject({ subtype: 'file_share', text: 'This week', user: box.botUserId });
    const [file] = (reply as { files: { url_private: string; id: string }[] }).files;
    expect(file).toMatchObject({
      title: 'Top themes',
      mimetype: 'image/svg+xml',
      size: bytes.length,
      alt_txt: 'A chart',
    });
    const get = (token: string) =>
      fetch(file!.url_private, { headers: { authorization: `Bearer ${token}` } });
    expect(Buffer.from(await (await get(box.botToken)).arrayBuffer())).toEqual(bytes);
    expect((await get(box.users.gil!.token)).status).toBe(404);
    expect((await get('xoxb-wrong')).status).toBe(404);
    expect((await box.bot.files.info({ file: file!.id })).file!.title).toBe('Top themes');
  });

  test('stand in a message as pictures once Slack has looked at them, and are seen by whoever sees it', async () => {
    const upload = async (filename: string) => {
      const { files } = await box.bot.filesUploadV2({ file: bytes, filename, title: 'Top themes' });
      return (files[0] as { files: { id: string }[] }).files[0]!.id;
    };
    const say = (id: string) =>
      box.bot.chat.postMessage({
        ...{ channel: feedback, text: 'The week' },
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'Bars' }],
      });
    const [chart, drawing] = [await upload('chart.png'), await upload('drawing.svg')];
    const refused = await refusal(say(chart));
    expect(refused).toMatchObject({ error: 'invalid_blocks' });
    expect(JSON.stringify(refused)).toContain('invalid slack file [json-pointer:/blocks/0/slack_file]');
    expect((await box.bot.files.info({ file: chart })).file!.mimetype).toBe('');
    const kind = async () => (await box.bot.files.info({ file: chart })).file!.mimetype;
    await expect.poll(kind).toBe('image/png');
    const open = (token: string) => fetch(`${box.url}/files-pri/T0-${chart}/chart.png?token=${token}`);
    expect((await open(box.users.ana!.token)).status).toBe(404);
    await say(chart);
    expect((await open(box.users.ana!.token)).status).toBe(200);
    expect((await refusal(say(drawing))).error).toBe('invalid_blocks');
    expect((await refusal(say('F0UNKNOWN'))).error).toBe('invalid_blocks');
  });

  test('are not shared before their bytes arrived, whole', async () => {
    const { upload_url, file_id } = await box.bot.files.getUploadURLExternal({
      filename: 'a.txt',
      length: 10,
    });
    const complete = () =>
      box.bot.files.completeUploadExternal({ files: [{ id: file_id! }], channel_id: feedback });
    expect((await refusal(complete())).error).toBe('file_update_failed');
    expect((await fetch(upload_url!, { method: 'POST', body: 'short' })).status).toBe(400);
    expect((await fetch(upload_url!, { method: 'POST', body: '0123456789' })).status).toBe(200);
    await complete();
    expect((await refusal(complete())).error).toBe('file_already_completed');
  });
});

describe('links', () => {
  test('unfurl under the message that has them', async () => {
    const url = 'https://earshot.example.com/themes/7';
    const { ts } = await box.as.ana.chat.postMessage({ channel: feedback, text: `see ${url}` });
    const unfurls = { [url]: { blocks: [{ type: 'section' as const, text: plain('Theme 7') }] } };
    await box.bot.chat.unfurl({ channel: feedback, ts: ts!, unfurls });
    const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
    expect(latest!.attachments).toMatchObject([{ from_url: url, is_app_unfurl: true }]);
    const strange = { 'https://other.test': { text: 'x' } };
    expect((await refusal(box.bot.chat.unfurl({ channel: feedback, ts: ts!, unfurls: strange }))).error).toBe(
      'cannot_unfurl_url',
    );
  });
});

describe('what Slack refuses', () => {
  type Case = [name: string, call: (box: Box) => Promise<unknown>, error: string, detail?: string];
  const postTo =
    (channel: string, more: object = {}) =>
    (one: Box) =>
      one.bot.apiCall('chat.postMessage', { channel: one.channels[channel] ?? channel, text: 'x', ...more });
  const cases: Case[] = [
    ['an unknown method', (b) => b.bot.apiCall('chat.shout', {}), 'unknown_method'],
    ['no token', (b) => new WebClient(undefined, { slackApiUrl: b.apiUrl }).auth.test(), 'not_authed'],
    ['a wrong token', (b) => clientFor(b, 'xoxb-wrong').auth.test(), 'invalid_auth'],
    [
      'an app token where a bot is needed',
      (b) => clientFor(b, b.appToken).auth.test(),
      'not_allowed_token_type',
    ],
    ['a bot token where the app is needed', (b) => b.bot.apps.connections.open(), 'not_allowed_token_type'],
    [
      'a person opening a modal',
      (b) => b.as.ana.views.open({ trigger_id: 'x', view: modal }),
      'not_allowed_token_type',
    ],
    ['a scope the manifest lacks', (b) => b.bot.conversations.join({ channel: feedback }), 'missing_scope'],
    [
      'an unknown argument',
      postTo('feedback', { thread: '1' }),
      'invalid_arguments',
      'unknown argument: thread',
    ],
    [
      'a missing argument',
      (b) => b.bot.apiCall('chat.update', { text: 'x' }),
      'invalid_arguments',
      'missing required field: channel',
    ],
    [
      'a number that is none',
      (b) => b.bot.apiCall('conversations.list', { limit: 'many' }),
      'invalid_arguments',
    ],
    ['a limit out of range', (b) => b.bot.conversations.list({ limit: 5000 }), 'invalid_limit'],
    ['a cursor of its own making', (b) => b.bot.conversations.list({ cursor: 'abc' }), 'invalid_cursor'],
    ['a type of channel there is not', (b) => b.bot.conversations.list({ types: 'public' }), 'invalid_types'],
    ['an unknown channel', postTo('C0NOTHERE00'), 'channel_not_found'],
    ['a private channel the bot is not in', postTo('secret'), 'channel_not_found'],
    ['a channel the bot is not in', postTo('quiet'), 'not_in_channel'],
    [
      'reading a channel the bot is not in',
      (b) => b.bot.conversations.history({ channel: b.channels.quiet! }),
      'not_in_channel',
    ],
    ['an archived channel', postTo('old'), 'is_archived'],
    ['an empty message', postTo('feedback', { text: ' ' }), 'no_text'],
    [
      'blocks without text',
      (b) => b.bot.apiCall('chat.postMessage', { channel: feedback, blocks: [{ type: 'divider' }] }),
      'no_text',
    ],
    ['a text of 4,001 characters', postTo('feedback', { text: 'x'.repeat(4001) }), 'msg_too_long'],
    ['blocks that are no JSON', postTo('feedback', { blocks: '[{' }), 'invalid_blocks_format'],
    [
      'a wrong block',
      postTo('feedback', { blocks: [{ type: 'section' }] }),
      'invalid_blocks',
      'must have text or fields',
    ],
    [
      'a wrong attachment',
      postTo('feedback', { attachments: [{ txt: 'x' }] }),
      'invalid_attachments',
      'unknown field: txt',
    ],
    [
      'metadata without payload',
      postTo('feedback', { metadata: { event_type: 'a' } }),
      'invalid_metadata_format',
    ],
    [
      'metadata of 17 KB',
      postTo('feedback', { metadata: { event_type: 'a', event_payload: { x: 'x'.repeat(17_000) } } }),
      'metadata_too_large',
    ],
    [
      'a thread that is not there',
      postTo('feedback', { thread_ts: '1700000000.000000' }),
      'thread_not_found',
    ],
    ['another name without its scope', postTo('feedback', { username: 'Boss' }), 'missing_scope'],
    [
      "editing another's message",
      async (b) => {
        const { ts } = await b.as.ana.chat.postMessage({ channel: feedback, text: 'mine' });
        await b.bot.chat.update({ channel: feedback, ts: ts!, text: 'ours' });
      },
      'cant_update_message',
    ],
    [
      "deleting another's message",
      async (b) => {
        const { ts } = await b.as.ana.chat.postMessage({ channel: feedback, text: 'mine' });
        await b.bot.chat.delete({ channel: feedback, ts: ts! });
      },
      'cant_delete_message',
    ],
    [
      'a message that is gone',
      (b) => b.bot.reactions.add({ channel: feedback, timestamp: '1700000000.000000', name: 'ear' }),
      'message_not_found',
    ],
    [
      'an emoji that is none',
      (b) => b.bot.reactions.add({ channel: feedback, timestamp: '1', name: 'not an emoji' }),
      'invalid_name',
    ],
    [
      'whispering to who is not there',
      (b) => b.bot.chat.postEphemeral({ channel: feedback, user: b.users.gil!.id, text: 'x' }),
      'user_not_in_channel',
    ],
    ['an unknown person', (b) => b.bot.users.info({ user: 'U0NOBODY' }), 'user_not_found'],
    ['a DM with a bot', (b) => b.bot.conversations.open({ users: b.bots.zendesk!.id }), 'cannot_dm_bot'],
    [
      'a group DM without its scope',
      (b) => b.bot.conversations.open({ users: `${b.users.ana!.id},${b.users.ben!.id}` }),
      'missing_scope',
    ],
    [
      'a trigger of its own making',
      (b) => b.bot.views.open({ trigger_id: '1.2.3', view: modal }),
      'invalid_trigger_id',
    ],
    [
      'a view that is wrong',
      (b) =>
        b.bot.views.publish({
          user_id: b.users.ana!.id,
          view: { type: 'home', blocks: [{ type: 'section' }] } as never,
        }),
      'invalid_arguments',
      'must have text or fields',
    ],
    [
      'a modal as home',
      (b) => b.bot.views.publish({ user_id: b.users.ana!.id, view: modal as never }),
      'invalid_arguments',
      'must be of type home',
    ],
    [
      'a home for another organisation',
      (b) => b.bot.views.publish({ user_id: b.users.cora!.id, view: { type: 'home', blocks: [] } }),
      'user_not_found',
    ],
    [
      'updating a view that is closed',
      (b) => b.bot.views.update({ view_id: 'V0', view: modal }),
      'not_found',
    ],
    [
      'a guest making a channel',
      (b) => b.as.gil.conversations.create({ name: 'guests' }),
      'restricted_action',
    ],
    [
      'a channel name in capitals',
      (b) => b.as.ana.conversations.create({ name: 'Loud' }),
      'invalid_name_specials',
    ],
    [
      'inviting who is already in',
      (b) => b.as.ana.conversations.invite({ channel: feedback, users: b.botUserId }),
      'already_in_channel',
    ],
    [
      'inviting another organisation into an own channel',
      (b) => b.as.ana.conversations.invite({ channel: feedback, users: b.users.cora!.id }),
      'user_team_not_in_channel',
    ],
    [
      'unfurling a message that is gone',
      (b) => b.bot.chat.unfurl({ channel: feedback, ts: '1', unfurls: {} }),
      'cannot_find_message',
    ],
  ];

  test.each(cases)('%s', async (_, call, error, detail) => {
    const refused = await refusal(call(box));
    expect(refused.error).toBe(error);
    if (detail) expect(refused.response_metadata!.messages!.join('\n')).toContain(detail);
  });

  test('says which scope was needed and which there are', async () => {
    const refused = await refusal(box.bot.conversations.join({ channel: feedback }));
    expect(refused).toMatchObject({
      needed: 'channels:join',
      provided: manifest.oauth_config.scopes.bot.join(','),
    });
  });

  test('a JSON body that is broken, and a body of a strange kind', async () => {
    const send = async (type: string, body: string) => {
      const headers = { authorization: `Bearer ${box.botToken}`, 'content-type': type };
      const answer = await fetch(`${box.apiUrl}auth.test`, { method: 'POST', headers, body });
      return ((await answer.json()) as { error?: string }).error;
    };
    expect(await send('application/json', '{')).toBe('invalid_json');
    expect(await send('application/json', '[]')).toBe('json_not_object');
    expect(await send('text/html', 'x')).toBe('invalid_post_type');
    expect(await send('application/json; charset=utf-8', '{}')).toBeUndefined();
  });

  test('a token that was revoked', async () => {
    const twin = await startBox();
    await twin.bot.auth.revoke();
    expect((await refusal(twin.bot.auth.test())).error).toBe('token_revoked');
    await twin.stop();
  });
});

test('takes JSON bodies as the form fields of the SDK', async () => {
  const blocks = [{ type: 'section', text: plain('hello') }];
  const answer = await fetch(`${box.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${box.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: feedback, text: 'hello', blocks }),
  });
  expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
});

test('a rate limit reaches the SDK as one', async () => {
  box.faults.add({ match: { path: '/api/chat.*' }, fault: { kind: 'rateLimit', retryAfter: 7 }, times: 1 });
  await expect(box.bot.chat.postMessage({ channel: feedback, text: 'x' })).rejects.toMatchObject({
    retryAfter: 7,
  });
});

test('a reset after the commit leaves the message behind', async () => {
  box.faults.add({ match: { path: '/api/chat.postMessage' }, fault: { kind: 'resetAfterCommit' }, times: 1 });
  await expect(box.bot.chat.postMessage({ channel: feedback, text: 'lost answer' })).rejects.toThrow();
  const [latest] = (await box.bot.conversations.history({ channel: feedback, limit: 1 })).messages!;
  expect(latest!.text).toBe('lost answer');
});

test('logs every call with its arguments and its refusal', async () => {
  const from = box.requests.since(0).at(-1)!.seq;
  await refusal(box.bot.chat.postMessage({ channel: box.channels.quiet!, text: 'x' }));
  expect(box.requests.since(from)).toMatchObject([
    { path: '/api/chat.postMessage', args: { text: 'x' }, status: 200, error: 'not_in_channel' },
  ]);
});

test("remembers the app's own mistakes, not the workspace's surprises", async () => {
  const twin = await startBox();
  await refusal(twin.bot.chat.postMessage({ channel: twin.channels.quiet!, text: 'x' }));
  await refusal(twin.as.ana.chat.postMessage({ channel: twin.channels.quiet!, text: '' }));
  expect(twin.violations).toEqual([]);
  await refusal(twin.bot.chat.postMessage({ channel: twin.channels.feedback!, text: '' }));
  await refusal(twin.bot.apiCall('chat.update', { channel: 'C1', ts: '1', text: 'x', thread: 1 }));
  expect(twin.violations).toEqual([
    expect.stringContaining('chat.postMessage: no_text'),
    expect.stringContaining('chat.update: invalid_arguments [ERROR] unknown argument: thread'),
  ]);
  const told = await (await fetch(`${twin.url}/sandbox/violations`)).json();
  expect(told).toEqual({ violations: twin.violations });
  await twin.stop();
});
