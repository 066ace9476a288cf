// What came back from the model, believed only as far as code can confirm it. Pure, and never throws: an answer that
// fits the schema always becomes an analysis, however little of it is left.
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import type { Analysis, Finding } from './analysis.ts';
import { isPlain, plainLine } from './check-text.ts';
import { type Answer, type PromptInput, themeLabels } from './prompt.ts';

/** The model's word on a finding's theme: one of the candidates, or a title for a new one. */
export type ThemeChoice = { themeId: string | null; confidence: number; title: string | null };

export type Checked = {
  analysis: Analysis;
  /** One for each finding, in the same order. */
  themeChoices: ThemeChoice[];
  /** What was not believed, for the log: kinds of things, never the text itself. */
  dropped: string[];
};

type AnsweredFinding = Answer['findings'][number];
type Drop = (what: string) => void;

export function checkAnswer(answer: Answer, input: PromptInput): Checked {
  const dropped: string[] = [];
  const drop: Drop = (what) => dropped.push(what);
  const language = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$/i.test(answer.language)
    ? answer.language.toLowerCase()
    : 'und';
  if (!answer.feedback) {
    const reason = plainLine(answer.notFeedbackBecause ?? '', 200) || 'It holds nothing about the product.';
    return { analysis: { feedback: false, language, reason }, themeChoices: [], dropped };
  }
  const kept = distinct(answer.findings, drop);
  if (kept.length > 3) drop('more than three findings');
  const checked = kept.slice(0, 3).map((finding) => checkFinding(finding, input, drop));
  const findings = checked.map(({ finding }) => finding);
  const themeChoices = checked.map(({ theme }) => theme);
  return { analysis: { feedback: true, language, findings }, themeChoices, dropped };
}

function checkFinding(found: AnsweredFinding, input: PromptInput, drop: Drop) {
  const quotes = checkQuotes(found.quotes, input.text, drop);
  const summary = plainLine(found.summary, 300) || ownWords(input.text);
  const finding: Finding = {
    summary,
    kind: found.kind,
    area: checkArea(found.area, input, drop),
    severity: found.severity,
    sentiment: clamp(found.sentiment, -1, 1),
    churnRisk: clamp(found.churnRisk, 0, 1),
    quotes,
    affects: checkAffects(found.affects, input.text, drop),
    suspectedCause: plainLine(found.suspectedCause ?? '', 300) || null,
    recommendation: {
      change: plainLine(found.recommendation.change, 600),
      check: plainLine(found.recommendation.check, 400),
    },
    confidence: clamp(found.confidence, 0, quotes.length > 0 ? 1 : 0.5),
    because: found.because.slice(0, 8).flatMap((line) => plainLine(line, 200) || []),
  };
  return { finding, theme: checkTheme(found.theme, { input, summary, drop }) };
}

/** Verbatim apart from white space; what is shown is what the customer wrote, not what the model made of it. */
function checkQuotes(quotes: string[], text: string, drop: Drop): string[] {
  const said = oneLine(withoutInvisible(text));
  const kept = new Set<string>();
  for (const raw of quotes.slice(0, 20)) {
    const quote = oneLine(withoutInvisible(raw.slice(0, 2000)))
      .replace(/^["“”']+|["“”']+$/g, '')
      .trim();
    if (quote.length < 3 || !said.includes(quote)) drop('a quote that is not in the text');
    else if (!isPlain(quote)) drop('a quote with a link, a mention or markup');
    else kept.add(quote.length > 500 ? cutText(quote, 500).slice(0, -1) : quote);
  }
  return [...kept].slice(0, 4);
}

function checkArea(area: AnsweredFinding['area'], { areas }: PromptInput, drop: Drop): Finding['area'] {
  const known = (wanted: string | null) =>
    wanted === null
      ? null
      : (areas.find(({ key }) => key.toLowerCase() === wanted.trim().toLowerCase())?.key ?? null);
  const key = known(area.key);
  const runnerUp = known(area.runnerUp);
  if (area.key !== null && key === null) drop('an area that does not exist');
  if (area.runnerUp !== null && runnerUp === null) drop('a runner-up that does not exist');
  return {
    key,
    confidence: key === null && area.key !== null ? 0 : clamp(area.confidence, 0, 1),
    runnerUp: runnerUp === key ? null : runnerUp,
  };
}

/** "Safari 17" must stand in the text, in whatever case. */
function checkAffects(affects: string[], text: string, drop: Drop): string[] {
  const said = oneLine(text).toLowerCase();
  const kept = affects
    .slice(0, 20)
    .map((one) => plainLine(one, 80))
    .filter((one) => {
      const named = one.length > 0 && said.includes(one.toLowerCase());
      if (!named) drop('a version or platform that is not in the text');
      return named;
    });
  return [...new Set(kept)].slice(0, 8);
}

function checkTheme(
  theme: AnsweredFinding['theme'],
  { input, summary, drop }: { input: PromptInput; summary: string; drop: Drop },
): ThemeChoice {
  const title = plainLine(theme.title, 80) || cutText(summary, 80);
  const chosen = theme.is === 'new' ? undefined : input.candidates[themeLabels.indexOf(theme.is)];
  if (theme.is !== 'new' && !chosen) drop('a theme that was not offered');
  const confidence = clamp(theme.confidence, 0, 1);
  if (chosen) return { themeId: chosen.id, confidence, title };
  return { themeId: null, confidence: theme.is === 'new' ? confidence : 0, title };
}

/** The model's sentence was nothing but markup: the customer's first words stand in for it. */
function ownWords(text: string): string {
  return plainLine(text.slice(0, 2000), 200) || 'A message without readable words.';
}

function distinct(findings: AnsweredFinding[], drop: Drop): AnsweredFinding[] {
  const seen = new Set<string>();
  return findings.slice(0, 20).filter(({ kind, summary }) => {
    const key = `${kind} ${oneLine(summary).toLowerCase()}`;
    if (seen.has(key)) drop('a finding said twice');
    return !seen.has(key) && seen.add(key);
  });
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, least), most) : least;
}
