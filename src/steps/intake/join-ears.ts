// Slack's side of coming and going: joined, left, and how to listen by button or command.
import type { App, BlockAction } from '@slack/bolt';
import { z } from 'zod';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { findPostAt } from '../../posts/store.ts';
import { actionId, said } from '../../text/screen.ts';
import { notesOf, type SlashCall, type Subcommand } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { listenChoices, listenScreen } from './blocks.ts';
import { meetChannel } from './channels.ts';
import type { Listening } from './intake.ts';
import { decideListening, joinChannel, leaveChannel, showDecided } from './join.ts';

const Joined = z.looseObject({ user: z.string(), channel: z.string(), inviter: z.string().optional() });
const Left = z.looseObject({ channel: z.string(), actor_id: z.string().optional() });

export function joinEars(app: App, deps: Deps): void {
  app.event('member_joined_channel', async ({ event, context }) => {
    const { user, channel, inviter } = Joined.parse(event);
    if (user !== (await deps.slack.whoAmI()).userId) return;
    const { happened, deliveryId } = notesOf(context);
    happened.push(...(await joinChannel(deps, channel, { inviter, occasion: deliveryId })));
  });
  for (const left of ['channel_left', 'group_left'] as const)
    app.event(left, async ({ event, context }) => {
      const { channel, actor_id } = Left.parse(event);
      await leaveChannel(deps, channel, { actor: actor_id, occasion: notesOf(context).deliveryId });
    });
  for (const { action, listening } of listenChoices)
    app.action(actionId(action), async ({ body, action: used, context, ack }) => {
      await ack();
      const { happened, deliveryId } = notesOf(context);
      happened.push(...(await choose(deps, { body: body as BlockAction, used, listening, deliveryId })));
    });
}

type Chosen = { body: BlockAction; used: unknown; listening: Listening; deliveryId: string };

async function choose(deps: Deps, { body, used, listening, deliveryId }: Chosen): Promise<Happened[]> {
  const channelId = z.looseObject({ value: z.string() }).safeParse(used).data?.value;
  const access = await mayRead(deps, body.user.id);
  if (!channelId) return [];
  if (!access.allowed) {
    if (body.response_url) await deps.slack.respond(body.response_url, { text: access.because });
    return [];
  }
  const by = body.user.id;
  const origin = body.channel?.id ?? 'a message';
  const { channel, happened } = await decideListening(deps, {
    channelId,
    listening,
    by,
    origin,
    occasion: deliveryId,
  });
  if (!channel) return [];
  const asked = body.channel && body.message && (await findPostAt(deps.db, body.channel.id, body.message.ts));
  if (asked) await showDecided(deps, asked, channel);
  else if (body.response_url)
    await deps.slack.respond(body.response_url, { ...listenScreen(channel), replaceOriginal: true });
  return happened;
}

export const joinCommands: Subcommand[] = [
  {
    name: 'channel',
    usage: '[every message|threads|reactions only|off]',
    about: 'how Earshot listens in this channel, and who decided it',
    heldBy: 'everyone',
    run: listenByCommand,
  },
];

async function listenByCommand(deps: Deps, call: SlashCall): Promise<Happened[]> {
  const answer = (text: string) => deps.slack.respond(call.responseUrl, { text });
  const place = await meetChannel(deps, call.channelId);
  if (place?.standing !== 'member') {
    await answer('I am not in this channel. Type `/invite @Earshot` first.');
    return [];
  }
  const listening = call.rest === '' ? place.listening : listeningNamed(call.rest);
  if (!listening) {
    const known = listenChoices.map((choice) => `\`${choice.listening}\``).join(', ');
    await answer(`"${said(call.rest, 40)}" is not known. There are ${known}.`);
    return [];
  }
  const { userId: by, channelId, deliveryId: occasion } = call;
  const { channel, happened } =
    listening === place.listening
      ? { channel: place, happened: [] }
      : await decideListening(deps, { channelId, listening, by, origin: channelId, occasion });
  if (channel) await deps.slack.respond(call.responseUrl, listenScreen(channel));
  return happened;
}

/** `every`, `threads as one item`, `reactions`, `none`: what a person may well type. */
export function listeningNamed(typed: string): Listening | undefined {
  const words = typed.trim().toLowerCase();
  const [first = ''] = words.split(/\s+/);
  if (['off', 'none', 'nothing', 'not', 'mute', 'stop'].includes(first)) return 'off';
  return listenChoices.find(({ listening }) => first.length >= 3 && listening.startsWith(first))?.listening;
}
