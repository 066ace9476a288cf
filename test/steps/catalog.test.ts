// areas.yml: what editors are told, what other files bring in, and what a merge leaves alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { areasJsonSchema, findArea, guessArea, parseAreas } from '../../src/catalog/areas.ts';
import { findAreas } from '../../src/catalog/import.ts';
import { mergeAreas } from '../../src/catalog/merge.ts';
import { runCatalog } from '../../src/commands/catalog.ts';

const example = readFileSync('areas.example.yml', 'utf8');

describe('the schema for editors', () => {
  it('is the one that the code checks with: npm run earshot -- catalog schema > areas.schema.json', () => {
    expect(JSON.parse(readFileSync('areas.schema.json', 'utf8'))).toEqual(areasJsonSchema());
  });

  it('takes the example, and marks a typing error', () => {
    const check = new Ajv({ strict: false }).compile(areasJsonSchema() as object);
    expect(check(parse(example))).toBe(true);
    expect(check(parse(example.replace('description:', 'descripton:')))).toBe(false);
  });
});

it('a Slack thread that nobody would keep in step is refused, with its place', () => {
  const text = (team: string) =>
    `{ tracker: { team: ${team}, slackThread: synced }, areas: [{ key: docs, name: Docs, tracker: { team: ${team}, slackThread: synced } }] }`;
  expect(parseAreas(text('linear/DOC'), 'areas.yml')).toMatchObject({ ok: true });
  const problems = ['the whole file', '"docs"'].map((of) => expect.stringContaining(`tracker of ${of} has`));
  expect(parseAreas(text('jira/DOC'), 'areas.yml')).toMatchObject({ ok: false, problems });
});

describe('an area that got another key', () => {
  const text =
    'areas: [{ key: card-payments, name: Cards, renamedFrom: [pay, cards] }, { key: docs, name: Docs }]';
  const read = parseAreas(text, 'areas.yml');

  it('is found under the old ones', () => {
    if (!read.ok) throw new Error(read.problems.join());
    for (const key of ['card-payments', 'pay', 'cards'])
      expect(findArea(read.catalog, key)?.key).toBe('card-payments');
    expect(guessArea(read.catalog, 'pay')?.key).toBe('card-payments');
  });

  it('cannot claim a key that is in use', () => {
    const twice = parseAreas(text.replace('name: Docs', 'name: Docs, renamedFrom: [pay]'), 'areas.yml');
    expect(twice).toMatchObject({ ok: false });
    const living = parseAreas(text.replace('[pay, cards]', '[docs]'), 'areas.yml');
    expect(living).toMatchObject({ ok: false, problems: [expect.stringContaining('"docs"')] });
  });
});

const codeowners = `# everything else
*                 @shop/platform
/web/checkout/    @shop/payments-team  @ada
services/bill\\ ing/*.ts @shop/payments-team
/docs             docs@shop.example # who else
/generated
[Mobile App][2] @shop/apps
/apps/ios
/apps/android @bob
`;

const backstage = `apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: payments
  title: Payments
  description: Taking money
  tags: [card]
spec: { owner: group:default/payments, domain: shop }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout-api
  annotations: { github.com/project-slug: shop/checkout }
  tags: [checkout]
spec: { type: service, lifecycle: production, owner: payments, system: payments }
---
kind: Component
metadata: { name: status-page }
spec: { owner: user:default/eva }
---
kind: Domain
metadata: { name: shop }
spec: { owner: group:default/leads }
`;

describe('what is imported', () => {
  it('from CODEOWNERS: one area a team or section, with its paths', () => {
    const { areas, problems } = findAreas(codeowners, '.github/CODEOWNERS');
    expect(problems).toEqual([]);
    expect(areas.map(({ key, paths, owners }) => ({ key, paths, owners }))).toEqual([
      {
        key: 'payments',
        paths: ['web/checkout/**', 'services/bill ing/*.ts'],
        owners: ['@shop/payments-team', '@ada'],
      },
      { key: 'docs', paths: ['docs'], owners: ['docs@shop.example'] },
      { key: 'mobile-app', paths: ['apps/ios', 'apps/android'], owners: ['@shop/apps', '@bob'] },
    ]);
  });

  it('from Backstage: systems with their components, domains above them, lone components', () => {
    const { areas, problems } = findAreas(backstage, 'catalog-info.yaml');
    expect(problems).toEqual([]);
    expect(areas).toEqual([
      expect.objectContaining({
        key: 'payments',
        name: 'Payments',
        description: 'Taking money',
        words: ['card', 'checkout'],
        parent: 'shop',
        services: ['checkout-api'],
        repositories: ['shop/checkout'],
      }),
      expect.objectContaining({
        key: 'status-page',
        services: ['status-page'],
        owners: ['user:default/eva'],
      }),
      expect.objectContaining({ key: 'shop' }),
    ]);
  });

  it('tells what it cannot read, and goes on', () => {
    expect(findAreas('/a @x\n/b what\n', 'CODEOWNERS').problems).toEqual([expect.stringContaining('line 2')]);
    expect(findAreas('kind: [', 'catalog-info.yaml').problems.length).toBeGreaterThan(0);
    expect(findAreas('just: text', 'catalog-info.yaml').problems).toEqual([
      expect.stringContaining('document 1'),
    ]);
  });
});

describe('a merge', () => {
  const own = `# ours
areas:
  - key: pay-in # the oldest
    name: Paying in
    renamedFrom: [payments]
    paths: [web/checkout/**]
`;
  const slack = new Map([['@shop/payments-team', 'S0123456789']]);

  it('keeps comments and what people wrote, adds the rest, and the result is a good file', () => {
    const { areas } = findAreas(codeowners, 'CODEOWNERS');
    const merged = mergeAreas(own, areas, slack);
    expect(merged.text).toContain('# ours');
    expect(merged.text).toContain('# the oldest');
    expect(merged.plan).toEqual([
      '~ payments: adds owners (1), paths (1)',
      expect.stringContaining('+ docs'),
      expect.stringContaining('+ mobile-app'),
    ]);
    expect(merged.unmapped).toEqual(['@ada', 'docs@shop.example', '@shop/apps', '@bob']);
    const read = parseAreas(merged.text, 'areas.yml');
    if (!read.ok) throw new Error(read.problems.join());
    expect(findArea(read.catalog, 'payments')).toMatchObject({
      name: 'Paying in',
      owners: ['S0123456789'],
      paths: ['web/checkout/**', 'services/bill ing/*.ts'],
    });
    const again = mergeAreas(merged.text, areas, slack);
    expect(again.text).toBe(merged.text);
    expect(again.plan.every((line) => line.startsWith('='))).toBe(true);
  });
});

it('the command shows first, and writes when told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-catalog-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [file, areas] = [join(folder, 'catalog-info.yaml'), join(folder, 'areas.yml')];
  writeFileSync(file, backstage);
  const said: string[] = [];
  const run = (...more: string[]) =>
    runCatalog(['import', file, '--areas', areas, ...more], (line) => said.push(line));
  await run('--owner', 'user:default/eva=U0123456789');
  expect(said.join('\n')).toContain('Nothing was written');
  expect(() => readFileSync(areas)).toThrow();
  await run('--write');
  expect(parseAreas(readFileSync(areas, 'utf8'), 'areas.yml')).toMatchObject({ ok: true });
  await expect(run('--owner', 'eva')).rejects.toThrow('NAME=SLACK_ID');
});
