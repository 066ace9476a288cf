// Finds the stored words that may answer a question: through this worker's index, the customer named, the area named.
import { currentCatalog } from '../../catalog/catalog.ts';
import { withChildren } from '../../catalog/owners.ts';
import { knownCustomers } from '../../customers/known.ts';
import { plainName } from '../../customers/names.ts';
import type { Deps } from '../../deps.ts';
import { findTop } from '../prioritize/store-lists.ts';
import { freshIndex } from '../theme/live-index.ts';
import { findThemes } from '../theme/store.ts';
import { findNewestReports, type NewestReport } from '../theme/store-reports.ts';
import { type Candidate, chooseExcerpts, type Found } from './ask.ts';
import { type Asked, readQuestion } from './question.ts';
import { findThemesOfCustomers } from './store.ts';

const mostThemes = 24;
const reportsEach = 40;

export type Searched = { asked: Asked; found: Found; searched: { reports: number; themes: number } };

export async function search(deps: Deps, question: string): Promise<Searched> {
  const { areas } = await currentCatalog(deps);
  const asked = readQuestion(question, { customers: await knownCustomers(deps), areas, now: deps.now() });
  const scores = await themesFor(deps, asked);
  const ids = [...scores.keys()];
  const [themes, reports] = await Promise.all([
    findThemes(deps.db, ids),
    findNewestReports(deps.db, ids, reportsEach),
  ]);
  const titles = new Map(themes.filter((theme) => !theme.mergedInto).map(({ id, title }) => [id, title]));
  const fitting = reports.filter((row) => titles.has(row.themeId) && fits(asked, row));
  const candidates = fitting.map((row) =>
    candidateOf(row, titles.get(row.themeId)!, scores.get(row.themeId)!),
  );
  return {
    asked,
    found: chooseExcerpts(asked.topic, candidates),
    searched: { reports: fitting.length, themes: new Set(fitting.map((row) => row.themeId)).size },
  };
}

/** The themes to look into, each with how sure the index is of it. */
async function themesFor(deps: Deps, asked: Asked): Promise<Map<string, number>> {
  const { topic, customers, area } = asked;
  const areaKeys = area ? withChildren((await currentCatalog(deps)).areas, area.key) : undefined;
  const index = topic ? await freshIndex(deps, deps.db) : undefined;
  const matches = index?.match(topic, { k: mostThemes, areaKey: area?.key }) ?? [];
  const scores = new Map(matches.map(({ themeId, score }) => [themeId, score]));
  const named = customers.length > 0 ? await ofCustomers(deps, asked) : undefined;
  const top = areaKeys || !topic ? await findTop(deps.db, { areaKeys, limit: mostThemes }) : [];
  const others = named ?? top.map(({ theme }) => theme.id);
  const ids = named && !areaKeys ? named : [...new Set([...scores.keys(), ...others])];
  const inArea =
    areaKeys && (await findThemes(deps.db, ids)).filter(({ areaKey }) => areaKeys.includes(areaKey ?? ''));
  return new Map((inArea ? inArea.map(({ id }) => id) : ids).map((id) => [id, scores.get(id) ?? 0]));
}

async function ofCustomers(deps: Deps, { customers, since }: Asked): Promise<string[]> {
  const customerIds = customers.map(({ id }) => id);
  return (await findThemesOfCustomers(deps.db, customerIds, { since, limit: 300 })).slice(0, mostThemes * 2);
}

function fits({ customers, since, until, wants }: Asked, row: NewestReport): boolean {
  if ((since && row.saidAt < since) || (until && row.saidAt >= until)) return false;
  if (wants === 'complaints' && row.kind === 'praise') return false;
  return customers.length === 0 || customers.some(({ id }) => id === row.customerId);
}

function candidateOf(row: NewestReport, themeTitle: string, themeScore: number): Candidate {
  return {
    findingId: row.findingId,
    themeId: row.themeId,
    words: [row.summary, ...row.quotes],
    customerKey: row.customerId ?? row.authorKey ?? row.feedbackId,
    customerName: row.customerName ?? plainName(row.authorName),
    saidAt: row.saidAt,
    link: row.link,
    themeTitle,
    themeScore,
  };
}
