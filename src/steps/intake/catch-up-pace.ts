// Reading the past keeps below Slack's tier 3 (50 calls a minute and method), so that what people ask for at the same
// time still gets through.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../deps.ts';

const perMinute = 45;
/** So many at once after a rest: Slack counts by the minute. */
const burst = 20;

type Method = 'history' | 'replies';

/** When the next call of each method would be due if they came evenly. */
const dueOf = new WeakMap<Deps, Record<Method, number>>();

/** Resolves when it is this call's turn. */
export async function withinTier(deps: Deps, method: Method): Promise<void> {
  const due = dueOf.get(deps) ?? { history: 0, replies: 0 };
  dueOf.set(deps, due);
  const gap = 60_000 / perMinute;
  const now = performance.now();
  due[method] = Math.max(due[method], now - burst * gap) + gap;
  if (due[method] > now) await sleep(due[method] - now);
}
