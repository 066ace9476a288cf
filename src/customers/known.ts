// All customers at hand, read again only when one of them has changed: every message is held against them.
import type { Deps } from '../deps.ts';
import { type Customer, customersVersion, findCustomers } from './store.ts';

const known = new WeakMap<Deps, { version: string; customers: Customer[] }>();

export async function knownCustomers(deps: Deps): Promise<Customer[]> {
  const version = await customersVersion(deps.db);
  const last = known.get(deps);
  if (last?.version === version) return last.customers;
  const customers = await findCustomers(deps.db);
  known.set(deps, { version, customers });
  return customers;
}
