// From a line of somebody's CSV or JSONL to what a customer said. Pure.
import type { Mapping, UsualNames } from '../../files/columns.ts';
import type { FileRecord } from '../../files/records.ts';
import { idFor } from '../../lib/ids.ts';
import { cutText } from '../../text/cut.ts';
import type { FeedRecord } from './import-feed.ts';
import { type Reading, whenIn } from './import-when.ts';
import { webLink } from './source.ts';
import { GenericItem, newsOfItem, reasonFor } from './source-generic.ts';
import { type Score, scoreOf, scoreOfWord } from './source-rating.ts';

export type ImportField =
  | 'id'
  | 'text'
  | 'title'
  | 'saidAt'
  | 'updatedAt'
  | 'link'
  | 'author'
  | 'email'
  | 'authorId'
  | 'customer'
  | 'customerId'
  | 'domain'
  | 'csat'
  | 'nps';

export const usualColumns: UsualNames<ImportField> = {
  id: [
    'id',
    'ticket id',
    'conversation id',
    'case number',
    'ticket',
    'response id',
    'issue id',
    'key',
    'uuid',
  ],
  text: [
    'text',
    'body',
    'message',
    'description',
    'comment',
    'comments',
    'feedback',
    'content',
    'verbatim',
    'review',
    'answer',
    'what happened',
  ],
  title: ['title', 'subject', 'summary', 'headline'],
  saidAt: [
    'said at',
    'created at',
    'created',
    'date',
    'timestamp',
    'time',
    'submitted at',
    'submitted',
    'received',
  ],
  updatedAt: ['updated at', 'updated', 'modified', 'last modified'],
  link: ['link', 'url', 'permalink', 'ticket url'],
  email: ['email', 'e mail', 'requester email', 'author email', 'user email', 'contact email'],
  author: [
    'author',
    'requester',
    'name',
    'author name',
    'requester name',
    'contact',
    'user',
    'from',
    'user name',
  ],
  authorId: ['author id', 'user id', 'requester id', 'contact id'],
  customerId: ['customer id', 'account id', 'organization id', 'organisation id', 'company id', 'org id'],
  customer: [
    'customer',
    'account',
    'company',
    'organization',
    'organisation',
    'customer name',
    'account name',
  ],
  domain: ['domain', 'customer domain', 'website'],
  csat: ['csat', 'satisfaction', 'rating', 'satisfaction rating', 'stars'],
  nps: ['nps', 'nps score', 'score', 'likelihood to recommend'],
};

export type Wording = {
  source: string;
  mapping: Mapping<ImportField>;
  reading: Reading;
  /** Of lines without a date of their own. */
  saidAt: Date | undefined;
  now: Date;
};

export function feedRecordOf(record: FileRecord, wording: Wording): FeedRecord {
  if (record.kind === 'broken') return { ...record, kind: 'rejected' };
  const { line, raw } = record;
  const draft = isOwnForm(record.value) ? record.value : draftOf(record.fields, wording);
  if (typeof draft === 'string') return { kind: 'rejected', line, raw, reason: draft };
  const item = GenericItem.safeParse(draft);
  if (!item.success) return { kind: 'rejected', line, raw, reason: reasonFor(item.error) };
  const future = [item.data.saidAt, item.data.rating?.givenAt].some((at) => at && at > tomorrow(wording.now));
  if (future) return { kind: 'rejected', line, raw, reason: 'saidAt: lies in the future.' };
  return { kind: 'news', line, news: newsOfItem(wording.source, item.data, wording.now) };
}

const ownFields = new Set(Object.keys(GenericItem.shape));

/** A JSON line in the form of the generic endpoint needs no mapping. */
function isOwnForm(value: Record<string, unknown> | undefined): value is Record<string, unknown> {
  return (
    value !== undefined &&
    'id' in value &&
    ('saidAt' in value || 'messages' in value || 'withdrawn' in value || 'rating' in value) &&
    Object.keys(value).every((field) => ownFields.has(field))
  );
}

/** Words and a date are needed; what else cannot be used is left out rather than losing what was said. */
function draftOf(fields: Map<string, string>, wording: Wording): Record<string, unknown> | string {
  const cell = (field: ImportField): string | undefined => {
    const column = wording.mapping[field];
    return (column === undefined ? undefined : fields.get(column)?.trim()) || undefined;
  };
  const text = cell('text');
  const graded = gradeIn(cell('csat'), cell('nps'));
  if (!text && !graded) return 'text: it has none.';
  const saidAt = momentOf(cell('saidAt'), wording);
  if (typeof saidAt === 'string') return saidAt;
  const email = cell('email');
  const isAddress = email !== undefined && /^[^\s@<>]{1,200}@[^\s@<>]{1,50}$/.test(email);
  const author = {
    name: short(cell('author') ?? (isAddress ? undefined : email), 200),
    email: isAddress ? email : undefined,
    id: short(cell('authorId'), 200),
  };
  const updated = cell('updatedAt');
  const updatedAt = updated ? whenIn(updated, wording.reading) : undefined;
  return {
    id: cell('id') ?? keyOf(text, saidAt, [...fields.values()]),
    text: text && cutText(text, 50_000),
    title: short(cell('title'), 500),
    saidAt: saidAt.toISOString(),
    updatedAt: updatedAt?.kind === 'at' ? updatedAt.at.toISOString() : undefined,
    link: webLink(cell('link')),
    author: author.name || author.email || author.id ? author : undefined,
    customer: {
      name: short(cell('customer'), 200),
      externalId: short(cell('customerId'), 200),
      domain: short(cell('domain'), 253),
    },
    rating: graded && { scale: graded.scale, value: graded.raw, givenAt: saidAt.toISOString() },
  };
}

function momentOf(text: string | undefined, { saidAt, reading }: Wording): Date | string {
  if (text === undefined) return saidAt ?? 'saidAt: it has none.';
  const when = whenIn(text, reading);
  return when.kind === 'at' ? when.at : `saidAt: ${when.why}`;
}

/** `4`, `4/5`, `4 of 5`, `good`; and 0 to 10 for nps. */
function gradeIn(csat: string | undefined, nps: string | undefined): Score | undefined {
  const value = (text: string) =>
    Number(/^(\d{1,2})(?:\.0+)?(?:\s*(?:\/|of|out of)\s*\d{1,2})?$/.exec(text)?.[1]);
  const promoter = nps === undefined ? undefined : scoreOf('nps', value(nps));
  if (promoter) return promoter;
  if (csat === undefined) return undefined;
  return scoreOf('csat', value(csat)) ?? scoreOfWord(csat);
}

/** Lines without an id are named by all that they say, so that the same line again is the same item. */
function keyOf(text: string | undefined, saidAt: Date, cells: string[]): string {
  return idFor('line', text ?? '', saidAt.toISOString(), ...cells);
}

function short(text: string | undefined, longest: number): string | undefined {
  return text === undefined ? undefined : cutText(text, longest);
}

const tomorrow = (now: Date) => new Date(now.getTime() + 86_400_000);
