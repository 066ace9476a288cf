// The themes a model may choose from for new words, found by this worker's index.
import type { Deps, ThemeCandidate } from '../../deps.ts';
import { matchThemes } from './live-index.ts';
import { findThemes } from './store.ts';
import { findNewestReports } from './store-reports.ts';

const most = 8;
const examplesEach = 2;

export async function findCandidates(deps: Deps, words: string): Promise<ThemeCandidate[]> {
  const ids = (await matchThemes(deps, deps.db, { text: words, k: most })).map((match) => match.themeId);
  const [themes, reports] = await Promise.all([
    findThemes(deps.db, ids),
    findNewestReports(deps.db, ids, examplesEach),
  ]);
  return ids.flatMap((id) => {
    const theme = themes.find((row) => row.id === id && !row.mergedInto);
    if (!theme) return [];
    const said = reports.filter((row) => row.themeId === id);
    return [{ id, title: theme.title, examples: said.map((row) => row.summary) }];
  });
}
