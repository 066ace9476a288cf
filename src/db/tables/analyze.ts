// What it means. Analyses are appended; the newest one that is not superseded counts.
import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, jsonb, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { feedback } from './intake.ts';
import { app, moment } from './schema.ts';

export const analysis = app.table(
  'analysis',
  {
    id: uuid('id').primaryKey(),
    feedbackId: uuid('feedback_id')
      .notNull()
      .references(() => feedback.id),
    revision: integer('revision').notNull(),
    analyzer: text('analyzer', { enum: ['local', 'claude'] }).notNull(),
    model: text('model').notNull(),
    /** Of the prompt or of the local rules; counts compared over time use one version. */
    version: text('version').notNull(),
    verdict: text('verdict', { enum: ['feedback', 'not feedback'] }).notNull(),
    reason: text('reason'),
    language: text('language').notNull(),
    /** Why the other analyzer was not used, e.g. a spent budget. */
    note: text('note'),
    answeredAt: moment('answered_at').notNull(),
    supersededAt: moment('superseded_at'),
  },
  (t) => [
    uniqueIndex('analysis_current').on(t.feedbackId).where(sql`${t.supersededAt} is null`),
    index('analysis_answered').on(t.answeredAt),
  ],
);

export const finding = app.table(
  'finding',
  {
    id: uuid('id').primaryKey(),
    analysisId: uuid('analysis_id')
      .notNull()
      .references(() => analysis.id),
    feedbackId: uuid('feedback_id')
      .notNull()
      .references(() => feedback.id),
    ordinal: integer('ordinal').notNull(),
    /** The words this finding rests on: what themes are matched by. */
    text: text('text').notNull(),
    summary: text('summary').notNull(),
    kind: text('kind').notNull(),
    areaKey: text('area_key'),
    areaConfidence: doublePrecision('area_confidence').notNull(),
    runnerUp: text('runner_up'),
    severity: text('severity', { enum: ['low', 'medium', 'high', 'critical'] }).notNull(),
    sentiment: doublePrecision('sentiment').notNull(),
    churnRisk: doublePrecision('churn_risk').notNull(),
    quotes: jsonb('quotes').$type<string[]>().notNull(),
    affects: jsonb('affects').$type<string[]>().notNull(),
    suspectedCause: text('suspected_cause'),
    recommendation: jsonb('recommendation').$type<{ change: string; check: string }>().notNull(),
    confidence: doublePrecision('confidence').notNull(),
    because: jsonb('because').$type<string[]>().notNull(),
    /** The model's word on where it belongs, checked again when it is placed. */
    themeHint: jsonb('theme_hint').$type<{
      themeId: string | null;
      confidence: number;
      title: string | null;
    }>(),
  },
  (t) => [unique('finding_once').on(t.analysisId, t.ordinal), index('finding_of').on(t.feedbackId)],
);

/** A person's word against ours. */
export const correction = app.table(
  'correction',
  {
    id: uuid('id').primaryKey(),
    feedbackId: uuid('feedback_id')
      .notNull()
      .references(() => feedback.id),
    findingId: uuid('finding_id')
      .notNull()
      .references(() => finding.id),
    field: text('field', { enum: ['area', 'kind', 'severity'] }).notNull(),
    was: text('was'),
    is: text('is'),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('correction_field').on(t.field, t.at), index('correction_of').on(t.findingId)],
);

/** Everything said since a moment is read again, by the analyzer of today; a killed run goes on where it was. */
export const rereading = app.table('rereading', {
  id: uuid('id').primaryKey(),
  since: moment('since').notNull(),
  analyzer: text('analyzer', { enum: ['local', 'claude'] }).notNull(),
  startedAt: moment('started_at').notNull(),
  finishedAt: moment('finished_at'),
});

/** Questions handed over to the model's service together; their answers come within a day. */
export const questionBatch = app.table(
  'question_batch',
  {
    /** The service's own name of it. */
    id: text('id').primaryKey(),
    rereadingId: uuid('rereading_id')
      .notNull()
      .references(() => rereading.id),
    /** Which revision of which item each question was about, and the themes it offered, in their order. */
    items: jsonb('items').$type<{ feedbackId: string; revision: number; themeIds: string[] }[]>().notNull(),
    handedAt: moment('handed_at').notNull(),
    readAt: moment('read_at'),
  },
  (t) => [index('question_batch_of').on(t.rereadingId)],
);

/** Every call to a model, also the failed ones: the budget counts them all. */
export const modelCall = app.table(
  'model_call',
  {
    id: uuid('id').primaryKey(),
    at: moment('at').notNull(),
    question: text('question').notNull(),
    version: text('version').notNull(),
    model: text('model').notNull(),
    outcome: text('outcome').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    cacheReadTokens: integer('cache_read_tokens').notNull(),
    cacheWriteTokens: integer('cache_write_tokens').notNull(),
    costUsd: doublePrecision('cost_usd').notNull(),
  },
  (t) => [index('model_call_at').on(t.at)],
);
