// `/earshot ask <question>`.
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import { AnswerRejected, ModelUnavailable } from '../../llm/port.ts';
import { redact } from '../../text/redact.ts';
import type { SlashCall, Subcommand } from '../ears.ts';
import { findScores } from '../prioritize/store.ts';
import { findThemes } from '../theme/store.ts';
import { type Answered, type AskedTheme, answerScreen } from './blocks.ts';
import { type Checked, checkAnswer } from './check.ts';
import { search } from './gather.ts';
import { type AskInput, askQuestion } from './prompt.ts';

export const askCommands: Subcommand[] = [
  {
    name: 'ask',
    usage: '<question>',
    about: 'what customers say about something, with links to where they said it',
    heldBy: 'everyone',
    run: ask,
  },
];

async function ask(deps: Deps, { rest, responseUrl }: SlashCall): Promise<[]> {
  if (rest.length < 3) {
    const text = 'What do you want to know? For example `/earshot ask what annoys customers about exports?`';
    await deps.slack.respond(responseUrl, { text });
    return [];
  }
  await deps.slack.respond(responseUrl, answerScreen(await answerTo(deps, rest.slice(0, 500))));
  return [];
}

export async function answerTo(deps: Deps, question: string): Promise<Answered> {
  const { asked, found, searched } = await search(deps, question);
  const themes = await describe(deps, found);
  if (themes.length === 0 || !deps.model) return { asked, themes, searched, answer: null, note: null };
  const { answer, note } = await byModel(deps, question, themes);
  // A model that finds no answer in the excerpts is believed: the closest words would only seem to be one.
  const unanswered = answer && answer.sentences.length === 0 && answer.dropped === 0;
  return { asked, themes: unanswered ? [] : themes, searched, answer, note };
}

async function describe(deps: Deps, found: { themeId: string; excerpts: AskedTheme['excerpts'] }[]) {
  const ids = found.map(({ themeId }) => themeId);
  const [themes, scores] = await Promise.all([findThemes(deps.db, ids), findScores(deps.db, ids)]);
  return found.flatMap(({ themeId, excerpts }): AskedTheme[] => {
    const theme = themes.find(({ id }) => id === themeId);
    const score = scores.find((row) => row.themeId === themeId);
    if (!theme) return [];
    const { id, number, title } = theme;
    return [
      { id, number, title, customers: score?.customers ?? 0, reports: score?.tally.reports ?? 0, excerpts },
    ];
  });
}

async function byModel(
  deps: Deps,
  question: string,
  themes: AskedTheme[],
): Promise<{ answer: Checked | null; note: string | null }> {
  const { input, nameOf } = await inputFor(deps, question, themes);
  try {
    const { value } = await deps.model!.ask(askQuestion(input));
    const answer = checkAnswer(value, input);
    const sentences = answer.sentences.map(({ text, cites }) => ({ text: named(text, nameOf), cites }));
    return { answer: { ...answer, sentences }, note: null };
  } catch (error) {
    const known =
      error instanceof ModelUnavailable || error instanceof AnswerRejected || error instanceof Permanent;
    if (!known) throw error;
    deps.log.info({ reason: reasonOf(error) }, 'a question was answered without the model');
    return { answer: null, note: 'The model could not be asked; these are the closest words.' };
  }
}

/** Private details and customers' names stay here: the model knows a customer by a letter. */
async function inputFor(deps: Deps, question: string, themes: AskedTheme[]) {
  const bare = withoutNames(await customerNames(deps));
  const clean = (text: string) => redact(bare(text)).text;
  const excerpts = themes.flatMap((theme) =>
    theme.excerpts.map((excerpt) => ({ ...excerpt, theme: `T-${theme.number}` })),
  );
  const customers = [...new Set(excerpts.map(({ customerKey }) => customerKey))];
  const letter = (key: string) => `customer ${String.fromCharCode(65 + customers.indexOf(key))}`;
  const nameOf = new Map(
    excerpts.map(({ customerKey, customerName }) => [
      letter(customerKey),
      customerName ?? 'an unknown customer',
    ]),
  );
  const input: AskInput = {
    question: clean(question),
    themes: themes.map(({ number, title, customers: n, reports }) => ({
      name: `T-${number}`,
      title: clean(title),
      customers: n,
      reports,
    })),
    excerpts: excerpts.map(({ n, theme, text, customerKey, saidAt }) => ({
      n,
      theme,
      customer: letter(customerKey),
      date: saidAt.toISOString().slice(0, 10),
      text: clean(text),
    })),
  };
  return { input, nameOf };
}

/** `Customer A and customer B` as people know them. */
function named(text: string, nameOf: Map<string, string>): string {
  return text.replace(/\bcustomer [A-Z]\b/gi, (word) => nameOf.get(`customer ${word.at(-1)}`) ?? word);
}
