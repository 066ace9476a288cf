// The recommendation without a model: assembled from kind, area and the customer's words, and saying so.
import type { Finding, Kind } from './analysis.ts';
import { shortened } from './local-details.ts';

export type AdviceInput = {
  kind: Kind;
  areaName: string | undefined;
  summary: string;
  quotes: string[];
  affects: string[];
  suspectedCause: string | null;
};

/** Stands in front of every assembled recommendation. */
export const assembledMark = 'By rules from the reports, no model: ';

export function assembleAdvice(input: AdviceInput): Finding['recommendation'] {
  const where = input.areaName ? ` in ${input.areaName}` : '';
  const said = `“${shortened((input.quotes[0] ?? input.summary).replace(/\s+/g, ' '), 160)}”`;
  const on = input.affects.length > 0 ? ` on ${input.affects.slice(0, 3).join(', ')}` : '';
  const cause = input.suspectedCause
    ? ` Start with what the customer suspects: ${shortened(input.suspectedCause, 120)}.`
    : '';
  const { change, check } = steps[input.kind](where, said, on);
  return { change: shortened(`${assembledMark}${change}${cause}`, 590), check: shortened(check, 390) };
}

type Steps = (where: string, said: string, on: string) => { change: string; check: string };

const steps: Record<Kind, Steps> = {
  bug: (where, said, on) => ({
    change: `reproduce ${said}${on}${where}, find the first wrong state, fix it there and keep the reproduction as a regression test.`,
    check: `The regression test fails before the fix and passes after it; reports of this theme${where} stop within two weeks of the release.`,
  }),
  performance: (where, said, on) => ({
    change: `measure the step behind ${said}${on}${where} (p50, p95, largest account), profile the slowest part and remove or cache it.`,
    check: `p95 of that step${where} falls below the agreed limit on the largest account, and stays there for two weeks.`,
  }),
  reliability: (where, said, on) => ({
    change: `find the failures behind ${said}${on}${where} in logs and traces, group them by cause, and add the missing timeout, retry or fallback for the largest group.`,
    check: `Error rate and retries${where} fall to the usual level, and an alert fires when they rise again.`,
  }),
  usability: (where, said) => ({
    change: `walk through the task behind ${said}${where}, name the step where people get lost, and change its wording, place or number of clicks.`,
    check: `Five people who do not know the change finish the task without help; reports of this theme${where} stop.`,
  }),
  'missing feature': (where, said) => ({
    change: `ask two of the customers what they would do with it, then describe the smallest version${where} that covers ${said}.`,
    check: `The customers who asked use it within a month of the release, and no longer ask.`,
  }),
  question: (where, said) => ({
    change: `answer ${said}, then put the answer${where} where the question arises: in the product's text, or in its help.`,
    check: `The question is no longer asked in the month after the answer is published.`,
  }),
  praise: (where, said) => ({
    change: `keep what works${where}: ${said}. Nothing to change; name it in reviews of later changes.`,
    check: `Praise for it does not turn into complaints after later releases.`,
  }),
};
