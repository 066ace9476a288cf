// The digest by command: now, or scheduled.
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { said } from '../../text/screen.ts';
import type { SlashCall, Subcommand } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { openSchedules } from './schedule-ears.ts';
import { findDigest, startDigest } from './store.ts';

const weekMs = 7 * 86_400_000;
const usualSize = 10;

export const digestCommands: Subcommand[] = [
  {
    name: 'digest',
    usage: '[now|schedule]',
    about: 'post the digest of the last 7 days in this channel, or say when and where digests come',
    heldBy: 'engineer',
    run: digest,
  },
];

async function digest(deps: Deps, call: SlashCall): Promise<Happened[]> {
  const { rest, userId, channelId, responseUrl, triggerId } = call;
  const [verb = ''] = rest.toLowerCase().split(/\s+/);
  if (verb !== '' && 'schedules'.startsWith(verb)) {
    const place = { userId, responseUrl, on: 'own' as const, viewId: null, origin: channelId };
    await openSchedules(deps, { triggerId, place, channel: channelId });
    return [];
  }
  if (verb === '' || verb === 'now') return postNow(deps, call);
  const text = `\`/earshot digest now\` posts it here, \`/earshot digest schedule\` says when and where it comes. "${said(rest, 40)}" is not known.`;
  await deps.slack.respond(responseUrl, { text });
  return [];
}

async function postNow(
  deps: Deps,
  { deliveryId, channelId, userId, responseUrl }: SlashCall,
): Promise<Happened[]> {
  const because = await whyNotThere(deps, channelId);
  if (because) {
    await deps.slack.respond(responseUrl, { text: because });
    return [];
  }
  const until = deps.now();
  const id = idFor('digest', deliveryId);
  if (!(await findDigest(deps.db, id)))
    await startDigest(deps.db, {
      id,
      occasion: `now:${deliveryId}`,
      slot: until,
      channel: channelId,
      size: usualSize,
      timeZone: deps.config.timeZone,
      from: new Date(until.getTime() - weekMs),
      until,
      askedBy: userId,
    });
  return [{ what: 'digestDue', digestId: id }];
}

async function whyNotThere(deps: Deps, channelId: string): Promise<string | null> {
  const channel = await deps.slack.channel(channelId);
  if (channel?.isShared)
    return 'This channel is shared with another organisation, which must not see what other customers say. Type it in a channel of your own.';
  if (!channel?.isMember && !channel?.isDm)
    return 'Earshot is not in this channel, so it cannot post here. Type `/invite @Earshot` first.';
  return null;
}
