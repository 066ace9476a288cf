// What people's corrections taught this process: read anew as soon as somebody corrects something, or areas.yml changes.
import type { Catalog } from '../../catalog/areas.ts';
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { type Kind, kinds } from './analysis.ts';
import type { Corrected } from './correct.ts';
import { type Lessons, makeLessons } from './lessons.ts';
import { type LocalAnalyzer, type LocalExample, makeLocalAnalyzer } from './local.ts';
import { findLessons, markOfCorrections } from './store-corrections.ts';

export type Learned = {
  analyzer: LocalAnalyzer;
  lessons: Lessons;
  /** Text without the names of known customers: two reports of one customer are not alike for that. */
  bare: (text: string) => string;
};

type Known = { catalog: Catalog; mark: string; learned: Promise<Learned> };

const known = new WeakMap<Deps, Known>();
/** Newer ones say more about today's product, and learning has to stay quick. */
const mostLessons = 2000;

export async function whatPeopleCorrected(deps: Deps, catalog: Catalog): Promise<Learned> {
  const mark = await markOfCorrections(deps.db);
  const last = known.get(deps);
  if (last && last.catalog === catalog && last.mark === mark) return last.learned;
  const learned = learn(deps, catalog);
  known.set(deps, { catalog, mark, learned });
  learned.catch(() => known.delete(deps));
  return learned;
}

async function learn(deps: Deps, catalog: Catalog): Promise<Learned> {
  const corrected = await findLessons(deps.db, mostLessons);
  const bare = withoutNames(await customerNames(deps));
  const lessons = corrected.map((lesson) => ({ ...lesson, text: bare(lesson.text) }));
  return {
    analyzer: makeLocalAnalyzer(catalog.areas, lessons.flatMap(exampleOf)),
    lessons: makeLessons(lessons),
    bare,
  };
}

function exampleOf({ field, text, is }: Corrected): LocalExample[] {
  if (field === 'area' && is !== null) return [{ text, areaKey: is }];
  const kind = kinds.find((name) => name === is);
  return field === 'kind' && kind ? [{ text, kind: kind satisfies Kind }] : [];
}
