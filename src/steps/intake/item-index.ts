// All customers by what they are recognised by, made anew only when one of them has changed.
import { customersVersion, findCustomers } from '../../customers/store.ts';
import type { Db } from '../../db/connect.ts';
import { type CustomerIndex, indexCustomers } from './item-customer.ts';

const known = new WeakMap<object, { version: string; index: CustomerIndex }>();

/** `owner`: whose the memory is, a process's `deps` or one import. */
export async function customerIndex(owner: object, db: Db): Promise<CustomerIndex> {
  const version = await customersVersion(db);
  const last = known.get(owner);
  if (last?.version === version) return last.index;
  const index = indexCustomers(await findCustomers(db));
  known.set(owner, { version, index });
  return index;
}
