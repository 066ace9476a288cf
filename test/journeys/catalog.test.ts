// areas.yml while Earshot runs: an edit counts, a broken file does not, and a new key keeps the history.
import { writeFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { currentCatalog } from '../../src/catalog/catalog.ts';
import { watchCatalog } from '../../src/catalog/watch.ts';
import { look } from '../../src/sandbox/slack/drive.ts';
import { renameInReadings } from '../../src/steps/analyze/rename-area.ts';
import { renameInThemes } from '../../src/steps/theme/rename-area.ts';
import { areasFile, command, seenBy, startWorld, until, type World, write } from '../world.ts';

let world: World;
let owned: string;
beforeAll(async () => {
  world = await startWorld();
  owned = areasFile.replace(
    '    name: Payments\n',
    `    name: Payments\n    owners: [${world.user('eva')}]\n`,
  );
  save(owned);
});

const save = (text: string) => writeFileSync(world.env.EARSHOT_AREAS!, text);
const names = async () => (await currentCatalog(world.earshot.deps)).areas.map(({ name }) => name);
const told = async (who: string) => {
  const { messages } = await look(world.slack, who);
  return Object.values(messages)
    .flat()
    .filter(({ text }) => text.includes('areas.yml'));
};

it('counts an edit within seconds', async () => {
  save(owned.replace('name: Reports', 'name: Reports and exports'));
  await until('the new name', async () => (await names()).includes('Reports and exports'), 5000);
});

it('keeps the last good file when one is broken, and tells the owners once', async () => {
  const good = await names();
  save('areas:\n  - key: Payments!\n');
  await until('a word to the owner', async () => (await told('eva')).length > 0, 45_000);
  expect(await names()).toEqual(good);
  for (let again = 0; again < 3; again++) await watchCatalog.run(world.earshot.deps, {});
  expect(await told('eva')).toHaveLength(1);
  expect((await told('eva'))[0]!.text).toContain('lower case letters');
  expect(await told('sam')).toHaveLength(0);
}, 60_000);

it('keeps what was said when an area gets another key', async () => {
  save(owned);
  await until(
    'a good file',
    async () => (await watchCatalog.run(world.earshot.deps, {})) && (await names()).includes('Reports'),
  );
  await write(world, 'sam', 'feedback', 'Globex: the card form freezes at the expiry date, nobody can pay.');
  const themeArea = async () => {
    const [row] = await world.db.execute<{ area_key: string }>(sql`select area_key from app.theme`);
    return row?.area_key;
  };
  await until('a theme of payments', async () => (await themeArea()) === 'payments');
  save(owned.replace('key: payments', 'key: money-in\n    renamedFrom: [payments]'));
  await until('the theme under its new key', async () => (await themeArea()) === 'money-in', 60_000);
  await until('the finding under its new key', async () => {
    const [row] = await world.db.execute<{ area_key: string }>(sql`select area_key from app.finding`);
    return row?.area_key === 'money-in';
  });
  await command(world, 'eva', 'feedback', 'top payments');
  await until('the theme in its list', async () =>
    (await seenBy(world, 'eva', 'feedback')).some(
      (m) => m.is_ephemeral && JSON.stringify(m.blocks).includes('T-1'),
    ),
  );
  const ringing = { from: 'payments', to: 'money-in' };
  expect(await renameInReadings.run(world.earshot.deps, ringing)).toEqual([]);
  expect(
    await renameInThemes.run(world.earshot.deps, ringing),
    'a second time there is nothing to do',
  ).toEqual([]);
}, 90_000);
