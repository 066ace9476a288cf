// Who owns an area: the people named in areas.yml, and the members of the user groups named there.
import { membersOf } from '../customers/access.ts';
import type { Deps } from '../deps.ts';
import type { Area } from './areas.ts';
import { currentCatalog } from './catalog.ts';

export async function ownersOf(deps: Deps, { owners }: Pick<Area, 'owners'>): Promise<string[]> {
  const people = await Promise.all(owners.map((id) => (id.startsWith('S') ? membersOf(deps, id) : [id])));
  return [...new Set(people.flat())];
}

/** With the areas below them. */
export async function areasOwnedBy(deps: Deps, userId: string): Promise<Area[]> {
  const { areas } = await currentCatalog(deps);
  const owned = new Set<string>();
  for (const area of areas) if ((await ownersOf(deps, area)).includes(userId)) owned.add(area.key);
  return areas.filter(({ key, parent }) => owned.has(key) || (parent !== undefined && owned.has(parent)));
}

/** An area with the areas below it. */
export function withChildren(areas: Area[], areaKey: string): string[] {
  return [areaKey, ...areas.filter(({ parent }) => parent === areaKey).map(({ key }) => key)];
}
