// What an engineer can go by for each kind of feedback. General, and marked as such in the ticket: what is particular
// to the theme comes from its reports.
import type { Kind } from '../analyze/analysis.ts';

export type Guidance = {
  /** How to go about it. */
  steps: string[];
  /** Other ways, each with its price. */
  alternatives: string[];
  /** What must hold at the end. */
  criteria: string[];
};

export const guidance: Record<Kind, Guidance> = {
  bug: {
    steps: [
      'Reproduce it from the first report below, with the same kind of data and on the platform named there.',
      'Write the failing test first, at the lowest level that still shows the failure.',
      'Look for the same mistake in the neighbouring code before closing.',
    ],
    alternatives: [
      'If the cause cannot be found quickly: detect the failing state, tell the customer in the product what to do instead, and log enough to find it. Smaller, but the reports will not stop.',
    ],
    criteria: [
      'The steps of the reports below no longer fail.',
      'An automated test fails without the change and passes with it.',
    ],
  },
  performance: {
    steps: [
      'Measure first: time the slow action with data of the size the reports name, and find the step that takes most of it.',
      'Remove work before making it faster: fewer queries, smaller pages, nothing computed twice.',
      'Keep the measurement as a test or a dashboard, so that it cannot creep back.',
    ],
    alternatives: [
      'Do the slow part in the background and show progress. Quicker to ship; the wait stays, but it no longer blocks.',
      'Limit how much is loaded at once and load the rest on demand.',
    ],
    criteria: [
      'The action the reports name is measured before and after with the same data, and both figures are in this ticket.',
      'It stays fast for the largest customer among those who reported it.',
    ],
  },
  reliability: {
    steps: [
      'Find the failures of the reported times in logs and traces, and group them by cause.',
      'Make the operation safe to repeat, then retry what fails in passing.',
      'Alert on the failure itself, so that customers are not the ones who notice.',
    ],
    alternatives: [
      'Degrade on purpose: keep the rest usable while this part is down, and say so in the product. Does not remove the failures.',
    ],
    criteria: [
      'The failure is counted by a metric, and an alert exists for it.',
      'A failed attempt is repeated or clearly reported; nothing is lost and nothing happens twice.',
    ],
  },
  usability: {
    steps: [
      'Watch or replay how the reporting customers get stuck, and name the one point where they do.',
      'Change wording, defaults or order first: these are cheap and often enough.',
      'Show the change to one of the customers below before it ships.',
    ],
    alternatives: [
      'Explain it where it happens (a hint, an example, a better error text) and leave the flow as it is. Smaller effect, hours instead of days.',
    ],
    criteria: [
      'Somebody who has not seen it before finishes the task of the reports below without help.',
      'Error texts on the way say what to do next.',
    ],
  },
  'missing feature': {
    steps: [
      'Write down the job behind the wish in one sentence, and check it with two of the customers below.',
      'Build the smallest version that does that job from start to end.',
      'Release it to the customers who asked first.',
    ],
    alternatives: [
      'Document a way to do it with what exists (export, API, integration) and see whether that ends the requests. Cheapest; right when the need is rare.',
      'Answer with a reasoned no, and tell the customers. Better than silence.',
    ],
    criteria: [
      'The customers below can do the job they describe, without support.',
      'It is documented where they would look for it.',
    ],
  },
  question: {
    steps: [
      'Answer the question where it arises: in the product first, in the documentation second.',
      'If the same question comes from many, treat the screen that raises it as the problem.',
    ],
    alternatives: ['Give support a ready answer and link to it. Helps at once; the question keeps coming.'],
    criteria: [
      'The answer is found in the product or by the first search in the documentation.',
      'Support knows where it is.',
    ],
  },
  praise: {
    steps: ['Note what works and for whom, so that it is not lost in the next redesign.'],
    alternatives: ['Close this without a change and thank the customers.'],
    criteria: ['What is praised here is covered by a test or written down as a design decision.'],
  },
};
