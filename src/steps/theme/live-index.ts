// This worker's index of all themes, read from Postgres once and kept up by the log of placements.
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { makeThemeIndex, type ThemeIndex } from './match.ts';
import { findPlacementsAfter, findPlaces, lastPlacement } from './store.ts';

type Live = { index: ThemeIndex; seq: number };

const live = new WeakMap<Deps, Promise<Live>>();
const page = 5000;

/**
 * Up to date with everything committed, and with what `db` itself wrote when it is a transaction that holds the lock.
 * If that transaction fails, `forgetIndex` must be called: the index then knows things that never came to be.
 */
export async function freshIndex(deps: Deps, db: Db): Promise<ThemeIndex> {
  let building = live.get(deps);
  if (!building) {
    building = build(db);
    live.set(deps, building);
    building.catch(() => live.delete(deps));
  }
  const known = await building;
  await catchUp(known, db);
  return known.index;
}

export function forgetIndex(deps: Deps): void {
  live.delete(deps);
}

async function build(db: Db): Promise<Live> {
  const index = makeThemeIndex();
  const seq = await lastPlacement(db);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await findPlaces(db, after, page);
    for (const row of rows) index.addItem({ itemId: row.findingId, themeId: row.themeId, text: row.text });
    if (rows.length < page) return { index, seq };
    after = rows.at(-1)!.findingId;
  }
}

async function catchUp(known: Live, db: Db): Promise<void> {
  for (;;) {
    const changes = await findPlacementsAfter(db, known.seq, page);
    for (const change of changes) {
      // A later change may already be in the index from when it was built: leaving and joining are both idempotent.
      known.index.removeItem(change.findingId);
      if (change.change === 'joined')
        known.index.addItem({ itemId: change.findingId, themeId: change.themeId, text: change.text });
      known.seq = change.seq;
    }
    if (changes.length < page) return;
  }
}
