// The job of prioritizing: gather a theme's evidence, score it, append the score.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { findReports, type ReportRow } from '../theme/store.ts';
import { explain } from './explain.ts';
import { currentYardstick } from './measure.ts';
import { type Report, scoreTheme, type ThemeEvidence } from './prioritize.ts';
import { endScore, findScore, saveScore } from './store.ts';
import { trendOf } from './trend.ts';

export const prioritize: Job<{ themeId: string }, Happened[]> = {
  name: 'prioritize',
  payload: z.object({ themeId: z.uuid() }),
  key: ({ themeId }) => `theme-${themeId}`,
  concurrency: 4,
  run: async (deps, { themeId }) => {
    const at = deps.now();
    const rows = await findReports(deps.db, [themeId]);
    const before = await findScore(deps.db, themeId);
    if (rows.length === 0) {
      await endScore(deps.db, themeId, at);
      return [];
    }
    const { evidence, yardstick } = await evidenceFor(deps, rows, at);
    const impact = scoreTheme(evidence, yardstick);
    await saveScore(deps.db, {
      themeId,
      at,
      total: impact.score,
      band: impact.band,
      confidence: impact.confidence,
      customers: impact.customers,
      revenue: impact.raw.revenue,
      newestAt: rows[0]!.saidAt,
      raw: impact.raw,
      explanation: explain(evidence, yardstick),
      version: impact.version,
    });
    return [{ what: 'scored', themeId, bandChanged: before?.band !== impact.band }];
  },
};

async function evidenceFor(deps: Deps, rows: ReportRow[], at: Date) {
  const { yardstick, heardSince, share } = await currentYardstick(deps, at);
  const reports = rows.map(reportOf);
  const trend = trendOf(reports, { at, heardSince, share });
  const evidence: ThemeEvidence = { reports, trend };
  return { evidence, yardstick };
}

/** Where the customer is unknown, the author stands for it; where the author is unknown too, the item does. */
export function reportOf(row: ReportRow): Report {
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
