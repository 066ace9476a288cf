// Gathers `/earshot areas`.
import { findArea, targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { namesOf } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import type { Screen } from '../../text/screen.ts';
import { countByArea, findTopByArea } from '../prioritize/store-lists.ts';
import { type AreaRow, areasScreen } from './help-screen.ts';

export async function areasPage(deps: Deps): Promise<Screen> {
  const catalog = await currentCatalog(deps);
  const [counted, best, names] = await Promise.all([
    countByArea(deps.db),
    findTopByArea(deps.db),
    namesOf(
      deps,
      catalog.areas.flatMap(({ owners }) => owners.filter((id) => !isGroup(id))),
    ),
  ]);
  const counts = new Map(counted.map(({ areaKey, themes }) => [areaKey, themes]));
  const rows = catalog.areas.map((area): AreaRow => {
    const target = targetFor(catalog, area.key);
    return {
      name: area.name,
      key: area.key,
      parentName: findArea(catalog, area.parent)?.name ?? null,
      description: area.description,
      owners: area.owners.flatMap((id) => names.get(id) ?? []),
      ownerGroups: area.owners.filter(isGroup),
      tracker: target ? `${target.tracker === 'linear' ? 'Linear' : 'Jira'} ${target.team}` : null,
      themes: counts.get(area.key) ?? 0,
      top: best.find(({ areaKey }) => areaKey === area.key) ?? null,
    };
  });
  return areasScreen(rows, counts.get(null) ?? 0);
}

const isGroup = (id: string) => id.startsWith('S');
