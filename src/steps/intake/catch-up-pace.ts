// Reading the past keeps, in the long run, below what Slack allows (50 calls a minute and method, tier 3, with a burst now
// and then), so that what people ask for at the same time still gets through.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../deps.ts';

/** After a rest, so much of a minute's calls at once. */
const burst = 0.4;

type Method = 'history' | 'replies';

/** When the next call of each method would be due if they came evenly. */
const dueOf = new WeakMap<Deps, Record<Method, number>>();

/** Resolves when it is this call's turn. */
export async function withinTier(deps: Deps, method: Method): Promise<void> {
  const due = dueOf.get(deps) ?? { history: 0, replies: 0 };
  dueOf.set(deps, due);
  const { readsPerMinute } = deps.config;
  const gap = 60_000 / readsPerMinute;
  const now = performance.now();
  due[method] = Math.max(due[method], now - Math.floor(burst * readsPerMinute) * gap) + gap;
  if (due[method] > now) await sleep(due[method] - now);
}
