// Gathers `/earshot areas`.
import { findArea, targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import type { Screen } from '../../text/screen.ts';
import { countByArea, findTop } from '../prioritize/store.ts';
import { type AreaRow, areasScreen } from './help-screen.ts';

export async function areasPage(deps: Deps): Promise<Screen> {
  const catalog = await currentCatalog(deps);
  const counts = new Map((await countByArea(deps.db)).map(({ areaKey, themes }) => [areaKey, themes]));
  const rows = catalog.areas.map(async (area): Promise<AreaRow> => {
    const [top] = await findTop(deps.db, { areaKeys: [area.key], limit: 1 });
    const people = await Promise.all(
      area.owners.map(async (id) => (id.startsWith('S') ? 'a user group' : (await whoIs(deps, id))?.name)),
    );
    const target = targetFor(catalog, area.key);
    return {
      name: area.name,
      key: area.key,
      parentName: findArea(catalog, area.parent)?.name ?? null,
      description: area.description,
      owners: people.filter((name) => name !== undefined),
      tracker: target ? `${target.tracker === 'linear' ? 'Linear' : 'Jira'} ${target.team}` : null,
      themes: counts.get(area.key) ?? 0,
      top: top ? { number: top.theme.number, title: top.theme.title } : null,
    };
  });
  return areasScreen(await Promise.all(rows), counts.get(null) ?? 0);
}
