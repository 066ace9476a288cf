// What an import tells a person: what was understood, what would happen, what did. Pure.
import type { Mapping } from '../files/columns.ts';
import type { Check } from '../steps/intake/import-check.ts';
import type { Feed } from '../steps/intake/import-feed.ts';
import type { Imported } from '../steps/intake/import-run.ts';
import type { DateOrder } from '../steps/intake/import-when.ts';
import { cutText, oneLine } from '../text/cut.ts';
import { plainText } from '../text/mrkdwn.ts';
import { withoutInvisible } from '../text/mrkdwn-inert.ts';

export const n = (value: number, noun: string) =>
  `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;

export function mappingText<F extends string>(mapping: Mapping<F>, columns: string[]): string[] {
  const used = Object.entries(mapping) as [string, string][];
  const unused = columns.filter((column) => !used.some(([, one]) => one === column));
  const width = Math.max(8, ...used.map(([field]) => field.length));
  return [
    ...used.map(([field, column]) => `  ${field.padEnd(width)}  ${shown(column, 60)}`),
    ...(unused.length > 0 ? [`  ${'not used'.padEnd(width)}  ${shown(unused.join(', '), 200)}`] : []),
  ];
}

export function datesText(order: DateOrder | undefined): string[] {
  if (!order) return [];
  return [
    `  Dates with slashes are read ${order === 'dmy' ? 'day first' : 'month first'} (--dates changes it).`,
  ];
}

export function checkText(check: Check, unit: Feed['unit']): string[] {
  const what = unit === 'message' ? 'beginning' : 'item';
  const parts = [
    `${n(check.items, what)} (${(check.items - check.known).toLocaleString('en')} new)`,
    ...(check.ratings > 0 ? [n(check.ratings, 'rating')] : []),
    ...(check.passed > 0 ? [`${check.passed.toLocaleString('en')} passed over`] : []),
    `${check.rejected.toLocaleString('en')} rejected`,
  ];
  const period = check.from && check.until ? [`Said from ${day(check.from)} to ${day(check.until)}.`] : [];
  const ours = `Of customers Earshot knows: ${check.recognised.toLocaleString('en')}.`;
  // Whose a message of Slack's is shows when it is carried out.
  const known = unit === 'message' ? [] : [ours];
  return [
    `${n(check.records, unit)}: ${parts.join(', ')}.`,
    ...(check.items > 0 ? [`  ${[...period, ...known].join(' ')}`] : []),
    ...check.reasons
      .slice(0, 5)
      .map(({ reason, count }) => `  ${count.toLocaleString('en')} × ${shown(reason, 150)}`),
    ...(check.examples.length > 0 ? ['  For example:'] : []),
    ...check.examples.map(
      ({ saidAt, messages, author, account }) =>
        `    ${day(saidAt)}  ${shown(account?.name ?? author.name ?? author.email ?? 'somebody', 24).padEnd(24)}  ${shown(plainText(messages[0]?.text ?? ''), 70)}`,
    ),
  ];
}

export function importedText(imported: Imported, check: Check, unit: Feed['unit']): string {
  const { added, changed, before } = imported;
  const rest = Math.max(0, check.items - added - changed);
  const parts = [
    `${n(added, 'item')} added`,
    `${changed.toLocaleString('en')} changed`,
    ...(unit === 'line' ? [`${rest.toLocaleString('en')} known already`] : []),
  ];
  const again = before > 0 ? ` It went on after ${before.toLocaleString('en')} that were done before.` : '';
  return `Imported: ${parts.join(', ')}.${again}`;
}

/** Text of strangers on a terminal: no escape sequences, no line breaks. */
function shown(text: string, limit: number): string {
  return cutText(oneLine(withoutInvisible(text)), limit);
}

const day = (at: Date) => at.toISOString().slice(0, 10);
