// What the stand-in makes of written text, as Slack's server does.
import { beforeAll, describe, expect, test } from 'vitest';
import { Manifest } from '../../src/sandbox/slack/manifest.ts';
import { mentionsIn } from '../../src/sandbox/slack/mentions.ts';
import { worldFrom } from '../../src/sandbox/slack/plant.ts';
import { richTextOf } from '../../src/sandbox/slack/rich-text.ts';
import { normalise } from '../../src/sandbox/slack/text.ts';
import type { World } from '../../src/sandbox/slack/world.ts';
import { cpuMsOf } from '../cpu.ts';
import { manifest, seed } from './slack.ts';

let world: World;
beforeAll(() => {
  world = worldFrom(seed, Manifest.parse(manifest), 1_800_000_000);
});

test.each<[written: string, kept: string]>([
  ['plain words', 'plain words'],
  ['a < b > c & d', 'a &lt; b &gt; c &amp; d'],
  ['already &amp; &lt;b&gt;', 'already &amp; &lt;b&gt;'],
  ['&copy; &ampersand', '&amp;copy; &amp;ampersand'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['<@U12345> <#C12345|x> <!here>', '<@U12345> <#C12345|x> <!here>'],
  ['<!nonsense> <@u1> <U1>', '&lt;!nonsense&gt; &lt;@u1&gt; &lt;U1&gt;'],
  [
    '<https://x.test/a|label> <javascript:alert(1)|x>',
    '<https://x.test/a|label> &lt;javascript:alert(1)|x&gt;',
  ],
  ['see https://x.test/a?b=1&c=2.', 'see <https://x.test/a?b=1&amp;c=2>.'],
  ['(https://x.test/a)', '(<https://x.test/a>)'],
  ['write to ann@x-corp.test today', 'write to <mailto:ann@x-corp.test|ann@x-corp.test> today'],
  [
    'on acme.io/pay now, or acme.com.',
    'on <http://acme.io/pay|acme.io/pay> now, or <http://acme.com|acme.com>.',
  ],
  ['version 1.2.3 of node.js', 'version 1.2.3 of node.js'],
  ['`https://x.test` and ```a@b.io <x>```', '`https://x.test` and ```a@b.io &lt;x&gt;```'],
])('%j is kept as %j', (written, kept) => {
  expect(normalise(written, world)).toBe(kept);
  expect(normalise(kept, world)).toBe(kept);
});

test('names become mentions where that was asked for', () => {
  const ana = Object.values(world.users).find((one) => one.name === 'ana')!;
  const [group] = world.usergroups;
  const feedback = Object.values(world.channels).find((one) => one.name === 'feedback')!;
  const text = '@ana and @nobody and @engineers in #feedback, @here, me@ana.test `@ana`';
  expect(normalise(text, world, { linkNames: true })).toBe(
    `<@${ana.id}> and @nobody and <!subteam^${group!.id}|@engineers> in <#${feedback.id}|feedback>, <!here>, <mailto:me@ana.test|me@ana.test> \`@ana\``,
  );
  expect(normalise('@ana', world)).toBe('@ana');
});

test('a hostile text of 40,000 characters is normalised at once', () => {
  for (const piece of ['a.', '<', '&', '@a', 'a@', '`', 'http://', '<https://x', '<!here|']) {
    const text = piece.repeat(40_000 / piece.length);
    expect(cpuMsOf(() => normalise(text, world, { linkNames: true }))).toBeLessThan(500);
  }
});

describe('who is alerted', () => {
  const nobody = { users: [], usergroups: [], broadcast: [] };
  test('by text, blocks, attachments and rich text', () => {
    const rich = (element: object) => [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [element] }] },
    ];
    expect(mentionsIn({ text: '<@U1> <@U1|ana> <!subteam^S1>' })).toEqual({
      ...nobody,
      users: ['U1'],
      usergroups: ['S1'],
    });
    const section = { type: 'section', text: { type: 'mrkdwn', text: '<!channel>' } };
    expect(mentionsIn({ text: '', blocks: [section] }).broadcast).toEqual(['channel']);
    expect(mentionsIn({ text: '', attachments: [{ pretext: '<!everyone>' }] }).broadcast).toEqual([
      'everyone',
    ]);
    expect(mentionsIn({ text: '', blocks: rich({ type: 'broadcast', range: 'here' }) }).broadcast).toEqual([
      'here',
    ]);
    expect(mentionsIn({ text: '', blocks: rich({ type: 'user', user_id: 'U2' }) }).users).toEqual(['U2']);
  });
  test('nobody by plain text or by escaped text', () => {
    const section = { type: 'section', text: { type: 'plain_text', text: '<!channel>' } };
    expect(mentionsIn({ text: '&lt;!channel&gt;', blocks: [section] })).toEqual(nobody);
  });
});

test('rich text says the same as the text', () => {
  const [block] = richTextOf('Hi <@U1>, see <https://x.test|x &amp; y> :ear: &lt;b&gt;') as [
    { elements: [{ elements: unknown[] }] },
  ];
  expect(block.elements[0].elements).toEqual([
    { type: 'text', text: 'Hi ' },
    { type: 'user', user_id: 'U1' },
    { type: 'text', text: ', see ' },
    { type: 'link', url: 'https://x.test', text: 'x & y' },
    { type: 'text', text: ' ' },
    { type: 'emoji', name: 'ear' },
    { type: 'text', text: ' <b>' },
  ]);
});
