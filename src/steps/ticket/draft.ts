// It becomes work: the ticket's text, assembled from data. Counts, links and quotes are never left to a model.
// Every text of people is redacted before it comes here, and made inert here: it cannot format, link or mention.
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import { count } from '../../text/screen.ts';
import type { TicketDraft, TicketLink, TicketPriority } from '../../tracker/port.ts';
import type { Band } from '../prioritize/bands.ts';
import { themeName } from '../prioritize/theme-line.ts';
import type { DraftData } from './draft-data.ts';
import { evidenceSection, impactSection } from './evidence.ts';
import { guidance } from './guidance.ts';
import { day, isAddress, plain, quoteMarkdown } from './wording.ts';

export function draftTicket(data: DraftData): Pick<TicketDraft, 'title' | 'body' | 'priority' | 'links'> {
  const body = [
    problemSection(data),
    evidenceSection(data),
    impactSection(data),
    causesSection(data),
    improvementSection(data),
    criteriaSection(data),
    metricSection(data),
    reportsSection(data),
    footer(data),
  ];
  return {
    title:
      cutText(oneLine(withoutInvisible(data.theme.title)), 200) || `Theme ${themeName(data.theme.number)}`,
    body: body.filter(Boolean).join('\n\n'),
    priority: priorityOf[data.band],
    links: sourceLinks(data),
  };
}

const priorityOf: Record<Band, TicketPriority> = {
  critical: 'urgent',
  high: 'high',
  medium: 'medium',
  low: 'low',
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

function problemSection({ theme, quotes, affects }: DraftData): string {
  const summary = plain(theme.summary || theme.title, 600);
  const words = quotes.slice(0, 2).map((quote) => quoteMarkdown(quote.text, 500));
  const named = affects.slice(0, 8).map((what) => plain(what, 80));
  return [
    `## Problem\n\n${summary}`,
    ...(words.length > 0 ? [`In the customers' words:\n\n${words.join('\n\n')}`] : []),
    ...(named.length > 0 ? [`Named with it: ${named.join(', ')}.`] : []),
  ].join('\n\n');
}

function causesSection({ causes }: DraftData): string {
  if (causes.length === 0)
    return '## Suspected causes\n\nNo report names one, and no tested relation with a metric or a deploy is known.';
  const lines = causes
    .slice(0, 5)
    .map(({ says, evidence }) => `- ${plain(says, 300)} (${plain(evidence, 200)})`);
  return `## Suspected causes\n\n${lines.join('\n')}`;
}

function improvementSection({ recommendation, kind, area }: DraftData): string {
  const { steps, alternatives } = guidance[kind];
  const source = {
    local: 'assembled by rules from the reports',
    claude: 'written by the model from the reports',
  };
  const change = recommendation
    ? `${plain(recommendation.change, 800)} _(${source[recommendation.by]})_`
    : 'The reports do not say enough for a particular recommendation; begin with the steps below.';
  const code =
    area?.code.slice(0, 8).map((path) => `\`${cutText(oneLine(path), 120).replaceAll('`', "'")}\``) ?? [];
  return [
    `## Recommended improvement\n\n${change}`,
    ...(code.length > 0 ? [`Where to look: ${code.join(', ')}.`] : []),
    `How to go about it (general, for this kind of report):\n\n${steps.map((step, n) => `${n + 1}. ${step}`).join('\n')}`,
    `Alternatives:\n\n${alternatives.map((other) => `- ${other}`).join('\n')}`,
  ].join('\n\n');
}

function criteriaSection({ kind, recommendation, affects }: DraftData): string {
  const where = affects.slice(0, 4).map((what) => plain(what, 80));
  const criteria = [
    ...guidance[kind].criteria,
    ...(recommendation?.check ? [plain(recommendation.check, 500)] : []),
    ...(where.length > 0 ? [`Checked on ${where.join(', ')}.`] : []),
  ];
  return `## Acceptance criteria\n\n${criteria.map((criterion) => `- [ ] ${criterion}`).join('\n')}`;
}

function metricSection(data: DraftData): string {
  const { number, from, to, withinDays } = successMetric(data);
  const words = `**${number}**: from **${from}** (the 28 days up to ${day(data.asOf)}) to **${to === 0 ? 'none' : `at most ${to}`}**`;
  return `## Success metric\n\n${words}, counted over the ${withinDays} days after the change ships. \`/earshot theme ${themeName(data.theme.number)}\` shows the count.`;
}

function reportsSection({ quotes, reports }: DraftData): string {
  if (quotes.length === 0) return '';
  const shown = quotes.slice(0, 10).map(({ text, customerName, saidAt, link }) => {
    const who = customerName ? plain(customerName, 80) : 'customer unknown';
    const where = isAddress(link) ? `, [message](${link})` : '';
    return `${quoteMarkdown(text, 700)}\n\n${who}, ${day(saidAt)}${where}`;
  });
  const rest = reports - shown.length;
  const more = rest > 0 ? `\n\n${count(rest, 'more report')} in Earshot.` : '';
  return `## Reports\n\n${shown.join('\n\n')}${more}`;
}

function footer({ theme, askedBy, link, asOf, area }: DraftData): string {
  const owners = area?.owners.slice(0, 4).map((owner) => plain(owner, 60)) ?? [];
  const about = [
    area ? `Area: ${plain(area.name, 80)}${owners.length > 0 ? ` (${owners.join(', ')})` : ''}.` : '',
    `From theme ${themeName(theme.number)} in Earshot${isAddress(link) ? `, asked for [in Slack](${link})` : ', asked for'} by ${plain(askedBy, 80)}.`,
    `Counts are of ${day(asOf)}.`,
  ];
  return `---\n\n${about.filter(Boolean).join(' ')}`;
}

/** One attachment a source message. */
function sourceLinks({ quotes }: DraftData): TicketLink[] {
  const seen = new Set<string>();
  return quotes.flatMap(({ link, customerName, saidAt, text }) => {
    if (!isAddress(link) || seen.has(link) || seen.size >= 10) return [];
    seen.add(link);
    const title = cutText(
      `${oneLine(withoutInvisible(customerName ?? 'Customer unknown'))}, ${day(saidAt)}`,
      120,
    );
    return [{ url: link, title, subtitle: cutText(oneLine(withoutInvisible(text)), 160) }];
  });
}
