// What Zendesk's ticket events and triggers say. Pure.
import { cutText } from '../../text/cut.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { type Author, messageKey, type News, type SaidMessage } from './item.ts';
import { webLink } from './source.ts';
import { scoreOfWord } from './source-rating.ts';
import type { Ticket, TicketEvent } from './source-zendesk-shape.ts';

export function newsOfEvent(e: TicketEvent, subdomain: string | undefined): News[] | undefined {
  const what = e.type.slice('zen:event-type:ticket.'.length);
  const { id: key } = e.detail;
  const comment = e.event?.comment;
  if (/^(soft_deleted|permanently_deleted|marked_as_spam)$/.test(what))
    return [{ kind: 'gone', source: 'zendesk', key, at: e.time }];
  if (/^comment_(redacted|made_private)$/.test(what) && comment?.id)
    return [
      {
        kind: 'messageGone',
        source: 'zendesk',
        key,
        messageKey: messageKey('zendesk', key, comment.id),
        at: e.time,
      },
    ];
  const rated = what.startsWith('csat') || what.startsWith('satisfaction') ? ratingOfEvent(e) : [];
  if (!/^(created|undeleted|comment_added|description_changed|subject_changed)$/.test(what))
    return rated.length > 0 ? rated : undefined;
  return [...saidInEvent(e, subdomain), ...rated];
}

function saidInEvent(e: TicketEvent, subdomain: string | undefined): News[] {
  const { detail, time } = e;
  // A ticket that begins with an agent's internal note is no customer's word.
  if (detail.is_public === false) return [];
  const author = { key: detail.requester_id };
  const saidAt = detail.created_at ?? time;
  const messages = detail.description
    ? [message(detail.id, { id: '', body: detail.description, saidAt, author })]
    : [];
  const comment = commentOf(e);
  if (comment && e.event?.comment?.body !== detail.description) messages.push(comment);
  const item = {
    source: 'zendesk',
    key: detail.id,
    title: titleOf(detail.subject),
    link: subdomain
      ? `https://${subdomain}.zendesk.com/agent/tickets/${encodeURIComponent(detail.id)}`
      : undefined,
    author,
    account: detail.organization_id ? { externalId: detail.organization_id } : undefined,
    saidAt,
    updatedAt: time,
    messages,
  };
  return messages.length > 0 ? [{ kind: 'said', item }] : [];
}

function commentOf(e: TicketEvent): SaidMessage | undefined {
  const comment = e.event?.comment;
  if (!comment?.body || !comment.id || comment.is_public !== true) return undefined;
  const author = { key: comment.author?.id, name: comment.author?.name };
  return {
    ...message(e.detail.id, { id: comment.id, body: comment.body, saidAt: e.time, author }),
    part: comment.author?.is_staff ? 'context' : 'voice',
    files: comment.attachments.flatMap(({ filename, content_url }) => {
      const permalink = webLink(content_url);
      return permalink ? [{ name: filename ?? 'file', permalink }] : [];
    }),
  };
}

function ratingOfEvent(e: TicketEvent): News[] {
  const { csat, score, rating, current } = e.event ?? {};
  const word =
    csat?.score ?? csat?.rating ?? score ?? rating ?? (typeof current === 'string' ? current : undefined);
  const graded = scoreOfWord(word);
  if (!graded) return [];
  const { id: key, requester_id, organization_id } = e.detail;
  return [
    {
      kind: 'rated',
      rating: {
        source: 'zendesk',
        key,
        itemKey: key,
        ...graded,
        author: { key: requester_id },
        account: organization_id ? { externalId: organization_id } : undefined,
        givenAt: e.time,
      },
    },
  ];
}

export function newsOfTrigger(ticket: Ticket, receivedAt: Date): News[] {
  const author: Author = { name: ticket.requester?.name, email: ticket.requester?.email };
  const account = { name: ticket.organization?.name, externalId: ticket.organization?.external_id };
  const common = { author, account: account.name || account.externalId ? account : undefined };
  const updatedAt = ticket.updated_at;
  const saidAt = ticket.created_at ?? updatedAt ?? receivedAt;
  const remark = ticket.satisfaction?.comment;
  const messages = [
    ...(ticket.description ? [message(ticket.id, { id: '', body: ticket.description, saidAt, author })] : []),
    ...(remark
      ? [message(ticket.id, { id: 'satisfaction', body: remark, saidAt: updatedAt ?? saidAt, author })]
      : []),
  ];
  const news: News[] = [];
  if (messages.length > 0) {
    const item = {
      source: 'zendesk',
      key: ticket.id,
      title: titleOf(ticket.subject),
      saidAt,
      updatedAt,
      messages,
    };
    news.push({ kind: 'said', item: { ...item, ...common, link: webLink(withScheme(ticket.url)) } });
  }
  const graded = scoreOfWord(ticket.satisfaction?.rating);
  if (graded) {
    const rating = { source: 'zendesk', key: ticket.id, itemKey: ticket.id, ...graded, ...common };
    news.push({ kind: 'rated', rating: { ...rating, givenAt: updatedAt ?? saidAt } });
  }
  return news;
}

type Draft = { id: string; body: string; saidAt: Date; author: Author };

function message(ticket: string, { id: part, body, saidAt, author }: Draft): SaidMessage {
  return {
    key: messageKey('zendesk', ticket, part),
    part: 'voice',
    text: escapeMrkdwn(withoutHeading(body)),
    files: [],
    saidAt,
    authorKey: author.email?.toLowerCase() ?? (author.key && `zendesk:${author.key}`),
  };
}

const titleOf = (subject: string | undefined) => (subject ? cutText(subject, 500) : undefined);

/** `{{ticket.url}}` has no scheme, `{{ticket.link}}` has one. */
const withScheme = (url: string | undefined) => (url && !/^[a-z]+:/i.test(url) ? `https://${url}` : url);

/** Placeholders put a ruler, the author and the date above a comment. */
function withoutHeading(body: string): string {
  return cutText(body.replace(/^-{20,}\s*\n+[^\n]{3,120}\d{4}[^\n]{0,40}\n\n/, ''), 50_000);
}
