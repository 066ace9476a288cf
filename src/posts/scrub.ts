// Takes somebody's words out of messages of ours that are in Slack already: each is read, and edited if it holds any.
import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/connect.ts';
import { scrubTable } from '../db/scrub.ts';
import { post as posts } from '../db/tables/shared.ts';
import type { Deps } from '../deps.ts';
import { Permanent } from '../lib/failure.ts';
import type { SlackMessage } from '../slack/port.ts';
import type { Eraser } from '../text/forget.ts';
import { findPostsSince, noteEdit, type PostRow } from './store.ts';

const batch = 40;
/** In place of how it looks: words were taken out of it. Whoever says it again without them writes over this. */
export const scrubbedLook = 'scrubbed';
export const firstPost = '00000000-0000-0000-0000-000000000000';

/** A file's id stands in the place of a message's ts. */
export const isFile = (ts: string): boolean => /^F[A-Z0-9]+$/.test(ts);

/** One batch: returns where to go on, undefined at the end. A message that a person deleted, or a channel left, is past. */
export async function scrubPosts(
  deps: Deps,
  eraser: Eraser,
  { since, after }: { since: Date; after: string },
): Promise<string | undefined> {
  const posts = await findPostsSince(deps.db, since, { after, limit: batch });
  for (const post of posts) await scrubPost(deps, eraser, post);
  return posts.length < batch ? undefined : posts.at(-1)!.id;
}

async function scrubPost(deps: Deps, eraser: Eraser, post: PostRow): Promise<void> {
  if (isFile(post.ts!)) return;
  const shown = await read(deps, post);
  if (!shown) return;
  const { text, blocks } = shown;
  const clean = eraser.value({ text, blocks });
  if (JSON.stringify(clean) === JSON.stringify({ text, blocks })) return;
  await rewrite(deps, post, clean);
}

/** A picture cannot be edited, and its file is gone when this is asked for, or will be. */
export async function takeOutPictures(deps: Deps, post: PostRow): Promise<void> {
  const shown = await read(deps, post);
  if (shown?.blocks.some(isPicture)) await rewrite(deps, post, shown);
}

const isPicture = (block: unknown) => (block as { type?: unknown }).type === 'image';

async function rewrite(
  deps: Deps,
  { id, channel, ts }: PostRow,
  { text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>,
): Promise<void> {
  const words = blocks.filter((block) => !isPicture(block)) as KnownBlock[];
  await deps.slack.edit(
    { channel, ts: ts! },
    { text, ourId: id, ...(words.length > 0 ? { blocks: words } : {}) },
  );
  await noteEdit(deps.db, id, scrubbedLook, deps.now());
}

async function read(deps: Deps, { channel, ts, threadTs }: PostRow) {
  try {
    return await deps.slack.message({ channel, ts: ts!, threadTs: threadTs ?? undefined });
  } catch (error) {
    if (!(error instanceof Permanent)) throw error;
    deps.log.warn(
      { channel, reason: error.message },
      'a message of ours cannot be read to take words out of it',
    );
    return undefined;
  }
}

/** What a message is about may name a person. */
export async function scrubPostNames(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(db, posts, { key: posts.id, columns: { what: posts.what } }, eraser.value);
}
