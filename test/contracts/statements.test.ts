// Which statements stay prepared on a connection: those that come again and again, and no others.
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { connect, type Db } from '../../src/db/connect.ts';
import { freshDatabase } from '../database.ts';

async function prepared(db: Db, words: string): Promise<number> {
  const rows = await db.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`);
  return rows.filter(({ statement }) => statement.includes(words)).length;
}

it('keeps what comes for the third time, in transactions too, and gives the same answers', async () => {
  const { url } = await freshDatabase({ migrated: false });
  const { db, close } = connect(url, { max: 1 });
  const ask = async (through: Db, n: number) => {
    const [row] = await through.execute<{ n: number }>(sql`select ${n}::int + 1 as n`);
    return row?.n;
  };
  expect([await ask(db, 1), await ask(db, 2)]).toEqual([2, 3]);
  expect(await prepared(db, '::int + 1')).toBe(0);
  expect(await db.transaction((tx) => ask(tx, 3))).toBe(4);
  expect(await prepared(db, '::int + 1')).toBe(1);
  expect(await db.transaction((tx) => tx.transaction((inner) => ask(inner, 4)))).toBe(5);
  expect([await ask(db, 5), await ask(db, 6)]).toEqual([6, 7]);
  expect(await prepared(db, '::int + 1')).toBe(1);
  await close();
});

it('keeps no lists of ever other lengths', async () => {
  const { url } = await freshDatabase({ migrated: false });
  const { db, close } = connect(url, { max: 1 });
  for (let n = 1; n <= 20; n++)
    await db.execute(sql`select 1 where 1 in ${Array.from({ length: n }, (_, i) => i)}`);
  expect(await prepared(db, 'where 1 in')).toBe(0);
  await close();
});
