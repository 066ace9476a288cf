// Goes over the rows of a table and rewrites the texts in them: how forgetting reaches what every step keeps.
import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './connect.ts';

const page = 500;

type Scrubbed = {
  /** Its primary key, of one column. */
  key: PgColumn;
  /** Named as in the table. Texts and JSON. */
  columns: Record<string, PgColumn>;
  where?: SQL | undefined;
  /** Only says which rows would change. */
  isTrial?: boolean;
};

/** Returns the keys of the rows that changed. Reads page by page; a row that is not changed is not written. */
export async function scrubTable(
  db: Db,
  table: PgTable,
  { key, columns, where, isTrial }: Scrubbed,
  scrub: (row: Record<string, unknown>) => Record<string, unknown>,
): Promise<string[]> {
  const changed: string[] = [];
  for (let after: unknown; ; ) {
    const rows: Record<string, unknown>[] = await db
      .select({ ...columns, scrubKey: key })
      .from(table)
      .where(and(where, after === undefined ? undefined : gt(key, after)))
      .orderBy(asc(key))
      .limit(page);
    for (const { scrubKey, ...row } of rows) {
      const clean = scrub(row);
      if (JSON.stringify(clean) === JSON.stringify(row)) continue;
      if (!isTrial) await db.update(table).set(clean).where(eq(key, scrubKey));
      changed.push(String(scrubKey));
    }
    if (rows.length < page) return changed;
    after = rows.at(-1)?.scrubKey;
  }
}

/** Stands where the id of somebody who was erased stood. */
export const nobody = 'erased';

/** Who did what in a table: these people become nobody. Columns are named as in the table. */
export async function eraseDoers(
  db: Db,
  table: PgTable,
  columns: Record<string, PgColumn>,
  userIds: string[],
): Promise<void> {
  for (const [name, column] of Object.entries(columns))
    await db
      .update(table)
      .set({ [name]: nobody })
      .where(inArray(column, userIds));
}
