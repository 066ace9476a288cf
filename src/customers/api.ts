// What the outside says of a customer, from the API or a file, and what it changes. Pure, but for the schema's rules.
import { z } from 'zod';
import type { Customer } from './store.ts';

/** Everybody's: a customer with one of these would be given every stranger's words. */
const publicMail = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com proton.me protonmail.com gmx.de gmx.net web.de t-online.de mail.ru yandex.ru qq.com 163.com zoho.com'.split(
    ' ',
  ),
);

/** `https://www.Acme.io/about`, `@acme.io` and `acme.io` are the same domain. */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^(?:[a-z]+:\/\/)?(?:www\.)?@?/, '').replace(/[/?#].*$/, ''))
  .pipe(
    z
      .string()
      .regex(/^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u, {
        error: 'is no domain such as "acme.com".',
      })
      .refine((text) => !publicMail.has(text), {
        error: (issue) => `${String(issue.input)} is a public mail provider; everybody writes from there.`,
      }),
  );

const slackId = (letters: string, what: string) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^[${letters}][A-Z0-9]{2,20}$`), { error: `is no Slack id of ${what}.` });

const text = (longest: number) => z.string().trim().min(1).max(longest).nullable().optional();
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(200).nullable().optional();

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const externalIdOf = z.string().trim().min(1).max(200);

/** A field that is not given stays as it is; null empties it. */
export const CustomerGiven = z
  .strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    domains: list(domain),
    segment: text(100),
    annualRevenue: z.number().min(0).max(1e13).nullable().optional(),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .refine((code) => currencies.has(code), { error: 'is no currency such as "EUR".' })
      .nullable()
      .optional(),
    owner: slackId('UW', 'a person, such as "U024BE7LH"').nullable().optional(),
    slackChannelIds: list(slackId('CG', 'a channel, such as "C024BE91L"')),
    slackTeamIds: list(slackId('TE', 'a workspace, such as "T024BE7LD"')),
  })
  .refine((given) => given.annualRevenue == null || given.currency !== null, {
    error: 'A revenue needs its currency.',
    path: ['currency'],
  });
export type CustomerGiven = z.infer<typeof CustomerGiven>;

export type CustomerRow = Omit<Customer, 'updatedAt' | 'claimedAt'>;

export type Settled =
  | { kind: 'created' | 'updated' | 'unchanged'; row: CustomerRow }
  | { kind: 'refused'; why: string };

type Known = {
  before: Customer | undefined;
  /** Who has this domain, channel or workspace now; by `domain:acme.com`, `slack:C…`. */
  ownerOf: (mark: string) => { externalId: string; name: string } | undefined;
  employeeDomains: string[];
  newId: () => string;
};

/** Two customers may share no domain, channel or workspace: nobody could tell whose words are heard there. */
export function settleCustomer(externalId: string, given: CustomerGiven, known: Known): Settled {
  const { before } = known;
  const name = given.name ?? before?.name;
  if (name === undefined) return { kind: 'refused', why: 'name: a new customer needs one.' };
  const row: CustomerRow = {
    id: before?.id ?? known.newId(),
    externalId,
    name,
    domains: unique(given.domains, before?.domains),
    segment: either(given.segment, before?.segment),
    annualRevenue: either(given.annualRevenue, before?.annualRevenue),
    currency: either(given.currency, before?.currency),
    owner: either(given.owner, before?.owner),
    slackChannelIds: unique(given.slackChannelIds, before?.slackChannelIds),
    slackTeamIds: unique(given.slackTeamIds, before?.slackTeamIds),
  };
  if (row.annualRevenue !== null && row.currency === null)
    return { kind: 'refused', why: 'currency: a revenue needs its currency, e.g. "EUR".' };
  const clash = clashOf(row, known);
  if (clash) return { kind: 'refused', why: clash };
  if (!before) return { kind: 'created', row };
  const { updatedAt: _updatedAt, claimedAt: _claimedAt, ...same } = before;
  return { kind: isEqual(row, same) ? 'unchanged' : 'updated', row };
}

/** The marks by which a customer is recognised. */
export function marksOf(row: Pick<CustomerRow, 'domains' | 'slackChannelIds' | 'slackTeamIds'>): string[] {
  return [
    ...row.domains.map((name) => `domain:${name.toLowerCase()}`),
    ...[...row.slackChannelIds, ...row.slackTeamIds].map((id) => `slack:${id}`),
  ];
}

function clashOf(row: CustomerRow, { ownerOf, employeeDomains }: Known): string | undefined {
  const own = row.domains.find((name) => employeeDomains.includes(name));
  if (own) return `domains: ${own} is in EARSHOT_EMPLOYEE_DOMAINS; its people are colleagues.`;
  for (const mark of marksOf(row)) {
    const other = ownerOf(mark);
    if (other && other.externalId !== row.externalId)
      return `${mark.slice(mark.indexOf(':') + 1)} belongs to ${other.name} (${other.externalId}) already. Take it away there first.`;
  }
  return undefined;
}

function either<T>(given: T | null | undefined, before: T | null | undefined): T | null {
  return given === undefined ? (before ?? null) : given;
}

function unique(given: string[] | null | undefined, before: string[] | undefined): string[] {
  return given === undefined ? (before ?? []) : [...new Set(given ?? [])];
}

function isEqual(a: CustomerRow, b: CustomerRow): boolean {
  return (Object.keys(a) as (keyof CustomerRow)[]).every(
    (field) => JSON.stringify(a[field]) === JSON.stringify(b[field]),
  );
}

/** One line about what is wrong. */
export function problemIn(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message))
    .join('; ');
}
