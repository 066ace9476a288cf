// Themes and candidates: items arrive one by one, as in the job of themes, and meet what arrived before them.
import { makeThemeIndex, thresholds } from '../steps/theme/match.ts';
import { placeInTheme } from '../steps/theme/theme.ts';
import { clusterMetrics } from './cluster-metrics.ts';
import { type Labelled, labelOf } from './labelled.ts';
import { averagePrecision, noveltyAuc, recallAt } from './rank-metrics.ts';
import type { EvalOptions, EvalResult } from './task.ts';

/** How often the true theme is among the candidates, when every earlier item stands in its true theme. */
export async function evalCandidates(items: Labelled[]): Promise<EvalResult> {
  const index = makeThemeIndex();
  const known = new Set<string>();
  const places: number[] = [];
  const scores = { old: [] as number[], fresh: [] as number[] };
  for (const item of labelled(items)) {
    const matches = index.match(item.text, { k: 10 });
    const best = matches[0]?.score ?? 0;
    if (known.has(item.label)) {
      places.push(matches.findIndex((match) => match.themeId === item.label));
      scores.old.push(best);
    } else scores.fresh.push(best);
    index.addItem({ themeId: item.label, itemId: item.id, text: item.text });
    known.add(item.label);
  }
  return {
    n: places.length,
    metrics: {
      recallAt1: recallAt(places, 1),
      recallAt5: recallAt(places, 5),
      recallAt10: recallAt(places, 10),
      noveltyAuc: noveltyAuc(scores.fresh, scores.old),
    },
    notes: [`${scores.fresh.length} items were the first of their theme and count for noveltyAuc alone`],
  };
}

/** Themes as Earshot makes them by itself: join above the threshold, else start. A question starts a theme too. */
export async function evalThemes(items: Labelled[], { reader }: EvalOptions): Promise<EvalResult> {
  const index = makeThemeIndex();
  const read = reader([], []);
  const titles = new Map<string, string>();
  const found: string[] = [];
  const gold: string[] = [];
  let asked = 0;
  for (const item of labelled(items)) {
    const matches = index.match(item.text, { k: 10 });
    const candidates = matches.map(({ themeId }) => ({
      id: themeId,
      title: titles.get(themeId)!,
      examples: [],
    }));
    const [choice] = (await read(item.text, candidates)).themeChoices;
    const placement = placeInTheme({ matches, thresholds, previous: undefined, hint: choice });
    const themeId = placement.kind === 'join' ? placement.themeId : `theme-${item.id}`;
    if (placement.kind === 'start') titles.set(themeId, choice?.title ?? item.text.slice(0, 90));
    if (placement.kind === 'start' && placement.ask.length > 0) asked++;
    index.addItem({ themeId, itemId: item.id, text: item.text });
    found.push(themeId);
    gold.push(item.label);
  }
  const metrics = clusterMetrics(found, gold);
  const rate = ((100 * asked) / found.length).toFixed(1);
  return { n: found.length, metrics, notes: [`a person would be asked about ${rate} % of the items`] };
}

/** Long reports against every earlier one: are those people marked as the same found, and how high? */
export async function evalDuplicates(items: Labelled[]): Promise<EvalResult> {
  const index = makeThemeIndex();
  const seen = new Set<string>();
  const precisions: number[] = [];
  const places: number[] = [];
  for (const item of items) {
    const earlier = (item.dups ?? []).filter((id) => seen.has(id));
    if (earlier.length > 0) {
      const ranking = index.nearest(item.text, { k: 1000 }).map((near) => near.itemId);
      const hits = earlier.map((id) => ranking.indexOf(id)).filter((place) => place >= 0);
      precisions.push(averagePrecision(hits, earlier.length));
      places.push(hits.length > 0 ? Math.min(...hits) : -1);
    }
    index.addItem({ themeId: item.id, itemId: item.id, text: item.text });
    seen.add(item.id);
  }
  return {
    n: precisions.length,
    metrics: {
      map: precisions.reduce((a, b) => a + b, 0) / precisions.length,
      recallAt1: recallAt(places, 1),
      recallAt5: recallAt(places, 5),
      recallAt10: recallAt(places, 10),
    },
    notes: [`${items.length} reports, of which ${precisions.length} repeat an earlier one`],
  };
}

function labelled(items: Labelled[]): { id: string; text: string; label: string }[] {
  return items.flatMap((item) => {
    const label = labelOf(item);
    return label === undefined ? [] : [{ id: item.id, text: item.text, label }];
  });
}
