// Reading a theme's reports without reading all of them: voices for the score, the newest for quotes.
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { customer } from '../../db/tables/customers.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership } from '../../db/tables/theme.ts';
import { kindInForce, severityInForce } from '../analyze/store-corrections.ts';

/** Whose voice it is, when, and how bad: all that a score is made from. Newest first. */
export async function findVoices(db: Db, themeIds: string[]) {
  if (themeIds.length === 0) return [];
  return db
    .select({
      themeId: membership.themeId,
      feedbackId: feedback.id,
      severity: severityInForce,
      sentiment: finding.sentiment,
      churnRisk: finding.churnRisk,
      saidAt: feedback.saidAt,
      authorKey: feedback.authorKey,
      authorName: feedback.authorName,
      customerId: customer.id,
      customerName: customer.name,
      annualRevenue: customer.annualRevenue,
    })
    .from(membership)
    .innerJoin(finding, eq(finding.id, membership.findingId))
    .innerJoin(analysis, and(eq(analysis.id, finding.analysisId), isNull(analysis.supersededAt)))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .leftJoin(customer, eq(customer.id, feedback.customerId))
    .where(and(inArray(membership.themeId, themeIds), isNull(membership.leftAt)))
    .orderBy(desc(feedback.saidAt), asc(finding.id));
}
export type VoiceRow = Awaited<ReturnType<typeof findVoices>>[number];

/** The newest reports of each theme, at most `each`, newest first: for quotes and names, however large the theme is. */
export async function findNewestReports(db: Db, themeIds: string[], each: number) {
  if (themeIds.length === 0) return [];
  const newest = db
    .select({ findingId: membership.findingId, themeId: membership.themeId })
    .from(membership)
    .where(and(eq(membership.themeId, sql`wanted.id`), isNull(membership.leftAt)))
    .orderBy(desc(membership.saidAt))
    .limit(each)
    .as('newest');
  return db
    .select({
      themeId: newest.themeId,
      findingId: finding.id,
      feedbackId: feedback.id,
      summary: finding.summary,
      kind: kindInForce,
      quotes: finding.quotes,
      severity: severityInForce,
      recommendation: finding.recommendation,
      saidAt: feedback.saidAt,
      link: feedback.link,
      authorKey: feedback.authorKey,
      authorName: feedback.authorName,
      customerId: customer.id,
      customerName: customer.name,
      segment: customer.segment,
    })
    .from(sql`unnest(${sql.param(themeIds)}::uuid[]) as wanted(id)`)
    .crossJoinLateral(newest)
    .innerJoin(finding, eq(finding.id, newest.findingId))
    .innerJoin(analysis, and(eq(analysis.id, finding.analysisId), isNull(analysis.supersededAt)))
    .innerJoin(feedback, and(eq(feedback.id, finding.feedbackId), isNull(feedback.withdrawnAt)))
    .leftJoin(customer, eq(customer.id, feedback.customerId))
    .orderBy(desc(feedback.saidAt), asc(finding.id));
}
export type NewestReport = Awaited<ReturnType<typeof findNewestReports>>[number];
