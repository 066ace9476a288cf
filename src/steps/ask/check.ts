// What of a model's answer is believed: sentences that name excerpts we gave, hold no number that is not in them, quote
// nothing that is not in them, and only show. Pure.
import { plainLine } from '../analyze/check-text.ts';
import type { AskAnswer, AskInput } from './prompt.ts';

export type Checked = {
  sentences: { text: string; cites: number[] }[];
  missing: string | null;
  /** Sentences left out. */
  dropped: number;
};

const mostSentences = 8;

/** No sentence left: the data does not answer, or the model did not. */
export function checkAnswer(answer: AskAnswer, { themes, excerpts }: AskInput): Checked {
  const given = answer.answered ? answer.sentences : [];
  const sentences = given.slice(0, mostSentences).flatMap((sentence) => {
    const cites = [...new Set(sentence.excerpts)].filter((n) => excerpts.some((excerpt) => excerpt.n === n));
    const text = plainLine(sentence.text, 300);
    const cited = excerpts.filter(({ n }) => cites.includes(n));
    const facts = themes
      .filter(({ name }) => cited.some(({ theme }) => theme === name))
      .map(({ name, customers, reports }) => `${name} ${customers} ${reports}`);
    const source = [
      ...cited.map(({ text: said, date, customer }) => `${said} ${date} ${customer}`),
      ...facts,
    ].join('\n');
    const holds =
      cites.length > 0 && text.length > 0 && numbersHold(text, source) && quotesHold(text, source);
    return holds ? [{ text, cites }] : [];
  });
  const missing = answer.missing ? plainLine(answer.missing, 300) : '';
  return { sentences, missing: missing || null, dropped: given.length - sentences.length };
}

/** Counting is ours: a number that stands nowhere was made up or worked out. */
function numbersHold(text: string, source: string): boolean {
  const known = new Set(numbersIn(source));
  return numbersIn(text).every((number) => known.has(number));
}

const numbersIn = (text: string): string[] =>
  (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replace(/[.,](?=\d{3}\b)/g, ''));

function quotesHold(text: string, source: string): boolean {
  const quotes = [...text.matchAll(/["“„«]([^"“”„«»]{4,})["”“»]/g)].map((match) => folded(match[1]!));
  return quotes.every((quote) => folded(source).includes(quote));
}

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
