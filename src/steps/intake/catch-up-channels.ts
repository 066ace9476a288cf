// A round of catching up: which stretches of which channels are to be read. Reading them is catch-up-read.ts.
import type { Deps } from '../../deps.ts';
import type { Happened } from '../happened.ts';
import { stretchToRead, withStretch } from './catch-up.ts';
import { listensTo, refreshChannels } from './channels.ts';
import { findChannels } from './store.ts';
import { changeUnread } from './store-catch-up.ts';

export async function catchUpChannels(deps: Deps): Promise<Happened[]> {
  const happened = await refreshChannels(deps);
  for (const { id, standing } of await findChannels(deps.db)) {
    if (standing !== 'member') continue;
    await planRound(deps, id);
    happened.push({ what: 'channelBehind', channelId: id });
  }
  return happened;
}

/** From now on, whatever `unread` does not name counts as read. */
export async function planRound(deps: Deps, channelId: string): Promise<void> {
  const now = deps.now();
  const { backfillDays } = deps.config;
  await changeUnread(
    deps.db,
    channelId,
    (row) => {
      const channel = { caughtUpAt: row.caughtUpAt, listens: listensTo(row) };
      return withStretch(row.unread, stretchToRead(channel, { now, backfillDays }));
    },
    now,
  );
}
