// Which customer an item from outside Slack belongs to: what its source states, then the author's address. Pure.
import { isWithin } from '../../customers/speaker-names.ts';
import type { Customer } from '../../customers/store.ts';
import type { StatedAccount } from '../../db/tables/intake.ts';

export type CustomerIndex = {
  byExternalId: Map<string, Customer>;
  byDomain: Map<string, Customer>;
  /** Undefined where several customers share the name. */
  byName: Map<string, Customer | undefined>;
};

export function indexCustomers(customers: Customer[]): CustomerIndex {
  const byName = new Map<string, Customer | undefined>();
  for (const customer of customers) {
    const name = folded(customer.name);
    if (name) byName.set(name, byName.has(name) ? undefined : customer);
  }
  return {
    byExternalId: new Map(customers.map((customer) => [customer.externalId, customer])),
    byDomain: new Map(customers.flatMap((c) => c.domains.map((domain) => [domain.toLowerCase(), c]))),
    byName,
  };
}

export type Found = { customerId: string | undefined; because: string };

/** In this order: external id, stated domain, e-mail domain, name. An employee's own address names nobody. */
export function customerOf(
  stated: { account?: StatedAccount | null | undefined; email?: string | null | undefined },
  { index, employeeDomains }: { index: CustomerIndex; employeeDomains: string[] },
): Found {
  const { externalId, domain, name } = stated.account ?? {};
  const byId = externalId && index.byExternalId.get(externalId);
  if (byId) return found(byId, `their account ${externalId}`);
  const byDomain = domain && customerAt(domain.toLowerCase(), index);
  if (byDomain) return found(byDomain, `their domain ${domain}`);
  const host = domainOf(stated.email);
  const isColleague = host && employeeDomains.some((own) => isWithin(host, own));
  const byEmail = host && !isColleague && customerAt(host, index);
  if (byEmail) return found(byEmail, `their e-mail at ${host}`);
  const byName = name && index.byName.get(folded(name));
  if (byName) return found(byName, `their company ${byName.name}`);
  if (name && index.byName.has(folded(name)))
    return { customerId: undefined, because: `several customers are called ${name}` };
  return { customerId: undefined, because: 'no customer was recognised' };
}

/** Of a company and of the domains below it: `mail.acme.test` is Acme's. */
function customerAt(host: string, { byDomain }: CustomerIndex): Customer | undefined {
  for (let name = host; ; name = name.slice(name.indexOf('.') + 1)) {
    const customer = byDomain.get(name);
    if (customer || !name.includes('.')) return customer;
  }
}

export function domainOf(email: string | null | undefined): string | undefined {
  return email ? /^[^\s@]+@([^\s@]+)$/.exec(email)?.[1]?.toLowerCase() : undefined;
}

/** Case, marks and spacing do not make another name. */
export function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function found(customer: Customer, because: string): Found {
  return { customerId: customer.id, because };
}
