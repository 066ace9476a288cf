// Intercom: conversations and their ratings.
import { z } from 'zod';
import type { StatedAccount } from '../../db/tables/intake.ts';
import { cutText } from '../../text/cut.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { type Author, authorKeyOf, messageKey, type News, type SaidMessage } from './item.ts';
import { type Delivery, isSigned, type Request, type Source, type Verdict, webLink } from './source.ts';
import { imagesOf, textOfHtml } from './source-html.ts';
import { Conversation, intercomId, Notification, type Part, type Writer } from './source-intercom-shape.ts';
import { scoreOf } from './source-rating.ts';

export const intercom: Source = {
  name: 'intercom',
  setting: 'INTERCOM_CLIENT_SECRET',
  secret: (intake) => intake.intercomSecret,
  verify,
  // Intercom tries again for hours, with the body of the first try.
  stamp: (payload) => {
    const at = Notification.safeParse(payload).data?.created_at;
    return at && { at, patienceMs: 24 * 3_600_000 };
  },
  deliveryId: (payload) => Notification.safeParse(payload).data?.id,
  read,
};

/** `sha1=` and the hex HMAC-SHA1 of the body. */
function verify(request: Request, { secret }: { secret: string; now: Date }): Verdict {
  const header = request.header('x-hub-signature') ?? '';
  const given = Buffer.from(header.startsWith('sha1=') ? header.slice(5) : '', 'hex');
  if (isSigned({ algorithm: 'sha1', secret, parts: [request.raw], given })) return { kind: 'genuine' };
  return {
    kind: 'refused',
    why: 'The signature does not fit. Copy the client secret of the app in Intercom to INTERCOM_CLIENT_SECRET.',
  };
}

const heardTopics =
  /^conversation\.(user\.(created|replied)|admin\.(replied|single\.created)|rating\.(added|remarked))$/;

function read({ payload }: Delivery): News[] | undefined {
  const { topic, app_id, created_at, data } = Notification.parse(payload);
  if (topic === 'conversation.deleted') {
    const { id: key } = z.looseObject({ id: intercomId }).parse(data.item);
    return [{ kind: 'gone', source: 'intercom', key, at: created_at }];
  }
  if (topic !== 'conversation_part.redacted' && !heardTopics.test(topic)) return undefined;
  const conversation = Conversation.parse(data.item);
  return [
    ...redacted(conversation, created_at),
    ...saidIn(conversation, { appId: app_id, at: created_at }),
    ...ratedIn(conversation, created_at),
  ];
}

function saidIn(c: Conversation, { appId, at }: { appId: string | undefined; at: Date }): News[] {
  const opening = openingOf(c);
  const parts = (c.conversation_parts?.conversation_parts ?? [])
    .filter(isSpoken)
    .map((part) => messageOf(c.id, part));
  const remark = c.conversation_rating?.remark;
  const customer = customerOf(c);
  const messages = [
    ...(opening ? [opening] : []),
    ...parts,
    ...(remark ? [remarkOf(c, { remark, customer, at })] : []),
  ];
  if (messages.length === 0) return [];
  const item = {
    source: 'intercom',
    key: c.id,
    title: c.source?.subject ? cutText(textOfHtml(c.source.subject), 500) || undefined : undefined,
    link:
      appId &&
      `https://app.intercom.com/a/inbox/${encodeURIComponent(appId)}/inbox/conversation/${encodeURIComponent(c.id)}`,
    author: customer,
    account: accountOf(c),
    saidAt: c.created_at,
    updatedAt: c.updated_at ?? at,
    messages,
  };
  return [{ kind: 'said', item }];
}

function openingOf(c: Conversation): SaidMessage | undefined {
  const { source } = c;
  if (!source || source.redacted || (!source.body && source.attachments.length === 0)) return undefined;
  const opening = {
    id: source.id ?? 'source',
    body: source.body,
    author: source.author,
    attachments: source.attachments,
  };
  return messageOf(c.id, { ...opening, created_at: c.created_at });
}

/** Notes are for colleagues; assignments and the like say nothing. */
function isSpoken(part: Part): boolean {
  return !part.redacted && !/note/.test(part.part_type) && Boolean(part.body || part.attachments.length > 0);
}

type Spoken = Pick<Part, 'id' | 'body' | 'author' | 'attachments' | 'created_at'>;

function messageOf(
  conversation: string,
  { id: part, body = '', author, attachments, created_at }: Spoken,
): SaidMessage {
  const linked = [...attachments.map(({ name, url }) => ({ name: name ?? 'file', url })), ...imagesOf(body)];
  return {
    key: messageKey('intercom', conversation, part),
    part: isCustomer(author) ? 'voice' : 'context',
    text: escapeMrkdwn(cutText(textOfHtml(body), 50_000)),
    files: linked.flatMap(({ name, url }) => {
      const permalink = webLink(url);
      return permalink ? [{ name: cutText(name, 200), permalink }] : [];
    }),
    saidAt: created_at,
    authorKey: authorKeyOf('intercom', authorOf(author)),
  };
}

function remarkOf(
  c: Conversation,
  { remark, customer, at }: { remark: string; customer: Author; at: Date },
): SaidMessage {
  return {
    key: messageKey('intercom', c.id, 'rating'),
    part: 'voice',
    text: escapeMrkdwn(cutText(remark, 50_000)),
    files: [],
    saidAt: c.conversation_rating?.created_at ?? at,
    authorKey: authorKeyOf('intercom', customer),
  };
}

function ratedIn(c: Conversation, at: Date): News[] {
  const grade = c.conversation_rating?.rating;
  const graded = grade == null ? undefined : scoreOf('csat', grade);
  if (!graded) return [];
  const givenAt = c.conversation_rating?.created_at ?? at;
  const whose = { author: customerOf(c), account: accountOf(c) };
  return [
    { kind: 'rated', rating: { source: 'intercom', key: c.id, itemKey: c.id, ...graded, ...whose, givenAt } },
  ];
}

function redacted(c: Conversation, at: Date): News[] {
  const parts = c.conversation_parts?.conversation_parts ?? [];
  const ids = parts.filter((part) => part.redacted).map((part) => part.id);
  if (c.source?.redacted) ids.push(c.source.id ?? 'source');
  return ids.map((part) => ({
    kind: 'messageGone',
    source: 'intercom',
    key: c.id,
    messageKey: messageKey('intercom', c.id, part),
    at,
  }));
}

/** The first of the customer's side who wrote. */
function customerOf(c: Conversation): Author {
  const writers = [
    c.source?.author,
    ...(c.conversation_parts?.conversation_parts ?? []).map((part) => part.author),
  ];
  const customer = writers.find((writer) => writer && isCustomer(writer));
  return customer ? authorOf(customer) : {};
}

function accountOf({ company }: Conversation): StatedAccount | undefined {
  if (!company?.company_id && !company?.name) return undefined;
  return { externalId: company.company_id, name: company.name };
}

const authorOf = ({ id: key, name, email }: Writer): Author => ({ key, name, email });

const isCustomer = ({ type }: Writer) => /^(user|lead|contact|visitor)$/.test(type);
