// Says something in Slack exactly once, and edits it in place from then on.
import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import type { Deps } from '../deps.ts';
import { Permanent } from '../lib/failure.ts';
import { announcePost, confirmPost, noteEdit, retractPost } from './store.ts';

export type Saying = {
  /** Ours, chosen before: the same id is the same message for ever. */
  id: string;
  /** What it is about, e.g. `theme:<id>:line`: found again when somebody reacts to it. */
  what: string;
  channel: string;
  threadTs?: string | undefined;
  text: string;
  blocks?: KnownBlock[] | undefined;
};

/**
 * Posts it, or edits what is there when it looks different now. A try whose outcome is unknown (lost answer, crash) is
 * looked up by our id in the message's metadata before anything is sent again. Two calls for the same id must not run
 * at once: they come from one job key.
 */
export async function say(deps: Deps, saying: Saying): Promise<{ ts: string }> {
  const { id, what, channel } = saying;
  const looks = lookOf(saying);
  const before = await announcePost(
    deps.db,
    { id, channel, what, threadTs: saying.threadTs ?? null },
    deps.now(),
  );
  const found = before.ts ?? (before.sentBefore ? await lookFor(deps, saying, before.sentBefore) : undefined);
  if (!found) return { ts: await send(deps, saying, looks) };
  if (!before.ts) await confirmPost(deps.db, id, found, '');
  if (before.shown !== looks) await edit(deps, saying, found, looks);
  return { ts: found };
}

async function lookFor(
  deps: Deps,
  { id, channel, threadTs }: Saying,
  since: Date,
): Promise<string | undefined> {
  return (await deps.slack.findOurs({ channel, threadTs, since }, id))?.ts;
}

async function send(deps: Deps, saying: Saying, looks: string): Promise<string> {
  const { id, channel, threadTs, text, blocks } = saying;
  try {
    const { ts } = await deps.slack.post({ channel, threadTs, text, blocks, ourId: id });
    await confirmPost(deps.db, id, ts, looks);
    return ts;
  } catch (error) {
    if (error instanceof Permanent) await retractPost(deps.db, id);
    throw error;
  }
}

async function edit(deps: Deps, saying: Saying, ts: string, looks: string): Promise<void> {
  const { id, channel, text, blocks } = saying;
  // A message that a person deleted stays deleted.
  await deps.slack.edit({ channel, ts }, { text, blocks, ourId: id });
  await noteEdit(deps.db, id, looks, deps.now());
}

function lookOf({ text, blocks }: Saying): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks ?? null]))
    .digest('hex')
    .slice(0, 32);
}
