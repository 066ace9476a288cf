import { expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';

const database = await freshDatabase();
test('gives a migrated database', async () => {
  const rows = await database.sql`select table_name from information_schema.tables where table_schema='app'`;
  expect(rows.length).toBeGreaterThan(0);
});
