// The jobs of prioritizing: gather a theme's evidence, score it, append the score; and let time pass for all of them.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { findTheme } from '../theme/store.ts';
import { findVoices, type VoiceRow } from '../theme/store-reports.ts';
import { explain } from './explain.ts';
import { currentYardstick } from './measure.ts';
import { type Report, scoreTheme, type ThemeEvidence } from './prioritize.ts';
import { endScore, findScore, findStale, refreshScore, saveScore } from './store.ts';
import { countScored } from './store-lists.ts';
import { tallyOf } from './tally.ts';
import { trendOf } from './trend.ts';

export const prioritize: Job<{ themeId: string }, Happened[]> = {
  name: 'prioritize',
  payload: z.object({ themeId: z.uuid() }),
  key: ({ themeId }) => `theme-${themeId}`,
  concurrency: 4,
  run: async (deps, { themeId }) => {
    const at = deps.now();
    const theme = await findTheme(deps.db, themeId);
    const rows = await findVoices(deps.db, [themeId]);
    const before = await findScore(deps.db, themeId);
    if (!theme || rows.length === 0) {
      await endScore(deps.db, themeId, at);
      return [];
    }
    const scored = await score(deps, rows, at);
    const isNews = !before || before.at < theme.changedAt || !looksTheSame(before, scored);
    if (isNews) await saveScore(deps.db, { themeId, at, checkedAt: at, ...scored });
    else await refreshScore(deps.db, before.id, { checkedAt: at, ...scored });
    return [{ what: 'scored', themeId, bandChanged: before?.band !== scored.band }];
  },
};

async function score(deps: Deps, rows: VoiceRow[], at: Date) {
  const { evidence, yardstick } = await evidenceFor(deps, rows, at);
  const impact = scoreTheme(evidence, yardstick);
  return {
    total: impact.score,
    band: impact.band,
    confidence: impact.confidence,
    customers: impact.customers,
    revenue: impact.raw.revenue,
    newestAt: rows[0]!.saidAt,
    raw: impact.raw,
    explanation: explain(evidence, yardstick),
    tally: tallyOf(evidence.reports, evidence.trend!, at),
    version: impact.version,
  };
}

/** To people, who see whole points: then time alone adds no row to a score's history. */
function looksTheSame(
  a: { total: number; band: string; version: string },
  b: { total: number; band: string; version: string },
): boolean {
  return Math.round(a.total) === Math.round(b.total) && a.band === b.band && a.version === b.version;
}

const decayEveryMs = 600_000;
const dayMs = 86_400_000;

/**
 * Scores fade by themselves, so each is worked out again once a day. A portion at a time, oldest first: after a long
 * stop all are fresh again within two thirds of a day, and the queue never holds more than a portion.
 */
export const decay: Job<Record<string, never>, Happened[]> = {
  name: 'decay',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'decay',
  attempts: 1,
  run: async (deps) => {
    const portion = Math.max(20, Math.ceil((await countScored(deps.db)) * (decayEveryMs / dayMs) * 1.5));
    const stale = await findStale(deps.db, new Date(deps.now().getTime() - dayMs + decayEveryMs), portion);
    return stale.map(({ themeId }) => ({ what: 'themeChanged', themeId }));
  },
};

async function evidenceFor(deps: Deps, rows: VoiceRow[], at: Date) {
  const { yardstick, heardSince, share } = await currentYardstick(deps, at);
  const reports = rows.map(reportOf);
  const trend = trendOf(reports, { at, heardSince, share });
  const evidence: ThemeEvidence = { reports, trend };
  return { evidence, yardstick };
}

/** Where the customer is unknown, the author stands for it; where the author is unknown too, the item does. */
export function reportOf(row: Omit<VoiceRow, 'themeId'>): Report {
  return {
    customer: row.customerId ?? row.authorKey ?? row.feedbackId,
    customerName: row.customerName ?? row.authorName ?? 'an unknown customer',
    annualRevenue: row.annualRevenue,
    at: row.saidAt,
    severity: row.severity,
    sentiment: row.sentiment,
    churnRisk: row.churnRisk,
  };
}
