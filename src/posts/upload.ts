// A file for a message of ours: uploaded once, and waited for until Slack lets it into a message.
import type { Deps } from '../deps.ts';
import { waitFor } from '../lib/wait-for.ts';
import { announcePost, confirmPost } from './store.ts';

/** Slack looks at a new file for a second or two. */
const patienceMs = 20_000;

type Upload = { id: string; what: string; channel: string };

/**
 * The file's id, kept in the place of a message's ts; undefined when Slack is not ready with it in time, or when an
 * earlier try may have succeeded: a file cannot be looked up by an id of ours, and missing is better than twice.
 */
export async function uploadOnce(
  deps: Deps,
  { id, what, channel }: Upload,
  act: () => Promise<string>,
): Promise<string | undefined> {
  const before = await announcePost(deps.db, { id, channel, what, threadTs: null }, deps.now());
  if (!before.ts && before.sentBefore) return undefined;
  const fileId = before.ts ?? (await act());
  if (!before.ts) await confirmPost(deps.db, id, fileId, '');
  const isReady = await waitFor(async () => (await deps.slack.isReady(fileId)) || undefined, patienceMs);
  return isReady && fileId;
}
