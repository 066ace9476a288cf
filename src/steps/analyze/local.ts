// The analyzer without a key, a network or chance: rules, word lists and the company's own corrections.
// It never pretends: summaries are the customer's own sentences, and recommendations are marked as assembled.
import { languageOf } from '../../text/language.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { feelingOf } from '../../text/sentiment.ts';
import { type Analysis, type AreaHint, type Finding, type Kind, kinds } from './analysis.ts';
import { assembleAdvice } from './local-advice.ts';
import { type AreaModel, type AreaReading, makeAreaModel } from './local-area.ts';
import {
  affectedIn,
  causeIn,
  quotesOf,
  shortened,
  shownPhrases,
  summaryOf,
  tellingClauses,
} from './local-details.ts';
import { whyNotFeedback } from './local-gate.ts';
import { declaredKind, strongestKind } from './local-kind.ts';
import { type KindModel, makeKindModel } from './local-kind-learned.ts';
import { churnRiskOf, severityOf } from './local-severity.ts';
import { clausesOf, type Part, partsOf } from './local-split.ts';

/** Stored with each analysis; counts made by two versions are never compared. */
export const localAnalyzerVersion = 'local-1';

export type LocalAnalyzer = { readonly version: string; analyze: (input: { text: string }) => Analysis };

/** A text of which people confirmed or corrected what the analyzer said. */
export type LocalExample = { text: string; areaKey?: string | undefined; kind?: Kind | undefined };

/** `examples`: more of them make areas and kinds surer. */
export function makeLocalAnalyzer(areas: AreaHint[], examples: LocalExample[] = []): LocalAnalyzer {
  const model = makeAreaModel(
    areas,
    examples.flatMap(({ text, areaKey }) => (areaKey ? [{ text, areaKey }] : [])),
  );
  const kindModel = makeKindModel(examples.flatMap(({ text, kind }) => (kind ? [{ text, kind }] : [])));
  return { version: localAnalyzerVersion, analyze: ({ text }) => analyze(text, { areas, model, kindModel }) };
}

type Knowledge = { areas: AreaHint[]; model: AreaModel; kindModel: KindModel | undefined };

function analyze(text: string, knowledge: Knowledge): Analysis {
  const sentences = sentencesOf(text);
  const prose = sentences.map(({ start, end }) => text.slice(start, end)).join('\n');
  const language = languageOf(prose || text).code;
  const areaOf = (words: string) => chosenArea(knowledge.model.read(words)).key;
  const clauses = clausesOf(text, sentences, { language, areaOf });
  const votes = clauses.reduce(
    (sum, { said }) => sum + Object.values(said.votes).reduce((a, b) => a + b, 0),
    0,
  );
  const praise = clauses.reduce((sum, { said }) => sum + said.votes.praise, 0);
  const area = clauses.some((clause) => clause.areaKey !== null);
  const reason = whyNotFeedback(sentences.length > 0 ? prose : text, {
    votes,
    serious: votes - praise,
    area,
  });
  if (reason) return { feedback: false, language, reason };
  const parts = partsOf(text, clauses);
  const context = { ...knowledge, declared: declaredKind(text), text, parts: parts.length };
  const findings = parts.map((part) => findingOf(text, part, context));
  if (findings.length > 0) return { feedback: true, language, findings };
  return { feedback: false, language, reason: 'it holds logs or code alone and no word of a customer' };
}

type Context = Knowledge & { text: string; parts: number; declared: ReturnType<typeof declaredKind> };

