// How Earshot listens in a channel: as a person decided, else as configured, else not at all.
import type { Config } from '../../config.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import type { Channel } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { type ChannelRow, findChannel, findChannels, markStanding, saveChannel } from './store.ts';
import { forgetAllPassedOver } from './store-catch-up.ts';

/** The channel's row, asked of Slack at the first meeting. Undefined when Slack does not show us the channel. */
export async function meetChannel(deps: Deps, id: string): Promise<ChannelRow | undefined> {
  const known = await findChannel(deps.db, id);
  if (known) return known;
  const seen = await deps.slack.channel(id);
  // Direct messages are talk with the app.
  if (!seen || seen.isDm) return undefined;
  await saveChannel(deps.db, rowOf(seen, deps.config.feedbackChannels));
  return findChannel(deps.db, id);
}

/** Every message of the channel may be feedback; elsewhere only what a person points at. */
export function listensTo({ listening }: Pick<ChannelRow, 'listening'>): boolean {
  return listening === 'every message' || listening === 'threads';
}

/** Reads Slack's list of our channels again: new names, joined or left, newly configured. Decisions of people stay. */
export async function refreshChannels(deps: Deps): Promise<Happened[]> {
  const { feedbackChannels } = deps.config;
  const happened: Happened[] = [];
  const seen = await deps.slack.ownChannels();
  for (const channel of seen) {
    const known = await findChannel(deps.db, channel.id);
    const row = { ...rowOf(channel, feedbackChannels), ...decisionOf(known) };
    const begins = beginsToListen(known, row);
    await saveChannel(deps.db, { ...row, ...(begins && readAnew) });
    if (begins) await forgetAllPassedOver(deps.db, channel.id);
    if (!known && !isConfigured(channel, feedbackChannels))
      happened.push({ what: 'channelMet', channelId: channel.id });
  }
  for (const row of await findChannels(deps.db))
    if (row.standing === 'member' && !seen.some(({ id }) => id === row.id))
      await markStanding(deps.db, row.id, 'absent');
  const { absent } = await describeListening(deps.db, deps.config);
  return [...happened, ...absent.map(({ name }) => ({ what: 'channelMissing' as const, name }))];
}

/** The next round reads its past as at a first meeting. */
export const readAnew = { caughtUpAt: null };

function beginsToListen(known: ChannelRow | undefined, row: Pick<ChannelRow, 'listening'>): boolean {
  return known !== undefined && !listensTo(known) && listensTo(row);
}

/** What a person decided holds whatever the configuration says. */
function decisionOf(known: ChannelRow | undefined): Partial<ChannelRow> {
  if (!known || known.decidedBy === byConfiguration) return {};
  return { listening: known.listening, decidedBy: known.decidedBy };
}

const byConfiguration = 'configuration';

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
    decidedBy: byConfiguration,
    standing: seen.isMember ? ('member' as const) : ('absent' as const),
    shared: seen.isShared ? ('shared' as const) : ('internal' as const),
  };
}

export function isConfigured(seen: Pick<Channel, 'id' | 'name'>, configured: string[]): boolean {
  return configured.includes(seen.id) || configured.includes(seen.name);
}

export type ListeningState = {
  /** Where Earshot is a member and not deaf. */
  listens: ChannelRow[];
  /** Configured or decided, but Earshot is not in there, with what to do about it. */
  absent: { name: string; fix: string }[];
};

/** For `/earshot status`: from what is known, without asking Slack. */
export async function describeListening(
  db: Db,
  { feedbackChannels }: Pick<Config, 'feedbackChannels'>,
): Promise<ListeningState> {
  const rows = await findChannels(db);
  const listens = rows.filter((row) => row.standing === 'member' && row.listening !== 'off');
  const left = rows.filter((row) => row.standing === 'absent' && row.listening !== 'off');
  const unseen = feedbackChannels.filter((name) => !rows.some((row) => isConfigured(row, [name])));
  return {
    listens,
    absent: [
      ...left.map(({ name }) => ({ name, fix: `Type /invite @Earshot in #${name}.` })),
      ...unseen.map((name) => ({
        name,
        fix: `Type /invite @Earshot in #${name}, or correct EARSHOT_FEEDBACK_CHANNELS: no channel Earshot can see is called so.`,
      })),
    ],
  };
}
