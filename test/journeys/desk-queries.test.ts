// Lists ask the database as often for many themes as for few: nothing is looked up one theme at a time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { areasFile, at, fill, scoreAll } from '../../bench/digest-company.ts';
import { depsFor, theme, works } from '../../bench/digest-works.ts';
import { savePerson } from '../../src/customers/store.ts';
import { connect } from '../../src/db/connect.ts';
import type { Deps } from '../../src/deps.ts';
import { freshDatabase } from '../database.ts';

type Company = { deps: Deps; queries: () => number };

const folder = mkdtempSync(join(tmpdir(), 'earshot-queries-'));
const owners = ['U000ENGINEER', 'U000SECOND'];
writeFileSync(
  join(folder, 'areas.yml'),
  areasFile.replaceAll('    words:', `    owners: [${owners.join(', ')}]\n    words:`),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let few: Company;
let many: Company;
beforeAll(async () => {
  few = await companyOf(3);
  many = await companyOf(100);
}, 120_000);

async function companyOf(themes: number): Promise<Company> {
  const { url } = await freshDatabase();
  const filling = connect(url, { max: 1 });
  await fill(filling.sql, { items: 10 * themes, themes, seed: 1 });
  await scoreAll(filling.db, filling.sql, () => {});
  for (const id of owners)
    await savePerson(filling.db, {
      ...{ id, teamId: 'T1', name: `Person ${id}`, email: null, timeZone: null },
      ...{ standing: 'member', fetchedAt: at },
    });
  await filling.close();
  let asked = 0;
  const { db, close } = connect(url, { max: 2, onQuery: () => asked++ });
  afterAll(close);
  return { deps: depsFor(db, folder), queries: () => asked };
}

/** Of the second time: what is read once a process does not count. */
async function queriesFor({ deps, queries }: Company, look: (deps: Deps) => Promise<number>) {
  await look(deps);
  const before = queries();
  expect(await look(deps)).toBeGreaterThan(0);
  return queries() - before;
}

it.each(Object.entries({ ...works, theme }))('%s asks as often for 100 themes as for 3', async (_, look) => {
  const ofFew = await queriesFor(few, look);
  expect(ofFew).toBeGreaterThan(0);
  // One more or less: nothing is asked about what there is none of, as similar themes.
  expect(Math.abs((await queriesFor(many, look)) - ofFew)).toBeLessThanOrEqual(1);
});
