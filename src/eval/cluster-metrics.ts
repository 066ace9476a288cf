// How well found groups agree with true ones. `found[i]` and `gold[i]` name the groups of item i.

export type ClusterMetrics = {
  bCubedPrecision: number;
  bCubedRecall: number;
  bCubedF1: number;
  pairF1: number;
  nmi: number;
  ari: number;
  themes: number;
  gold: number;
};

/** B³: Bagga & Baldwin 1998. NMI: arithmetic mean. ARI: Hubert & Arabie 1985. */
export function clusterMetrics(found: string[], gold: string[]): ClusterMetrics {
  const n = found.length;
  const table = contingency(found, gold);
  let precision = 0;
  let recall = 0;
  let together = 0;
  for (const { both, inFound, inGold } of table.cells) {
    precision += (both * both) / inFound;
    recall += (both * both) / inGold;
    together += pairs(both);
  }
  const [p, r] = [precision / n, recall / n];
  const [foundPairs, goldPairs] = [sumPairs(table.found), sumPairs(table.gold)];
  const expected = (foundPairs * goldPairs) / pairs(n);
  const ceiling = (foundPairs + goldPairs) / 2;
  return {
    bCubedPrecision: p,
    bCubedRecall: r,
    bCubedF1: harmonic(p, r),
    pairF1: harmonic(foundPairs ? together / foundPairs : 0, goldPairs ? together / goldPairs : 0),
    nmi: normalizedInformation(table, n),
    ari: ceiling === expected ? 1 : (together - expected) / (ceiling - expected),
    themes: table.found.size,
    gold: table.gold.size,
  };
}

type Contingency = {
  found: Map<string, number>;
  gold: Map<string, number>;
  cells: { both: number; inFound: number; inGold: number }[];
};

function contingency(found: string[], gold: string[]): Contingency {
  const [sizesFound, sizesGold] = [counted(found), counted(gold)];
  const both = new Map<string, { both: number; inFound: number; inGold: number }>();
  found.forEach((group, i) => {
    const key = JSON.stringify([group, gold[i]]);
    const cell = both.get(key) ?? {
      both: 0,
      inFound: sizesFound.get(group)!,
      inGold: sizesGold.get(gold[i]!)!,
    };
    cell.both++;
    both.set(key, cell);
  });
  return { found: sizesFound, gold: sizesGold, cells: [...both.values()] };
}

function normalizedInformation({ cells, found, gold }: Contingency, n: number): number {
  const shared = cells.reduce(
    (sum, c) => sum + (c.both / n) * Math.log((n * c.both) / (c.inFound * c.inGold)),
    0,
  );
  const mean = (entropy(found, n) + entropy(gold, n)) / 2;
  return mean === 0 ? 1 : shared / mean;
}

function entropy(sizes: Map<string, number>, n: number): number {
  let sum = 0;
  for (const size of sizes.values()) sum -= (size / n) * Math.log(size / n);
  return sum;
}

function counted(groups: string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

const pairs = (n: number) => (n * (n - 1)) / 2;
const sumPairs = (sizes: Map<string, number>) =>
  [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0);
const harmonic = (a: number, b: number) => (a + b === 0 ? 0 : (2 * a * b) / (a + b));
