// Makes customers known, many at once, and says for each what became of it.
import type { Db } from '../db/connect.ts';
import { type CustomerGiven, type CustomerRow, marksOf, type Settled, settleCustomer } from './api.ts';
import { lockCustomers, putCustomers } from './api-store.ts';
import { type Customer, findCustomers } from './store.ts';

export type Given = { externalId: string; given: CustomerGiven };

export type Outcome = { externalId: string; settled: Settled };

type World = { now: () => Date; newId: () => string; employeeDomains: string[] };

/** In the order given, all in one transaction; what is refused leaves the others alone. `check`: nothing is written. */
export async function saveCustomers(
  db: Db,
  all: Given[],
  { now, newId, employeeDomains, mode = 'apply' }: World & { mode?: 'apply' | 'check' },
): Promise<Outcome[]> {
  return db.transaction(async (tx) => {
    await lockCustomers(tx);
    const register = makeRegister(await findCustomers(tx));
    const outcomes = all.map(({ externalId, given }) => {
      const before = register.find(externalId);
      const settled = settleCustomer(externalId, given, {
        before,
        ownerOf: register.ownerOf,
        employeeDomains,
        newId,
      });
      if (settled.kind !== 'refused') register.put(settled.row);
      return { externalId, settled };
    });
    if (mode === 'apply') await putCustomers(tx, rowsToWrite(outcomes), now());
    return outcomes;
  });
}

/** The last word on a customer counts. */
function rowsToWrite(outcomes: Outcome[]): CustomerRow[] {
  const rows = new Map<string, CustomerRow>();
  for (const { settled } of outcomes)
    if (settled.kind === 'created' || settled.kind === 'updated')
      rows.set(settled.row.externalId, settled.row);
  return [...rows.values()];
}

/** Customers as they will be when what was settled so far is written. */
function makeRegister(customers: Customer[]) {
  const byId = new Map(customers.map((one) => [one.externalId, one]));
  const owners = new Map<string, Customer>();
  for (const one of customers) for (const mark of marksOf(one)) owners.set(mark, one);
  return {
    find: (externalId: string) => byId.get(externalId),
    ownerOf: (mark: string) => owners.get(mark),
    put(row: CustomerRow) {
      const before = byId.get(row.externalId);
      for (const mark of before ? marksOf(before) : []) owners.delete(mark);
      const after = { updatedAt: new Date(0), claimedAt: null, ...before, ...row };
      byId.set(row.externalId, after);
      for (const mark of marksOf(after)) owners.set(mark, after);
    },
  };
}
