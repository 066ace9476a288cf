// What the asker is told: that it goes on, what came of it, and what lies outside Earshot. Nothing says who it was.
import { note } from '../audit/audit.ts';
import { nobody } from '../db/scrub.ts';
import type { ErasureSubject } from '../db/tables/intake.ts';
import type { Deps } from '../deps.ts';
import { Permanent, reasonOf } from '../lib/failure.ts';
import { idFor } from '../lib/ids.ts';
import { say } from '../posts/post.ts';
import { erasedNotice, erasingNotice, type TicketLeft } from '../steps/desk/erase-view.ts';
import { type ErasureRow, finishErasure } from '../steps/intake/store-erasure.ts';
import type { Screen } from '../text/screen.ts';

/** One direct message, edited until the end. */
export async function tellProgress(
  deps: Deps,
  row: ErasureRow,
  { itemIds = [] }: ErasureSubject,
): Promise<void> {
  await tell(deps, row, erasingNotice({ items: itemIds.length }));
}

/** The line that stays says what kind and how much, by whom. */
export async function finish(
  deps: Deps,
  row: ErasureRow,
  { subject, tickets }: { subject: ErasureSubject; tickets: TicketLeft[] },
): Promise<void> {
  const { kind, itemIds = [] } = subject;
  const items = itemIds.length;
  const askedBy = subject.authorKeys.includes(row.askedBy) ? nobody : row.askedBy;
  await tell(deps, row, erasedNotice({ kind, items, tickets }));
  await note(deps.db, {
    at: deps.now(),
    who: 'earshot',
    what: `erased a ${kind}: ${items} items`,
    subject: `erasure:${row.id}`,
    detail: { items, askedBy },
    origin: row.origin,
    occasion: `erased:${row.id}`,
  });
  await finishErasure(deps.db, row.id, { items, askedBy, doneAt: deps.now() });
}

/** The same message every time: what is there is edited. Whoever left Slack is not told; the erasure ends all the same. */
async function tell(deps: Deps, row: ErasureRow, screen: Screen): Promise<void> {
  try {
    const channel = await deps.slack.openDm(row.askedBy);
    await say(deps, { id: idFor('erased', row.id), what: 'notice', channel, ...screen });
  } catch (error) {
    if (!(error instanceof Permanent)) throw error;
    deps.log.warn(
      { erasure: row.id, reason: reasonOf(error) },
      'the asker of an erasure could not be told of it',
    );
  }
}
