// What all themes are measured with right now, read at most once a minute: revenues, half-points, total feedback.
import type { Deps } from '../../deps.ts';
import { defaultHalfPoints, type HalfPoints, halfPointsDue, halfPointsFor } from './half-points.ts';
import type { Raw } from './parts.ts';
import type { Yardstick } from './prioritize.ts';
import {
  countVoicesByWeek,
  findHalfPoints,
  findRawOfActive,
  findYardstickFacts,
  saveHalfPoints,
} from './store.ts';
import { yardstickFor } from './yardstick.ts';

type Measure = { yardstick: Yardstick; heardSince: Date | undefined; share: number };

const known = new WeakMap<Deps, { at: number; measure: Measure }>();
const freshMs = 60_000;

const knownShare = new WeakMap<Deps, { at: number; share: number; goodForMs: number }>();
/** It reads nine weeks of feedback, which change little: it may take up to a thousandth of the time. */
const worthTimes = 1000;

export async function currentYardstick(deps: Deps, at: Date): Promise<Measure> {
  const last = known.get(deps);
  if (last && Math.abs(at.getTime() - last.at) < freshMs)
    return { ...last.measure, yardstick: { ...last.measure.yardstick, at } };
  const facts = await findYardstickFacts(deps.db);
  const halfPoints = await halfPointsInForce(deps, at);
  const measure = {
    yardstick: yardstickFor({ ...facts, at, signals: false, halfPoints }),
    heardSince: facts.heardSince,
    share: await shareOfUsual(deps, at),
  };
  known.set(deps, { at: at.getTime(), measure });
  return measure;
}

/** Distinct customers heard in the last 7 days over a usual week before; 1 while there is too little to compare. */
async function shareOfUsual(deps: Deps, at: Date): Promise<number> {
  const last = knownShare.get(deps);
  if (last && Math.abs(at.getTime() - last.at) < last.goodForMs) return last.share;
  const began = performance.now();
  const [recent = 0, ...earlier] = await countVoicesByWeek(deps.db, at, 9);
  const heard = earlier.slice(0, earlier.findLastIndex((n) => n > 0) + 1);
  const usual = heard.reduce((sum, n) => sum + n, 0) / Math.max(1, heard.length);
  const share = recent > 0 && usual > 0 ? recent / usual : 1;
  const goodForMs = Math.max(freshMs, (performance.now() - began) * worthTimes);
  knownShare.set(deps, { at: at.getTime(), share, goodForMs });
  return share;
}

async function halfPointsInForce(deps: Deps, at: Date): Promise<HalfPoints> {
  const row = await findHalfPoints(deps.db);
  const inForce = row ? ({ version: row.version, values: row.values } as HalfPoints) : defaultHalfPoints;
  if (!halfPointsDue(inForce, at)) return inForce;
  const active = await findRawOfActive(deps.db, new Date(at.getTime() - 90 * 86_400_000));
  if (active.length < fewThemes) return inForce;
  const next = halfPointsFor(active as Raw[], at);
  await saveHalfPoints(deps.db, { ...next, at });
  return next;
}

/** Below this a quartile says nothing. */
const fewThemes = 20;
