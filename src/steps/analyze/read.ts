// Reads words with Claude where there is one, with the local rules otherwise, and says which and why.
import type { Catalog } from '../../catalog/areas.ts';
import type { Deps } from '../../deps.ts';
import { ModelUnavailable } from '../../llm/port.ts';
import type { Analysis } from './analysis.ts';
import { analyzeWithClaude } from './claude.ts';
import { type LocalAnalyzer, makeLocalAnalyzer } from './local.ts';
import { type FindingRow, findCorrections } from './store.ts';

export type Read = {
  analysis: Analysis;
  analyzer: 'local' | 'claude';
  model: string;
  version: string;
  /** Why the model did not answer, when there is one. */
  note: string | null;
  /** Beside each finding: the model's word on its theme. */
  hints: FindingRow['themeHint'][];
};

export async function readItem(
  deps: Deps,
  { words, catalog }: { words: string; catalog: Catalog },
): Promise<Read> {
  if (!deps.model) return readLocally(deps, words, catalog, null);
  try {
    const candidates = await deps.candidates(words);
    const reading = await analyzeWithClaude(deps.model, { text: words, areas: catalog.areas, candidates });
    const { analysis, analyzer, model, version, themeChoices } = reading;
    return { analysis, analyzer, model, version, note: null, hints: themeChoices };
  } catch (error) {
    if (!(error instanceof ModelUnavailable)) throw error;
    return readLocally(deps, words, catalog, error.message);
  }
}

async function readLocally(deps: Deps, words: string, catalog: Catalog, why: string | null): Promise<Read> {
  const local = await localAnalyzer(deps, catalog);
  const analysis = local.analyze({ text: words });
  return { analysis, analyzer: 'local', model: 'local', version: local.version, note: why, hints: [] };
}

type Known = { catalog: Catalog; at: number; analyzer: Promise<LocalAnalyzer> };

const known = new WeakMap<Deps, Known>();
/** So soon a correction counts for what comes next. */
const freshMs = 5000;

/** Rebuilt when areas.yml changed, and now and then for what people corrected. */
function localAnalyzer(deps: Deps, catalog: Catalog): Promise<LocalAnalyzer> {
  const last = known.get(deps);
  const at = deps.now().getTime();
  if (last && last.catalog === catalog && Math.abs(at - last.at) < freshMs) return last.analyzer;
  const analyzer = build(deps, catalog);
  known.set(deps, { catalog, at, analyzer });
  analyzer.catch(() => known.delete(deps));
  return analyzer;
}

async function build(deps: Deps, catalog: Catalog): Promise<LocalAnalyzer> {
  const corrected = await findCorrections(deps.db, 'area');
  const examples = corrected.flatMap(({ text, is }) => (is === null ? [] : [{ text, areaKey: is }]));
  return makeLocalAnalyzer(catalog.areas, examples);
}
