// What people write on a ticket, shown in the Slack threads it was asked for in: one way, and only where it is wanted.
// Never where customers read along.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { scrubbedLook } from '../../posts/scrub.ts';
import { findPost } from '../../posts/store.ts';
import type { Job } from '../../queue/port.ts';
import type { TicketComment } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import { meetChannel } from '../intake/channels.ts';
import { replyIdFor } from './answer.ts';
import { commentScreen } from './blocks.ts';
import { trackerFor } from './fetch.ts';
import { findTicket, findWishesFor, type TicketRow } from './store.ts';

type Place = { channel: string; threadTs: string };

/** Safe to repeat: a comment's message is known by the comment's id, and edited when the comment was. */
export const tellComments: Job<{ ticketId: string }, Happened[]> = {
  name: 'tell-comments',
  payload: z.object({ ticketId: z.uuid() }),
  key: ({ ticketId }) => `ticket-${ticketId}`,
  // The clock comes round again.
  attempts: 3,
  run: async (deps, { ticketId }) => {
    const row = await findTicket(deps.db, ticketId);
    if (deps.config.ticketComments === 'off' || !row?.externalId || row.endedAt) return [];
    // Linear itself carries what is written there into a synced thread; what is older than the wish for it is not told.
    if (row.slackThread === 'synced' || !row.commentsFrom) return [];
    const places = await threadsOf(deps, row);
    if (places.length === 0) return [];
    const tracker = trackerFor(deps, row.tracker);
    const comments = await tracker.comments(row.canonicalId ?? row.externalId, row.commentsFrom);
    const what = `theme:${row.themeId}:comment`;
    for (const comment of comments) {
      const posts = places.map((place) => ({ id: postIdFor(row, comment, place), what, ...place }));
      if (await isForgotten(deps, posts)) continue;
      for (const post of posts) await say(deps, { ...post, ...commentScreen({ ...comment, key: row.key! }) });
    }
    return [];
  },
};

const postIdFor = (row: TicketRow, comment: TicketComment, { channel, threadTs }: Place) =>
  idFor('ticket-comment', row.id, comment.id, channel, threadTs);

/** The tracker still holds the words that were taken out of it here: it is not said again, in no place. */
async function isForgotten(deps: Deps, posts: { id: string }[]): Promise<boolean> {
  const before = await Promise.all(posts.map(({ id }) => findPost(deps.db, id)));
  return before.some((post) => post?.shown === scrubbedLook);
}

/** Where our own reply stands; where customers read along there is none, and a channel may be shared since. */
async function threadsOf(deps: Deps, row: TicketRow): Promise<Place[]> {
  const places = new Map<string, Place>();
  for (const wished of await findWishesFor(deps.db, row.id)) {
    const reply = await findPost(deps.db, replyIdFor(row, wished));
    const threadTs = reply?.threadTs ?? reply?.ts;
    if (!reply || !threadTs) continue;
    const channel = await meetChannel(deps, reply.channel);
    if (channel?.shared === 'shared') continue;
    places.set(`${reply.channel} ${threadTs}`, { channel: reply.channel, threadTs });
  }
  return [...places.values()];
}
