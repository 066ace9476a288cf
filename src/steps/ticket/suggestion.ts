// What an engineer could do about it, for each kind of feedback, in the theme's own particulars. Where a model has
// written something better, that is used instead.
import { count } from '../../text/screen.ts';
import type { Kind } from '../analyze/analysis.ts';
import type { DraftData } from './draft-data.ts';
import { day, plain } from './wording.ts';

export type Suggestion = {
  /** Sentences. */
  change: string;
  /** Another way, with its price. */
  alternative: string;
  /** What must hold at the end. */
  criteria: string[];
  /** Who says so, for people. */
  by: string;
};

export function suggestionFor(data: DraftData): Suggestion {
  const { written, recommendation } = data;
  const ruled = rules[data.kind](factsOf(data));
  if (written) {
    const criteria = written.criteria.slice(0, 4).map((criterion) => plain(criterion, 200));
    return {
      change: plain(written.change, 800),
      alternative: written.alternative ? plain(written.alternative, 300) : ruled.alternative,
      criteria: criteria.length > 0 ? criteria : ruled.criteria,
      by: `${written.by} from the reports`,
    };
  }
  if (!recommendation) return { ...ruled, by: 'rules from the reports, no model' };
  const checked = recommendation.check ? [plain(recommendation.check, 300)] : [];
  return {
    ...ruled,
    change: plain(recommendation.change, 750),
    criteria: [...checked, ...ruled.criteria.slice(0, 1)],
    by: 'the model that read the reports',
  };
}

type Facts = { on: string; whom: string; largest: string; cause: boolean };

function factsOf({ affects, quotes, customers, causes }: DraftData): Facts {
  const places = affects.slice(0, 4).map((what) => plain(what, 60));
  const first = quotes.find((quote) => quote.customerName)?.customerName;
  const largest = customers[0]?.name;
  return {
    on: places.length > 0 ? ` on ${list(places)}` : '',
    whom: first ? `${plain(first, 60)} describes` : 'the reports describe',
    largest: largest ? plain(largest, 60) : 'the largest account',
    cause: causes.length > 0,
  };
}

function list(words: string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const rules: Record<Kind, (facts: Facts) => Omit<Suggestion, 'by'>> = {
  bug: ({ on, whom, cause }) => ({
    change: `Reproduce it as ${whom}${cause ? ', starting from the suspected cause' : ''}. Fix the first wrong state, not the last symptom, and keep the reproduction as a test.`,
    alternative:
      'if the cause stays unclear, detect the broken state, tell people what to do instead, and log enough to find it. The reports will not stop.',
    criteria: [
      `What the reports describe no longer happens${on}.`,
      'A test covers it, and fails without the change.',
    ],
  }),
  performance: ({ on, whom, largest, cause }) => ({
    change: `Time what ${whom}${on} with as much data as ${largest} has${cause ? ', with and without the suspected cause' : ''}; find the step that takes most of it, and do less work there before making it faster.`,
    alternative:
      'load less at once, or do the slow part in the background and show progress. The wait stays.',
    criteria: [
      `Timed before and after with the data of ${largest}; both figures are in this ticket.`,
      'The timing is kept as a test or on a dashboard.',
    ],
  }),
  reliability: ({ on, whom, cause }) => ({
    change: `Find the failures that ${whom}${on} in logs and traces of those times${cause ? ', first for the suspected cause' : ''}. Make the operation safe to repeat, then retry what fails in passing.`,
    alternative: 'degrade on purpose and say so in the product while it fails. The failures stay.',
    criteria: [
      'A failed attempt is repeated or clearly reported; nothing is lost, nothing happens twice.',
      'The failure is counted, and an alert exists for it.',
    ],
  }),
  usability: ({ whom }) => ({
    change: `Walk through the task that ${whom}, and name the one step at which people get stuck. Change its wording, default or order first.`,
    alternative:
      'explain it where it happens, with a hint or a better error text. Smaller effect, much cheaper.',
    criteria: ['Somebody who has not seen it before finishes the task without help.'],
  }),
  'missing feature': ({ whom, largest }) => ({
    change: `Check with ${largest} what they would do with what ${whom}, and build the smallest version that does that from start to end.`,
    alternative: 'document a way to do it with what exists, and see whether the requests end.',
    criteria: ['The customers below can do what they describe without support.'],
  }),
  question: ({ whom }) => ({
    change: `Answer what ${whom} where the question arises: in the product first, in the documentation second.`,
    alternative: 'give support a ready answer. The question keeps coming.',
    criteria: ['The answer is found in the product, or by the first search in the documentation.'],
  }),
  praise: ({ whom }) => ({
    change: `Note what ${whom}, so that it survives the next redesign.`,
    alternative: 'close this without a change.',
    criteria: ['What is praised is covered by a test, or written down as a decision.'],
  }),
};

/**
 * Which number, from what, to what, by when: frozen with the ticket, and what the verdict is measured by later. A fix
 * typically ends four fifths of its own theme's reports; fewer than that is not worth calling a success.
 */
export type SuccessMetric = { number: string; from: number; to: number; withinDays: number };

export function successMetric({
  customersIn28Days: from,
}: Pick<DraftData, 'customersIn28Days'>): SuccessMetric {
  const number = 'distinct customers who report this in 28 days';
  return { number, from, to: Math.floor(from / 5), withinDays: 28 };
}

/** The success metric as the last criterion. */
export function metricWords(
  { to, from, withinDays }: SuccessMetric,
  { kind, asOf }: Pick<DraftData, 'kind' | 'asOf'>,
): string {
  const verb = kind === 'missing feature' || kind === 'question' ? 'ask' : 'report';
  const what = verb === 'ask' ? 'for it' : 'it';
  const target =
    to === 0
      ? `No customer ${verb}s ${what}`
      : `At most ${count(to, 'customer')} ${to === 1 ? `${verb}s` : verb} ${what}`;
  return `**Success metric:** ${target} in the ${withinDays} days after it ships, down from ${from} in the ${withinDays} days up to ${day(asOf)}.`;
}
