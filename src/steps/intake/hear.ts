// One message of Slack's, by event, by catch-up or by a person's hand: understand it, then write it under the
// channel's lock, and say what happened.
import { knownCustomers } from '../../customers/known.ts';
import { whoIs } from '../../customers/people.ts';
import { identify, type Speaker } from '../../customers/speaker.ts';
import type { PersonRow } from '../../customers/store.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import type { Me, SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { listensTo, meetChannel } from './channels.ts';
import { type Content, contentOf, wholeText } from './content.ts';
import { isErased } from './erase-guard.ts';
import { hearEarlierFirst, inLine, inTurn } from './hear-order.ts';
import { writeMessage } from './hear-write.ts';
import { isReply } from './message-key.ts';
import { type ChannelRow, findFeedbackOfMessage, findMessage, findPassedOver, lockChannel } from './store.ts';

/** By hand, channel rules do not matter. `changedTs`: when the emoji was put on, by Slack's clock. */
export type Manner =
  | { how: 'channel' }
  | { how: 'reaction' | 'shortcut' | 'link'; by: string; changedTs?: string | undefined };

/** What is known of a message before anything is written. */
export type Heard = {
  m: SlackMessage;
  place: ChannelRow;
  manner: Manner;
  content: Content | undefined;
  /** Its words as they are kept. */
  text: string;
  speaker: Speaker;
  authorKey: string | undefined;
  isOurs: boolean;
  isApp: boolean;
  isErased: boolean;
  link: string;
  /** The message whose thread this replies in, where that thread is no item yet and may become one. */
  root: Heard | undefined;
};

/** Idempotent: the same message again changes nothing. Edits go through `hearEdit`. */
export function hearMessage(deps: Deps, m: SlackMessage, manner: Manner): Promise<Happened[]> {
  return inLine(deps, m, () =>
    hearNow(deps, m, { manner, inOrder: !isReply(m) && manner.how === 'channel' }),
  );
}

async function hearNow(
  deps: Deps,
  m: SlackMessage,
  { manner, inOrder }: { manner: Manner; inOrder: boolean },
): Promise<Happened[]> {
  const place = await meetChannel(deps, m.channel);
  if (!place) return [];
  const before = await hearRootFirst(deps, m, { place, manner });
  const heard = await understand(deps, m, { place, manner });
  if (isReply(m)) heard.root = await rootOf(deps, heard);
  if (inOrder) {
    const hear = (earlier: SlackMessage) =>
      inLine(deps, earlier, () => hearNow(deps, earlier, { manner, inOrder: false }));
    before.push(...(await hearEarlierFirst(deps, m, hear)));
  }
  const write = async (tx: Db) => {
    await lockChannel(tx, m.channel);
    return writeMessage(deps, tx, heard);
  };
  const happened = await inTurn(deps, m.channel, () => deps.db.transaction(write));
  return [...before, ...happened];
}

type Circumstances = { place: ChannelRow; manner: Manner };

export async function understand(
  deps: Deps,
  m: SlackMessage,
  { place, manner }: Circumstances,
): Promise<Heard> {
  const me = await deps.slack.whoAmI();
  const isOurs = m.user === me.userId || (m.botId !== undefined && m.botId === me.botId);
  // Erased people are not asked about again.
  const isErasedAuthor = !isOurs && (await isErased(deps, { m }));
  const person = m.user && !isErasedAuthor ? await whoIs(deps, m.user) : undefined;
  // What a person posts through an app of theirs carries the app's id, too.
  const isApp = m.botId !== undefined && (person === undefined || person.standing === 'bot');
  const content = contentOf(isApp ? m : { ...m, botId: undefined });
  const speaker = await speakerOf(deps, { m, place, content, person, isApp, me });
  return {
    m,
    place,
    manner,
    content,
    text: clean(content?.text ?? wholeText(m)),
    speaker,
    authorKey: authorOf(m, content),
    isOurs,
    isApp,
    isErased: isErasedAuthor || (await isErased(deps, { m, person, content, speaker })),
    link: linkTo(me.url, m),
    root: undefined,
  };
}

/** A reply may arrive before its root, or after a time we were away: then the root is fetched and heard first. */
async function hearRootFirst(
  deps: Deps,
  m: SlackMessage,
  { place, manner }: Circumstances,
): Promise<Happened[]> {
  if (!isReply(m) || manner.how !== 'channel' || !listensTo(place)) return [];
  const key = `${m.channel}:${m.threadTs}`;
  if ((await findMessage(deps.db, key)) || (await findPassedOver(deps.db, key))) return [];
  const root = await deps.slack.message({ channel: m.channel, ts: m.threadTs! });
  return root ? hearMessage(deps, root, { how: 'channel' }) : [];
}

/** Fetched only where it decides: a customer's reply, or one a person points at, in a thread that is no item. */
async function rootOf(deps: Deps, { m, place, manner, speaker, isApp }: Heard): Promise<Heard | undefined> {
  const byHand = manner.how !== 'channel';
  const mayStart = !isApp && (speaker.role === 'customer' || speaker.role === 'unknown') && listensTo(place);
  if (!byHand && !mayStart) return undefined;
  const key = `${m.channel}:${m.threadTs}`;
  if (await findFeedbackOfMessage(deps.db, key)) return undefined;
  const root = await deps.slack.message({ channel: m.channel, ts: m.threadTs! });
  return root && understand(deps, root, { place, manner: { how: 'channel' } });
}

type Clues = {
  m: SlackMessage;
  place: ChannelRow;
  content: Content | undefined;
  person: PersonRow | undefined;
  isApp: boolean;
  me: Me;
};

async function speakerOf(deps: Deps, { m, place, content, person, isApp, me }: Clues): Promise<Speaker> {
  const customers = await knownCustomers(deps);
  const common = {
    homeTeamId: me.teamId,
    channelId: m.channel,
    channelIsShared: place.shared === 'shared',
    employeeDomains: deps.config.employeeDomains,
  };
  const requester = isApp ? content?.requester : undefined;
  if (requester) {
    const stated = { standing: 'external' as const, teamId: '', email: requester.email ?? null };
    return identify({ ...common, channelId: undefined, person: stated, text: requester.stated }, customers);
  }
  const text = [content?.title, content?.text].filter(Boolean).join('\n');
  if (isApp)
    return identify({ ...common, person: { standing: 'bot', teamId: '', email: null }, text }, customers);
  return identify({ ...common, person: person ?? strangerOf(m, me), text }, customers);
}

/** Slack does not show everybody of another organisation; the message says which one it is. */
function strangerOf(m: SlackMessage, me: Me): Pick<PersonRow, 'standing' | 'teamId' | 'email'> | undefined {
  if (!m.teamId || m.teamId === me.teamId) return undefined;
  return { standing: 'external', teamId: m.teamId, email: null };
}

/** Whoever an integration relays is the author, not the integration: ten of them are ten voices. */
function authorOf(m: SlackMessage, content: Content | undefined): string | undefined {
  const { email, name, stated } = content?.requester ?? {};
  return email ?? (stated ? `app:${name ?? stated}` : undefined) ?? m.user ?? m.botId;
}

/** Postgres takes no NUL. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** Slack's own format of a permalink; asking for each would cost a call a message. */
function linkTo(workspaceUrl: string, m: SlackMessage): string {
  const base = `${workspaceUrl.replace(/\/$/, '')}/archives/${m.channel}/p${m.ts.replace('.', '')}`;
  return isReply(m) ? `${base}?thread_ts=${m.threadTs}&cid=${m.channel}` : base;
}
