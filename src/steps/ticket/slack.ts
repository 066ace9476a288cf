// Slack's side of tickets: the emoji, the shortcut, the button, the command.
import type { App } from '@slack/bolt';
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { findPostAt } from '../../posts/store.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { messageOf } from '../../slack/shapes.ts';
import { notesOf, type Subcommand } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { keyOf } from '../intake/hear.ts';
import { captureByHand } from '../intake/hear-hand.ts';
import { findFeedbackOfMessage } from '../intake/store.ts';
import { findThemeByName } from '../theme/store.ts';
import { saveWish } from './store.ts';

type Asked = {
  by: string;
  channel: string;
  threadTs: string | null;
  deliveryId: string;
  /** Of a shortcut: it works where Earshot is no member. */
  responseUrl?: string | undefined;
};

/** `shown`: the message as Slack handed it over with a shortcut. */
type Pointed = Pick<Asked, 'by' | 'deliveryId' | 'responseUrl'> & { shown?: SlackMessage };

export function ticketEars(app: App, deps: Deps): void {
  app.event('reaction_added', async ({ event, context }) => {
    if (event.reaction !== deps.config.reactions.ticket) return;
    const at = { channel: event.item.channel, ts: event.item.ts };
    const { happened } = notesOf(context);
    // Named by the message: the reaction heard live and found again when catching up is one wish.
    const asked = { by: event.user, deliveryId: `reaction:${keyOf(at)}` };
    happened.push(...(await wishOnMessage(deps, at, asked)));
  });
  app.shortcut('create_ticket', async ({ shortcut, context, ack }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const at = { channel: shortcut.channel.id, ts: shortcut.message_ts };
    const { happened, deliveryId } = notesOf(context);
    const shown = messageOf(shortcut.channel.id, shortcut.message);
    const asked = { by: shortcut.user.id, deliveryId, shown, responseUrl: shortcut.response_url };
    happened.push(...(await wishOnMessage(deps, at, asked)));
  });
  app.action('earshot:ticket', async ({ body, action, context, ack }) => {
    await ack();
    if (body.type !== 'block_actions' || !('value' in action) || !action.value) return;
    const { happened, deliveryId } = notesOf(context);
    const channel = body.channel?.id ?? (await deps.slack.openDm(body.user.id));
    const threadTs = body.message?.thread_ts ?? body.message?.ts ?? null;
    happened.push(
      ...(await wishForTheme(deps, action.value, { by: body.user.id, channel, threadTs, deliveryId })),
    );
  });
}

/** On a customer's message, on a message of ours, or on one not captured yet, which is captured first. */
async function wishOnMessage(
  deps: Deps,
  at: { channel: string; ts: string },
  { by, deliveryId, shown, responseUrl }: Pointed,
): Promise<Happened[]> {
  if (by === (await deps.slack.whoAmI()).userId) return [];
  const ours = await findPostAt(deps.db, at.channel, at.ts);
  const themeId = ours && /^theme:([0-9a-f-]{36})/.exec(ours.what)?.[1];
  const threadTs = ours?.threadTs ?? at.ts;
  const asked = { by, channel: at.channel, threadTs, deliveryId, responseUrl };
  if (themeId) return wishForTheme(deps, themeId, asked);
  const access = await mayDecide(deps, by);
  if (!access.allowed) return refuse(deps, asked, access.because);
  const captured = await captureByHand(deps, at, { how: 'reaction', by }, shown);
  if (captured.kind === 'refused') return refuse(deps, asked, captured.because);
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  const wished = { ...asked, threadTs: item?.threadTs ?? threadTs };
  return [...captured.happened, await record(deps, wished, { feedbackId: captured.feedbackId })];
}

async function wishForTheme(deps: Deps, themeId: string, asked: Asked): Promise<Happened[]> {
  const access = await mayDecide(deps, asked.by);
  if (!access.allowed) return refuse(deps, asked, access.because);
  const theme = await findThemeByName(deps.db, themeId);
  return theme ? [await record(deps, asked, { themeId: theme.id })] : [];
}

async function record(
  deps: Deps,
  asked: Asked,
  about: { themeId: string } | { feedbackId: string },
): Promise<Happened> {
  const { by, channel, threadTs, deliveryId } = asked;
  const id = idFor('wish', deliveryId, by);
  await saveWish(deps.db, { id, ...about, by, at: deps.now(), channel, threadTs });
  return { what: 'wished', wishId: id };
}

async function refuse(deps: Deps, asked: Asked, because: string): Promise<Happened[]> {
  const { channel, by, threadTs, responseUrl } = asked;
  if (responseUrl) await deps.slack.respond(responseUrl, { text: because });
  else await deps.slack.whisper({ channel, user: by, threadTs: threadTs ?? undefined }, because);
  return [];
}

export const ticketCommands: Subcommand[] = [
  {
    name: 'ticket',
    usage: '<theme>',
    about: 'make the one ticket of a theme, e.g. `/earshot ticket T-12`',
    heldBy: 'engineer',
    run: async (deps, call) => {
      const theme = await findThemeByName(deps.db, call.rest);
      if (!theme) {
        const text = call.rest ? `There is no theme "${call.rest}".` : 'Which theme?';
        await deps.slack.respond(call.responseUrl, {
          text: `${text} \`/earshot top\` lists them with their numbers.`,
        });
        return [];
      }
      const asked = { by: call.userId, channel: call.channelId, threadTs: null, deliveryId: call.deliveryId };
      return [await record(deps, asked, { themeId: theme.id })];
    },
  },
];
