// The in-process index of themes: which themes does a text belong to, among all items seen so far? No SQL, no clock.
import { readSnapshot, writeSnapshot } from './index-snapshot.ts';
import {
  addItem,
  type IndexState,
  makeState,
  moveItem,
  type NewItem,
  removeItem,
  removeTheme,
} from './index-state.ts';
import { candidatesFor } from './match-candidates.ts';
import { ask, compareItem, compareTheme, wipe } from './match-query.ts';
import { backgroundOf, type MatchParts, scoreOf } from './match-score.ts';

/** Changes whenever the same text could get another score: stored with each membership. */
export const matchVersion = 'match-5';

/** From `join` upward a text joins the theme by itself; from `ask` upward a person is asked. */
export const thresholds = { join: 0.48, ask: 0.34 } as const;

export type ThemeMatch = {
  themeId: string;
  /** 0 to 1, near the share of such texts that belong to the theme. */
  score: number;
  nearestItemId: string;
  parts: MatchParts;
};

type NearItem = { itemId: string; themeId: string; likeness: number };

export type ThemeIndex = {
  /** Adds an item, or replaces the one with its id. */
  addItem: (item: NewItem) => void;
  removeItem: (itemId: string) => void;
  moveItem: (itemId: string, themeId: string) => void;
  removeTheme: (themeId: string) => void;
  /** At most `k` themes, best first. `areaKey`: the text's own area; a theme of another area loses ground. */
  match: (text: string, options: { k: number; areaKey?: string | undefined }) => ThemeMatch[];
  /** At most `k` items, most alike first: the search for duplicates of one report. Reads every item. */
  nearest: (text: string, options: { k: number }) => NearItem[];
  size: () => { items: number; themes: number };
  /** Everything the index knows, for `restoreThemeIndex` in a later process. */
  snapshot: () => Uint8Array;
};

export function makeThemeIndex(): ThemeIndex {
  return indexOver(makeState());
}

/** The index as it was; undefined when the bytes are of another version or damaged: then build it anew. */
export function restoreThemeIndex(bytes: Uint8Array): ThemeIndex | undefined {
  const state = readSnapshot(bytes, matchVersion);
  return state && indexOver(state);
}

function indexOver(state: IndexState): ThemeIndex {
  return {
    addItem: (item) => addItem(state, item),
    removeItem: (itemId) => removeItem(state, itemId),
    moveItem: (itemId, themeId) => moveItem(state, itemId, themeId),
    removeTheme: (themeId) => removeTheme(state, themeId),
    match: (text, options) => match(state, text, options),
    nearest: (text, { k }) => nearest(state, text, k),
    size: () => ({
      items: state.texts,
      themes: state.themes.filter((theme) => theme.items.length > 0).length,
    }),
    snapshot: () => writeSnapshot(state, matchVersion),
  };
}

function match(
  state: IndexState,
  text: string,
  { k, areaKey }: { k: number; areaKey?: string | undefined },
): ThemeMatch[] {
  const query = ask(state, text);
  const found = candidatesFor(state, query).map(({ place, rows }) => compareTheme(state, query, place, rows));
  wipe(state, query);
  for (const theme of found) if (ofOtherArea(state, theme.place, areaKey)) theme.likeness -= otherAreaCosts;
  found.sort((a, b) => b.likeness - a.likeness || a.place - b.place);
  const background = backgroundOf(found.slice(0, 10).map((theme) => theme.likeness));
  return found.slice(0, k).map(({ place, likeness, nearest: row, parts }) => ({
    themeId: state.themes[place]!.id,
    score: scoreOf(likeness, background),
    nearestItemId: state.itemIds[row]!,
    parts,
  }));
}

/** Areas are guesses themselves: another one is a hint against, not a bar. */
const otherAreaCosts = 0.03;

function ofOtherArea(state: IndexState, place: number, areaKey: string | undefined): boolean {
  const own = state.themes[place]!.areaKey;
  return areaKey !== undefined && own !== undefined && own !== areaKey;
}

function nearest(state: IndexState, text: string, k: number): NearItem[] {
  const query = ask(state, text);
  const top: { itemId: string; at: number; likeness: number }[] = [];
  for (const [itemId, at] of state.places) {
    const { meaning, words } = compareItem(state, query, at);
    const likeness = query.meaningWeight * meaning + (1 - query.meaningWeight) * words;
    if (top.length === k && likeness <= top.at(-1)!.likeness) continue;
    insertInOrder(top, { itemId, at, likeness });
    if (top.length > k) top.pop();
  }
  wipe(state, query);
  return top.map(({ itemId, at, likeness }) => ({
    itemId,
    themeId: state.themes[state.items.theme[at]!]!.id,
    likeness,
  }));
}

/** Keeps the list sorted, most alike first; an older item stays before an equal newer one. */
function insertInOrder<T extends { likeness: number }>(top: T[], one: T): void {
  let [low, high] = [0, top.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (top[middle]!.likeness >= one.likeness) low = middle + 1;
    else high = middle;
  }
  top.splice(low, 0, one);
}
