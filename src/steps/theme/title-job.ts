// The job of titles: once enough is known of a theme, and each time twice as much is, its name is looked at.
import { z } from 'zod';
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import { AnswerRejected, ModelUnavailable } from '../../llm/port.ts';
import type { Job } from '../../queue/port.ts';
import { redact } from '../../text/redact.ts';
import { speaksToReader } from '../analyze/injection.ts';
import type { Happened } from '../happened.ts';
import { findTheme, type Theme } from './store.ts';
import { findNewestReports } from './store-reports.ts';
import { countReports, keepTitle, writeTitle } from './store-title.ts';
import { enoughReports, isOutgrown, isTitleDue, type TitleFrom, titleOf } from './title.ts';
import { checkTitle, titleQuestion } from './title-prompt.ts';

/** The newest so many speak for all of a theme. */
const readReports = 40;

export const title: Job<{ themeId: string }, Happened[]> = {
  name: 'title',
  payload: z.object({ themeId: z.uuid() }),
  key: ({ themeId }) => `theme-${themeId}`,
  concurrency: 2,
  run: async (deps, { themeId }) => {
    const theme = await findTheme(deps.db, themeId);
    if (!theme || theme.mergedInto) return [];
    const reports = await countReports(deps.db, themeId);
    if (!isTitleDue(theme, reports)) return [];
    const next = await nextTitle(deps, theme);
    const isNew = next && next.title !== theme.title;
    if (!isNew) {
      await keepTitle(deps.db, themeId, reports);
      return [];
    }
    const written = await writeTitle(deps.db, themeId, { ...next, titledFrom: reports });
    return written ? [{ what: 'lineChanged', themeId }] : [];
  },
};

async function nextTitle(deps: Deps, theme: Theme): Promise<TitleFrom | undefined> {
  const bare = withoutNames(await customerNames(deps));
  const reports = await findNewestReports(deps.db, [theme.id], readReports);
  const sentences = reports.map(({ summary }) => redact(bare(summary)).text).reverse();
  const first = theme.titledFrom < enoughReports;
  const locally = () => (first || isOutgrown(theme.title, sentences) ? titleOf(sentences) : undefined);
  if (!deps.model) return locally();
  const askable = sentences.filter((sentence) => !speaksToReader(sentence));
  if (askable.length < enoughReports || speaksToReader(theme.title)) return locally();
  try {
    const { value } = await deps.model.ask(titleQuestion(bare(theme.title), askable));
    return checkTitle(value, bare);
  } catch (error) {
    const answered = error instanceof ModelUnavailable || error instanceof AnswerRejected;
    if (!answered && !(error instanceof Permanent)) throw error;
    deps.log.info({ reason: reasonOf(error) }, 'a title was written without the model');
    return locally();
  }
}
