// Where a ticket was asked for, one reply says what came of it, and is edited as the ticket moves.
import { nobody } from '../../db/scrub.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Screen } from '../../text/screen.ts';
import { meetChannel } from '../intake/channels.ts';
import { reportOf } from '../prioritize/job.ts';
import { findOverride, findScore } from '../prioritize/store.ts';
import { findReports, findTheme } from '../theme/store.ts';
import { noTicket, type TicketReply, ticketReply } from './blocks.ts';
import { WaitingForm, waitingView } from './form.ts';
import { doubtScreen } from './likely-blocks.ts';
import { sinceDone } from './recur.ts';
import { findTicket, findTicketOfTheme, type TicketRow, type WishRow } from './store.ts';
import { findRecurrences } from './store-life.ts';

/** In a channel shared with customers only the asker sees it; elsewhere it is a reply in the thread. */
export async function answerWish(deps: Deps, row: TicketRow, wished: WishRow): Promise<void> {
  const place = await meetChannel(deps, wished.channel);
  const shared = place?.shared === 'shared';
  const screen = row.externalId
    ? await replyFor(deps, row, wished, shared)
    : doubtScreen({ ticketId: row.id, likely: row.likely ?? [] });
  if (shared) {
    if (!wished.answeredAt) await whisper(deps, wished, screen);
    return;
  }
  const isMember = place?.standing === 'member';
  if (!isMember && wished.by === nobody) return;
  const id = replyIdFor(row, wished);
  const channel = isMember ? wished.channel : await deps.slack.openDm(wished.by);
  const threadTs = channel === wished.channel ? (wished.threadTs ?? undefined) : undefined;
  await say(deps, { id, what: `theme:${row.themeId}:ticket`, channel, threadTs, ...screen });
}

/** The one message that answers in this place. */
export function replyIdFor(row: TicketRow, wished: WishRow): string {
  return idFor('ticket-reply', row.id, wished.channel, wished.threadTs ?? wished.id);
}

/** In the form where one waits, else to the asker alone. */
export async function answerRefusal(deps: Deps, wished: WishRow, because: string): Promise<void> {
  const form = WaitingForm.safeParse(wished.detail).data;
  if (form) await deps.slack.updateView(form.viewId, waitingView(because));
  else await whisper(deps, wished, noTicket(because));
}

/** To the asker alone: unseen by others where Earshot is a member, else as a direct message. Nobody hears of it who was erased. */
export async function whisper(deps: Deps, wished: WishRow, { text, blocks }: Screen): Promise<void> {
  const { channel, by, threadTs } = wished;
  if (by === nobody) return;
  const place = await meetChannel(deps, channel);
  if (place?.standing === 'member') {
    await deps.slack.whisper({ channel, user: by, threadTs: threadTs ?? undefined }, text, blocks);
    return;
  }
  const id = idFor('ticket-word', wished.id, text);
  await say(deps, { id, what: 'word', channel: await deps.slack.openDm(by), text, blocks });
}

async function replyFor(deps: Deps, row: TicketRow, wished: WishRow, discreet: boolean): Promise<Screen> {
  const theme = await themeInReply(deps, row.themeId);
  const noted = await findRecurrences(deps.db, [row.id]);
  const follows = row.followsId ? await findTicket(deps.db, row.followsId) : undefined;
  return ticketReply({
    id: row.id,
    theme,
    tracker: row.tracker,
    key: row.key!,
    url: row.url!,
    title: row.title ?? theme.title,
    state: row.state ?? 'backlog',
    stateName: row.stateName ?? '',
    assignee: row.assignee,
    was: formerName(row),
    archived: row.archivedAt !== null,
    how: row.origin === 'linked' ? 'linked' : wished.at > (row.madeAt ?? wished.at) ? 'existing' : 'created',
    askedBy: row.askedBy,
    since: sinceDone(noted, row.completedAt),
    follows: follows?.key && follows.url ? { key: follows.key, url: follows.url } : null,
    ended: await endOf(deps, row),
    discreet,
  });
}

export async function themeInReply(deps: Deps, themeId: string): Promise<TicketReply['theme']> {
  const theme = (await findTheme(deps.db, themeId))!;
  const [reports, score, override] = await Promise.all([
    findReports(deps.db, [themeId]),
    findScore(deps.db, themeId),
    findOverride(deps.db, themeId),
  ]);
  return {
    id: theme.id,
    number: theme.number,
    title: theme.title,
    score: score?.total ?? null,
    band: override?.band ?? score?.band ?? 'low',
    bandSetBy: override?.by ?? null,
    customers: new Set(reports.map((report) => reportOf(report).customer)).size,
    reports: reports.length,
  };
}

function formerName({ key, firstKey, canonicalId }: TicketRow): TicketReply['was'] {
  if (!firstKey || firstKey === key) return null;
  return { key: firstKey, because: canonicalId ? 'duplicate' : 'moved' };
}

async function endOf(deps: Deps, row: TicketRow): Promise<TicketReply['ended']> {
  if (!row.endedAt) return null;
  const next = row.endedBecause === 'unlinked' ? undefined : await findTicketOfTheme(deps.db, row.themeId);
  return next?.key && next.url
    ? { because: 'followed', by: { key: next.key, url: next.url } }
    : { because: 'unlinked' };
}
