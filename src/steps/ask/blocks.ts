// The answer to a question, with numbered citations that lead to the messages; and that nothing answers it. Pure.
import type { KnownBlock } from '@slack/types';
import {
  button,
  context,
  count,
  link,
  moment,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import type { Excerpt } from './ask.ts';
import type { Checked } from './check.ts';
import type { Asked } from './question.ts';

export type AskedTheme = {
  id: string;
  number: number;
  title: string;
  customers: number;
  reports: number;
  excerpts: Excerpt[];
};

export type Answered = {
  asked: Asked;
  themes: AskedTheme[];
  searched: { reports: number; themes: number };
  /** Null: the closest words alone, without a model. */
  answer: Checked | null;
  /** Why no model answered, where there is one. */
  note: string | null;
};

export function answerScreen(answered: Answered): Screen {
  const { asked, themes, answer } = answered;
  const question = `*${said(asked.text, 300)}*`;
  if (themes.length === 0) return nothingFound(answered, question);
  const excerpts = themes.flatMap((theme) => theme.excerpts);
  const sentences = answer?.sentences ?? [];
  const lead =
    sentences.length > 0
      ? sentences.map(
          ({ text, cites }) => `${said(text, 300)} ${cites.map((n) => citation(n, excerpts)).join('')}`,
        )
      : [`What customers said that comes closest, ${count(themes.length, 'theme')}:`];
  const cited = new Set(sentences.flatMap(({ cites }) => cites));
  const shown = sentences.length > 0 ? onlyCited(themes, cited) : themes;
  return screen(
    (sentences[0] && said(sentences[0].text, 300)) || `Closest words to: ${said(asked.text, 200)}`,
    [
      section(question),
      section(lead.join('\n')),
      ...context(missingWords(answered)),
      ...shown.flatMap(themeBlocks),
      ...context(searchedWords(answered), answered.note && said(answered.note, 200)),
    ],
  );
}

/** `[3]`, leading to the message. */
function citation(n: number, excerpts: Excerpt[]): string {
  const found = excerpts.find((excerpt) => excerpt.n === n);
  return link(found?.link ?? null, `[${n}]`);
}

function onlyCited(themes: AskedTheme[], cited: Set<number>): AskedTheme[] {
  return themes
    .map((theme) => ({ ...theme, excerpts: theme.excerpts.filter(({ n }) => cited.has(n)) }))
    .filter(({ excerpts }) => excerpts.length > 0);
}

function themeBlocks({ id, number, title, customers, reports, excerpts }: AskedTheme): KnownBlock[] {
  const about = `*T-${number} ${said(title, 120)}* · ${count(customers, 'customer')}, ${count(reports, 'report')}`;
  const lines = excerpts.map((excerpt) => {
    const who = excerpt.customerName ? said(excerpt.customerName, 60) : 'customer unknown';
    return `${link(excerpt.link, `[${excerpt.n}]`)} “${said(excerpt.text, 260)}” _${who}, ${moment(excerpt.saidAt)}_`;
  });
  return [section([about, ...lines].join('\n'), button('Details', 'theme', id))];
}

function nothingFound(answered: Answered, question: string): Screen {
  const text = 'Nothing that customers said answers this.';
  return screen(text, [
    section(question),
    section(`:shrug: ${text}`),
    ...context(missingWords(answered)),
    ...context(searchedWords(answered), 'Other words may find it; `/earshot top` lists what is said most.'),
  ]);
}

const missingWords = ({ answer }: Answered): string | null =>
  answer?.missing ? `Nobody said: ${said(answer.missing, 300)}` : null;

function searchedWords({ asked, searched }: Answered): string {
  const within = [
    asked.customers.length > 0 ? `of ${asked.customers.map(({ name }) => said(name, 60)).join(', ')}` : '',
    asked.area ? `about ${said(asked.area.name, 60)}` : '',
    asked.period ?? '',
  ].filter(Boolean);
  const where = within.length > 0 ? ` ${within.join(', ')}` : '';
  return `Looked through ${count(searched.reports, 'report')} in ${count(searched.themes, 'theme')}${where}.`;
}
