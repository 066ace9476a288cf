// The SQL of customers and people.
import { eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { customer, person } from '../db/tables/customers.ts';

export type Customer = typeof customer.$inferSelect;
export type PersonRow = typeof person.$inferSelect;

export async function findCustomers(db: Db): Promise<Customer[]> {
  return db.select().from(customer).orderBy(customer.name);
}

export async function findCustomer(db: Db, id: string): Promise<Customer | undefined> {
  const [row] = await db.select().from(customer).where(eq(customer.id, id));
  return row;
}

/** Another text whenever any customer was added, changed or removed. */
export async function customersVersion(db: Db): Promise<string> {
  const [row] = await db
    .select({ version: sql<string>`count(*) || ' ' || coalesce(max(${customer.updatedAt})::text, '')` })
    .from(customer);
  return row!.version;
}

export async function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  const [row] = await db.select().from(person).where(eq(person.id, id));
  return row;
}

export async function findPeople(db: Db, ids: string[]): Promise<PersonRow[]> {
  return ids.length === 0 ? [] : db.select().from(person).where(inArray(person.id, ids));
}

export async function savePerson(db: Db, row: PersonRow): Promise<void> {
  const { id: _id, ...rest } = row;
  await db.insert(person).values(row).onConflictDoUpdate({ target: person.id, set: rest });
}

/** By external id: what is given replaces what was known. Returns the customer's own id. */
export async function saveCustomer(db: Db, row: typeof customer.$inferInsert): Promise<string> {
  const { id: _id, ...rest } = row;
  const [saved] = await db
    .insert(customer)
    .values(row)
    .onConflictDoUpdate({ target: customer.externalId, set: rest })
    .returning({ id: customer.id });
  return saved!.id;
}
