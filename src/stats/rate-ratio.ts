// How sure is it that one rate is larger than another, when both are counts?

/** ln 22,026: counts cannot support more, and an endless bound could not be stored. */
const utmost = 10;

/**
 * One-sided bounds of ln(rate a / rate b) for two Poisson counts over `timeA` and `timeB`. `z` is the normal quantile
 * of the wanted certainty, e.g. 0.8416 for 80 %. Cautious for small counts: with 0 in `a` the lower bound is the lowest.
 * Source: exact conditional test (Przyborowski and Wilenski 1940) through Clopper and Pearson's F quantiles, these by
 * Paulson's approximation (1942), within 2 % of exact from counts of 1 on.
 */
export function lnRateRatioBounds(
  a: { count: number; time: number },
  b: { count: number; time: number },
  z: number,
): { lower: number; upper: number } {
  const times = Math.log(b.time / a.time);
  return {
    lower: bounded(a.count === 0 ? -utmost : times + Math.log(a.count) - lnAbove(b.count, a.count, z)),
    upper: bounded(b.count === 0 ? utmost : times - Math.log(b.count) + lnAbove(a.count, b.count, z)),
  };
}

/** ln of (more + 1) x the F quantile that separates it from `few`. */
function lnAbove(more: number, few: number, z: number): number {
  return Math.log(more + 1) + 3 * Math.log(cubeRootF(2 * (more + 1), 2 * few, z));
}

function cubeRootF(freedom1: number, freedom2: number, z: number): number {
  const x = 2 / (9 * freedom1);
  const y = 2 / (9 * freedom2);
  const spread = Math.sqrt(x * (1 - y) ** 2 + y * (1 - x) ** 2 - x * y * z * z);
  return ((1 - x) * (1 - y) + z * spread) / ((1 - y) ** 2 - y * z * z);
}

const bounded = (ln: number): number => Math.min(utmost, Math.max(-utmost, ln));
