// A file of customers: shown first, saved in one piece, each refused line with its reason.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findCustomers } from '../../src/customers/store.ts';
import { run } from '../command.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-customers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  env = { DATABASE_URL: database.url, EARSHOT_DATA_DIR: folder, EARSHOT_EMPLOYEE_DOMAINS: 'harbor.test' };
});

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const heading = 'Account ID,Account Name,Website,Tier,ARR,Currency,Owner,Slack Channel';

it('shows what would change, then saves it, and the same file again changes nothing', async () => {
  const path = file(
    'customers.csv',
    heading,
    'crm-1,Globex,https://www.globex.test; globex-labs.test,Scale,"€48.000,00",,U024BE7LH,C024BE91L',
    'crm-2,Initech,initech.test,Growth,12000,usd,,',
    'crm-3,Gmail people,gmail.com,,,,,',
    'crm-4,Twin,GLOBEX.test,,,,,',
    'crm-5,Unclear,unclear.test,,48.000,EUR,,',
    'crm-6,No currency,none.test,,500,,,',
    ',No id,noid.test,,,,,',
    'crm-8,Ours,harbor.test,,,,,',
  );
  const dry = await run(['customers', path], env);
  expect(dry.out).toContain('2 new, 0 changed, 0 as they were, 6 rejected.');
  expect(dry.out).toContain('Add --yes to save.');
  expect(await findCustomers(database.db)).toEqual([]);
  const reasons = readFileSync(`${path}.rejected.csv`, 'utf8');
  for (const why of [
    'public mail provider',
    'globex.test belongs to Globex (crm-1) already',
    'may mean two numbers',
    'a revenue needs its currency',
    'externalId: it has none.',
    'EARSHOT_EMPLOYEE_DOMAINS',
  ])
    expect(reasons).toContain(why);
  expect((await run(['customers', path, '--yes'], env)).out).toContain('Saved. 2 new');
  expect(await findCustomers(database.db)).toMatchObject([
    {
      externalId: 'crm-1',
      domains: ['globex.test', 'globex-labs.test'],
      segment: 'Scale',
      annualRevenue: 48_000,
      currency: 'EUR',
      owner: 'U024BE7LH',
      slackChannelIds: ['C024BE91L'],
    },
    { externalId: 'crm-2', annualRevenue: 12_000, currency: 'USD' },
  ]);
  const again = await run(['customers', path, '--yes'], env);
  expect(again.out).toContain('0 new, 0 changed, 2 as they were, 6 rejected.');
  expect(again.out).toContain('There is nothing to change.');
});

it('changes what a file names and keeps what it does not', async () => {
  const path = file('tiers.csv', 'id,tier', 'crm-1,Enterprise');
  expect((await run(['customers', path, '--yes'], env)).out).toContain('0 new, 1 changed');
  expect(await findCustomers(database.db)).toMatchObject([
    { externalId: 'crm-1', name: 'Globex', segment: 'Enterprise', annualRevenue: 48_000 },
    { externalId: 'crm-2' },
  ]);
});

it('reads JSON lines in the form of the API', async () => {
  const path = file(
    'customers.jsonl',
    JSON.stringify({
      externalId: 'crm-9',
      name: 'Umbrella',
      domains: ['umbrella.test'],
      annualRevenue: 5,
      currency: 'EUR',
    }),
    JSON.stringify({ externalId: 'crm-10', nome: 'Typo' }),
  );
  const { out } = await run(['customers', path, '--yes'], env);
  expect(out).toContain('1 new, 0 changed, 0 as they were, 1 rejected.');
  expect((await findCustomers(database.db)).map((one) => one.name)).toContain('Umbrella');
});

it('lets a domain move when its former owner gives it up in the same file', async () => {
  const path = file(
    'move.jsonl',
    JSON.stringify({ externalId: 'crm-1', domains: ['globex.test'] }),
    JSON.stringify({ externalId: 'crm-2', domains: ['initech.test', 'globex-labs.test'] }),
  );
  expect((await run(['customers', path, '--yes'], env)).out).toContain('2 changed');
});

it('says in one sentence what is wrong', async () => {
  const noId = await run(['customers', file('x.csv', 'name', 'Globex')], env);
  expect(noId).toMatchObject({ code: 1, errors: expect.stringContaining('--map externalId=COLUMN') });
  expect((await run(['customers'], env)).errors).toContain('Name one file');
});
