// Something a customer said outside of Slack, in one form whatever source it comes from, and what is to
// be done with it beside what is known. Pure.
import type { StatedAccount } from '../../db/tables/intake.ts';

export type SaidItem = {
  source: string;
  /** The sender's own id of the item: the same one again is the same item. */
  key: string;
  title?: string | undefined;
  link?: string | undefined;
  author: Author;
  account?: StatedAccount | undefined;
  saidAt: Date;
  /** When the sender's state was so. What is older than what is known changes nothing. */
  updatedAt?: Date | undefined;
  /** Those given are put; those known and not given stay. The first carries the title. */
  messages: SaidMessage[];
};

export type Author = { key?: string | undefined; name?: string | undefined; email?: string | undefined };

export type SaidMessage = {
  /** Unique over all sources: see `messageKey`. */
  key: string;
  /** `voice`: the customer's side. `context`: an answer. */
  part: 'voice' | 'context';
  /** mrkdwn: plain text with `&`, `<` and `>` escaped. */
  text: string;
  files: { name: string; permalink: string }[];
  saidAt: Date;
  authorKey?: string | undefined;
};

/** A satisfaction rating, of an item or alone. */
export type Rated = {
  source: string;
  key: string;
  scale: 'csat' | 'nps';
  raw: number;
  /** 0 (worst) to 1 (best). */
  score: number;
  itemKey?: string | undefined;
  author: Author;
  account?: StatedAccount | undefined;
  givenAt: Date;
};

/** What a delivery says. */
export type News =
  | { kind: 'said'; item: SaidItem }
  | { kind: 'gone'; source: string; key: string; at: Date }
  | { kind: 'messageGone'; source: string; key: string; messageKey: string; at: Date }
  | { kind: 'rated'; rating: Rated };

/** `part` names a message within its item; an item of one message needs none. */
export function messageKey(source: string, key: string, part = ''): string {
  return `${itemKey(source, key)}:${part}`;
}

/** The key under which a deleted item that was never heard is remembered. */
export function itemKey(source: string, key: string): string {
  return `${source}:${key}`;
}

/** The same author's key whatever way the item came: the e-mail address where there is one. */
export function authorKeyOf(source: string, { email, key, name }: Author): string | undefined {
  if (email) return email.toLowerCase();
  const own = key ?? name;
  return own === undefined ? undefined : `${source}:${own}`;
}

export type KnownItem = {
  revision: number;
  title: string | null;
  withdrawnAt: Date | null;
  withdrawnBecause: string | null;
  /** Its words were removed for good, by a person's wish or by age. */
  erasedAt: Date | null;
};

export type KnownMessage = {
  text: string;
  files: { permalink: string }[];
  stamp: string | null;
  isDeleted: boolean;
};

export type Plan =
  | { kind: 'start'; put: SaidMessage[] }
  | { kind: 'change'; put: SaidMessage[]; title: string | undefined; words: 'new' | 'same'; restore: boolean }
  /** Nothing to do, and why. */
  | { kind: 'leave'; why: 'the same' | 'gone' | 'empty' };

export const goneAtSource = (source: string) => `It was deleted in ${source}.`;

type Known = {
  item: KnownItem | undefined;
  messages: Map<string, KnownMessage>;
  /** It was deleted before it was heard. */
  goneAt: Date | undefined;
};

/** What a person withdrew stays withdrawn; what its source deleted comes back only with a later word of that source. */
export function planItem(said: SaidItem, known: Known): Plan {
  const { item, messages, goneAt } = known;
  if (!item) return planFirst(said, messages, goneAt);
  if (item.erasedAt) return { kind: 'leave', why: 'gone' };
  const restore = item.withdrawnAt !== null && mayComeBack(said, item);
  if (item.withdrawnAt && !restore) return { kind: 'leave', why: 'gone' };
  const back = new Map([...messages].filter(([, message]) => !(restore && message.isDeleted)));
  const put = said.messages.filter((message) => isNews(message, said, back.get(message.key)));
  const first = said.messages[0];
  const titleCounts = first !== undefined && !isStale(said, messages.get(first.key));
  const title = titleCounts && said.title && said.title !== item.title ? said.title : undefined;
  if (put.length === 0 && !title && !restore) return { kind: 'leave', why: 'the same' };
  const words = restore || title || put.some((message) => message.part === 'voice') ? 'new' : 'same';
  return { kind: 'change', put, title, words, restore };
}

function planFirst(said: SaidItem, messages: Known['messages'], goneAt: Date | undefined): Plan {
  if (goneAt && !isLater(said.updatedAt, goneAt)) return { kind: 'leave', why: 'gone' };
  const put = said.messages.filter((message) => isNews(message, said, messages.get(message.key)));
  const speaks = put.some((m) => m.part === 'voice' && (m.text.trim() !== '' || m.files.length > 0));
  return speaks ? { kind: 'start', put } : { kind: 'leave', why: 'empty' };
}

const oldest = Date.UTC(1990, 0, 1);

/** A moment as the source gives it, where it can be true; otherwise now. */
export function believable(at: Date, now: Date): Date {
  return at.getTime() >= oldest && at.getTime() <= now.getTime() ? at : now;
}

/** Slack's way of writing a moment, as messages keep it of their last edit. */
export function stampOf(at: Date): string {
  return (at.getTime() / 1000).toFixed(6);
}

function isNews(message: SaidMessage, said: SaidItem, before: KnownMessage | undefined): boolean {
  if (!before) return true;
  if (before.isDeleted || isStale(said, before)) return false;
  return before.text !== message.text || !sameFiles(before.files, message.files);
}

function isStale({ updatedAt }: SaidItem, before: KnownMessage | undefined): boolean {
  return (
    before?.stamp != null && updatedAt !== undefined && Number(stampOf(updatedAt)) < Number(before.stamp)
  );
}

function mayComeBack(said: SaidItem, { withdrawnAt, withdrawnBecause }: KnownItem): boolean {
  return withdrawnBecause === goneAtSource(said.source) && isLater(said.updatedAt, withdrawnAt!);
}

function isLater(at: Date | undefined, than: Date): boolean {
  return at !== undefined && at.getTime() > than.getTime();
}

function sameFiles(a: { permalink: string }[], b: { permalink: string }[]): boolean {
  return a.length === b.length && a.every((file, i) => file.permalink === b[i]?.permalink);
}
