// "Same as …?": put to whoever owns the area, a few a day, answered by a button; what they answer is done and can be
// undone.
import { z } from 'zod';
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { findChannels } from '../intake/store.ts';
import { questionOver, type SameThemeQuestion, sameThemeScreen } from '../theme/blocks.ts';
import { findThemes, type Theme } from '../theme/store.ts';
import {
  answerQuestion,
  countMembers,
  countPut,
  findOpenQuestions,
  lapseQuestions,
  markPut,
  type OpenQuestion,
} from '../theme/store-questions.ts';
import { chooseAsks, type Waiting } from './asking.ts';
import { findPreferences } from './store.ts';

const dayMs = 86_400_000;
const lapsesAfterMs = 14 * dayMs;
const mostLookedAt = 200;

export const askSame: Job<Record<string, never>, Happened[]> = {
  name: 'ask-same',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'ask-same',
  concurrency: 1,
  attempts: 1,
  run: async (deps) => {
    const now = deps.now();
    await lapseQuestions(deps.db, new Date(now.getTime() - lapsesAfterMs), now);
    const open = await findOpenQuestions(deps.db, 'either', mostLookedAt);
    const themes = await themesIn(deps, open);
    const waiting = open.filter(({ question }) => question.putAt === null);
    const today = await countPut(deps.db, new Date(now.getTime() - dayMs));
    const asks = chooseAsks(await Promise.all(waiting.map((row) => waitingOf(deps, row, themes))), {
      today,
      now,
    });
    const outdated = open.filter((row) => row.question.putAt !== null && mootBecause(row, themes) !== null);
    for (const row of outdated) await drop(deps, row, 'outdated');
    for (const row of waiting) {
      if (asks.drop.includes(row.question.id)) await drop(deps, row, 'outdated');
      const put = asks.put.find(({ id }) => id === row.question.id);
      if (put) await ask(deps, row, put.to);
    }
    return [];
  },
};

/** By id, with what merged themes lead to. */
async function themesIn(deps: Deps, open: OpenQuestion[]): Promise<Map<string, Theme>> {
  const ids = open.flatMap(({ question }) => question.choices.map(({ themeId }) => themeId));
  const named = await findThemes(deps.db, [...new Set(ids)]);
  const left = await findThemes(
    deps.db,
    named.flatMap((theme) => theme.mergedInto ?? []),
  );
  const final = (theme: Theme) => left.find(({ id }) => id === theme.mergedInto) ?? theme;
  return new Map(named.map((theme) => [theme.id, final(theme)]));
}

/** The themes that can still be chosen, each once, best first. */
function choicesOf({ question }: OpenQuestion, themes: Map<string, Theme>): Theme[] {
  const found = question.choices.flatMap(({ themeId }) => themes.get(themeId) ?? []);
  return [...new Map(found.map((theme) => [theme.id, theme])).values()].filter(
    (theme) => theme.id !== question.themeId,
  );
}

function mootBecause(row: OpenQuestion, themes: Map<string, Theme>): string | null {
  if (row.themeMergedInto !== null) return 'its theme was merged';
  if (row.stillIn === null) return 'the report has moved on';
  return choicesOf(row, themes).length === 0 ? 'there is nothing to choose from' : null;
}

async function waitingOf(deps: Deps, row: OpenQuestion, themes: Map<string, Theme>): Promise<Waiting> {
  const { id, askedAt, choices } = row.question;
  const moot = mootBecause(row, themes);
  return {
    id,
    askedAt,
    match: Math.max(0, ...choices.map(({ match }) => match)),
    choices: choicesOf(row, themes).map((theme) => theme.id),
    moot,
    places: moot ? [] : await placesFor(deps, choicesOf(row, themes)[0]?.areaKey ?? row.areaKey),
  };
}

/** The people who own the area, but for those who would rather not; else the digest's channel, else nobody. */
async function placesFor(deps: Deps, areaKey: string | null): Promise<string[]> {
  const area = findArea(await currentCatalog(deps), areaKey);
  const people = (area?.owners ?? []).filter((id) => !id.startsWith('S'));
  const preferences = await findPreferences(deps.db, 'questions', people);
  const willing = people.filter((id) => preferences.get(id) !== 'off');
  if (willing.length > 0) return Promise.all(willing.map((id) => deps.slack.openDm(id)));
  const named = deps.config.digest.channel;
  const channel = (await findChannels(deps.db)).find(({ id, name }) => id === named || name === named);
  return channel?.standing === 'member' && channel.shared === 'internal' ? [channel.id] : [];
}

async function ask(deps: Deps, row: OpenQuestion, to: string[]): Promise<void> {
  const drawn = sameThemeScreen(await questionFor(deps, row));
  for (const channel of to) await say(deps, { ...postOf(row.question.id, channel), ...drawn });
  await markPut(deps.db, row.question.id, to, deps.now());
}

/** The one message about a question in one place. */
export const postOf = (questionId: string, channel: string) => ({
  id: idFor('question', questionId, channel),
  what: `question:${questionId}`,
  channel,
});

export async function questionFor(deps: Deps, row: OpenQuestion): Promise<SameThemeQuestion> {
  const choices = choicesOf(row, await themesIn(deps, [row]));
  const members = await countMembers(
    deps.db,
    choices.map(({ id }) => id),
  );
  const { summary, customerName, link, saidAt } = row;
  return {
    questionId: row.question.id,
    summary,
    customerName,
    link,
    saidAt,
    choices: choices.map(({ id, number, title }) => ({
      themeId: id,
      number,
      title,
      reports: members.get(id) ?? 0,
    })),
  };
}

async function drop(deps: Deps, { question, summary }: OpenQuestion, answer: string): Promise<void> {
  await answerQuestion(deps.db, question.id, { by: 'earshot', at: deps.now(), answer });
  for (const channel of question.putTo)
    await say(deps, { ...postOf(question.id, channel), ...questionOver(summary) });
}
