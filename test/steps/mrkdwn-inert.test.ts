// Text of people and models shown in Slack and in trackers: it can neither mention, link, format nor hide.
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { cutMrkdwn, markdownOf, plainText } from '../../src/text/mrkdwn.ts';
import { inertMarkdown, inertMrkdwn, inertPlain, withoutInvisible } from '../../src/text/mrkdwn-inert.ts';
import { cpuMsOf } from '../cpu.ts';

test.each([
  ['<!channel> look', '`&lt;!channel&gt;` look'],
  ['@here and @Channel.', '`@here` and `@Channel`.'],
  ['<@U012AB> hi', '`&lt;@U012AB&gt;` hi'],
  ['<https://evil.example|your bank>', '&lt;`https://evil.example|your` bank&gt;'],
  ['see https://acme.com/r/5?a=1&b=2, please', 'see `https://acme.com/r/5?a=1&amp;b=2`, please'],
  ['go to evil.com/login now', 'go to `evil.com/login` now'],
  ['www.evil.example', '`www.evil.example`'],
  ['javascript:alert(1)', '`javascript:alert(1`)'],
  ['write to eve@evil.example', 'write to `eve@evil.example`'],
  ['*loud* _slanted_ ~gone~', 'loud* slanted_ gone~'],
  ['snake_case, 2 * 3, a*b', 'snake_case, 2 * 3, a*b'],
  ['`code` ```fence```', "'code' '''fence'''"],
  ['report.csv and node.js', 'report.csv and node.js'],
  ['a\u202Eevil\u202C b\u200Bc', 'aevil bc'],
])('shows %j in Slack as %j', (text, shown) => {
  expect(inertMrkdwn(text)).toBe(shown);
});

test.each([
  ['![p](https://t.example/p.png)', '!\\[p\\](`https://t.example/p.png`)'],
  ['# Heading\n- [ ] task', '\\# Heading\n\\- \\[ \\] task'],
  ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
  ['@everyone see evil.com', '`@everyone` see `evil.com`'],
  ['```\nfence', "'''\nfence"],
])('shows %j in a ticket as %j', (text, shown) => {
  expect(inertMarkdown(text)).toBe(shown);
});

it('breaks mass mentions in plain text fields', () => {
  expect(inertPlain('@channel and @here')).toBe('@\u2009channel and @\u2009here');
});

test.each([
  ['bidirectional override', 'user\u202Egnp.exe', 'usergnp.exe'],
  ['isolates', '\u2066a\u2069', 'a'],
  ['zero-width space in a word', 'pass\u200Bword', 'password'],
  ['zero-width joiner between Latin letters', 'pay\u200Dpal', 'paypal'],
  ['tag characters that smuggle text', 'hi\u{E0049}\u{E0067}\u{E006E}', 'hi'],
  ['supplementary variation selectors', 'a\u{E0101}b', 'ab'],
  ['NUL and bell', 'a\u0000b\u0007c', 'abc'],
  ['lone surrogate', 'a\uD800b', 'a\uFFFDb'],
  ['a pile of combining marks', `z${'\u0300'.repeat(50)}`, `z${'\u0300'.repeat(4)}`],
  ['Hangul filler', 'a\u3164b', 'ab'],
  ['byte order mark', '\uFEFFa', 'a'],
  ['windows line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
])('removes %s', (_, text, clean) => {
  expect(withoutInvisible(text)).toBe(clean);
});

test.each([
  ['a family emoji', '👩‍👩‍👧'],
  ['a rainbow flag', '🏳️‍🌈'],
  ['a skin tone joined to an object', '👩🏽‍💻'],
  ['Persian with its non-joiner', 'می‌خواهم'],
  ['Hindi with its joiner', 'क्‍ष'],
  ['Vietnamese', 'Tiếng Việt bị lỗi'],
  ['tabs and line breaks', 'a\tb\nc'],
  ['Japanese', 'ダウンロードが遅い'],
])('keeps %s', (_, text) => {
  expect(withoutInvisible(text)).toBe(text);
});

it('leaves nothing Slack could act on, whatever the text', () => {
  const piece = fc.constantFrom(
    '<!channel>',
    '<@U1>',
    'https://e.vil/',
    '`',
    '```',
    '@here',
    '*a*',
    '\u202e',
    '&lt;',
    ' ',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const shown = inertMrkdwn(pieces.join(''));
      expect(shown).not.toMatch(/[<>\u202e]/);
      expect(shown.replace(/`[^`]+`/g, '')).not.toMatch(/:\/\/|@here|`/);
    }),
    { numRuns: 500 },
  );
});

test.each([
  '<',
  '*a ',
  '_a',
  '`',
  '```',
  'a.',
  'a@',
  '-',
  'http:',
  'a\u0301',
  '<a|',
  '&lt',
  '@here ',
  '\n',
  '~~',
  'com.',
  '1. ',
  '\u200d',
  '.)',
  'http://a..',
  '<@U1> ',
])('takes a megabyte of %j in linear time', (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  const spent = cpuMsOf(() => {
    for (const work of [plainText, markdownOf, inertMrkdwn, inertMarkdown, inertPlain]) work(text);
    cutMrkdwn(text, 500_000);
  });
  expect(spent).toBeLessThan(5_000);
});
