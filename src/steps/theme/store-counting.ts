// Which reading of an item counts now, and which items are still in themes though none does.
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { analysis, finding } from '../../db/tables/analyze.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership } from '../../db/tables/theme.ts';

/** The reading whose findings belong in themes; undefined when the item was withdrawn or is no feedback. */
export async function findCountingReading(db: Db, feedbackId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: analysis.id })
    .from(analysis)
    .innerJoin(feedback, eq(feedback.id, analysis.feedbackId))
    .where(
      and(
        eq(analysis.feedbackId, feedbackId),
        isNull(analysis.supersededAt),
        eq(analysis.verdict, 'feedback'),
        isNull(feedback.withdrawnAt),
      ),
    );
  return row?.id;
}

const lookBackMs = 7 * 86_400_000;

/** Withdrawn, and still counted in a theme: the bell was lost. Looks back a week. */
export async function findCountedInVain(db: Db, withdrawnBefore: Date, limit: number) {
  return db
    .selectDistinct({ feedbackId: feedback.id })
    .from(feedback)
    .innerJoin(finding, eq(finding.feedbackId, feedback.id))
    .innerJoin(membership, and(eq(membership.findingId, finding.id), isNull(membership.leftAt)))
    .where(
      and(
        lt(feedback.withdrawnAt, withdrawnBefore),
        gt(feedback.withdrawnAt, new Date(withdrawnBefore.getTime() - lookBackMs)),
      ),
    )
    .limit(limit);
}
