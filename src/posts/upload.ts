// Does something in Slack that cannot be looked up afterwards, such as uploading a file: at most once.
import type { Deps } from '../deps.ts';
import type { Saying } from './post.ts';
import { announcePost, confirmPost } from './store.ts';

/** When an earlier try may have succeeded it is not repeated: missing is better than twice. */
export async function sayOnce(
  deps: Deps,
  { id, channel, what, threadTs }: Pick<Saying, 'id' | 'channel' | 'what' | 'threadTs'>,
  act: () => Promise<void>,
): Promise<void> {
  const before = await announcePost(deps.db, { id, channel, what, threadTs: threadTs ?? null }, deps.now());
  if (before.ts || before.sentBefore) return;
  await act();
  await confirmPost(deps.db, id, 'done', '');
}
