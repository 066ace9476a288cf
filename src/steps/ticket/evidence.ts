// Who said it, how often, and how much it matters: the part of a ticket that Earshot keeps up to date.
import { bar, sparkline } from '../../text/bars.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import { count } from '../../text/screen.ts';
import type { Block } from '../../tracker/block.ts';
import { fullPoints, partLabels } from '../prioritize/parts.ts';
import { themeName } from '../prioritize/theme-line.ts';
import type { DraftCustomer, DraftData, DraftQuote } from './draft-data.ts';
import { day, isAddress, plain } from './wording.ts';

/** Named after its theme: a ticket may stand for several. `since`: when its own text was written; null: by others. */
export function evidenceBlock(data: DraftData, since: Date | null): Block {
  const parts = [headline(data), customerWords(data), scoreParts(data), newest(data, since)];
  return {
    name: `who reports this (${themeName(data.theme.number)})`,
    markdown: parts.filter(Boolean).join('\n\n'),
  };
}

/** A line through fewer reports shows nothing. */
const enoughForTrend = 4;

function headline({
  customers,
  unknownCustomers,
  reports,
  theme,
  weekly,
  explanation,
  band,
}: DraftData): string {
  const all = count(customers.length + unknownCustomers, 'customer');
  const [first, last] = [day(theme.startedAt), day(theme.newestAt)];
  const span = first === last ? first : `${first} to ${last}`;
  const trend =
    reports >= enoughForTrend
      ? ` Customers a week, this one last: ${sparkline(weekly)} ${weekly.join(', ')}.`
      : '';
  return `**${all}, ${count(reports, 'report')}**, ${span}. ${impact(explanation, band)}${trend}`;
}

function impact(explanation: DraftData['explanation'], band: DraftData['band']): string {
  if (!explanation) return `Impact **${band}**, not scored yet.`;
  const words = explanation.band === band ? band : `${explanation.band}, set to ${band} by hand`;
  return `Impact **${Math.round(explanation.score)} of 100, ${words}**.`;
}

const namedCustomers = 8;

function customerWords({ customers, unknownCustomers }: DraftData): string {
  const named = customers.slice(0, namedCustomers).map(customerName);
  const hidden = customers.length - named.length;
  const unknown = named.length > 0 ? `${unknownCustomers}` : count(unknownCustomers, 'customer');
  const rest = [
    hidden > 0 ? `${hidden} more` : '',
    unknownCustomers > 0 ? `${unknown} whose company is not known` : '',
  ].filter(Boolean);
  return named.length + rest.length > 0 ? `${[...named, ...rest].join('; ')}.${together(customers)}` : '';
}

/** What they pay in sum, one sum a currency. */
function together(customers: DraftCustomer[]): string {
  const paying = customers.filter(({ annualRevenue }) => annualRevenue !== null);
  const sums = [...Map.groupBy(paying, ({ currency }) => currency)]
    .map(([currency, some]) => ({ currency, sum: some.reduce((all, one) => all + one.annualRevenue!, 0) }))
    .filter(({ sum }) => sum > 0)
    .map(({ currency, sum }) => amount(sum, currency));
  const known = paying.length < customers.length ? `, known for ${paying.length} of them` : '';
  return sums.length > 0 && customers.length > 1 ? ` Together ${sums.join(' and ')} a year${known}.` : '';
}

/** `Acme (Scale, 48,000 EUR a year, 3 reports)` */
function customerName({ name, segment, annualRevenue, currency, reports }: DraftCustomer): string {
  const about = [
    segment ? plain(segment, 40) : '',
    annualRevenue === null ? '' : `${amount(annualRevenue, currency)} a year`,
    reports > 1 ? count(reports, 'report') : '',
  ].filter(Boolean);
  return `${plain(name, 60)}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}

function amount(money: number, currency: string | null): string {
  return [Math.round(money).toLocaleString('en'), currency && plain(currency, 10)].filter(Boolean).join(' ');
}

/** As a table with bars: the longest possible one stands for the largest part. */
function scoreParts({ explanation }: DraftData): string {
  if (!explanation) return '';
  const rows = explanation.lines.map(({ part, points, max, says }) => {
    const number = `${points.toFixed(1)}/${Math.round(max)}`;
    const words = cutText(oneLine(withoutInvisible(says)), 160).replaceAll('`', "'");
    return `${partLabels[part].padEnd(9)} ${bar(points / fullPoints.reach, 6)} ${number.padStart(7)}  ${words}`;
  });
  return `\`\`\`\n${rows.join('\n')}\n\`\`\``;
}

/** What its own text does not tell. */
function newest({ quotes }: DraftData, since: Date | null): string {
  const fresh = quotes
    .filter((quote) => !since || quote.saidAt > since)
    .toSorted((a, b) => b.saidAt.getTime() - a.saidAt.getTime())
    .slice(0, 3);
  const lines = fresh.map(quoteLine);
  return lines.length > 0 ? `${since ? 'Since this ticket was made' : 'Newest'}:\n\n${lines.join('\n')}` : '';
}

function quoteLine({ text, customerName, saidAt, link }: DraftQuote): string {
  const who = customerName ? plain(customerName, 60) : 'customer unknown';
  const where = isAddress(link) ? ` ([message](${link}))` : '';
  return `- ${day(saidAt)}, ${who}: “${plain(text, 160)}”${where}`;
}
