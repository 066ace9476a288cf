// The SQL of weighing anew what a customer's change touches.
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { finding } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership, theme } from '../../db/tables/theme.ts';

export async function findThemesOf(db: Db, customerId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: membership.themeId })
    .from(feedback)
    .innerJoin(finding, eq(finding.feedbackId, feedback.id))
    .innerJoin(membership, and(eq(membership.findingId, finding.id), isNull(membership.leftAt)))
    .innerJoin(theme, and(eq(theme.id, membership.themeId), isNull(theme.mergedInto)))
    .where(and(eq(feedback.customerId, customerId), isNull(feedback.withdrawnAt)));
  return rows.map((row) => row.id);
}
