// An app for the page's tests, built with Bolt: answers a command, opens modals, uses every kind of element.
import { App, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';

export const manifest = {
  display_information: { name: 'Earshot' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    bot_user: { display_name: 'earshot' },
    shortcuts: [
      {
        name: 'Log feedback',
        type: 'global',
        callback_id: 'log_feedback',
        description: 'Write down what a customer said',
      },
      {
        name: 'Create ticket',
        type: 'message',
        callback_id: 'create_ticket',
        description: 'Make the ticket for this',
      },
    ],
    slash_commands: [
      {
        command: '/earshot',
        description: 'What customers say',
        usage_hint: 'help | top [area] | digest now',
        should_escape: true,
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'groups:history',
        'groups:read',
        'im:history',
        'im:read',
        'im:write',
        'reactions:read',
        'reactions:write',
        'users:read',
        'files:write',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['message.channels', 'message.im', 'app_home_opened', 'reaction_added'],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });

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

const pushed: ModalView = {
  type: 'modal',
  callback_id: 'second',
  title: plain('Saved'),
  close: plain('Done'),
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: 'It is on the list.' } },
    richBlock('What comes next'),
  ],
};

export type Heard = { actions: unknown[]; submissions: unknown[] };

/** Connects over Socket Mode. `heard` keeps what arrived. */
export async function startApp(
  slack: SlackStandIn,
): Promise<{ heard: Heard; client: App['client']; stop(): Promise<void> }> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions,
    installerOptions: { clientOptions },
    logLevel: LogLevel.ERROR,
  });
  const heard: Heard = { actions: [], submissions: [] };
  commands(app);
  actions(app, heard);
  views(app, heard);
  app.message(/annoys|slow|broken|freezes/i, async ({ message, client }) => {
    await client.reactions.add({ channel: message.channel, timestamp: message.ts, name: 'ear' });
  });
  await app.start();
  return { heard, client: app.client, stop: async () => void (await app.stop()) };
}

function commands(app: App): void {
  app.command('/earshot', async ({ command, ack, respond, client }) => {
    if (command.text === 'silent') return;
    await ack();
    if (command.text === 'log')
      await client.views.open({ trigger_id: command.trigger_id, view: feedbackModal });
    else if (command.text === 'top') await respond({ text: 'Top themes', blocks: themeBlocks });
    else await respond(`You said: ${command.text}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const blocks: KnownBlock[] = [
      { type: 'header', text: plain('Your areas') },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `Good day, <@${event.user}>. *2 themes* wait for you.` },
      },
      ...themeBlocks.slice(1),
    ];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
}

function actions(app: App, heard: Heard): void {
  app.action('ticket', async ({ ack, body, respond, action }) => {
    heard.actions.push(action);
    await ack();
    await respond({
      replace_original: true,
      text: `Ticket made by <@${body.user.id}>`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `:ticket: Ticket made by <@${body.user.id}>` } },
      ],
    });
  });
  for (const id of ['look', 'dismiss', 'area', 'more'])
    app.action(id, async ({ ack, action }) => {
      heard.actions.push(action);
      await ack();
    });
}

function views(app: App, heard: Heard): void {
  app.options('customer', async ({ ack, payload }) => {
    const all = ['Acme', 'Globex', 'Initech'].filter((name) =>
      name.toLowerCase().includes(payload.value.toLowerCase()),
    );
    await ack({ options: all.map((name) => option(name, name.toLowerCase())) });
  });
  app.view('feedback', async ({ ack, view }) => {
    const said = view.state.values.said?.text?.value ?? '';
    if (said.length < 10)
      await ack({ response_action: 'errors', errors: { said: 'Write at least ten characters.' } });
    else {
      heard.submissions.push(view.state.values);
      await ack({ response_action: 'push', view: pushed });
    }
  });
  app.shortcut('create_ticket', async ({ ack, body, client }) => {
    await ack();
    const trigger_id = body.trigger_id;
    await client.views.open({
      trigger_id,
      view: {
        type: 'modal',
        title: plain('Create ticket'),
        blocks: [{ type: 'section', text: plain('From a message.') }],
      },
    });
  });
  app.shortcut('log_feedback', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: feedbackModal });
  });
}
