// What becomes an item, and whose: threads, breaths, edits, deletions, integrations, small talk.
import { WebClient } from '@slack/web-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { count, hasEar, until, type World, write } from '../world.ts';
import { itemSaying, items, itemWith, reasonFor, settled, startIntake } from './intake-world.ts';

let world: World;

beforeAll(async () => {
  world = await startIntake();
});

const asBot = (name: string) =>
  new WebClient(world.slack.bots[name]!.token, { slackApiUrl: world.slack.apiUrl });

describe('a thread', () => {
  it('is one item: the customer’s replies are its voice, a colleague’s answers its context', async () => {
    const root = await write(world, 'greta', 'globex-shared', 'The invoice export is empty since Monday');
    await itemSaying(world, 'invoice export is empty');
    await write(world, 'eva', 'globex-shared', 'Which format, CSV or PDF?', root);
    await write(world, 'greta', 'globex-shared', 'CSV, and only for drafts', root);
    const item = await until('the reply in the item', async () => {
      const found = await itemWith(world, 'only for drafts');
      return found?.contexts.length === 1 && found;
    });
    expect(item.voices).toEqual(['The invoice export is empty since Monday', 'CSV, and only for drafts']);
    expect(item).toMatchObject({ customer: 'Globex', because: 'their Slack organisation' });
  });

  it('that a colleague began becomes one when the customer says something in it', async () => {
    const root = await write(world, 'ana', 'globex-shared', 'How do you like the new dashboard?');
    await settled(world);
    expect(await reasonFor(world, 'globex-shared', root)).toMatch(/An employee wrote it/);
    await write(world, 'gwen', 'globex-shared', 'It takes 30 seconds to load, unusable', root);
    const item = await itemSaying(world, '30 seconds to load');
    expect(item).toMatchObject({ customer: 'Globex', contexts: ['How do you like the new dashboard?'] });
    await write(world, 'gwen', 'globex-shared', 'since the last update by the way', root);
    await until('both in one item', async () => (await itemWith(world, '30 seconds'))?.voices.length === 2);
  });

  it('of small talk among colleagues stays out, with its reason', async () => {
    const root = await write(world, 'ana', 'globex-shared', 'Coffee at three?');
    const reply = await write(world, 'eva', 'globex-shared', 'yes!', root);
    await settled(world);
    expect(await reasonFor(world, 'globex-shared', reply)).toMatch(
      /replies in a thread that is not feedback/,
    );
  });
});

describe('a conversation over several messages', () => {
  it('by one customer within a few minutes is one item', async () => {
    await write(world, 'gabe', 'globex-shared', 'Card payments are declined today');
    await write(world, 'gabe', 'globex-shared', 'Error 402 each time we try');
    const item = await until('both in one item', async () => {
      const found = await itemWith(world, 'Error 402 each time');
      return (found?.voices.length ?? 0) > 1 && found;
    });
    expect(item.voices).toEqual(['Card payments are declined today', 'Error 402 each time we try']);
  });

  it('keeps apart what a colleague passes on from different customers', async () => {
    await write(world, 'sam', 'feedback', 'Globex says: the refund form loses its input');
    await write(world, 'sam', 'feedback', 'Initech cannot upload their logo, it says 413');
    await write(world, 'sam', 'feedback', 'and it happens with every PNG');
    const initech = await until('the afterthought with Initech', async () => {
      const found = await itemWith(world, 'cannot upload their logo');
      return found?.voices.length === 2 && found;
    });
    expect(initech).toMatchObject({ customer: 'Initech', because: 'Initech is named in the text' });
    expect(await itemSaying(world, 'refund form')).toMatchObject({ customer: 'Globex' });
  });

  it('is the same whichever of its messages arrives first', async () => {
    world.slack.faults.add({ match: { path: 'message' }, fault: { kind: 'reorder', ms: 700 }, times: 1 });
    await write(world, 'gus', 'globex-shared', 'The mobile app crashes on start');
    await write(world, 'gus', 'globex-shared', 'on Android 15, two phones');
    const item = await until('both in one item', async () => {
      const found = await itemWith(world, 'crashes on start');
      return found?.voices.includes('on Android 15, two phones') && found;
    });
    expect(item.voices).toEqual(['The mobile app crashes on start', 'on Android 15, two phones']);
    world.slack.faults.clear();
  });
});

