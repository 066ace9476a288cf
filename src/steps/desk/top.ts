// `/earshot top [area]`: one page of the themes that matter most.
import { currentCatalog } from '../../catalog/catalog.ts';
import { withChildren } from '../../catalog/owners.ts';
import type { Deps } from '../../deps.ts';
import type { Screen } from '../../text/screen.ts';
import { findChannels } from '../intake/store.ts';
import { topPageSize, topScreen } from '../prioritize/blocks.ts';
import { countScored, findTop } from '../prioritize/store-lists.ts';
import { linesOf } from './lines.ts';
import { countHeard, countHeardIn } from './store.ts';

const weekMs = 7 * 86_400_000;

export async function topPage(deps: Deps, page: number, areaKey: string | null): Promise<Screen> {
  const { areas } = await currentCatalog(deps);
  const area = areas.find((candidate) => candidate.key === areaKey);
  const areaKeys = area && withChildren(areas, area.key);
  const until = deps.now();
  const week = { from: new Date(until.getTime() - weekMs), until };
  const [ranked, total, heard, channels] = await Promise.all([
    findTop(deps.db, { areaKeys, limit: topPageSize, offset: (page - 1) * topPageSize }),
    countScored(deps.db, areaKeys),
    areaKeys ? countHeardIn(deps.db, week, areaKeys) : countHeard(deps.db, week),
    findChannels(deps.db),
  ]);
  return topScreen({
    area: area ? { key: area.key, name: area.name } : null,
    themes: await linesOf(deps, ranked),
    page,
    total,
    week: heard,
    listensIn: channels.filter((c) => c.listening !== 'off' && c.standing === 'member').map((c) => c.name),
  });
}
