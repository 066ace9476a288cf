// What Earshot made of one message, as one line of text for the tour.
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { analysis, finding } from '../db/tables/analyze.ts';
import { score } from '../db/tables/prioritize.ts';
import { membership, theme } from '../db/tables/theme.ts';
import { findFeedbackOfMessage } from '../steps/intake/store.ts';

/** Undefined until it was read, placed and scored. `messageKey` is `channel:ts`. */
export async function findReading(db: Db, messageKey: string): Promise<string | undefined> {
  const item = await findFeedbackOfMessage(db, messageKey);
  if (!item) return undefined;
  const [row] = await db
    .select()
    .from(analysis)
    .leftJoin(finding, eq(finding.analysisId, analysis.id))
    .leftJoin(membership, and(eq(membership.findingId, finding.id), isNull(membership.leftAt)))
    .leftJoin(theme, eq(theme.id, membership.themeId))
    .leftJoin(score, and(eq(score.themeId, theme.id), isNull(score.supersededAt)))
    .where(and(eq(analysis.feedbackId, item.id), isNull(analysis.supersededAt)));
  if (row?.analysis.verdict === 'not feedback') return `no feedback: ${row.analysis.reason}`;
  if (!row?.finding || !row.theme || !row.score) return undefined;
  const { finding: f, theme: t, score: s } = row;
  const area = f.areaKey ?? 'no area';
  const severity = `${f.kind}, ${f.severity}, area ${area} (${Math.round(f.areaConfidence * 100)} %)`;
  return `understood: ${severity}; T-${t.number} "${t.title}", impact ${Math.round(s.total)}, ${s.customers} customer${s.customers === 1 ? '' : 's'}`;
}
