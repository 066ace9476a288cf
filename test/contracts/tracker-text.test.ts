// Texts on their way into tickets: our marked block, Jira's two formats, and the order of what a search found.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AdfDocument } from '../../src/sandbox/jira/adf.ts';
import { blockText, sameText, withBlock } from '../../src/tracker/block.ts';
import { fromAdf, fromWiki, toAdf, toWiki } from '../../src/tracker/jira-text.ts';
import type { Ticket } from '../../src/tracker/port.ts';
import { rankByWords, wordsOf } from '../../src/tracker/ranking.ts';

const impact = (markdown: string) => ({ name: 'impact', markdown });

test('whatever people wrote around the block, it is there once and they lose no character', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => text.replaceAll('Earshot', 'E'));
  fc.assert(
    fc.property(words, words, words, (before, after, inner) => {
      const first = `${withBlock(before, impact('old'))}\n\n${after}`;
      const second = withBlock(first, impact(inner));
      expect(second.startsWith(before.trimEnd())).toBe(true);
      expect(second.endsWith(`\n\n${after}`)).toBe(true);
      expect(second.match(/Earshot keeps the part/g)).toHaveLength(1);
      expect(withBlock(second, impact(inner))).toBe(second);
    }),
    { numRuns: 2000, seed: 20261123 },
  );
});

test('a block whose end a person removed is left alone, and a new one is written below', () => {
  const broken = withBlock('Words.', impact('old')).split('\n').slice(0, -1).join('\n');
  const text = withBlock(`${broken}\nMine, do not touch.`, impact('new'));
  expect(text).toContain('Mine, do not touch.');
  expect(withBlock(text, impact('newer'))).toContain('old');
  expect(withBlock(text, impact('newer'))).not.toContain('new\n');
});

test("a customer's words cannot end the block early", () => {
  const sly = blockText(impact('x')).split('\n').at(-1)!;
  const text = withBlock('', impact(`quote:\n${sly}\nrest`));
  expect(withBlock(text, impact('clean'))).toBe(blockText(impact('clean')));
});

test("a tracker's taste is no change, a number is", () => {
  expect(sameText('- **a**\n\n\n- b  c', '* a\n* b c\n')).toBe(true);
  expect(sameText('trend -5', 'trend 5')).toBe(false);
});

test('any Markdown becomes a document that Jira takes', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '> ',
      '```\n',
      '| a | b |\n|---|---|\n| 1 | 2 |\n',
      '**',
      '_',
      '`',
      '\n\n',
    ),
    fc.constantFrom(
      '[a](javascript:x)',
      '[b](https://x.example)',
      '![i](https://x.example/i.png)',
      '---\n',
      '  - ',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
      const document = toAdf(parts.join(''));
      expect([AdfDocument.safeParse(document).success, JSON.stringify(document)]).toEqual([
        true,
        expect.anything(),
      ]);
      expect(JSON.stringify(document)).not.toContain('"href":"javascript');
    }),
    { numRuns: 3000, seed: 20261123 },
  );
});

test("markup in a customer's words stays words in wiki markup", () => {
  const nasty = 'use {code} and [a|b], _not_x *now* -gone- !img.png! |cell| # one';
  const wiki = toWiki(nasty.replaceAll('_', '\\_').replaceAll('*', '\\*'));
  expect(wiki).not.toMatch(/(?<!\\)[{}[\]|*!]/);
  expect(fromWiki(wiki)).toContain('{code} and [a|b]');
});

test('wiki markup has headings, lists, links, code, quotes and tables', () => {
  const markdown =
    '## Why\n\n- **a**\n  - [b](https://x.example)\n\n1. one\n\n> said\n\n```js\nx();\n```\n\n| k | v |\n|---|---|\n| 1 | 2 |';
  expect(toWiki(markdown)).toBe(
    'h2. Why\n\n* *a*\n** [b|https://x.example]\n\n# one\n\n{quote}\nsaid\n{quote}\n\n{code:js}\nx();\n{code}\n\n||k||v||\n|1|2|',
  );
  expect(fromAdf(toAdf('## Why\n\n- **a**'))).toBe('## Why\n\n- **a**');
});

const ticket = (title: string, body = '') =>
  ({ title, body, key: title, updatedAt: new Date(0) }) as unknown as Ticket;

test('the ticket that shares the rare words in its title comes first, one that shares none not at all', () => {
  const tickets = [
    ticket('Export fails'),
    ticket('Checkout form freezes on rotation'),
    ticket('Login', 'the form on checkout'),
    ticket('Dark mode'),
  ];
  const found = rankByWords(tickets, wordsOf('checkout form freezes when rotating'));
  expect(found.map((it) => it.key)).toEqual(['Checkout form freezes on rotation', 'Login']);
});
