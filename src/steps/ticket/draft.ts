// It becomes work: the ticket's text. What people may change stands first; below it stands the part that Earshot keeps
// up to date. Counts, links and quotes are never left to a model. Every text of people is redacted before it comes
// here, and made inert here: it cannot format, link or mention.
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import { count } from '../../text/screen.ts';
import { blockText } from '../../tracker/block.ts';
import type { TicketDraft, TicketLink, TicketPriority } from '../../tracker/port.ts';
import type { Kind } from '../analyze/analysis.ts';
import type { Band } from '../prioritize/bands.ts';
import { themeName } from '../prioritize/theme-line.ts';
import type { DraftData, DraftQuote } from './draft-data.ts';
import { evidenceBlock } from './evidence.ts';
import { metricWords, successMetric, suggestionFor } from './suggestion.ts';
import { day, isAddress, plain, quoteMarkdown } from './wording.ts';

/** Quotes in the text; the others stand on the ticket as links. */
const quotesInText = 3;

export type Draft = Pick<TicketDraft, 'title' | 'priority' | 'links'> & {
  /** Slack lets people edit 3,000 characters; this is never longer. */
  story: string;
};

export function draftTicket(data: DraftData): Draft {
  const { theme, written } = data;
  const words = oneLine(withoutInvisible(written?.title || theme.title)).replace(/(?<!\.)\.$/, '');
  return {
    title: cutText(words, 120) || `Theme ${themeName(theme.number)}`,
    story: storyOf(data),
    priority: priorityOf[data.band],
    links: sourceLinks(data.quotes),
  };
}

/** The whole text: what people wrote or left as it was, and our part. */
export function bodyOf(story: string, data: DraftData): string {
  return `${story.trim()}\n\n${blockText(evidenceBlock(data, data.asOf))}`;
}

const priorityOf: Record<Band, TicketPriority> = {
  critical: 'urgent',
  high: 'high',
  medium: 'medium',
  low: 'low',
};

function storyOf(data: DraftData): string {
  return [followsLine(data), problem(data), change(data), doneWhen(data), origin(data)]
    .filter(Boolean)
    .join('\n\n');
}

function followsLine({ follows }: DraftData): string {
  if (!follows) return '';
  const name = isAddress(follows.url)
    ? `[${plain(follows.key, 40)}](${follows.url})`
    : plain(follows.key, 40);
  const done = follows.completedAt ? `, done ${day(follows.completedAt)}` : '';
  const since = follows.reportsSince > 0 ? ` ${count(follows.reportsSince, 'report')} came after that.` : '';
  return `Follow-up to ${name}${done}.${since}`;
}

function problem(data: DraftData): string {
  const { written, quotes, affects } = data;
  const places = affects.slice(0, 6).map((what) => plain(what, 60));
  return [
    written?.problem ? plain(written.problem, 500) : '',
    [heard(data), quotes.length > 0 ? 'In their words:' : ''].filter(Boolean).join(' '),
    ...quotes.slice(0, quotesInText).map(quoteWithSource),
    places.length > 0 ? `**Named in the reports:** ${places.join(', ')}.` : '',
    suspectedCauses(data),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** `8 customers reported this 15 times from 30 Oct to 20 Nov 2026, 6 of the customers in the last 7 days.` */
function heard({ theme, kind, customers, unknownCustomers, reports, weekly }: DraftData): string {
  const all = customers.length + unknownCustomers;
  if (all === 0) return '';
  const alone = all === 1 && customers[0];
  const who = alone ? plain(alone.name, 60) : count(all, 'customer');
  const [first, last] = [day(theme.startedAt), day(theme.newestAt)];
  const when = first === last ? `on ${first}` : `${reports} times from ${first} to ${last}`;
  const lately = weekly.at(-1) ?? 0;
  const now =
    first !== last && all > 1 && lately > 0 ? `, ${lately} of the customers in the last 7 days` : '';
  return `${who} ${verbs[kind]} this ${when}${now}.`;
}

const verbs: Record<Kind, string> = {
  bug: 'reported',
  performance: 'reported',
  reliability: 'reported',
  usability: 'reported',
  'missing feature': 'requested',
  question: 'asked',
  praise: 'wrote',
};

/** None is said, too, where there must be one. */
function suspectedCauses({ kind, causes }: DraftData): string {
  const named = causes
    .slice(0, 2)
    .map(
      ({ says, evidence }) =>
        `“${plain(says.replace(/^because( of)? /i, ''), 160)}” (${plain(evidence, 100)})`,
    );
  if (named.length > 0) return `**Suspected cause:** ${named.join('; ')}. Said by customers, not checked.`;
  return hasCause.has(kind) ? '**Suspected cause:** none is known; the reports tell only what happens.' : '';
}

const hasCause = new Set<Kind>(['bug', 'performance', 'reliability']);

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function quoteWithSource({ text, customerName, saidAt, link }: DraftQuote): string {
  const who = customerName ? plain(customerName, 60) : 'customer unknown';
  const where = isAddress(link) ? ` · [message](${link})` : '';
  return `${quoteMarkdown(text, 280)}\n>\n> ${who}, ${day(saidAt)}${where}`;
}

function change(data: DraftData): string {
  const { change, alternative } = suggestionFor(data);
  const code = data.area?.code.slice(0, 5).map(codeSpan) ?? [];
  const where = code.length > 0 ? ` Where to look: ${code.join(', ')}.` : '';
  return `## Suggested change\n\n${change}${where}\n\n**Alternative:** ${sentence(alternative)}`;
}

const codeSpan = (path: string) => `\`${cutText(oneLine(path), 80).replaceAll('`', "'")}\``;

function doneWhen(data: DraftData): string {
  const criteria = [...suggestionFor(data).criteria, metricWords(successMetric(data), data)];
  return `## Done when\n\n${criteria.map((criterion) => `- [ ] ${criterion}`).join('\n')}`;
}

function origin(data: DraftData): string {
  const { theme, askedBy, link, area } = data;
  const owners = area?.owners.slice(0, 3).map((owner) => plain(owner, 40)) ?? [];
  const where = isAddress(link) ? `[in Slack](${link}) ` : '';
  const about = area
    ? ` about ${plain(area.name, 60)}${owners.length > 0 ? ` (${owners.join(', ')})` : ''}`
    : '';
  return `${themeName(theme.number)}${about}, asked for ${where}by ${plain(askedBy, 60)}. The suggestion is by ${suggestionFor(data).by}.`;
}

/** One attachment a source message. */
export function sourceLinks(quotes: DraftQuote[], most = 10): TicketLink[] {
  const seen = new Set<string>();
  return quotes.flatMap(({ link, customerName, saidAt, text }) => {
    if (!isAddress(link) || seen.has(link) || seen.size >= most) return [];
    seen.add(link);
    const who = oneLine(withoutInvisible(customerName ?? 'Customer unknown'));
    const title = cutText(`${who}, ${day(saidAt)}`, 120);
    return [{ url: link, title, subtitle: cutText(oneLine(withoutInvisible(text)), 160) }];
  });
}
