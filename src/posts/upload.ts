// Does something in Slack that cannot be looked up afterwards, such as uploading a file: at most once.
import type { Deps } from '../deps.ts';
import type { Saying } from './post.ts';
import { announcePost, confirmPost } from './store.ts';

/**
 * When an earlier try may have succeeded it is not repeated: missing is better than twice. What `act` returns (an
 * uploaded file's id) is kept in the place of a message's ts.
 */
export async function sayOnce(
  deps: Deps,
  { id, channel, what, threadTs }: Pick<Saying, 'id' | 'channel' | 'what' | 'threadTs'>,
  act: () => Promise<string>,
): Promise<void> {
  const before = await announcePost(deps.db, { id, channel, what, threadTs: threadTs ?? null }, deps.now());
  if (before.ts || before.sentBefore) return;
  await confirmPost(deps.db, id, await act(), '');
}
