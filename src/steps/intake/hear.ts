// One message of Slack's, by event, by catch-up or by a person's hand: decide, write, say what happened.

import { whoIs } from '../../customers/people.ts';
import { identify, type Speaker } from '../../customers/speaker.ts';
import { findCustomers } from '../../customers/store.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { plainText } from '../../text/mrkdwn.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from './channels.ts';
import { type Content, contentOf } from './content.ts';
import { type Decision, decideIntake, type Listening } from './intake.ts';
import {
  type ChannelRow,
  findFeedback,
  findFeedbackOfMessage,
  findLastRoot,
  findMessage,
  forgetPassedOver,
  lockChannel,
  markSeen,
  nameCustomer,
  notePassedOver,
  raiseRevision,
  restore,
  saveMessage,
  startFeedback,
} from './store.ts';

/** `hand`: a person captured it, so channel rules do not matter. */
export type Manner = { how: 'channel' } | { how: 'reaction' | 'shortcut'; by: string };

export const keyOf = (at: { channel: string; ts: string }) => `${at.channel}:${at.ts}`;
export const timeOf = (ts: string) => new Date(Number(ts) * 1000);

/** Idempotent: the same message again changes nothing. Edits go through `hearEdit`. */
export async function hearMessage(deps: Deps, m: SlackMessage, manner: Manner): Promise<Happened[]> {
  const place = await meetChannel(deps, m.channel);
  if (!place) return [];
  await hearRootFirst(deps, m, place);
  const me = await deps.slack.whoAmI();
  const content = contentOf(m);
  const speaker = await speakerOf(deps, m, content, me.teamId);
  const isOurs = m.user === me.userId || (m.botId !== undefined && m.botId === me.botId);
  const heard = { m, content, speaker, isOurs, link: linkTo(me.url, m), manner };
  return deps.db.transaction(async (tx) => {
    await lockChannel(tx, m.channel);
    await markSeen(tx, m.channel, m.ts);
    return write(deps, tx, place, heard);
  });
}

type Heard = {
  m: SlackMessage;
  content: Content | undefined;
  speaker: Speaker;
  isOurs: boolean;
  link: string;
  manner: Manner;
};

async function write(deps: Deps, tx: Db, place: ChannelRow, heard: Heard): Promise<Happened[]> {
  const { m, manner } = heard;
  const known = await findMessage(tx, keyOf(m));
  if (known?.deletedAt) return [];
  if (known?.feedbackId) return again(tx, known.feedbackId, manner);
  const decision = await decide(tx, place, heard);
  if (decision.kind === 'pass') {
    await notePassedOver(tx, keyOf(m), decision.reason, deps.now());
    return [];
  }
  await forgetPassedOver(tx, [keyOf(m)]);
  const id = decision.kind === 'add' ? decision.feedbackId : await start(deps, tx, heard);
  const part = decision.kind === 'add' ? decision.part : 'voice';
  await addMessage(tx, id, heard, part);
  if (part === 'context') return [];
  const revision = decision.kind === 'start' ? 1 : await raiseRevision(tx, id);
  await learnCustomer(tx, id, heard.speaker);
  return [{ what: 'captured', feedbackId: id, revision }];
}

/** Already an item: a person's hand brings it back if it was withdrawn. */
async function again(tx: Db, feedbackId: string, manner: Manner): Promise<Happened[]> {
  const item = await findFeedback(tx, feedbackId);
  if (manner.how === 'channel' || !item?.withdrawnAt) return [];
  await restore(tx, feedbackId);
  return [{ what: 'captured', feedbackId, revision: await raiseRevision(tx, feedbackId) }];
}

async function decide(tx: Db, place: ChannelRow, heard: Heard): Promise<Decision> {
  const { m, content, speaker, isOurs, manner } = heard;
  const isReply = m.threadTs !== undefined && m.threadTs !== m.ts;
  const thread = isReply ? await findFeedbackOfMessage(tx, `${m.channel}:${m.threadTs}`) : undefined;
  const last = isReply ? undefined : await findLastRoot(tx, m.channel, timeOf(m.ts));
  const byHand = manner.how !== 'channel';
  return decideIntake({
    subtype: m.subtype,
    isOurs,
    isReply: isReply && !byHand,
    hasContent: content !== undefined || byHand,
    listening: byHand ? 'every message' : (place.listening as Listening),
    speaker,
    authorKey: authorOf(m),
    words: plainText(content?.text ?? ''),
    thread: thread && { feedbackId: thread.id, authorKey: thread.authorKey },
    previous:
      last?.feedbackId && !byHand
        ? {
            feedbackId: last.feedbackId,
            authorKey: last.authorKey,
            customerId: last.customerId,
            minutesAgo: minutesBetween(last.saidAt, timeOf(m.ts)),
          }
        : undefined,
  });
}