describe('an edit', () => {
  it('changes the words, raises the revision, and is read again', async () => {
    const ts = await write(world, 'sam', 'feedback', 'Hooli: the push notifications are late');
    const before = await itemSaying(world, 'push notifications are late');
    await world.as('sam').chat.update({
      channel: world.channel('feedback'),
      ts,
      text: 'Hooli: the push notifications never arrive at all',
    });
    const after = await itemSaying(world, 'never arrive at all');
    expect(after.id).toBe(before.id);
    expect(after.revision).toBe(before.revision + 1);
    await until(
      'a reading of the new words',
      async () =>
        (await count(
          world,
          `finding f join app.analysis a on a.id = f.analysis_id where a.superseded_at is null and a.feedback_id = '${after.id}' and f.text like '%never arrive%'`,
        )) === 1,
      40_000,
    );
  }, 60_000);

  it('that names another customer moves the item to that one', async () => {
    const ts = await write(world, 'sam', 'feedback', 'Globex wants dark mode in the reports');
    await itemSaying(world, 'wants dark mode');
    const text = 'Initech wants dark mode in the reports';
    await world.as('sam').chat.update({ channel: world.channel('feedback'), ts, text });
    expect(await itemSaying(world, 'Initech wants dark mode')).toMatchObject({ customer: 'Initech' });
  });
});

describe('a deletion', () => {
  it('withdraws the item, and a late event does not bring it back', async () => {
    const ts = await write(world, 'sam', 'feedback', 'Globex: secret complaint, please ignore');
    const item = await itemSaying(world, 'secret complaint');
    await world.as('sam').chat.delete({ channel: world.channel('feedback'), ts });
    await until('the item is withdrawn', async () =>
      (await items(world)).find(({ id, withdrawn }) => id === item.id && withdrawn),
    );
    expect(await count(world, `message where text like '%secret complaint%'`)).toBe(0);
  });

  it('of a root with replies keeps what the customer said after it', async () => {
    const root = await write(world, 'gina', 'globex-shared', 'Wrong channel, sorry: the API returns 500');
    await itemSaying(world, 'the API returns 500');
    await write(world, 'gina', 'globex-shared', 'it is /v2/invoices that fails', root);
    await itemSaying(world, '/v2/invoices that fails');
    await world.as('gina').chat.delete({ channel: world.channel('globex-shared'), ts: root });
    const item = await until('the root is gone', async () => {
      const found = await itemWith(world, '/v2/invoices that fails');
      return found?.voices.length === 1 && found;
    });
    expect(item.withdrawn).toBeNull();
  });
});

describe('an integration', () => {
  it('is read by its content, and counts for the customer it names', async () => {
    await asBot('zendesk').chat.postMessage({
      channel: world.channel('feedback'),
      text: 'New ticket',
      attachments: [
        {
          fallback: '#77 Export',
          title: '#77 Export',
          text: 'Our export has only the first 100 rows.',
          fields: [
            { title: 'Requester', value: 'Mo Field (mo@hooli.test)', short: true },
            { title: 'Status', value: 'Open', short: true },
          ],
        },
      ],
    });
    const item = await itemSaying(world, 'only the first 100 rows');
    expect(item).toMatchObject({
      customer: 'Hooli',
      because: 'their e-mail at hooli.test',
      author: 'mo@hooli.test',
    });
    expect(item.voices).toEqual(['Our export has only the first 100 rows.']);
  });

  it('that posts twice in a breath posts two items', async () => {
    for (const who of ['Ann Uk (ann@nowhere.test)', 'Bob Us (bob@nowhere.test)'])
      await asBot('zendesk').chat.postMessage({
        channel: world.channel('feedback'),
        text: 'New ticket',
        attachments: [{ text: `It is slow, says ${who[0]}.`, fields: [{ title: 'Requester', value: who }] }],
      });
    const first = await itemSaying(world, 'It is slow, says A');
    const second = await itemSaying(world, 'It is slow, says B');
    expect(first.id).not.toBe(second.id);
    expect([first.author, second.author]).toEqual(['ann@nowhere.test', 'bob@nowhere.test']);
  });

  it('that talks of its own is left alone', async () => {
    const said = await asBot('deploys').chat.postMessage({
      channel: world.channel('feedback'),
      text: 'checkout-api 2026.7 deployed to production by eva',
    });
    await settled(world);
    expect(await reasonFor(world, 'feedback', said.ts!)).toMatch(/bot’s message without a customer’s words/);
  });
});

it('a screenshot is kept as a link with its title', async () => {
  const upload = await world.as('sam').filesUploadV2({
    channel_id: world.channel('feedback'),
    filename: 'broken.png',
    title: 'The broken page',
    file: Buffer.from('not really a picture'),
    initial_comment: 'Globex sent this: the page is broken',
  });
  expect(upload.ok).toBe(true);
  await itemSaying(world, 'the page is broken');
  expect(
    await count(world, `message where files::text like '%The broken page%' and files::text like '%http%'`),
  ).toBe(1);
});

it('joins are notices, and Earshot itself is nobody’s customer', async () => {
  const before = (await items(world)).length;
  await world.as('ana').conversations.invite({ channel: world.channel('quiet'), users: world.user('eva') });
  await settled(world);
  expect(await items(world)).toHaveLength(before);
  expect(
    await count(world, `passed_over where reason like 'Earshot wrote it itself%'`),
  ).toBeGreaterThanOrEqual(0);
});

it('shows its ear on what it captured', async () => {
  const ts = await write(world, 'sam', 'feedback', 'Initech: totals on the report are off by one cent');
  await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
});
