// The themes a model may choose from for new words, found by this worker's index.
import type { Deps, ThemeCandidate } from '../../deps.ts';
import { freshIndex } from './live-index.ts';
import { findReports, findThemes } from './store.ts';

const most = 8;
const examplesEach = 2;

export async function findCandidates(deps: Deps, words: string): Promise<ThemeCandidate[]> {
  const index = await freshIndex(deps, deps.db);
  const ids = index.match(words, { k: most }).map((match) => match.themeId);
  const [themes, reports] = await Promise.all([findThemes(deps.db, ids), findReports(deps.db, ids)]);
  return ids.flatMap((id) => {
    const theme = themes.find((row) => row.id === id && !row.mergedInto);
    if (!theme) return [];
    const said = reports.filter((row) => row.themeId === id).slice(0, examplesEach);
    return [{ id, title: theme.title, examples: said.map((row) => row.summary) }];
  });
}
