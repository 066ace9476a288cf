// A file of customers: which columns it has, and what each line says. Pure.

import type { Mapping, UsualNames } from '../files/columns.ts';
import { amountIn } from '../files/numbers.ts';
import type { FileRecord } from '../files/records.ts';
import { CustomerGiven, externalIdOf, problemIn } from './api.ts';
import type { Given } from './api-save.ts';

export type CustomerField = keyof CustomerGiven | 'externalId';

export const usualCustomerColumns: UsualNames<CustomerField> = {
  externalId: ['external id', 'id', 'customer id', 'account id', 'company id', 'crm id', 'key'],
  name: ['name', 'customer', 'account', 'company', 'organization', 'organisation'],
  domains: ['domains', 'domain', 'website', 'email domain', 'email domains'],
  segment: ['segment', 'tier', 'plan'],
  annualRevenue: ['annual revenue', 'arr', 'revenue', 'annual recurring revenue', 'acv'],
  currency: ['currency', 'currency code'],
  owner: ['owner', 'owner slack id', 'csm'],
  slackChannelIds: ['slack channel ids', 'slack channel id', 'slack channels', 'slack channel'],
  slackTeamIds: ['slack team ids', 'slack team id', 'slack workspace', 'slack team'],
};

export type CustomerLine =
  | ({ kind: 'customer'; line: number } & Given)
  | { kind: 'rejected'; line: number; reason: string; raw: string };

/** `currency`: of amounts that name none. */
export function customerIn(
  record: FileRecord,
  { mapping, currency }: { mapping: Mapping<CustomerField>; currency: string | undefined },
): CustomerLine {
  if (record.kind === 'broken') return { ...record, kind: 'rejected' };
  const { line, raw } = record;
  const read = givenIn(record, mapping, currency);
  if (typeof read === 'string') return { kind: 'rejected', line, raw, reason: read };
  const externalId = externalIdOf.safeParse(read.externalId);
  if (!externalId.success) return { kind: 'rejected', line, raw, reason: 'externalId: it has none.' };
  const given = CustomerGiven.safeParse(read.given);
  if (!given.success) return { kind: 'rejected', line, raw, reason: problemIn(given.error) };
  return { kind: 'customer', line, externalId: externalId.data, given: given.data };
}

type Read = { externalId: unknown; given: Record<string, unknown> };

/** A JSON line in the API's own form is taken as it is; cells of a table are read as people write them. */
function givenIn(
  record: Extract<FileRecord, { kind: 'record' }>,
  mapping: Mapping<CustomerField>,
  currency: string | undefined,
): Read | string {
  if (record.value && 'externalId' in record.value) {
    const { externalId, ...given } = record.value;
    return { externalId: typeof externalId === 'number' ? String(externalId) : externalId, given };
  }
  const cell = (field: CustomerField) => {
    const column = mapping[field];
    return column === undefined ? undefined : record.fields.get(column)?.trim();
  };
  const given: Record<string, unknown> = {};
  for (const field of ['name', 'segment', 'currency', 'owner'] as const) {
    const text = cell(field);
    if (text) given[field] = text;
  }
  for (const field of ['domains', 'slackChannelIds', 'slackTeamIds'] as const) {
    const listed = cell(field)
      ?.split(/[\s,;|]+/)
      .filter(Boolean);
    if (listed && listed.length > 0) given[field] = listed;
  }
  const revenue = cell('annualRevenue');
  if (!revenue) return { externalId: cell('externalId'), given };
  const amount = amountIn(revenue);
  if (amount.kind === 'refused') return `annualRevenue: ${amount.why}`;
  const stated = given.currency ?? amount.currency ?? currency;
  return {
    externalId: cell('externalId'),
    given: { ...given, annualRevenue: amount.value, ...(stated !== undefined && { currency: stated }) },
  };
}
