// Who said it, how often, and how much it matters: the part of a ticket that can be counted.
import { sparkline } from '../../text/bars.ts';
import { count } from '../../text/screen.ts';
import { changeWords, partLines } from '../prioritize/blocks.ts';
import type { DraftCustomer, DraftData } from './draft-data.ts';
import { day, plain } from './wording.ts';

export function evidenceSection(data: DraftData): string {
  const { customers, unknownCustomers, reports, theme, weekly } = data;
  const all = customers.length + unknownCustomers;
  const lines = [
    `**${count(all, 'customer')}**, ${count(reports, 'report')}, first ${day(theme.startedAt)}, last ${day(theme.newestAt)}.`,
    segmentWords(customers),
    revenueWords(customers),
    weekly.length > 1 ? `Customers a week, oldest first: ${sparkline(weekly)} (${weekly.join(', ')}).` : '',
  ];
  return ['## Who and how many', ...lines.filter(Boolean), customerList(data)].filter(Boolean).join('\n\n');
}

function segmentWords(customers: DraftCustomer[]): string {
  const segments = new Map<string, number>();
  for (const { segment } of customers) if (segment) segments.set(segment, (segments.get(segment) ?? 0) + 1);
  const words = [...segments]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([segment, n]) => `${plain(segment, 60)} ${n}`);
  return words.length > 0 ? `Segments: ${words.join(', ')}.` : '';
}

function revenueWords(customers: DraftCustomer[]): string {
  const known = customers.flatMap(({ annualRevenue }) => annualRevenue ?? []);
  if (known.length === 0) return '';
  const sum = known.reduce((total, revenue) => total + revenue, 0);
  const of = known.length < customers.length ? ` (known for ${known.length} of ${customers.length})` : '';
  return `Annual revenue of these customers: ${Math.round(sum).toLocaleString('en')}${of}.`;
}

function customerList({ customers, unknownCustomers }: DraftData): string {
  const shown = customers.slice(0, 15).map(({ name, segment, annualRevenue, reports }) => {
    const about = [
      segment ? plain(segment, 60) : '',
      annualRevenue === null ? '' : `${Math.round(annualRevenue).toLocaleString('en')} a year`,
      count(reports, 'report'),
    ];
    return `- ${plain(name, 80)}: ${about.filter(Boolean).join(', ')}`;
  });
  const hidden = customers.length - shown.length;
  if (hidden > 0) shown.push(`- ${count(hidden, 'more customer')}`);
  if (unknownCustomers > 0) shown.push(`- ${count(unknownCustomers, 'author')} whose company is not known`);
  return shown.join('\n');
}

/** The score with its parts as bars, to the same scale as in Slack. */
export function impactSection({ explanation, band }: DraftData): string {
  if (!explanation) return `## Impact\n\nNot scored yet; its band is **${band}**.`;
  const words = explanation.band === band ? band : `${explanation.band}, set to ${band} by hand`;
  const total = `**${Math.round(explanation.score)} of 100, ${words}**, confidence ${explanation.confidence.toFixed(2)}.`;
  return `## Impact\n\n${total}\n\n\`\`\`\n${partLines(explanation).join('\n')}\n\`\`\`\n\n${changeWords(explanation)}`;
}
