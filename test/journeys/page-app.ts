// An app for the page's tests, built with Bolt: answers a command, opens modals, uses every kind of element.
import { App, LogLevel } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';
import { feedbackModal, option, plain, pushed, themeBlocks } from './page-blocks.ts';

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
