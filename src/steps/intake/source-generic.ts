// The documented form for senders of one's own (docs/intake.md): the endpoint's, and JSONL imports'. Pure.
import { z } from 'zod';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { type Author, authorKeyOf, messageKey, type News, type SaidItem, type SaidMessage } from './item.ts';
import { webLink } from './source.ts';
import { scoreOf } from './source-rating.ts';

const longestText = 50_000;

/** Absent, null and an empty text mean the same. */
const optional = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((value) => value || undefined);

const id = z.union([z.string().trim().min(1).max(200), z.number().int()]).transform(String);

const moment = z.iso
  .datetime({ offset: true, error: 'is no moment such as "2026-11-23T09:30:00Z".' })
  .transform((value) => new Date(value))
  .refine((at) => at.getUTCFullYear() >= 1990 && at.getUTCFullYear() < 2200, {
    error: 'is not between 1990 and 2200.',
  });

const link = z
  .string()
  .nullish()
  .transform((value) => value || undefined)
  .refine((value) => value === undefined || webLink(value) !== undefined, {
    error: 'is no http(s) address.',
  })
  .transform((value) => webLink(value));

const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/, { error: 'is no e-mail address.' })
  .or(z.literal(''))
  .nullish()
  .transform((value) => value || undefined);

const GenericAuthor = z
  .strictObject({ id: id.optional(), name: optional(200), email })
  .nullish()
  .transform((value) => value ?? undefined);

const Account = z
  .strictObject({ externalId: optional(200), name: optional(200), domain: optional(253) })
  .nullish()
  .transform((value) =>
    value && (value.externalId || value.name || value.domain)
      ? { ...value, domain: value.domain?.toLowerCase() }
      : undefined,
  );

const attachments = z
  .array(z.strictObject({ name: optional(200), url: link }))
  .max(50)
  .default([]);

const Message = z.strictObject({
  id,
  text: z.string().trim().min(1).max(longestText),
  saidAt: moment,
  /** `team`: our own people's answer; it is kept as context. */
  by: z.enum(['customer', 'team']).default('customer'),
  author: GenericAuthor,
  attachments,
});

const Rating = z
  .strictObject({
    scale: z.enum(['csat', 'nps']),
    value: z.number().int(),
    outOf: z.number().int().min(2).max(100).optional(),
    givenAt: moment.optional(),
  })
  .superRefine(({ scale, value, outOf }, context) => {
    if (scoreOf(scale, value, outOf)) return;
    const range = scale === 'nps' ? '0 to 10' : `1 to ${outOf ?? 5}`;
    context.addIssue({ code: 'custom', path: ['value'], message: `is not ${range}.` });
  });

export const GenericItem = z
  .strictObject({
    id,
    text: optional(longestText),
    title: optional(500),
    saidAt: moment.optional(),
    updatedAt: moment.optional(),
    link,
    author: GenericAuthor,
    customer: Account,
    attachments,
    messages: z.array(Message).max(500).optional(),
    rating: Rating.optional(),
    withdrawn: z.literal(true).optional(),
  })
  .refine((item) => item.text || item.messages?.length || item.rating || item.withdrawn, {
    error: 'needs "text", "messages", "rating" or "withdrawn".',
  })
  .refine((item) => item.withdrawn || item.messages?.length || item.saidAt || item.rating?.givenAt, {
    error: 'needs "saidAt".',
  });
export type GenericItem = z.infer<typeof GenericItem>;

/** What the endpoint takes: one item, a list of them, or `{ "items": [...] }`. */
export const mostItems = 1000;

export function itemsIn(payload: unknown): unknown[] {
  if (Array.isArray(payload)) return payload;
  const listed = z.object({ items: z.array(z.unknown()) }).safeParse(payload).data;
  return listed ? listed.items : [payload];
}

/** One line about what is wrong with an item. */
export function reasonFor(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message))
    .join('; ');
}

export function newsOfItem(source: string, item: GenericItem, now: Date): News[] {
  const at = item.updatedAt ?? item.saidAt ?? now;
  if (item.withdrawn) return [{ kind: 'gone', source, key: item.id, at: item.updatedAt ?? now }];
  const author = item.author ?? {};
  const messages = messagesOf(source, item, author);
  const news: News[] = [];
  if (messages.length > 0) news.push({ kind: 'said', item: saidItem(source, item, { author, messages }) });
  if (item.rating) {
    const { scale, value, outOf, givenAt } = item.rating;
    const graded = scoreOf(scale, value, outOf)!;
    const rated = { source, key: item.id, itemKey: messages.length > 0 ? item.id : undefined, ...graded };
    news.push({
      kind: 'rated',
      rating: { ...rated, author, account: item.customer, givenAt: givenAt ?? at },
    });
  }
  return news;
}

function saidItem(
  source: string,
  item: GenericItem,
  { author, messages }: { author: Author; messages: SaidMessage[] },
): SaidItem {
  return {
    source,
    key: item.id,
    title: item.title,
    link: item.link,
    author,
    account: item.customer,
    saidAt: item.saidAt ?? messages[0]!.saidAt,
    updatedAt: item.updatedAt,
    messages,
  };
}

function messagesOf(source: string, item: GenericItem, author: Author): SaidMessage[] {
  const listed = (item.messages ?? []).map(({ id: part, by, ...message }) => ({
    ...messageOf(source, {
      ...message,
      key: messageKey(source, item.id, part),
      author: message.author ?? author,
    }),
    part: by === 'team' ? ('context' as const) : ('voice' as const),
  }));
  if (!item.text) return listed;
  const { text, attachments: files } = item;
  const saidAt = item.saidAt ?? item.rating?.givenAt ?? listed[0]!.saidAt;
  const first = { text, attachments: files, saidAt, key: messageKey(source, item.id), author };
  return [messageOf(source, first), ...listed];
}

type Draft = {
  key: string;
  text: string;
  saidAt: Date;
  author: Author;
  attachments: z.infer<typeof attachments>;
};

function messageOf(source: string, { key, text, saidAt, author, attachments: linked }: Draft): SaidMessage {
  return {
    key,
    part: 'voice',
    text: escapeMrkdwn(text),
    files: linked.flatMap(({ name, url }) => (url ? [{ name: name ?? 'file', permalink: url }] : [])),
    saidAt,
    authorKey: authorKeyOf(source, author),
  };
}
