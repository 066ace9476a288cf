import type { KnownBlock } from '@slack/types';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';

let kit: Awaited<ReturnType<typeof loadBlockKit>>;
beforeAll(async () => {
  kit = await loadBlockKit();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('hello'), ...more });
const button = (more: object = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (value: string) => ({ text: plain(value), value });
const select = (more: object = {}) => ({
  type: 'static_select',
  action_id: 'pick',
  options: [option('a')],
  ...more,
});
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
const field = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'field', ...more });
const modal = (more: object = {}) => ({ type: 'modal', title: plain('Title'), blocks: [section()], ...more });
const long = (n: number) => 'x'.repeat(n);

test('a screen of every usual block passes', () => {
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain('Header') },
    { type: 'divider' },
    { type: 'section', text: mrkdwn('*bold*'), fields: [plain('a'), mrkdwn('b')], expand: true },
    {
      type: 'section',
      text: plain('with'),
      accessory: { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a' },
    },
    {
      type: 'context',
      elements: [mrkdwn('small'), { type: 'image', slack_file: { id: 'F1' }, alt_text: 'b' }],
    },
    { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'chart', title: plain('Chart') },
    {
      type: 'actions',
      block_id: 'acts',
      elements: [
        { type: 'button', action_id: 'ok', text: plain('OK'), style: 'primary', value: '1' },
        {
          type: 'static_select',
          action_id: 'sel',
          options: [{ text: plain('A'), value: 'a' }],
          placeholder: plain('…'),
        },
        { type: 'overflow', action_id: 'more', options: [{ text: plain('A'), value: 'a' }] },
        { type: 'datepicker', action_id: 'day', initial_date: '2026-03-01' },
        { type: 'users_select', action_id: 'who' },
        { type: 'checkboxes', action_id: 'box', options: [{ text: mrkdwn('*A*'), value: 'a' }] },
      ],
    },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'x', style: { bold: true } },
            { type: 'user', user_id: 'U1' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name: 'ear' }] }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://x.test' }] },
      ],
    },
    { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_text', text: 'b' }]] },
    { type: 'markdown', text: '**b**' },
  ];
  expect(kit.message(blocks)).toEqual([]);
});

