// How the demo page reads text: Slack's markup and Markdown. Pure, no browser.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/sandbox/page/browser/markdown.ts';
import { type Inline, parseInline, parseMrkdwn } from '../../src/sandbox/page/browser/mrkdwn.ts';
import { cpuMsOf } from '../cpu.ts';

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
    const spent = cpuMsOf(() => {
      for (const text of hostile) parseMrkdwn(text);
    });
    expect(spent).toBeLessThan(2000);
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
    const hostile = [
      '>'.repeat(5000),
      '- '.repeat(5000),
      '['.repeat(20_000),
      '**a '.repeat(10_000),
      '`'.repeat(10_001),
    ];
    const spent = cpuMsOf(() => {
      for (const text of hostile) parseMarkdown(text);
    });
    expect(spent).toBeLessThan(3000);
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
