// The examples of docs/intake.md, run as they stand there.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { GenericItem } from '../../src/steps/intake/source-generic.ts';
import { zendesk } from '../../src/steps/intake/source-zendesk.ts';
import { secrets } from '../senders.ts';
import { startWorld, type World } from '../world.ts';

const text = readFileSync(new URL('../../docs/intake.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code]) => code!);

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: () => secrets });
});

const recipes = blocks('sh').filter((code) => code.includes('curl'));

it('has a recipe with the secret, a signed one, and one for customers', () => {
  expect(recipes).toHaveLength(3);
});

const hasTools = ['curl', 'openssl'].every((tool) => spawnSync(tool, ['--version']).error === undefined);

it.skipIf(!hasTools).each(recipes)('works: %s', async (recipe) => {
  const script = recipe.replaceAll('https://earshot.example.com', world.earshot.url!);
  const env = { PATH: process.env.PATH, EARSHOT_INTAKE_SECRET: secrets.EARSHOT_INTAKE_SECRET };
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], { env });
  expect(JSON.parse(stdout)).toMatchObject(
    script.includes('/api/') ? { outcome: 'created' } : { accepted: 1, rejected: 0 },
  );
});

it('shows an item the endpoint takes and a trigger Zendesk’s reader takes', () => {
  const [trigger, item] = blocks('json').map((code) => JSON.parse(code) as unknown);
  expect(GenericItem.safeParse(item).success).toBe(true);
  expect(zendesk.read({ payload: trigger, receivedAt: new Date() })).toMatchObject([{ kind: 'said' }]);
});

it('names every field of an item', () => {
  for (const field of Object.keys(GenericItem.shape)) expect(text).toContain(`\`${field}\``);
});
