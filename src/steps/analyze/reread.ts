// Reads again what was read before: by the local rules at once, by a model in batches at half the price. What was read
// before is kept; a run that was cut off goes on where it was, because what is left to do is asked of the database.
import { setTimeout as sleep } from 'node:timers/promises';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { type BatchAnswer, type BulkModel, ModelUnavailable, type Question } from '../../llm/port.ts';
import { findFeedback, findMessages } from '../intake/store.ts';
import { type ClaudeInput, inquire } from './claude.ts';
import { whatPeopleCorrected } from './learned.ts';
import { type Answer, analyzeQuestion } from './prompt.ts';
import { type Read, readLocally, textOf, withPeoplesWord } from './read.ts';
import { saveReading } from './store.ts';
import {
  type Asked,
  findOpenBatches,
  findToReread,
  markBatchRead,
  type QuestionBatch,
  type Rereading,
  saveBatch,
} from './store-reread.ts';
import { wordsOf } from './words.ts';

/** One item was read again: its findings want their places. */
export type Reread = { feedbackId: string; analysisId: string; usable: boolean };

type Run = {
  deps: Deps;
  run: Rereading;
  /** Absent: the local rules read. */
  model?: BulkModel | undefined;
  /** Called after each; what it does is done before the next. */
  onRead: (reread: Reread) => Promise<void>;
  onWaiting?: (asked: number) => void;
  /** Between two looks at the batches. */
  pollMs?: number;
  signal?: AbortSignal | undefined;
};

/** How many items are loaded, or handed over, together. */
const portion = 500;

export async function rereadAll(options: Run): Promise<void> {
  const { deps, run, model, signal } = options;
  const stopped = () => signal?.aborted ?? false;
  for (;;) {
    const items = stopped() ? [] : await findToReread(deps.db, run, portion);
    if (items.length === 0) break;
    if (model) await handOver(options, model, items);
    else for (const item of items) if (!stopped()) await readOneLocally(options, item.feedbackId, null);
  }
  while (model && !stopped() && (await readAnswers(options, model)) > 0)
    await sleep(options.pollMs ?? 10_000, undefined, { ref: true });
}

async function handOver(
  options: Run,
  model: BulkModel,
  items: { feedbackId: string; revision: number }[],
): Promise<void> {
  const { deps, run } = options;
  const questions: { id: string; question: Question<Answer> }[] = [];
  const asked: Asked[] = [];
  for (const { feedbackId, revision } of items) {
    const input = await inputOf(deps, feedbackId);
    try {
      const { question } = inquire(input);
      questions.push({ id: idOf({ feedbackId, revision }), question });
      asked.push({ feedbackId, revision, themeIds: input.candidates.map(({ id }) => id) });
    } catch (error) {
      if (!(error instanceof ModelUnavailable)) throw error;
      await readOneLocally(options, feedbackId, error.message);
    }
  }
  if (questions.length === 0) return;
  const { batchId } = await model.askMany(questions);
  await saveBatch(deps.db, { id: batchId, rereadingId: run.id, items: asked, handedAt: deps.now() });
}

const idOf = ({ feedbackId, revision }: Pick<Asked, 'feedbackId' | 'revision'>) =>
  `${feedbackId}-${revision}`;

async function inputOf(deps: Deps, feedbackId: string): Promise<ClaudeInput> {
  const { areas } = await currentCatalog(deps);
  const text = await wordsOfItem(deps, feedbackId);
  return { text, areas, candidates: await deps.candidates(text) };
}

async function wordsOfItem(deps: Deps, feedbackId: string): Promise<string> {
  const item = await findFeedback(deps.db, feedbackId);
  return wordsOf(await findMessages(deps.db, feedbackId), item?.title ?? null);
}

/** Reads what has come; returns how many questions are still open. */
async function readAnswers(options: Run, model: BulkModel): Promise<number> {
  const { deps, run } = options;
  let open = 0;
  for (const batch of await findOpenBatches(deps.db, run.id)) {
    const { areas } = await currentCatalog(deps);
    const about = analyzeQuestion({ text: '', areas, candidates: [] });
    const state = await model.answersOf<Answer>(batch.id, about);
    if (state.kind === 'working') {
      open += batch.items.length;
      continue;
    }
    await readBatch(options, batch, state.kind === 'done' ? state.answers : []);
    await markBatchRead(deps.db, batch.id, deps.now());
  }
  if (open > 0) options.onWaiting?.(open);
  return open;
}

/** What was not answered is read by the local rules: a run ends with everything read. */
async function readBatch(options: Run, batch: QuestionBatch, answers: BatchAnswer<Answer>[]): Promise<void> {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  for (const asked of batch.items) {
    const answer = byId.get(idOf(asked));
    if (answer?.kind === 'answered') await readAnswer(options, asked, answer);
    else await readOneLocally(options, asked.feedbackId, answer?.why ?? 'The answer is gone.');
  }
}

async function readAnswer(
  options: Run,
  { feedbackId, revision, themeIds }: Asked,
  { answer }: Extract<BatchAnswer<Answer>, { kind: 'answered' }>,
): Promise<void> {
  const { deps } = options;
  const item = await findFeedback(deps.db, feedbackId);
  // It says something else by now, and was or will be read for that.
  if (!item || item.revision !== revision) return;
  const { areas } = await currentCatalog(deps);
  const text = await wordsOfItem(deps, feedbackId);
  const candidates = themeIds.map((id) => ({ id, title: '', examples: [] }));
  try {
    const { analysis, analyzer, model, version, themeChoices } = inquire({ text, areas, candidates }).read(
      answer,
    );
    await save(options, feedbackId, { analysis, analyzer, model, version, note: null, hints: themeChoices });
  } catch (error) {
    if (!(error instanceof ModelUnavailable)) throw error;
    await readOneLocally(options, feedbackId, error.message);
  }
}

async function readOneLocally(options: Run, feedbackId: string, why: string | null): Promise<void> {
  const learned = await whatPeopleCorrected(options.deps, await currentCatalog(options.deps));
  const words = await wordsOfItem(options.deps, feedbackId);
  await save(options, feedbackId, readLocally(words, learned, why));
}

async function save({ deps, onRead }: Run, feedbackId: string, read: Read): Promise<void> {
  const item = await findFeedback(deps.db, feedbackId);
  if (!item || item.withdrawnAt || item.erasedAt) return;
  const catalog = await currentCatalog(deps);
  const words = await wordsOfItem(deps, feedbackId);
  const learned = await whatPeopleCorrected(deps, catalog);
  const analysis = withPeoplesWord(read.analysis, words, { catalog, learned });
  const { hints, ...reader } = { ...read, analysis };
  const findings = analysis.feedback ? analysis.findings : [];
  const id = deps.newId();
  const saved = await saveReading(deps.db, {
    ...reader,
    id,
    feedbackId,
    revision: item.revision,
    at: deps.now(),
    placed: findings.map((f, i) => ({
      id: deps.newId(),
      text: textOf(f, findings.length, words),
      hint: hints[i] ?? null,
    })),
  });
  if (saved) await onRead({ feedbackId, analysisId: id, usable: analysis.feedback });
}
