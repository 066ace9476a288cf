// Whom a person means to have forgotten, and everything that one is known by.
import { type Customer, findCustomer, findCustomers, findPerson } from '../../customers/store.ts';
import { findPeopleCalled, findPeopleLike, findPeopleOf, isErased } from '../../customers/store-erase.ts';
import type { ErasureSubject } from '../../db/tables/intake.ts';
import type { Deps } from '../../deps.ts';
import { count } from '../../text/screen.ts';
import { findAuthorsNamed, findAuthorsOf, findItemsOf } from '../intake/store-erase-find.ts';
import { countItems } from './store-erase.ts';

/** `value` goes through Slack and back; `what` is for people. */
export type Candidate = { value: string; name: string; what: string };

const mostShown = 8;

/** Customers by name, id or domain; people by mention, address or name. */
export async function findCandidates(deps: Deps, typed: string): Promise<Candidate[]> {
  const bare = typed
    .trim()
    .replace(/^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/, '$1')
    .replace(/^<mailto:([^|>]+)[^>]*>$/, '$1')
    .replace(/^@/, '');
  if (!bare) return [];
  const customers = (await findCustomers(deps.db)).filter((one) => isMeant(one, bare));
  const people = await findPeopleCalled(deps.db, bare);
  const authors = (await findAuthorsNamed(deps.db, bare)).filter(
    ({ key }) => !people.some(({ id }) => id === key),
  );
  const values = [
    ...customers.map(({ id }) => `customer:${id}`),
    ...people.map(({ id }) => `person:${id}`),
    ...authors.map(({ key }) => `author:${key}`),
  ];
  const found: Candidate[] = [];
  for (const value of values.slice(0, mostShown)) {
    const candidate = await candidateOf(deps, value);
    if (candidate) found.push(candidate);
  }
  return found;
}

/** Names that are spelled alike, for somebody who mistyped. */
export async function findAlike(deps: Deps, typed: string): Promise<string[]> {
  const names = [
    ...(await findCustomers(deps.db)).filter((one) => !isErased(one)).map(({ name }) => name),
    ...(await findPeopleLike(deps.db, typed)).map(({ name }) => name),
  ];
  return [...new Set(names.filter((name) => isAlike(name.toLowerCase(), typed.toLowerCase())))].slice(0, 5);
}

/** One holds the other, or they begin alike. */
function isAlike(name: string, typed: string): boolean {
  if (typed.length < 3) return false;
  return name.includes(typed) || typed.includes(name) || name.slice(0, 4) === typed.slice(0, 4);
}

function isMeant({ name, externalId, domains }: Customer, typed: string): boolean {
  const words = typed.toLowerCase();
  if (isErased({ externalId })) return false;
  return (
    name.toLowerCase() === words ||
    externalId.toLowerCase() === words ||
    domains.some((d) => d.toLowerCase() === words)
  );
}

async function candidateOf(deps: Deps, value: string): Promise<Candidate | undefined> {
  const subject = await subjectOf(deps, value);
  if (!subject) return undefined;
  const { items, messages, themes, tickets } = await countItems(
    deps.db,
    await findItemsOf(deps.db, subject, deps.now()),
  );
  const counts = [
    count(items, 'item'),
    count(messages, 'message'),
    count(themes, 'theme'),
    count(tickets, 'ticket'),
  ];
  return { value, name: subject.name, what: `${subject.kind}: ${counts.join(', ')}` };
}

/** Everything they are known by, as of now. */
export async function subjectOf(deps: Deps, value: string): Promise<ErasureSubject | undefined> {
  const [, kind, id = ''] = /^(customer|person|author):(.+)$/.exec(value) ?? [];
  if (kind === 'customer') return customerSubject(deps, id);
  if (kind === 'person') return personSubject(deps, id);
  return kind === 'author' ? authorSubject(id) : undefined;
}

async function customerSubject(deps: Deps, id: string): Promise<ErasureSubject | undefined> {
  const customer = await findCustomer(deps.db, id);
  if (!customer) return undefined;
  const { name, domains, slackTeamIds: teamIds, slackChannelIds: channelIds } = customer;
  const people = await findPeopleOf(deps.db, { teamIds, domains });
  const authors = await findAuthorsOf(deps.db, id);
  const authorKeys = [...people.flatMap((one) => [one.id, one.email ?? '']), ...authors].filter(Boolean);
  return {
    kind: 'customer',
    name,
    customerId: id,
    authorKeys: [...new Set(authorKeys)],
    names: [name, ...people.map((one) => one.name).filter(isFullName)],
    domains,
    teamIds,
    channelIds,
  };
}

async function personSubject(deps: Deps, id: string): Promise<ErasureSubject | undefined> {
  const known = await findPerson(deps.db, id);
  if (!known) return undefined;
  const authorKeys = [id, known.email?.toLowerCase() ?? ''].filter(Boolean);
  const names = isFullName(known.name) ? [known.name] : [];
  return { ...nothingElse, kind: 'person', name: known.name, authorKeys, names };
}

function authorSubject(key: string): ErasureSubject {
  const name = key.replace(sourceOfKey, '');
  return { ...nothingElse, kind: 'person', name, authorKeys: [key], names: isFullName(name) ? [name] : [] };
}

/** `typeform:Jo Meyer`: what a source calls its author. */
const sourceOfKey = /^[a-z][\w-]*:/;

const nothingElse = { domains: [], teamIds: [], channelIds: [] };

/** A first name alone is many people's. */
const isFullName = (name: string) => /\S\s+\S/.test(name.trim()) && !name.includes('@');
