// How the demo page reads text: Slack's markup, Markdown, what a person types. Pure, no browser.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offerFor } from '../../src/sandbox/page/browser/autocomplete.ts';
import { toMrkdwn, toTyped } from '../../src/sandbox/page/browser/compose-text.ts';
import { dayLabel, relative, slackDate } from '../../src/sandbox/page/browser/dates.ts';
import { safeAddress } from '../../src/sandbox/page/browser/dom.ts';
import { emojiChar, emojis, searchEmojis } from '../../src/sandbox/page/browser/emoji.ts';
import { parseMarkdown } from '../../src/sandbox/page/browser/markdown.ts';
import { type Inline, parseInline, parseMrkdwn } from '../../src/sandbox/page/browser/mrkdwn.ts';
import { inThread, rowsOf, topLevel } from '../../src/sandbox/page/browser/timeline.ts';
import type { WireMessage } from '../../src/sandbox/slack/wire.ts';

const kinds = (line: string) => parseInline(line).map((item) => item.kind);
const words = (items: Inline[]): string =>
  items
    .map((item) => ('children' in item ? words(item.children) : item.kind === 'text' ? item.text : ''))
    .join('');

describe("Slack's markup", () => {
  it.each([
    ['*bold*', ['bold']],
    ['_italic_', ['italic']],
    ['~gone~', ['strike']],
    ['`code`', ['code']],
    ['*“quoted”*.', ['bold', 'text']],
    ['a*b*c', ['text']],
    ['2 * 3 * 4', ['text']],
    ['snake_case_name', ['text']],
    ['* not a list*', ['text']],
    ['**', ['text']],
    ['*a\\*', ['bold']],
    [':ear: :+1::skin-tone-3:', ['emoji', 'text', 'emoji']],
    ['10:30:45', ['text', 'emoji', 'text']],
    ['<@U1AB> in <#C1AB|general>', ['user', 'text', 'channel']],
    ['<!here> <!channel> <!subteam^S1AB|@team>', ['broadcast', 'text', 'broadcast', 'text', 'group']],
    ['<https://a.example|label>', ['link']],
    ['see https://a.example/x?y=1&amp;z=2.', ['text', 'link', 'text']],
    ['<!date^1762776000^{date_short}|then>', ['date']],
  ])('reads %s', (line, expected) => {
    expect(kinds(line)).toEqual(expected);
  });

  it('keeps styles inside styles', () => {
    expect(parseInline('*bold _and italic_*')).toEqual([
      {
        kind: 'bold',
        children: [
          { kind: 'text', text: 'bold ' },
          { kind: 'italic', children: [{ kind: 'text', text: 'and italic' }] },
        ],
      },
    ]);
  });

  it('decodes each entity once', () => {
    expect(words(parseInline('&amp;lt;b&amp;gt; &lt;i&gt;'))).toBe('&lt;b&gt; <i>');
  });

  it('leaves what only looks like a token as text', () => {
    for (const line of [
      '<script>alert(1)</script>',
      '<javascript:alert(1)|x>',
      '<img src=x>',
      '<data:text/html,x>',
    ])
      expect(words(parseInline(line))).toBe(line);
  });

  it('splits quotes and code blocks from the rest', () => {
    const read = parseMrkdwn('said:\n&gt; one\n&gt; two\nthen\n```\n*raw* &lt;b&gt;\n```\nend');
    expect(read.map(({ kind }) => kind)).toEqual(['plain', 'quote', 'plain', 'pre', 'plain']);
    expect(words(read[3]!.children)).toBe('*raw* <b>');
  });

  it('quotes everything after three signs', () => {
    expect(parseMrkdwn('&gt;&gt;&gt; a\nb').map(({ kind }) => kind)).toEqual(['quote']);
  });

  it('stays fast on hostile text', () => {
    const hostile = [
      '*a '.repeat(10_000),
      '*_~'.repeat(10_000),
      '<'.repeat(30_000),
      '`'.repeat(30_001),
      ':a'.repeat(15_000),
    ];
    const start = performance.now();
    for (const text of hostile) parseMrkdwn(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('loses no plain text', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', ',', '!', 'ß', '😀') });
    fc.assert(fc.property(plain, (text) => words(parseInline(text)) === text));
  });
});

describe('Markdown', () => {
  const kindsOf = (source: string) => parseMarkdown(source).map(({ kind }) => kind);

  it('reads the blocks tickets are made of', () => {
    const source =
      '# A\n\ntext\nmore\n\n- a\n- b\n  - c\n\n1. x\n2. y\n\n> q\n\n```js\n1 < 2\n```\n\n---\n\n| a | b |\n|--:|:-:|\n| 1 | 2 |';
    expect(kindsOf(source)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'code',
      'rule',
      'table',
    ]);
  });

  it('nests lists and knows tasks', () => {
    const [list] = parseMarkdown('- [x] done\n- [ ] open\n  1. first\n  2. second');
    expect(list).toMatchObject({
      kind: 'list',
      items: [
        { task: true },
        { task: false, children: [{ kind: 'paragraph' }, { kind: 'list', ordered: true }] },
      ],
    });
  });

  it('aligns columns', () => {
    expect(parseMarkdown('| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |')[0]).toMatchObject({
      align: ['left', 'center', 'right'],
    });
  });

  it('keeps HTML as text', () => {
    const [paragraph] = parseMarkdown('<img src=x onerror=alert(1)> <b>x</b>');
    expect(paragraph).toEqual({
      kind: 'paragraph',
      children: [{ kind: 'text', text: '<img src=x onerror=alert(1)> <b>x</b>' }],
    });
  });

  it('hides comments that mark a block', () => {
    expect(kindsOf('<!-- earshot:score -->\n\ntext')).toEqual(['paragraph']);
  });

  it('ends on any text, deep or long', () => {
    const start = performance.now();
    for (const text of [
      '>'.repeat(5000),
      '- '.repeat(5000),
      '['.repeat(20_000),
      '**a '.repeat(10_000),
      '`'.repeat(10_001),
    ])
      parseMarkdown(text);
    expect(performance.now() - start).toBeLessThan(3000);
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '-',
            ' ',
            '>',
            '#',
            '`',
            '|',
            '\n',
            '*',
            '[',
            ']',
            '(',
            ')',
            '1',
            '.',
            'a',
            ':',
          ),
        }),
        (text) => void parseMarkdown(text),
      ),
    );
  });
});