function findingOf(text: string, part: Part, context: Context): Finding {
  const words = part.clauses.map(({ start, end }) => text.slice(start, end)).join('\n');
  const { kind, share, because: kindBecause } = kindOf(part, words, context);
  const telling = tellingClauses(text, part, kind);
  const first = telling[0]!;
  const reading = context.model.read(words);
  const area = chosenArea(reading);
  const sentiment = feelingOf(words).sentiment;
  const severity = severityOf(words, kind);
  const churn = churnRiskOf(words, sentiment, kind);
  const summary = summaryOf(text.slice(first.start, first.end));
  const quotes = quotesOf(text, telling);
  const details = { affects: affectedIn(words), suspectedCause: causeIn(words, kind) };
  const areaName = context.areas.find(({ key }) => key === area.key)?.name;
  return {
    summary,
    kind,
    area,
    severity: severity.severity,
    sentiment: rounded(sentiment),
    churnRisk: rounded(churn.risk),
    quotes,
    ...details,
    recommendation: assembleAdvice({ kind, areaName, summary, quotes, ...details }),
    confidence: rounded(0.3 + 0.35 * share + 0.25 * area.confidence),
    because: [
      kindBecause,
      areaBecause(reading, area.key, context.areas),
      severity.because && `severity ${severity.severity}: ${shownPhrases([severity.because])}`,
      churn.because && `churn risk: ${shownPhrases([churn.because])}`,
    ].flatMap((line) => (line ? [shortened(line, 195)] : [])),
  };
}

function kindOf(
  part: Part,
  words: string,
  { declared, kindModel, text, parts }: Context,
): { kind: Kind; share: number; because: string } {
  const votes = { ...part.votes };
  if (declared) votes[declared.kind] += declaredVotes;
  // People confirm whole items, so the model knows whole items: of one part among several it says less.
  const learned = kindModel?.read(text);
  if (learned && parts > 1) learned.trust *= 0.7;
  const strongest = strongestKind(learned ? blended(votes, learned) : votes);
  if (!strongest) return silentKind(words);
  const { kind, share } = strongest;
  const phrases = part.phrases.filter((found) => found.kind === kind).map((found) => found.phrase);
  if (declared?.kind === kind) phrases.unshift(declared.phrase);
  const shown =
    phrases.length > 0
      ? shownPhrases(phrases)
      : learned
        ? 'alike to confirmed feedback'
        : 'the question mark';
  return { kind, share, because: `kind ${kind}: ${shown}` };
}

const declaredVotes = 4;

function blended(
  votes: Record<Kind, number>,
  { shares, trust }: ReturnType<KindModel['read']>,
): Record<Kind, number> {
  const all = Object.values(votes).reduce((sum, x) => sum + x, 0) || 1;
  const mix = (kind: Kind) => ((1 - trust) * votes[kind]) / all + trust * shares[kind];
  return Object.fromEntries(kinds.map((kind) => [kind, mix(kind)])) as Record<Kind, number>;
}

/** No phrase decided: people who state something without praise mostly describe what goes wrong. Said to be a guess. */
function silentKind(words: string): { kind: Kind; share: number; because: string } {
  const mood = feelingOf(words).sentiment;
  const kind: Kind = words.includes('?') ? 'question' : mood > 0.5 ? 'praise' : 'bug';
  return { kind, share: 0.1, because: `kind ${kind}: a guess, no phrase tells` };
}

/** Fits are rough numbers: below this nothing known of the area stands in the text. */
const fitNeeded = 0.3;

function chosenArea({ guesses, fit }: AreaReading): Finding['area'] {
  const [first, second] = guesses;
  if (!first || fit < fitNeeded) return { key: null, confidence: 0, runnerUp: null };
  const confidence = rounded(first.share * Math.min(1, 0.4 + fit));
  const runnerUp = second && second.share > 0.15 ? second.key : null;
  return { key: first.key, confidence, runnerUp };
}

function areaBecause(reading: AreaReading, key: string | null, areas: AreaHint[]): string {
  if (!key) return 'area: none fits';
  const name = areas.find((area) => area.key === key)?.name ?? key;
  return reading.words.length > 0
    ? `area ${name}: ${shownPhrases(reading.words)}`
    : `area ${name}: alike in meaning to its description or to confirmed feedback`;
}

const rounded = (x: number) => Math.round(x * 1000) / 1000;
