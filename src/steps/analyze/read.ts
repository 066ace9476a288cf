// Reads words with Claude where there is one, with the local rules otherwise, and says which and why. What people
// corrected in words like these counts with either.
import { type Catalog, findArea } from '../../catalog/areas.ts';
import type { Deps } from '../../deps.ts';
import { ModelUnavailable } from '../../llm/port.ts';
import type { Analysis, Finding } from './analysis.ts';
import { analyzeWithClaude } from './claude.ts';
import { withLessons } from './correct.ts';
import { type Learned, whatPeopleCorrected } from './learned.ts';
import type { FindingRow } from './store.ts';

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
  const learned = await whatPeopleCorrected(deps, catalog);
  const read = await readUncorrected(deps, words, { catalog, learned });
  return { ...read, analysis: withPeoplesWord(read.analysis, words, { catalog, learned }) };
}

type Known = { catalog: Catalog; learned: Learned };

async function readUncorrected(deps: Deps, words: string, { catalog, learned }: Known): Promise<Read> {
  if (!deps.model) return readLocally(words, learned, null);
  try {
    const candidates = await deps.candidates(words);
    const reading = await analyzeWithClaude(deps.model, { text: words, areas: catalog.areas, candidates });
    const { analysis, analyzer, model, version, themeChoices } = reading;
    return { analysis, analyzer, model, version, note: null, hints: themeChoices };
  } catch (error) {
    if (!(error instanceof ModelUnavailable)) throw error;
    return readLocally(words, learned, error.message);
  }
}

export function readLocally(words: string, { analyzer }: Learned, why: string | null): Read {
  const analysis = analyzer.analyze({ text: words });
  return { analysis, analyzer: 'local', model: 'local', version: analyzer.version, note: why, hints: [] };
}

/** Whichever analyzer read it: a mistake that people corrected before is not made again. */
export function withPeoplesWord(analysis: Analysis, words: string, { catalog, learned }: Known): Analysis {
  if (!analysis.feedback) return analysis;
  const nameOf = (key: string) => findArea(catalog, key)?.name ?? key;
  const findings = analysis.findings.map((finding) => {
    const text = textOf(finding, analysis.findings.length, words);
    const lessons = learned.lessons
      .near(learned.bare(text))
      .filter(({ field, is }) => isUsable(field, is, catalog));
    return withLessons(finding, lessons, nameOf);
  });
  return { ...analysis, findings };
}

/** The words a finding rests on: the whole item's when it says one thing. */
export function textOf(finding: Finding, findings: number, words: string): string {
  return findings === 1 ? words : [finding.summary, ...finding.quotes].join('\n');
}

const isUsable = (field: string, is: string | null, catalog: Catalog) =>
  field !== 'area' || is === null || findArea(catalog, is) !== undefined;