describe('what a person types', () => {
  const names = {
    users: [
      { id: 'U1', name: 'Maya' },
      { id: 'U2', name: 'Maya Chen' },
      { id: 'U3', name: 'A (b) [c]' },
    ],
    channels: [{ id: 'C1', name: 'general' }],
  };

  it('mentions by the longest name and escapes the rest', () => {
    expect(toMrkdwn('@Maya Chen & @maya in #general <b> @here a@Maya', names)).toBe(
      '<@U2> &amp; <@U1> in <#C1|general> &lt;b&gt; <!here> a@Maya',
    );
  });

  it('survives names full of signs', () => {
    expect(toMrkdwn('hi @A (b) [c]!', names)).toBe('hi <@U3>!');
  });

  it('comes back as typed for editing', () => {
    const typed = 'ask @Maya Chen in #general: 1 < 2 & "ok" https://a.example';
    expect(toTyped(toMrkdwn(typed, names), names)).toBe(typed);
  });
});

describe('suggestions', () => {
  const known = {
    people: [{ id: 'U1', name: 'Priya Raman', hint: '' }],
    channels: [{ id: 'C1', name: 'general' }],
    commands: [{ command: '/earshot', description: 'x', usage_hint: 'help | top [area] | digest now' }],
  };
  const labels = (text: string) => offerFor(text, text.length, known)?.suggestions.map(({ label }) => label);

  it.each([
    ['/', ['/earshot help | top [area] | digest now']],
    ['/earshot ', ['help', 'top [area]', 'digest now']],
    ['/earshot d', ['digest now']],
    ['/earshot help', undefined],
    ['hello @ra', ['Priya Raman']],
    ['mail@ra', undefined],
    ['see #gen', ['general']],
    ['nice :tick', [':ticket:', ':admission']],
    ['so: what', undefined],
    ['plain text', undefined],
  ])('after "%s"', (text, expected) => {
    if (text.startsWith('nice')) expect(labels(text)?.[0]).toBe(':ticket:');
    else expect(labels(text)).toEqual(expected);
  });

  it('completes a use up to its first blank', () => {
    expect(offerFor('/earshot to', 11, known)?.suggestions[0]?.insert).toBe('top ');
  });
});