test.each<[name: string, block: object, problem: string]>([
  ['an unknown block', { type: 'sectoin' }, 'unsupported type: sectoin [json-pointer:/blocks/0]'],
  ['an unknown field', section({ colour: 'red' }), 'unknown field: colour [json-pointer:/blocks/0]'],
  [
    'an unknown field deep inside',
    actions(button({ text: { ...plain('Go'), bold: true } })),
    'unknown field: bold',
  ],
  [
    'a missing field',
    actions({ type: 'button', action_id: 'a' }),
    'missing required field: text [json-pointer:/blocks/0/elements/0]',
  ],
  ['an element in the wrong block', section({ accessory: field() }), 'unsupported type: plain_text_input'],
  [
    'markdown in a button',
    actions(button({ text: mrkdwn('*Go*') })),
    '[json-pointer:/blocks/0/elements/0/text/type]',
  ],
  ['a strange style', actions(button({ style: 'blue' })), 'must be one of primary, danger'],
  ['a section without text or fields', { type: 'section' }, 'must have text or fields'],
  ['an empty text', section({ text: mrkdwn('') }), 'at least 1 characters [json-pointer:/blocks/0/text]'],
  [
    'a section of 3,001 characters',
    section({ text: mrkdwn(long(3001)) }),
    'no more than 3000 characters (it has 3001)',
  ],
  ['a field of 2,001 characters', section({ fields: [plain(long(2001))] }), 'no more than 2000 characters'],
  ['11 fields', section({ fields: Array(11).fill(plain('a')) }), 'no more than 10 items'],
  ['a header of 151 characters', { type: 'header', text: plain(long(151)) }, 'no more than 150'],
  ['a header with markdown', { type: 'header', text: mrkdwn('a') }, '[json-pointer:/blocks/0/text/type]'],
  ['11 context elements', { type: 'context', elements: Array(11).fill(plain('a')) }, 'no more than 10 items'],
  ['an empty context', { type: 'context', elements: [] }, 'at least 1 items'],
  [
    '26 actions',
    actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` }))),
    'no more than 25',
  ],
  ['a button of 76 characters', actions(button({ text: plain(long(76)) })), 'no more than 75'],
  ['a button value of 2,001 characters', actions(button({ value: long(2001) })), 'no more than 2000'],
  ['a button without action_id', actions({ type: 'button', text: plain('Go') }), 'missing action_id'],
  ['a button with a broken url', actions(button({ url: 'not a url' })), 'must be a URL'],
  ['an action_id of 256 characters', actions(button({ action_id: long(256) })), 'no more than 255'],
  ['a block_id of 256 characters', section({ block_id: long(256) }), 'no more than 255'],
  ['the same action_id twice in a block', actions(button(), button()), 'action_id must be unique: go'],
  [
    '101 options',
    actions(select({ options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) })),
    'no more than 100',
  ],
  ['no options', actions(select({ options: [] })), 'at least 1 items'],
  [
    'an option text of 76 characters',
    actions(select({ options: [{ text: plain(long(76)), value: 'a' }] })),
    'no more than 75',
  ],
  [
    'an option value of 151 characters',
    actions(select({ options: [{ text: plain('a'), value: long(151) }] })),
    'no more than 150',
  ],
  [
    'two options with one value',
    actions(select({ options: [option('a'), option('a')] })),
    'must be unique: a',
  ],
  [
    'an initial option that is not offered',
    actions(select({ initial_option: option('z') })),
    'must be one of the options',
  ],
  [
    'options and groups',
    actions(select({ option_groups: [{ label: plain('g'), options: [option('a')] }] })),
    'must not have both',
  ],
  [
    '6 overflow options',
    actions({ type: 'overflow', action_id: 'o', options: 'abcdef'.split('').map(option) }),
    'no more than 5',
  ],
  [
    'a date that is none',
    actions({ type: 'datepicker', action_id: 'd', initial_date: '1.3.2026' }),
    'wrong format',
  ],
  [
    'an image without alt text',
    { type: 'image', image_url: 'https://x.test/a.png' },
    'missing required field: alt_text',
  ],
  ['an image from nowhere', { type: 'image', image_url: 'chart.png', alt_text: 'c' }, 'must be a URL'],
  [
    'a confirm title of 101 characters',
    actions(button({ confirm: { title: plain(long(101)), text: plain('a') } })),
    'no more than 100',
  ],
  [
    'a ragged table',
    { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], []] },
    'as many cells as the first row',
  ],
  ['markdown of 12,001 characters', { type: 'markdown', text: long(12_001) }, 'no more than 12000'],
  [
    'an empty rich text',
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] },
    'at least 1 characters',
  ],
])('refuses %s', (_, block, problem) => {
  expect(kit.message([block]).join('\n')).toContain(problem);
});

test('counts a limit in characters a person sees, not in bytes or halves', () => {
  expect(kit.message([section({ text: mrkdwn('😀'.repeat(3000)) })])).toEqual([]);
  expect(kit.message([section({ text: mrkdwn('😀'.repeat(3001)) })])).not.toEqual([]);
});

test('refuses 51 blocks in a message and takes 50', () => {
  expect(kit.message(Array(50).fill(section()))).toEqual([]);
  expect(kit.message(Array(51).fill(section())).join()).toContain('no more than 50 items');
});

test('refuses a block_id used twice', () => {
  const twice = [section({ block_id: 'a' }), section({ block_id: 'a' })];
  expect(kit.message(twice).join()).toContain('must be unique: a');
});

test('names one problem for one mistake', () => {
  expect(kit.message([actions(button({ style: 'blue' }))])).toEqual([
    '[ERROR] must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ]);
});

describe('views', () => {
  const form = modal({
    submit: plain('Save'),
    blocks: [input(field(), { block_id: 'words', hint: plain('h') })],
  });

  test('a form and a home pass', () => {
    expect(kit.view(form)).toEqual([]);
    expect(kit.view({ type: 'home', blocks: [section(), actions(button())] })).toEqual([]);
  });

  test.each<[name: string, view: Record<string, unknown>, problem: string]>([
    [
      'a title of 25 characters',
      modal({ title: plain(long(25)) }),
      'no more than 24 characters (it has 25) [json-pointer:/view/title]',
    ],
    ['a submit of 25 characters', modal({ submit: plain(long(25)) }), 'no more than 24'],
    ['a close of 25 characters', modal({ close: plain(long(25)) }), 'no more than 24'],
    ['no title', { type: 'modal', blocks: [section()] }, 'missing required field: title'],
    ['no blocks', { type: 'home' }, 'missing required field: blocks'],
    ['101 blocks', modal({ blocks: Array(101).fill(section()) }), 'no more than 100 items'],
    [
      'inputs without submit',
      modal({ blocks: [input(field())] }),
      'is required when the view has an input block',
    ],
    ['private_metadata of 3,001 characters', modal({ private_metadata: long(3001) }), 'no more than 3000'],
    ['a title on a home', { type: 'home', title: plain('T'), blocks: [section()] }, 'unknown field: title'],
    [
      'a placeholder of 151 characters',
      modal({ submit: plain('S'), blocks: [input(field({ placeholder: plain(long(151)) }))] }),
      'no more than 150',
    ],
    [
      'lengths the wrong way round',
      modal({ submit: plain('S'), blocks: [input(field({ min_length: 5, max_length: 2 }))] }),
      'must not be more than max_length',
    ],
    [
      'two focused fields',
      modal({
        submit: plain('S'),
        blocks: [input(field({ focus_on_load: true })), input(field({ focus_on_load: true }))],
      }),
      'focus_on_load',
    ],
    [
      'a label with markdown',
      modal({ submit: plain('S'), blocks: [input(field(), { label: mrkdwn('l') })] }),
      '[json-pointer:/view/blocks/0/label/type]',
    ],
    [
      '250,001 characters',
      modal({ blocks: Array(99).fill(section({ text: mrkdwn(long(2990)) })) }),
      'view_too_large',
    ],
  ])('refuses %s', (_, view, problem) => {
    expect(kit.view(view).join('\n')).toContain(problem);
  });
});
