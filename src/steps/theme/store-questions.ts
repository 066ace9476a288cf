// The SQL of "same as …?": questions that wait, that were put to people, and what they answered.
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { finding } from '../../db/tables/analyze.ts';
import { customer } from '../../db/tables/customers.ts';
import { feedback } from '../../db/tables/intake.ts';
import { membership, question, theme } from '../../db/tables/theme.ts';

export type QuestionRow = typeof question.$inferSelect;

/** Open ones with what they are about; `put`: already put to people, or waiting for it. Newest first. */
export async function findOpenQuestions(db: Db, put: 'put' | 'waiting' | 'either', limit: number) {
  const standing = { put: isNotNull(question.putAt), waiting: isNull(question.putAt), either: undefined }[
    put
  ];
  return db
    .select({
      question,
      summary: finding.summary,
      customerName: customer.name,
      link: feedback.link,
      saidAt: feedback.saidAt,
      areaKey: theme.areaKey,
      themeMergedInto: theme.mergedInto,
      /** Null: the report has left its theme, or does not count any more. */
      stillIn: membership.themeId,
    })
    .from(question)
    .innerJoin(finding, eq(finding.id, question.findingId))
    .innerJoin(feedback, eq(feedback.id, finding.feedbackId))
    .innerJoin(theme, eq(theme.id, question.themeId))
    .leftJoin(customer, eq(customer.id, feedback.customerId))
    .leftJoin(
      membership,
      and(
        eq(membership.findingId, question.findingId),
        eq(membership.themeId, question.themeId),
        isNull(membership.leftAt),
      ),
    )
    .where(and(isNull(question.answeredAt), standing))
    .orderBy(desc(question.askedAt))
    .limit(limit);
}
export type OpenQuestion = Awaited<ReturnType<typeof findOpenQuestions>>[number];

export async function findQuestion(db: Db, id: string): Promise<QuestionRow | undefined> {
  const [row] = await db.select().from(question).where(eq(question.id, id));
  return row;
}

/** The first answer counts. */
export async function answerQuestion(
  db: Db,
  id: string,
  given: { by: string; at: Date; answer: string },
): Promise<boolean> {
  const done = await db
    .update(question)
    .set({ answeredBy: given.by, answeredAt: given.at, answer: given.answer })
    .where(and(eq(question.id, id), isNull(question.answeredAt)))
    .returning({ id: question.id });
  return done.length > 0;
}

/** Where and when it was put to people. */
export async function markPut(db: Db, id: string, putTo: string[], at: Date): Promise<void> {
  await db
    .update(question)
    .set({ putTo, putAt: at })
    .where(and(eq(question.id, id), isNull(question.putAt)));
}

/** How many were put since then, in all and in each place. */
export async function countPut(db: Db, since: Date): Promise<{ all: number; to: Map<string, number> }> {
  const rows = await db
    .select({ putTo: question.putTo })
    .from(question)
    .where(gte(question.putAt, since))
    .orderBy(asc(question.putAt));
  const to = new Map<string, number>();
  for (const place of rows.flatMap((row) => row.putTo)) to.set(place, (to.get(place) ?? 0) + 1);
  return { all: rows.length, to };
}

/** Nobody answered in time: the report keeps its own theme, as it had until now. */
export async function lapseQuestions(db: Db, askedBefore: Date, at: Date): Promise<number> {
  const done = await db
    .update(question)
    .set({ answeredBy: 'earshot', answeredAt: at, answer: 'lapsed' })
    .where(and(isNull(question.answeredAt), lt(question.askedAt, askedBefore)))
    .returning({ id: question.id });
  return done.length;
}

/** How many reports each of these themes has today. */
export async function countMembers(db: Db, themeIds: string[]): Promise<Map<string, number>> {
  if (themeIds.length === 0) return new Map();
  const rows = await db
    .select({ themeId: membership.themeId, n: sql<number>`count(*)::int` })
    .from(membership)
    .where(and(sql`${membership.themeId} = any(${sql.param(themeIds)}::uuid[])`, isNull(membership.leftAt)))
    .groupBy(membership.themeId);
  return new Map(rows.map((row) => [row.themeId, row.n]));
}
