// Looks after areas.yml while Earshot runs: tells the owners when it breaks, and says when an area got another key.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Permanent, reasonOf } from '../lib/failure.ts';
import { idFor } from '../lib/ids.ts';
import { say } from '../posts/post.ts';
import type { Job } from '../queue/port.ts';
import { said } from '../text/screen.ts';
import type { Catalog } from './areas.ts';
import { catalogProblems, currentCatalog } from './catalog.ts';

type Renamed = { what: 'areaRenamed'; from: string; to: string };

/** By the clock, on a worker. */
export const watchCatalog: Job<Record<string, never>, Renamed[]> = {
  name: 'catalog',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'catalog',
  attempts: 1,
  run: async (deps) => {
    const catalog = await currentCatalog(deps);
    const problems = await catalogProblems(deps);
    if (problems.length > 0) await tellOwners(deps, catalog, problems);
    return renamesIn(catalog);
  },
};

const seen = new WeakSet<Catalog>();

/** Said once for each reading of the file in this process; what was renamed before finds nothing left to do. */
function renamesIn(catalog: Catalog): Renamed[] {
  if (seen.has(catalog)) return [];
  seen.add(catalog);
  return catalog.areas.flatMap(({ key, renamedFrom }) =>
    renamedFrom.map((from) => ({ what: 'areaRenamed' as const, from, to: key })),
  );
}

/** More people than this need not hear of one typing error. */
const mostTold = 15;

/** Each once for the same problems, by direct message: the last good file stays in force until they are mended. */
async function tellOwners(deps: Deps, catalog: Catalog, problems: string[]): Promise<void> {
  const broken = createHash('sha256').update(problems.join('\n')).digest('hex').slice(0, 16);
  const shown = problems.slice(0, 5).map((problem) => `• ${said(problem, 300)}`);
  const more = problems.length > 5 ? [`… and ${problems.length - 5} more`] : [];
  const text = [
    'The file that describes our areas is broken. The last good one stays in force until it is mended.',
    ...shown,
    ...more,
  ].join('\n');
  for (const userId of await ownersOf(deps, catalog))
    try {
      const channel = await deps.slack.openDm(userId);
      await say(deps, {
        id: idFor('catalog-broken', broken, userId),
        what: `catalog-broken:${broken}`,
        channel,
        text,
      });
    } catch (error) {
      if (!(error instanceof Permanent)) throw error;
      deps.log.warn({ reason: reasonOf(error) }, 'an owner could not be told that areas.yml is broken');
    }
}

async function ownersOf(deps: Deps, { areas }: Catalog): Promise<string[]> {
  const named = new Set(areas.flatMap((area) => area.owners));
  const people = await Promise.all(
    [...named].map(async (id) => (id.startsWith('S') ? deps.slack.groupMembers(id) : [id])),
  );
  return [...new Set(people.flat())].slice(0, mostTold);
}