async function start(deps: Deps, tx: Db, { m, content, speaker, link, manner }: Heard): Promise<string> {
  const id = idFor('feedback', 'slack', keyOf(m));
  await startFeedback(tx, {
    id,
    source: 'slack',
    sourceKey: keyOf(m),
    channelId: m.channel,
    threadTs: m.threadTs ?? m.ts,
    link,
    title: content?.title ?? null,
    authorKey: authorOf(m) ?? null,
    authorName: content?.requester ?? null,
    account: null,
    customerId: speaker.customerId ?? null,
    customerBecause: speaker.because,
    saidAt: timeOf(m.ts),
    capturedAt: deps.now(),
    capturedHow: manner.how,
    capturedBy: manner.how === 'channel' ? null : manner.by,
  });
  return id;
}

async function addMessage(tx: Db, feedbackId: string, { m, content }: Heard, part: 'voice' | 'context') {
  await saveMessage(tx, {
    key: keyOf(m),
    feedbackId,
    authorKey: authorOf(m) ?? null,
    threadTs: m.threadTs && m.threadTs !== m.ts ? m.threadTs : null,
    part,
    text: clean(content?.text ?? m.text),
    files: m.files,
    saidAt: timeOf(m.ts),
    editedTs: m.editedTs ?? null,
  });
}

async function learnCustomer(tx: Db, id: string, speaker: Speaker): Promise<void> {
  const item = await findFeedback(tx, id);
  if (item && !item.customerId && speaker.customerId)
    await nameCustomer(tx, id, speaker.customerId, speaker.because);
}

/** A reply may arrive before its root, or after a time we were away: then the root is fetched and heard first. */
async function hearRootFirst(deps: Deps, m: SlackMessage, place: ChannelRow): Promise<void> {
  if (!m.threadTs || m.threadTs === m.ts || place.listening === 'off' || place.listening === 'reactions only')
    return;
  if (await findMessage(deps.db, `${m.channel}:${m.threadTs}`)) return;
  const root = await deps.slack.message({ channel: m.channel, ts: m.threadTs });
  if (root) await hearMessage(deps, root, { how: 'channel' });
}

async function speakerOf(
  deps: Deps,
  m: SlackMessage,
  content: Content | undefined,
  homeTeamId: string,
): Promise<Speaker> {
  const customers = await findCustomers(deps.db);
  const text = [content?.requester, content?.title, content?.text].filter(Boolean).join('\n');
  const common = { homeTeamId, channelId: m.channel, text, employeeDomains: deps.config.employeeDomains };
  if (m.botId && content?.requester) {
    const email = /[\w.+-]+@[\w-]+(\.[\w-]+)+/.exec(content.requester)?.[0] ?? null;
    const stated = { standing: 'external' as const, teamId: '', email };
    return identify({ ...common, person: stated, text: content.requester }, customers);
  }
  const person = m.botId
    ? { standing: 'bot' as const, teamId: '', email: null }
    : m.user
      ? await whoIs(deps, m.user)
      : undefined;
  return identify({ ...common, person }, customers);
}

function authorOf(m: SlackMessage): string | undefined {
  return m.user ?? m.botId;
}

/** Postgres takes no NUL. */
export function clean(text: string): string {
  return text.replaceAll('\u0000', '');
}

function minutesBetween(a: Date, b: Date): number {
  return Math.abs(b.getTime() - a.getTime()) / 60_000;
}

/** Slack's own format of a permalink; asking for each would cost a call a message. */
function linkTo(workspaceUrl: string, m: SlackMessage): string {
  const base = `${workspaceUrl.replace(/\/$/, '')}/archives/${m.channel}/p${m.ts.replace('.', '')}`;
  return m.threadTs && m.threadTs !== m.ts ? `${base}?thread_ts=${m.threadTs}&cid=${m.channel}` : base;
}
