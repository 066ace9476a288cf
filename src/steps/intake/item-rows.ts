// How items from outside Slack are written into the tables. Pure.
import { idFor } from '../../lib/ids.ts';
import { authorKeyOf, believable, type Rated, type SaidItem, type SaidMessage, stampOf } from './item.ts';
import { type CustomerIndex, customerOf, type Found } from './item-customer.ts';

export type Capturing = {
  at: Date;
  how: 'webhook' | 'import';
  employeeDomains: string[];
  index: CustomerIndex;
};

export function foundFor(said: Pick<SaidItem, 'account' | 'author'>, by: Capturing): Found {
  return customerOf({ account: said.account, email: said.author.email }, by);
}

export function feedbackIdOf({ source, key }: Pick<SaidItem, 'source' | 'key'>): string {
  return idFor('feedback', source, key);
}

export function rowOf(item: SaidItem, by: Capturing) {
  const customer = foundFor(item, by);
  return {
    id: feedbackIdOf(item),
    source: item.source,
    sourceKey: item.key,
    link: item.link ?? null,
    title: item.title ?? null,
    authorKey: authorKeyOf(item.source, item.author) ?? null,
    authorName: item.author.name ?? item.author.email ?? null,
    account: item.account ?? null,
    customerId: customer.customerId ?? null,
    customerBecause: customer.because,
    saidAt: believable(item.saidAt, by.at),
    capturedAt: by.at,
    capturedHow: by.how,
  };
}

export function rowsOf(item: SaidItem, messages: SaidMessage[], by: Capturing) {
  return messages.map((message) => ({
    key: message.key,
    feedbackId: feedbackIdOf(item),
    authorKey: message.authorKey ?? null,
    part: message.part,
    text: message.text,
    files: message.files,
    saidAt: believable(message.saidAt, by.at),
    editedTs: item.updatedAt ? stampOf(item.updatedAt) : null,
    deletedAt: null,
    // There is no message in Slack to put an emoji on, or it is long past.
    receiptAt: by.at,
  }));
}

export function tombstone(key: string, at: Date) {
  return { key, part: 'voice' as const, text: '', files: [], saidAt: at, deletedAt: at, receiptAt: at };
}

export function ratingRowOf(
  rated: Rated,
  by: Capturing,
  item: { id: string; customerId: string | null } | undefined,
) {
  return {
    id: idFor('rating', rated.source, rated.key),
    source: rated.source,
    sourceKey: rated.key,
    scale: rated.scale,
    raw: rated.raw,
    score: rated.score,
    authorKey: authorKeyOf(rated.source, rated.author) ?? null,
    account: rated.account ?? null,
    feedbackId: item?.id ?? null,
    customerId: item?.customerId ?? foundFor(rated, by).customerId ?? null,
    givenAt: believable(rated.givenAt, by.at),
  };
}
