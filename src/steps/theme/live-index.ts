// This worker's index of all themes: read from its snapshot or from Postgres once, and kept up by the log of placements.
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { readIndexFile, saveIndexFile } from './live-index-file.ts';
import { makeThemeIndex, type ThemeIndex, type ThemeMatch } from './match.ts';
import { findPlacementsAfter, findPlaces, lastPlacement } from './store.ts';

type Live = {
  index: ThemeIndex;
  /** The last entry of the log that is in. */
  seq: number;
  /** The one the newest snapshot holds. */
  savedSeq: number;
  /** One reader of the log at a time, so that entries go in in their order. */
  reading: Promise<unknown>;
};

const live = new WeakMap<Deps, Promise<Live>>();
const page = 5000;

/**
 * Up to date with everything committed, and with what `db` itself wrote when it is a transaction that holds the lock.
 * If that transaction fails, `forgetIndex` must be called: the index then knows things that never came to be.
 */
export async function freshIndex(deps: Deps, db: Db): Promise<ThemeIndex> {
  let building = live.get(deps);
  if (!building) {
    building = build(deps, db);
    live.set(deps, building);
    building.catch(() => live.delete(deps));
  }
  const known = await building;
  const bare = withoutNames(await customerNames(deps));
  known.reading = known.reading.then(
    () => catchUp(known, db, bare),
    () => catchUp(known, db, bare),
  );
  await known.reading;
  saveWhenDue(deps, known);
  return known.index;
}

/** The themes closest to these words, best first: who the customer is does not count, which area it is does. */
export async function matchThemes(
  deps: Deps,
  db: Db,
  { text, k, areaKey }: { text: string; k: number; areaKey?: string | null | undefined },
): Promise<ThemeMatch[]> {
  const index = await freshIndex(deps, db);
  const bare = withoutNames(await customerNames(deps));
  return index.match(bare(text), { k, areaKey: areaKey ?? undefined });
}

export function forgetIndex(deps: Deps): void {
  live.delete(deps);
}

async function build(deps: Deps, db: Db): Promise<Live> {
  const saved = await readIndexFile(deps, db);
  if (saved) return { ...saved, savedSeq: saved.seq, reading: Promise.resolve() };
  const bare = withoutNames(await customerNames(deps));
  const index = makeThemeIndex();
  const seq = await lastPlacement(db);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await findPlaces(db, after, page);
    for (const row of rows) put(index, row, bare);
    if (rows.length < page) return { index, seq, savedSeq: 0, reading: Promise.resolve() };
    after = rows.at(-1)!.findingId;
  }
}

type Place = { findingId: string; themeId: string; text: string; areaKey: string | null };

function put(
  index: ThemeIndex,
  { findingId, themeId, text, areaKey }: Place,
  bare: (text: string) => string,
) {
  index.addItem({ itemId: findingId, themeId, text: bare(text), areaKey: areaKey ?? undefined });
}

async function catchUp(known: Live, db: Db, bare: (text: string) => string): Promise<void> {
  for (;;) {
    const changes = await findPlacementsAfter(db, known.seq, page);
    for (const change of changes) {
      // A later change may already be in the index from when it was built: leaving and joining are both idempotent.
      known.index.removeItem(change.findingId);
      if (change.change === 'joined') put(known.index, change, bare);
      // Its words were erased: the snapshot must not keep what follows from them.
      if (change.change === 'joined' && change.text === '') known.savedSeq = Number.NEGATIVE_INFINITY;
      known.seq = change.seq;
    }
    if (changes.length < page) return;
  }
}

/** Reading this many entries of the log, or rebuilding from this many items, takes less than a second. */
const worthSaving = 5000;

function saveWhenDue(deps: Deps, known: Live): void {
  const { items } = known.index.size();
  if (items < worthSaving || known.seq - known.savedSeq < Math.max(worthSaving, items / 20)) return;
  known.savedSeq = known.seq;
  saveIndexFile(deps, known);
}
