// Somebody's words and names go out of texts that were made from them; what others may have said by chance stays.
import { describe, expect, it, test } from 'vitest';
import { eraserOf } from '../../src/text/forget.ts';

const eraser = eraserOf({
  names: ['Globex', 'Greta Holm', 'Box'],
  marks: ['greta@globex.test', 'U0ABCDEFG'],
  domains: ['globex.test'],
  words: [
    'The PDF export shows white pages for every document since Friday',
    'Login broken again',
    'エクスポートすると白いページが出ます',
  ],
});

describe('goes', () => {
  test.each([
    ['> shows white pages for every document…', '> [erased]'],
    ['1. SHOWS white pages, for *every* document', '1. [erased]'],
    ['A line.\nThe PDF export shows white pages\nAnother.', 'A line.\n[erased]\nAnother.'],
    ['9 Mar: “Login broken again” (message)', '[erased]'],
    ['*T-3* Login broken again', '[erased]'],
    ['- 白いページが出ます。エクスポートすると白いページが', '- [erased]'],
    ['Globex and GLOBEX and globex, not Globexia', '[erased] and [erased] and [erased], not Globexia'],
    ['says greta holm of Globex', 'says [erased] of [erased]'],
    ['Box is down, the box is not', '[erased] is down, the box is not'],
    ['<@U0ABCDEFG> and <@U0ABCDEFG|greta>', '[erased] and [erased]'],
    ['write to jo@mail.globex.test', 'write to [erased]'],
    [
      'https://tracker.test/acme/issue/PAY-1/white-pages-for-every-document-since',
      'https://tracker.test/acme/issue/PAY-1',
    ],
    ['see <https://tracker.test/issue/globex-export|PAY-1>.', 'see <https://tracker.test/issue|PAY-1>.'],
    ['https://www.globex.test/help', 'https://erased.invalid/'],
  ])('%j becomes %j', (text, left) => {
    expect(eraser.text(text)).toBe(left);
  });
});

describe('stays', () => {
  test.each([
    'The PDF export shows nothing at all',
    'The login is broken',
    'it is broken again and again',
    'https://tracker.test/acme/issue/PAY-1/export',
    'エクスポートできません',
  ])('%j', (text) => {
    expect(eraser.text(text)).toBe(text);
  });
});

it('goes through whatever holds texts, and leaves the shape of a screen alone', () => {
  const screen = {
    text: 'Globex reports it',
    blocks: [
      { type: 'section', block_id: 'Globex', text: { type: 'mrkdwn', text: 'by *Globex*' } },
      {
        type: 'actions',
        elements: [{ type: 'button', url: 'https://t.test/issue/PAY-1/globex-export', value: 'x' }],
      },
    ],
  };
  expect(eraser.value(screen)).toEqual({
    text: '[erased] reports it',
    blocks: [
      { type: 'section', block_id: 'Globex', text: { type: 'mrkdwn', text: 'by *[erased]*' } },
      { type: 'actions', elements: [{ type: 'button', url: 'https://t.test/issue/PAY-1', value: 'x' }] },
    ],
  });
});

it('leaves everything as it is where nothing is to be forgotten', () => {
  const nothing = eraserOf({ names: [], marks: [], domains: [], words: [] });
  expect(nothing.text('Anything at all, https://a.test/b')).toBe('Anything at all, https://a.test/b');
});
