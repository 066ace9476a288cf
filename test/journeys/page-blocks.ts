// Screens of the page's test app: every kind of block and element somewhere.
import type { KnownBlock, ModalView } from '@slack/types';

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const option = (text: string, value: string) => ({ text: plain(text), value });

export const themeBlocks: KnownBlock[] = [
  { type: 'header', text: plain('Invoice export is slow') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: '*72* · high · up 12 since last week\n>It used to be ten seconds, now it is four minutes.',
    },
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [option('Why this score?', 'why'), option('Not feedback', 'not')],
    },
  },
  {
    type: 'section',
    fields: [
      { type: 'mrkdwn', text: '*Customers*\nAcme, Globex' },
      { type: 'mrkdwn', text: '*Area*\nPayments' },
      { type: 'mrkdwn', text: '*First heard*\n<!date^1762776000^{date_short_pretty}|10 Nov>' },
      { type: 'mrkdwn', text: '*Reports*\n4' },
    ],
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'ticket',
        style: 'primary',
        text: plain('Create ticket'),
        value: 'theme-1',
      },
      { type: 'button', action_id: 'look', text: plain(':eyes: Looking into it') },
      {
        type: 'button',
        action_id: 'dismiss',
        style: 'danger',
        text: plain('Not now'),
        confirm: {
          title: plain('Put it off?'),
          text: { type: 'mrkdwn', text: 'It comes back *next week*.' },
          confirm: plain('Put off'),
          deny: plain('Keep'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'area',
        placeholder: plain('Move to area'),
        options: [option('Payments', 'payments'), option('Search', 'search')],
      },
    ],
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: ':ear: heard from 2 customers in #customer-feedback' }],
  },
];

const richBlock = (text: string): KnownBlock => ({
  type: 'rich_text',
  elements: [
    { type: 'rich_text_section', elements: [{ type: 'text', text, style: { bold: true } }] },
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
        {
          type: 'rich_text_section',
          elements: [
            { type: 'emoji', name: 'ear' },
            { type: 'text', text: ' two' },
          ],
        },
      ],
    },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: 'as they said' }] },
  ],
});

export const feedbackModal: ModalView = {
  type: 'modal',
  callback_id: 'feedback',
  title: plain('Log feedback'),
  submit: plain('Save'),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'input',
      block_id: 'said',
      label: plain('What did they say?'),
      element: {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: true,
        placeholder: plain('In their words'),
      },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: plain('Customer'),
      element: {
        type: 'external_select',
        action_id: 'customer',
        min_query_length: 1,
        placeholder: plain('Search customers'),
      },
    },
    {
      type: 'input',
      block_id: 'areas',
      optional: true,
      label: plain('Areas'),
      element: {
        type: 'multi_static_select',
        action_id: 'areas',
        placeholder: plain('Choose areas'),
        options: [option('Payments', 'payments'), option('Search', 'search'), option('Login', 'login')],
      },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: plain('When'),
      hint: plain('Leave it empty for now'),
      element: { type: 'datepicker', action_id: 'date' },
    },
    {
      type: 'input',
      block_id: 'severity',
      label: plain('Severity'),
      element: {
        type: 'radio_buttons',
        action_id: 'level',
        initial_option: option('Minor', 'minor'),
        options: [option('Minor', 'minor'), option('Severe', 'severe')],
      },
    },
    {
      type: 'input',
      block_id: 'flags',
      optional: true,
      label: plain('Flags'),
      element: {
        type: 'checkboxes',
        action_id: 'flags',
        options: [option('Churn risk', 'churn'), option('Public', 'public')],
      },
    },
    {
      type: 'input',
      block_id: 'owner',
      optional: true,
      label: plain('Owner'),
      element: { type: 'users_select', action_id: 'owner' },
    },
    {
      type: 'input',
      block_id: 'link',
      optional: true,
      label: plain('Source'),
      element: { type: 'url_text_input', action_id: 'url' },
    },
    {
      type: 'input',
      block_id: 'count',
      optional: true,
      label: plain('Seats'),
      element: { type: 'number_input', action_id: 'seats', is_decimal_allowed: false, min_value: '1' },
    },
  ],
};

export const pushed: ModalView = {
  type: 'modal',
  callback_id: 'second',
  title: plain('Saved'),
  close: plain('Done'),
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: 'It is on the list.' } },
    richBlock('What comes next'),
  ],
};
