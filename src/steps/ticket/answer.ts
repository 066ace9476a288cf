// Where a ticket was asked for, one reply says what came of it, and is edited as the ticket moves.
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Screen } from '../../text/screen.ts';
import { meetChannel } from '../intake/channels.ts';
import { reportOf } from '../prioritize/job.ts';
import { findOverride, findScore } from '../prioritize/store.ts';
import { findReports, findTheme } from '../theme/store.ts';
import { noTicket, ticketReply } from './blocks.ts';
import type { TicketRow, WishRow } from './store.ts';

/** In a channel shared with customers only the asker sees it; elsewhere it is a reply in the thread. */
export async function answerWish(deps: Deps, row: TicketRow, wished: WishRow): Promise<void> {
  const place = await meetChannel(deps, wished.channel);
  const screen = await replyFor(deps, row, wished, place?.shared === 'shared');
  if (place?.shared === 'shared') {
    if (!wished.answeredAt) await whisper(deps, wished, screen);
    return;
  }
  const id = idFor('ticket-reply', row.id, wished.channel, wished.threadTs ?? wished.id);
  const channel = place?.standing === 'member' ? wished.channel : await deps.slack.openDm(wished.by);
  const threadTs = channel === wished.channel ? (wished.threadTs ?? undefined) : undefined;
  await say(deps, { id, what: `theme:${row.themeId}:ticket`, channel, threadTs, ...screen });
}

export async function answerRefusal(deps: Deps, wished: WishRow, because: string): Promise<void> {
  await whisper(deps, wished, noTicket(because));
}

async function whisper(
  deps: Deps,
  { channel, by, threadTs }: WishRow,
  { text, blocks }: Screen,
): Promise<void> {
  await deps.slack.whisper({ channel, user: by, threadTs: threadTs ?? undefined }, text, blocks);
}

async function replyFor(deps: Deps, row: TicketRow, wished: WishRow, discreet: boolean): Promise<Screen> {
  const theme = (await findTheme(deps.db, row.themeId))!;
  const reports = await findReports(deps.db, [theme.id]);
  const score = await findScore(deps.db, theme.id);
  const override = await findOverride(deps.db, theme.id);
  return ticketReply({
    theme: {
      id: theme.id,
      number: theme.number,
      title: theme.title,
      score: score?.total ?? null,
      band: override?.band ?? score?.band ?? 'low',
      bandSetBy: override?.by ?? null,
      customers: new Set(reports.map((report) => reportOf(report).customer)).size,
      reports: reports.length,
    },
    tracker: row.tracker,
    key: row.key!,
    url: row.url!,
    title: row.title ?? theme.title,
    state: row.state ?? 'backlog',
    stateName: row.stateName ?? '',
    assignee: row.assignee,
    how: row.origin === 'linked' ? 'linked' : wished.at > (row.madeAt ?? wished.at) ? 'existing' : 'created',
    askedBy: row.askedBy,
    discreet,
  });
}
