// Slack's side of "Log feedback": the command, the shortcut, the typeahead, and what comes of the modal.
import type { App } from '@slack/bolt';
import { mayRead } from '../../customers/access.ts';
import { knownCustomers } from '../../customers/known.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { slackCode } from '../../slack/errors.ts';
import { notesOf, type Subcommand } from '../ears.ts';
import { loggedNotice } from './blocks.ts';
import { customerAction, customerOptions, LogOrigin, logCallback, logModal, readLog } from './log.ts';
import { type LogOutcome, saveLog } from './log-save.ts';

export function logEars(app: App, deps: Deps): void {
  app.shortcut('log_feedback', async ({ shortcut, ack }) => {
    await ack();
    if ((await mayRead(deps, shortcut.user.id)).allowed)
      await deps.slack.openView(shortcut.trigger_id, logModal({}));
  });
  app.options(customerAction, async ({ options, body, ack }) => {
    const reader = await mayRead(deps, body.user.id);
    const found = reader.allowed ? customerOptions(await knownCustomers(deps), options.value) : [];
    await ack({ options: found });
  });
  app.view(logCallback, async ({ ack, body, view, context }) => {
    const by = body.user.id;
    const reader = await mayRead(deps, by);
    if (!reader.allowed) return ack({ response_action: 'errors', errors: { said: reader.because } });
    const read = readLog(view.state.values);
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors });
    const outcome = await saveLog(deps, { logged: read.logged, by, viewId: view.id });
    if (outcome.kind === 'refused') return ack({ response_action: 'errors', errors: outcome.errors });
    await ack();
    notesOf(context).happened.push(...outcome.happened);
    const origin = LogOrigin.parse(JSON.parse(view.private_metadata || '{}'));
    await confirm(deps, outcome, { origin, by, viewId: view.id });
  });
}

type To = { origin: LogOrigin; by: string; viewId: string };

/** Where it was asked for, seen by the asker alone; from the shortcut there is no such place but the DM. */
async function confirm(
  deps: Deps,
  { customerName }: Extract<LogOutcome, { kind: 'logged' }>,
  { origin, by, viewId }: To,
): Promise<void> {
  const notice = loggedNotice(customerName);
  if (origin.responseUrl) return deps.slack.respond(origin.responseUrl, notice);
  const channel = await deps.slack.openDm(by);
  await say(deps, { id: idFor('logged', viewId), what: 'notice', channel, ...notice });
}

export const logCommands: Subcommand[] = [
  {
    name: 'log',
    usage: '[what was said]',
    about: 'write down what a customer said in a call, in an e-mail, at a fair',
    heldBy: 'everyone',
    run: async (deps, { rest, triggerId, responseUrl, channelId }) => {
      try {
        await deps.slack.openView(triggerId, logModal({ responseUrl, channel: channelId }, rest));
      } catch (error) {
        if (!tooLate.has(slackCode(error) ?? '')) throw error;
        await deps.slack.respond(responseUrl, { text: 'That took me too long. Please type it once more.' });
      }
      return [];
    },
  },
];

/** Slack lets a window be opened for three seconds after the command. */
const tooLate = new Set([
  'expired_trigger_id',
  'trigger_exchanged',
  'exchanged_trigger_id',
  'invalid_trigger_id',
]);
