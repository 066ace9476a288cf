// What the Slack listeners of tickets share: what a person pointed at, whether they may, and their wish.
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { findPostAt } from '../../posts/store.ts';
import type { SlackMessage } from '../../slack/port.ts';
import type { Happened } from '../happened.ts';
import { captureByHand } from '../intake/hear-hand.ts';
import { keyOf } from '../intake/message-key.ts';
import { findFeedbackOfMessage } from '../intake/store.ts';
import { findMembershipsOf, findThemeByName } from '../theme/store.ts';
import { renewWish, saveWish, type WishRow } from './store.ts';

export type Asked = {
  by: string;
  channel: string;
  threadTs: string | null;
  /** Names the occasion: the same one twice is one wish. */
  occasion: string;
  /** Found again when catching up: it may have been heard, answered and taken back before. */
  again?: 'caught up' | undefined;
  /** Of a shortcut: it works where Earshot is no member. */
  responseUrl?: string | undefined;
  /** The message as Slack handed it over with a shortcut. */
  shown?: SlackMessage | undefined;
};

export type Wanted = { kind?: WishRow['kind']; detail?: Record<string, unknown> };

/** `captured`: what else happened when the message was taken in by this. */
export type Pointed = { themeId?: string; feedbackId?: string; threadTs: string; captured: Happened[] };

/**
 * On a customer's message, on a message of ours, or on one not captured yet, which is captured first. Undefined: that
 * cannot be, and the person was told why.
 */
export async function pointedAt(
  deps: Deps,
  at: { channel: string; ts: string },
  asked: Asked,
): Promise<Pointed | undefined> {
  const ours = await findPostAt(deps.db, at.channel, at.ts);
  const themeId = ours && /^theme:([0-9a-f-]{36})/.exec(ours.what)?.[1];
  if (themeId) return { themeId, threadTs: ours.threadTs ?? at.ts, captured: [] };
  const captured = await captureByHand(deps, at, { how: 'reaction', by: asked.by }, asked.shown);
  if (captured.kind === 'refused') {
    await tellAlone(deps, asked, captured.because);
    return undefined;
  }
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  const { feedbackId, happened } = captured;
  return { feedbackId, threadTs: item?.threadTs ?? ours?.threadTs ?? at.ts, captured: happened };
}

/** Undefined while the item is still being read. */
export async function themeOfPointed(
  deps: Deps,
  { themeId, feedbackId }: Pointed,
): Promise<string | undefined> {
  if (themeId) return (await findThemeByName(deps.db, themeId))?.id;
  return feedbackId ? (await findMembershipsOf(deps.db, feedbackId))[0]?.themeId : undefined;
}

export async function wishOnMessage(
  deps: Deps,
  at: { channel: string; ts: string },
  asked: Omit<Asked, 'threadTs' | 'channel'>,
  wanted: Wanted = {},
): Promise<Happened[]> {
  if (asked.by === (await deps.slack.whoAmI()).userId) return [];
  const place = { ...asked, channel: at.channel, threadTs: at.ts };
  if (!(await isAllowed(deps, place))) return [];
  const pointed = await pointedAt(deps, at, place);
  if (!pointed) return [];
  const { threadTs, captured, themeId, feedbackId } = pointed;
  const about = themeId ? { themeId } : { feedbackId: feedbackId! };
  return [...captured, ...(await wishFor(deps, about, { ...place, threadTs }, wanted))];
}

/** The asker's right was checked. A theme that was merged away is the one it was merged into. */
export async function wishFor(
  deps: Deps,
  about: { themeId: string } | { feedbackId: string },
  { by, channel, threadTs, occasion, again }: Asked,
  { kind = 'ticket', detail = {} }: Wanted = {},
): Promise<Happened[]> {
  const named = 'themeId' in about ? await findThemeByName(deps.db, about.themeId) : undefined;
  if ('themeId' in about && !named) return [];
  const id = idFor('wish', occasion, by);
  const row = {
    id,
    ...(named ? { themeId: named.id } : about),
    by,
    at: deps.now(),
    kind,
    detail,
    channel,
    threadTs,
  };
  await (again ? saveWish(deps.db, row) : renewWish(deps.db, row));
  return [{ what: 'wished', wishId: id }];
}

/** Tells the person who may, when they may not. */
export async function isAllowed(deps: Deps, asked: Asked): Promise<boolean> {
  const access = await mayDecide(deps, asked.by);
  if (!access.allowed) await tellAlone(deps, asked, access.because);
  return access.allowed;
}

export async function tellAlone(deps: Deps, asked: Asked, text: string): Promise<void> {
  const { channel, by, threadTs, responseUrl } = asked;
  if (responseUrl) await deps.slack.respond(responseUrl, { text });
  else await deps.slack.whisper({ channel, user: by, threadTs: threadTs ?? undefined }, text);
}
