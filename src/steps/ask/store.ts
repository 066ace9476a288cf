// The SQL of asking: what certain customers said, whichever theme it is in.
import { and, desc, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership } from '../../db/tables/theme.ts';

/** The themes their newest reports are in, newest first. */
export async function findThemesOfCustomers(
  db: Db,
  customerIds: string[],
  { since, limit }: { since: Date | null; limit: number },
): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const rows = await db
    .select({ themeId: membership.themeId })
    .from(feedback)
    .innerJoin(analysis, and(eq(analysis.feedbackId, feedback.id), isNull(analysis.supersededAt)))
    .innerJoin(finding, eq(finding.analysisId, analysis.id))
    .innerJoin(membership, and(eq(membership.findingId, finding.id), isNull(membership.leftAt)))
    .where(
      and(
        inArray(feedback.customerId, customerIds),
        isNull(feedback.withdrawnAt),
        since ? gte(feedback.saidAt, since) : undefined,
      ),
    )
    .orderBy(desc(feedback.saidAt))
    .limit(limit);
  return [...new Set(rows.map((row) => row.themeId))];
}
