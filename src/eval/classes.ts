// Areas, kinds and moods: what the local analyzer says of a text, against what people said.
import type { AreaHint, Kind } from '../steps/analyze/analysis.ts';
import type { LocalExample } from '../steps/analyze/local.ts';
import { type AreaModel, makeAreaModel } from '../steps/analyze/local-area.ts';
import { type Family, familyOf } from '../steps/analyze/local-kind.ts';
import { feelingOf } from '../text/sentiment.ts';
import { type Labelled, labelOf, shuffled } from './labelled.ts';
import { choiceMetrics, macroF1 } from './rank-metrics.ts';
import type { Reader } from './reader.ts';
import type { EvalOptions, EvalResult } from './task.ts';

/** The labels are the areas; of an area nothing is known but its name and the examples. */
export async function evalAreas(items: Labelled[], options: EvalOptions): Promise<EvalResult> {
  const usable = items.filter((item) => labelOf(item) !== undefined);
  const { learned, tested } = divided(usable, (item) => labelOf(item)!, options);
  const areas = [...new Set(usable.map((item) => labelOf(item)!))].map(areaNamed);
  const examples = learned.map((item) => ({ text: item.text, areaKey: labelOf(item)! }));
  const areasOf =
    options.analyzer === 'local'
      ? rankedBy(makeAreaModel(areas, examples))
      : chosenBy(options.reader(areas, examples));
  const answers: { gold: string; said: string[] }[] = [];
  for (const item of tested) answers.push({ gold: labelOf(item)!, said: await areasOf(item.text) });
  return {
    n: answers.length,
    metrics: choiceMetrics(answers),
    notes: [`${areas.length} areas, ${learned.length} examples`],
  };
}

/** The local analyzer's own ranking, also of areas it would not name for want of confidence. */
const rankedBy = (model: AreaModel) => async (text: string) =>
  model.read(text).guesses.map((guess) => guess.key);

const chosenBy = (read: Reader) => async (text: string) => {
  const { analysis } = await read(text, []);
  const area = analysis.feedback ? analysis.findings[0]?.area : undefined;
  return [area?.key, area?.runnerUp].filter((key) => key !== null && key !== undefined);
};

function areaNamed(key: string): AreaHint {
  return { key, name: key.replace(/[-_./]+/g, ' '), description: '', words: [] };
}

/** What other people call our kinds. */
const families: Record<string, Family | 'none'> = {
  bug: 'problem',
  problem: 'problem',
  problem_report: 'problem',
  feature: 'wish',
  feature_request: 'wish',
  enhancement: 'wish',
  question: 'question',
  inquiry: 'wish',
  praise: 'praise',
  irrelevant: 'none',
};
const taught: Record<Family | 'none', Kind> = {
  problem: 'bug',
  wish: 'missing feature',
  question: 'question',
  praise: 'praise',
  none: 'praise',
};

export async function evalKind(items: Labelled[], options: EvalOptions): Promise<EvalResult> {
  const usable = items.filter((item) => truths(item).length > 0);
  const { learned, tested } = divided(usable, (item) => truths(item)[0]!, options);
  const known = new Set(usable.flatMap(truths));
  const examples = learned.map(
    (item): LocalExample => ({ text: item.text, kind: taught[families[truths(item)[0]!]!] }),
  );
  const read = options.reader([], examples);
  const answers: { gold: string; said: string[] }[] = [];
  for (const item of tested) {
    const { analysis } = await read(item.text, []);
    const kinds = analysis.feedback ? analysis.findings.map((finding) => familyOf[finding.kind]) : [];
    const said = [...kinds, 'none' as const].map((family) => nameIn(known, family));
    const right = truths(item).find((truth) => truth === said[0]) ?? truths(item)[0]!;
    answers.push({ gold: right, said });
  }
  return { n: answers.length, metrics: choiceMetrics(answers), notes: [`${learned.length} examples`] };
}

const truths = (item: Labelled) =>
  (item.labels ?? (item.label ? [item.label] : [])).filter((label) => label in families);

/** Our family in the file's own words; praise and no feedback are both "irrelevant" where the file has that. */
function nameIn(known: Set<string>, family: Family | 'none'): string {
  const own = [...known].find((label) => families[label] === family);
  return own ?? [...known].find((label) => families[label] === 'none') ?? family;
}

export async function evalSentiment(items: Labelled[], options: EvalOptions): Promise<EvalResult> {
  const usable = items.filter((item) => mood(item) !== undefined);
  const { tested } = divided(usable, (item) => mood(item)!, { ...options, examples: 0 });
  const moodOf =
    options.analyzer === 'local'
      ? async (text: string) => feelingOf(text).mood
      : moodBy(options.reader([], []));
  const answers: { gold: string; said: string }[] = [];
  for (const item of tested) answers.push({ gold: mood(item)!, said: await moodOf(item.text) });
  const right = answers.filter(({ gold, said }) => gold === said).length;
  return {
    n: answers.length,
    metrics: { accuracy: right / answers.length, macroF1: macroF1(answers) },
    notes: [],
  };
}

/** A model gives a number: within a quarter of the middle is neutral, and so is what it calls no feedback. */
const moodBy = (read: Reader) => async (text: string) => {
  const { analysis } = await read(text, []);
  const sentiment = analysis.feedback ? analysis.findings[0]!.sentiment : 0;
  return sentiment > 0.25 ? 'positive' : sentiment < -0.25 ? 'negative' : 'neutral';
};

const moods = ['positive', 'neutral', 'negative'];

/** The label where it names a mood, else the stars: 1-2, 3, 4-5. */
function mood(item: Labelled): string | undefined {
  const label = labelOf(item)?.toLowerCase();
  if (label && moods.includes(label)) return label;
  if (item.stars === undefined) return undefined;
  return item.stars <= 2 ? 'negative' : item.stars >= 4 ? 'positive' : 'neutral';
}

/** Takes K examples a label to learn from; the rest is tested, in order. */
function divided(items: Labelled[], nameOf: (item: Labelled) => string, { examples, seed }: EvalOptions) {
  const taken = new Map<string, number>();
  const learned = new Set<Labelled>();
  for (const item of seed === undefined ? items : shuffled(items, seed)) {
    const name = nameOf(item);
    if ((taken.get(name) ?? 0) >= examples) continue;
    taken.set(name, (taken.get(name) ?? 0) + 1);
    learned.add(item);
  }
  return { learned: [...learned], tested: items.filter((item) => !learned.has(item)) };
}
