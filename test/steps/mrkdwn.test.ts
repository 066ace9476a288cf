// Slack's mrkdwn in, plain text and markdown out; cutting never breaks anything.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cutText } from '../../src/text/cut.ts';
import { cutMrkdwn, escapeMrkdwn, markdownOf, plainText, unescapeMrkdwn } from '../../src/text/mrkdwn.ts';
import { markdownText } from '../../src/text/mrkdwn-markdown.ts';
import { cpuMsOf } from '../cpu.ts';

const names = {
  user: (id: string) => (id === 'U1' ? 'anna' : undefined),
  channel: (id: string) => (id === 'C1' ? 'feedback' : undefined),
};

test.each([
  ['5 &lt; 6 &amp;&amp; 7 &gt; 2', '5 < 6 && 7 > 2'],
  ['&amp;lt; stays an entity', '&lt; stays an entity'],
  ['<@U1> and <@U2> and <@U3|bo>', '@anna and @U2 and @bo'],
  ['see <#C1>, <#C2|general> and <#C3|>', 'see #feedback, #general and #C3'],
  ['<!here> <!channel|@channel> <!subteam^S1|@oncall> <!subteam^S2>', '@here @channel @oncall @S2'],
  ['due <!date^1700000000^{date_short}|Nov 14>', 'due Nov 14'],
  ['<https://acme.com/a?b=1&amp;c=2>', 'https://acme.com/a?b=1&c=2'],
  ['<http://acme.com|acme.com>', 'http://acme.com'],
  ['<https://evil.example/x|the invoice>', 'the invoice (https://evil.example/x)'],
  ['mail <mailto:a@b.co|a@b.co>', 'mail a@b.co'],
  ['call <tel:+4930123|030 123>', 'call 030 123 (+4930123)'],
  ['*bold* and _italic_ and ~gone~', 'bold and italic and gone'],
  ['2*3*4 snake_case_name ~/.config', '2*3*4 snake_case_name ~/.config'],
  ['*_both_* at once', 'both at once'],
  ['run `npm *ci*` now', 'run npm *ci* now'],
  ['```\nline_one *x*\n```', '\nline_one *x*\n'],
  ['&gt; quoted\nmine', '> quoted\nmine'],
  ['a <b> c', 'a <b> c'],
  ['unclosed <https://x', 'unclosed <https://x'],
  ['* not bold * at all', '* not bold * at all'],
  ['', ''],
])('reads %j as %j', (mrkdwn, plain) => {
  expect(plainText(mrkdwn, names)).toBe(plain);
});

test.each([
  ['*bold* _it_ ~no~', '**bold** _it_ ~~no~~'],
  ['<https://acme.com/a|the report>', '[the report](https://acme.com/a)'],
  ['<https://evil.example|https://acme.com>', '<https://evil.example>'],
  ['<https://evil.example/|acme.com/login>', '<https://evil.example/>'],
  ['<https://a.b/x_(y)|page>', '[page](https://a.b/x_%28y%29)'],
  ['<javascript:alert(1)|click>', '\\<javascript:alert(1)\\|click\\>'],
  ['# not a heading', '\\# not a heading'],
  ['1. not a list', '1\\. not a list'],
  ['![x](http://t.example/p.png)', '!\\[x\\](http://t.example/p.png)'],
  ['&lt;img src=x&gt;', '\\<img src=x\\>'],
  ['&gt; a *b*', '> a **b**'],
  ['`a*b*c`', '`a*b*c`'],
  ['```let x = 1;```', '\n```\nlet x = 1;\n```\n'],
  ['<@U1> said 5 &amp;lt; 6', '@anna said 5 \\&lt; 6'],
  ['\uE000 forged marks \uE003', ' forged marks '],
  ['order_id | total', 'order_id \\| total'],
])('writes %j as markdown %j', (mrkdwn, markdown) => {
  expect(markdownOf(mrkdwn, names)).toBe(markdown);
});

it('escapes what Slack would read and gives it back unchanged', () => {
  expect(escapeMrkdwn('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => unescapeMrkdwn(escapeMrkdwn(s)) === s));
  fc.assert(fc.property(fc.string(), (s) => !/[<>]/.test(escapeMrkdwn(s))));
});

describe('cutting', () => {
  test.each([
    ['tom &amp; jerry', 7, 'tom…'],
    ['see <https://acme.com/a|the report> now', 20, 'see…'],
    ['see <https://acme.com/a|the report> now', 38, 'see <https://acme.com/a|the report>…'],
    ['short', 5, 'short'],
    ['a&lt;b', 4, 'a…'],
    ['x', 0, '…'],
    ['<https://a.b> tail', 3, '…'],
    ['```\nabcdefghijklmnopqrstuvwxyz\n```', 20, '```\nabcdefghijk…\n```'],
  ])('cuts %j to %i as %j', (mrkdwn, limit, cut) => {
    expect(cutMrkdwn(mrkdwn, limit)).toBe(cut);
  });

  it('never leaves half a token, entity or character, whatever the text and the limit', () => {
    const word = fc.constantFrom(
      'word',
      '&amp;',
      '&lt;',
      '<@U123>',
      '<https://a.b/c|two words>',
      '👩‍👩‍👧',
      'é',
      '\n',
      '𝒳',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.integer({ min: 1, max: 120 }), (words, limit) => {
        const cut = cutMrkdwn(words.join(' '), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
        expect(cut.replace(/&(?:lt|gt|amp);/g, '')).not.toContain('&');
      }),
      { numRuns: 500 },
    );
  });

  it('keeps emoji, flags of skin tone and combining marks whole', () => {
    expect(cutText('👩‍👩‍👧👩‍👩‍👧', 10)).toBe('👩‍👩‍👧…');
    expect(cutText('👍🏽👍🏽', 4)).toBe('…');
    expect(cutText('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…');
    expect(cutText('one two three four', 12)).toBe('one two…');
  });
});

describe('markdown as plain text', () => {
  test.each([
    ['Fix goes out **tomorrow**, _really_ ~~today~~.', 'Fix goes out tomorrow, really today.'],
    ['***both*** and snake_case_name, 2 * 3 * 4', 'both and snake_case_name, 2 * 3 * 4'],
    [
      'see [the run](https://ci.example/1) or <https://a.example>',
      'see the run (https://ci.example/1) or https://a.example',
    ],
    ['[https://a.example](https://a.example)', 'https://a.example'],
    ['## Cause\n\n* the mask\n- [ ] a test', 'Cause\n\n• the mask\n• a test'],
    ['\\*not bold\\* and 1\\. no list', '*not bold* and 1. no list'],
  ])('%j', (markdown, text) => {
    expect(markdownText(markdown)).toBe(text);
  });

  test('takes no longer for hostile text', () => {
    const hostile = ['**a '.repeat(1000), '['.repeat(5000), '_'.repeat(5000), '* '.repeat(2500)];
    const spent = cpuMsOf(() => hostile.forEach((text) => void markdownText(text)));
    expect(spent).toBeLessThan(1000);
  });
});
