// How Earshot listens in a channel: as a person decided, else as configured, else not at all.
import type { Deps } from '../../deps.ts';
import type { Channel } from '../../slack/port.ts';
import { type ChannelRow, findChannel, saveChannel } from './store.ts';

/** The channel's row, asked of Slack at the first meeting. Undefined when Slack does not show us the channel. */
export async function meetChannel(deps: Deps, id: string): Promise<ChannelRow | undefined> {
  const known = await findChannel(deps.db, id);
  if (known) return known;
  const seen = await deps.slack.channel(id);
  if (!seen) return undefined;
  await saveChannel(deps.db, rowOf(seen, deps.config.feedbackChannels));
  return findChannel(deps.db, id);
}

/** Reads Slack's channel list again: new names, joined or left, newly configured. Decisions of people stay. */
export async function refreshChannels(deps: Deps): Promise<{ absent: string[] }> {
  const seen = await deps.slack.channels();
  for (const channel of seen) {
    const known = await findChannel(deps.db, channel.id);
    if (!known && !channel.isMember && !isConfigured(channel, deps.config.feedbackChannels)) continue;
    const fresh = rowOf(channel, deps.config.feedbackChannels);
    const decided =
      known && known.decidedBy !== 'configuration'
        ? { listening: known.listening, decidedBy: known.decidedBy }
        : {};
    await saveChannel(deps.db, {
      ...fresh,
      ...decided,
      seenTs: known?.seenTs ?? null,
      caughtUpAt: known?.caughtUpAt ?? null,
    });
  }
  const absent = deps.config.feedbackChannels.filter(
    (name) => !seen.some((c) => c.isMember && isConfigured(c, [name])),
  );
  return { absent };
}

function rowOf(seen: Channel, configured: string[]) {
  const listens = isConfigured(seen, configured);
  return {
    id: seen.id,
    name: seen.name,
    listening: !listens
      ? ('off' as const)
      : seen.isShared
        ? ('threads' as const)
        : ('every message' as const),
    decidedBy: 'configuration',
    standing: seen.isMember ? ('member' as const) : ('absent' as const),
    shared: seen.isShared ? ('shared' as const) : ('internal' as const),
  };
}

function isConfigured(seen: Pick<Channel, 'id' | 'name'>, configured: string[]): boolean {
  return configured.includes(seen.id) || configured.includes(seen.name);
}
