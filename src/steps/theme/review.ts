// The nightly review: which themes look like one, which looks like two? Pure. It only proposes; people decide.

/** How alike the reports of one theme are to the other one, on average: the index's score, both ways. */
export type Neighbours = {
  oneId: string;
  otherId: string;
  toOther: number;
  toOne: number;
  sameArea: boolean;
};

export type MergeProposal = { keepId: string; goesId: string; score: number };

/** Both ways at least this much: a single report that is alike to a large theme says little the other way round. */
const alikeBothWays = 0.4;
const alikeAcrossAreas = 0.5;

/** Most alike first; each theme takes part in at most one. `keep`: the older of two. */
export function mergesAmong(
  pairs: Neighbours[],
  isOlder: (a: string, b: string) => boolean,
): MergeProposal[] {
  const taken = new Set<string>();
  return pairs
    .map((pair) => ({ ...pair, score: Math.min(pair.toOther, pair.toOne) }))
    .filter(({ score, sameArea }) => score >= (sameArea ? alikeBothWays : alikeAcrossAreas))
    .sort((a, b) => b.score - a.score || (a.oneId < b.oneId ? -1 : 1))
    .flatMap(({ oneId, otherId, score }) => {
      if (taken.has(oneId) || taken.has(otherId)) return [];
      taken.add(oneId).add(otherId);
      const [keepId, goesId] = isOlder(oneId, otherId) ? [oneId, otherId] : [otherId, oneId];
      return [{ keepId, goesId, score }];
    });
}

/** The reports that would leave, as places in the list, and how sure. */
export type SplitProposal = { leave: number[]; score: number };

const fewestEach = 3;
const alikeWithin = 0.35;
const alikeBetween = 0.12;

/**
 * Two groups that are each alike in themselves and hardly to each other. `likeness[i][j]` 0 to 1. Reports in two languages
 * share no words and are no sign of two themes, so each report names its language. Source: average linkage, cut at two.
 */
export function splitOf(likeness: number[][], languages: string[]): SplitProposal | undefined {
  if (likeness.length < 2 * fewestEach) return undefined;
  const groups = averageLinkage(likeness);
  const [large, small] = groups.sort((a, b) => b.length - a.length) as [number[], number[]];
  if (small.length < fewestEach) return undefined;
  if (mostOf(large.map((i) => languages[i]!)) !== mostOf(small.map((i) => languages[i]!))) return undefined;
  const within = Math.min(meanWithin(large, likeness), meanWithin(small, likeness));
  const between = meanBetween(large, small, likeness);
  if (within < alikeWithin || between > alikeBetween) return undefined;
  return { leave: small.sort((a, b) => a - b), score: Math.min(1, within - between + 0.3) };
}

function averageLinkage(likeness: number[][]): number[][] {
  let groups = likeness.map((_, i) => [i]);
  while (groups.length > 2) {
    let best = { a: 0, b: 1, mean: -1 };
    for (let a = 0; a < groups.length; a++)
      for (let b = a + 1; b < groups.length; b++) {
        const mean = meanBetween(groups[a]!, groups[b]!, likeness);
        if (mean > best.mean) best = { a, b, mean };
      }
    const joined = [...groups[best.a]!, ...groups[best.b]!];
    groups = [...groups.filter((_, at) => at !== best.a && at !== best.b), joined];
  }
  return groups;
}

function meanBetween(one: number[], other: number[], likeness: number[][]): number {
  let sum = 0;
  for (const i of one) for (const j of other) sum += likeness[i]![j]!;
  return sum / (one.length * other.length);
}

function meanWithin(group: number[], likeness: number[][]): number {
  let sum = 0;
  for (const i of group) for (const j of group) if (i < j) sum += likeness[i]![j]!;
  return sum / ((group.length * (group.length - 1)) / 2);
}

function mostOf(names: string[]): string | undefined {
  return [...Map.groupBy(names, (name) => name)].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}