describe('emoji', () => {
  it('knows the ones Earshot listens to, each name once', () => {
    for (const name of ['ear', 'eyes', 'ticket', 'no_bell', 'rotating_light', 'link', '+1', 'thumbsup'])
      expect(emojiChar(name)).toBeTruthy();
    const names = emojis.flatMap((one) => one.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(emojis.filter(({ char }) => !/\p{Emoji}/u.test(char))).toEqual([]);
  });

  it('finds by name first, then by meaning', () => {
    expect(searchEmojis('tick')[0]?.name).toBe('ticket');
    expect(searchEmojis('siren').map(({ name }) => name)).toContain('rotating_light');
  });
});

describe('a timeline', () => {
  const message = (ts: number, user: string, more: Partial<WireMessage> = {}): WireMessage => ({
    type: 'message',
    channel: 'C1',
    ts: `${ts}.000000`,
    user,
    text: 'x',
    permalink: '',
    mentions: { users: [], usergroups: [], broadcast: [] },
    ...more,
  });
  const noon = new Date(2026, 10, 10, 12).getTime() / 1000;

  it('joins messages of one author within five minutes', () => {
    const rows = rowsOf(
      [message(noon, 'a'), message(noon + 60, 'a'), message(noon + 600, 'a'), message(noon + 610, 'b')],
      { me: 'a' },
    );
    expect(rows.map((row) => (row.kind === 'message' ? row.continues : row.kind))).toEqual([
      'day',
      false,
      true,
      false,
      false,
    ]);
  });

  it('draws the new line before the first unread message of others', () => {
    const list = [message(noon, 'a'), message(noon + 10, 'me'), message(noon + 20, 'a')];
    const rows = rowsOf(list, { me: 'me', readUpTo: `${noon}.000000` });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'new', 'message']);
  });

  it('keeps replies in their thread, but for those sent to the channel too', () => {
    const list = [
      message(1, 'a', { thread_ts: '1.000000' }),
      message(2, 'b', { thread_ts: '1.000000' }),
      message(3, 'b', { thread_ts: '1.000000', subtype: 'thread_broadcast' }),
    ];
    expect(topLevel(list)).toHaveLength(2);
    expect(inThread(list, '1.000000')).toHaveLength(3);
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 10, 12, 0, 0);
  const at = (days: number) => new Date(2026, 10, 10 - days, 9, 30, 0);

  it('says today, yesterday and the rest', () => {
    expect(dayLabel(at(0), now)).toBe('Today');
    expect(dayLabel(at(1), now)).toBe('Yesterday');
    expect(slackDate('{date_pretty}', at(-1).getTime() / 1000, now)).toBe('tomorrow');
    expect(slackDate('{unknown} {ago}', at(2).getTime() / 1000, now)).toBe('{unknown} 2 days ago');
    expect(relative(new Date(now.getTime() - 5000), now)).toBe('just now');
  });
});

describe('addresses', () => {
  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'file:///etc/passwd',
    '\u0001javascript:alert(1)',
    'data:image/svg+xml,<svg onload=alert(1)>',
  ])('refuses %s', (address) => {
    expect(safeAddress(address)).toBeUndefined();
  });
  it.each(['https://a.example/x', 'http://127.0.0.1:1/', 'mailto:a@b.example', '#x', 'blob:http://a/1'])(
    'allows %s',
    (address) => {
      expect(safeAddress(address)).toBe(address);
    },
  );
});
