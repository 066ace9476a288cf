// Coming into a channel and going: who is asked how to listen, what is decided, and who is told when Earshot is missing.
import { note } from '../../audit/audit.ts';
import { mayRead, operatorOf } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Happened } from '../happened.ts';
import { leftNotice, listenDecided, listenQuestion, missingNotice } from './blocks.ts';
import { planRound } from './catch-up-channels.ts';
import { listensTo, meetChannel, readAnew } from './channels.ts';
import type { Listening } from './intake.ts';
import { type ChannelRow, findChannel, markStanding, saveChannel } from './store.ts';
import { forgetAllPassedOver } from './store-catch-up.ts';

/** Somebody brought Earshot into a channel. `occasion` names that joining: it is asked about once. */
export async function joinChannel(
  deps: Deps,
  channelId: string,
  { inviter, occasion }: { inviter: string | undefined; occasion: string },
): Promise<Happened[]> {
  const met = await meetChannel(deps, channelId);
  if (!met) return [];
  await markStanding(deps.db, channelId, 'member');
  await planRound(deps, channelId);
  if (met.listening === 'off') await askHowToListen(deps, met, { inviter, occasion });
  return [{ what: 'channelBehind', channelId }];
}

/** Met without having heard of the joining: the message that tells of it names the inviter, if it is not too old. */
export async function askAboutMet(deps: Deps, channelId: string): Promise<Happened[]> {
  const met = await findChannel(deps.db, channelId);
  if (met?.standing !== 'member' || met.listening !== 'off') return [];
  const me = await deps.slack.whoAmI();
  const from = (deps.now().getTime() / 1000 - deps.config.backfillDays * 86_400).toFixed(6);
  const { messages } = await deps.slack.history(channelId, { from, limit: 200 });
  const joined = messages.find(
    (m) => (m.subtype === 'channel_join' || m.subtype === 'group_join') && m.user === me.userId,
  );
  const inviter = typeof joined?.raw.inviter === 'string' ? joined.raw.inviter : undefined;
  if (inviter) await askHowToListen(deps, met, { inviter, occasion: `joined:${joined!.ts}` });
  return [];
}

async function askHowToListen(
  deps: Deps,
  channel: ChannelRow,
  { inviter, occasion }: { inviter: string | undefined; occasion: string },
): Promise<void> {
  const asked = inviter && (await mayRead(deps, inviter)).allowed ? inviter : await operatorOf(deps);
  if (!asked) return;
  await say(deps, {
    id: idFor('listen', channel.id, occasion),
    what: `listen:${channel.id}`,
    channel: await deps.slack.openDm(asked),
    ...listenQuestion(channel, deps.config.backfillDays),
  });
}

type Choice = { channelId: string; listening: Listening; by: string; origin: string; occasion: string };

/** Remembered with who decided. Beginning to listen reads the channel's past; the same choice again changes nothing. */
export async function decideListening(
  deps: Deps,
  { channelId, listening, by, origin, occasion }: Choice,
): Promise<{ channel: ChannelRow | undefined; happened: Happened[] }> {
  const before = await meetChannel(deps, channelId);
  if (!before) return { channel: undefined, happened: [] };
  const begins = !listensTo(before) && listensTo({ listening });
  const { id, name, standing, shared } = before;
  await deps.db.transaction(async (tx) => {
    const decided = { at: deps.now(), who: by, subject: `channel:${id}`, origin, occasion };
    if (!(await note(tx, { ...decided, what: `decided to listen: ${listening}` }))) return;
    const row = { id, name, standing, shared, listening, decidedBy: by };
    await saveChannel(tx, { ...row, ...(begins && readAnew) });
    // What was left alone because nobody listened is looked at again.
    if (begins) await forgetAllPassedOver(tx, id);
  });
  if (begins) await planRound(deps, id);
  const channel = await findChannel(deps.db, id);
  return { channel, happened: begins ? [{ what: 'channelBehind', channelId: id }] : [] };
}

/** The question is answered in place. */
export async function showDecided(deps: Deps, at: { id: string; channel: string }, channel: ChannelRow) {
  await say(deps, { ...at, what: `listen:${channel.id}`, ...listenDecided(channel) });
}

/** Taken out of a channel: noticed, and told to whoever looks after Earshot when it listened there. */
export async function leaveChannel(
  deps: Deps,
  channelId: string,
  { actor, occasion }: { actor: string | undefined; occasion: string },
): Promise<void> {
  const known = await findChannel(deps.db, channelId);
  if (!known) return;
  await markStanding(deps.db, channelId, 'absent');
  if (known.listening === 'off') return;
  await tellOperator(deps, idFor('left', channelId, occasion), leftNotice(known, actor));
}

/** Once for a channel, however long it stays so. */
export async function tellMissing(deps: Deps, name: string): Promise<void> {
  await tellOperator(deps, idFor('missing', name), missingNotice(name));
}

async function tellOperator(deps: Deps, id: string, screen: ReturnType<typeof missingNotice>): Promise<void> {
  const operator = await operatorOf(deps);
  if (!operator) {
    deps.log.warn({ says: screen.text }, 'nobody to tell: set EARSHOT_ENGINEERS');
    return;
  }
  await say(deps, { id, what: 'notice', channel: await deps.slack.openDm(operator), ...screen });
}
