// What was done came back: said once, where it was reported first, with the follow-up one click away.
import { z } from 'zod';
import { nobody } from '../../db/scrub.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from '../intake/channels.ts';
import { findFeedback } from '../intake/store.ts';
import { themeInReply } from './answer.ts';
import { cameBack } from './blocks.ts';
import { findTicket, findTicketOfTheme, findWishesFor, type TicketRow } from './store.ts';
import { findRecurrences } from './store-life.ts';

export const tellCameBack: Job<{ ticketId: string }, Happened[]> = {
  name: 'came-back',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (!row?.key || !row.url || !row.completedAt) return [];
    const { completedAt, key, url, themeId } = row;
    const since = (await findRecurrences(deps.db, [ticketId])).filter((one) => one.saidAt > completedAt);
    const first = since.find((one) => one.kind === 'came back');
    const place = first && (await placeFor(deps, row, first.feedbackId));
    if (!place) return [];
    const next = row.endedAt ? await findTicketOfTheme(deps.db, themeId) : undefined;
    await say(deps, {
      id: idFor('came-back', ticketId, completedAt.toISOString()),
      what: `theme:${themeId}:came-back`,
      ...place,
      ...cameBack({
        theme: await themeInReply(deps, themeId),
        ...{ key, url, completedAt, reports: since.length },
        next: next?.key && next.url ? { key: next.key, url: next.url } : null,
      }),
    });
    return [];
  },
};

/** The thread of the report, else of the ticket's wish; where customers read along, its asker alone, unless that one was erased. */
async function placeFor(deps: Deps, row: TicketRow, feedbackId: string) {
  const item = await findFeedback(deps.db, feedbackId);
  const wishes = await findWishesFor(deps.db, row.id);
  const places = [
    ...(item?.source === 'slack' && item.channelId
      ? [{ channel: item.channelId, threadTs: item.threadTs ?? item.sourceKey.split(':')[1] }]
      : []),
    ...wishes.map(({ channel, threadTs }) => ({ channel, threadTs: threadTs ?? undefined })),
  ];
  for (const place of places) {
    const channel = await meetChannel(deps, place.channel);
    if (channel?.standing === 'member' && channel.shared === 'internal') return place;
  }
  if (row.askedBy === nobody) return undefined;
  return { channel: await deps.slack.openDm(row.askedBy), threadTs: undefined };
}
