// Reads each channel from where we last were, within Slack's rate limits, and saves what was missed.
import type { Deps } from '../../deps.ts';
import { Permanent } from '../../lib/failure.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { findMissed, type Known } from './catch-up.ts';
import { refreshChannels } from './channels.ts';
import { timeOf } from './hear.ts';
import { type ChannelRow, findChannels, findKnownSince, markCaughtUp, saveDelivery } from './store.ts';

const dayMs = 86_400_000;
/** Edits, deletions and reactions concern messages we had read already: so far back they are noticed. */
const lookBackMs = dayMs;
/** Between two rounds on the clock, when nothing was missed for long. */
const shortLookBackMs = 3_600_000;

export async function catchUpChannels(deps: Deps): Promise<Happened[]> {
  await refreshChannels(deps);
  const happened: Happened[] = [];
  for (const channel of await findChannels(deps.db)) {
    if (channel.standing !== 'member') continue;
    happened.push(...(await catchUpOne(deps, channel)));
  }
  return happened;
}

async function catchUpOne(deps: Deps, channel: ChannelRow): Promise<Happened[]> {
  const startedAt = deps.now();
  const oldest = startOf(channel, startedAt, deps.config.backfillDays);
  const listens = channel.listening === 'every message' || channel.listening === 'threads';
  const reading = await readChannel(deps, channel, oldest);
  if (!reading) return [];
  const { seen, threads } = reading;
  const { messages, passed } = await findKnownSince(deps.db, channel.id, oldest);
  const known = new Map<string, Known>();
  for (const row of messages)
    if (!row.threadTs || threads.has(row.threadTs))
      known.set(tsOf(row.key), {
        editedTs: row.editedTs,
        deleted: row.deletedAt !== null,
        passedOver: false,
      });
  for (const key of passed)
    if (!known.has(tsOf(key))) known.set(tsOf(key), { editedTs: null, deleted: false, passedOver: true });
  const reactions = Object.values(deps.config.reactions);
  const ownUserId = (await deps.slack.whoAmI()).userId;
  const missed = findMissed({ channel: channel.id, seen, known, reactions, ownUserId });
  const happened: Happened[] = [];
  for (const { eventId, event } of missed) {
    // Where we do not listen, only what people did by hand matters.
    if (!listens && event.type === 'message' && event.subtype === undefined) continue;
    const body = { type: 'event_callback', event_id: eventId, event };
    const saved = await saveDelivery(deps.db, { source: 'slack', eventId, body, receivedAt: deps.now() });
    if (!saved.known) happened.push({ what: 'delivered', inboxId: saved.id, source: 'slack' });
  }
  await markCaughtUp(deps.db, channel.id, startedAt);
  return happened;
}

/** At a first meeting as far back as configured; later from the last look, and a little before it. */
function startOf(channel: ChannelRow, now: Date, backfillDays: number): Date {
  if (!channel.caughtUpAt) return new Date(now.getTime() - backfillDays * dayMs);
  const away = now.getTime() - channel.caughtUpAt.getTime();
  const lookBack = away > shortLookBackMs ? lookBackMs : shortLookBackMs;
  const seenAt = channel.seenTs ? timeOf(channel.seenTs).getTime() : channel.caughtUpAt.getTime();
  return new Date(Math.min(seenAt, channel.caughtUpAt.getTime()) - lookBack);
}

type Reading = { seen: SlackMessage[]; threads: Set<string> };

/** A channel that cannot be read (we were removed, it was archived) holds up no other, and is not taken for empty. */
async function readChannel(deps: Deps, channel: ChannelRow, oldest: Date): Promise<Reading | undefined> {
  const since = (oldest.getTime() / 1000).toFixed(6);
  const seen = new Map<string, SlackMessage>();
  const threads = new Set<string>();
  try {
    for await (const page of deps.slack.history(channel.id, since)) for (const m of page) seen.set(m.ts, m);
    for (const root of [...seen.values()].filter(
      (m) => m.replyCount > 0 && (m.latestReply ?? m.ts) >= since,
    )) {
      threads.add(root.ts);
      for (const m of await deps.slack.thread({ channel: channel.id, threadTs: root.ts })) seen.set(m.ts, m);
    }
  } catch (error) {
    if (!(error instanceof Permanent)) throw error;
    deps.log.warn({ channel: channel.id, reason: error.message }, 'a channel cannot be read');
    return undefined;
  }
  return { seen: [...seen.values()], threads };
}

const tsOf = (key: string) => key.slice(key.indexOf(':') + 1);
