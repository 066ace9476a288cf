// The catalog in force: areas.yml as it was last readable. Edits count within seconds; a broken file changes nothing.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Deps } from '../deps.ts';
import { reasonOf, StartFailure } from '../lib/failure.ts';
import { type Catalog, parseAreas } from './areas.ts';

type Known = { catalog: Catalog; modified: number; lookedAt: number; problems: string[] };

const known = new WeakMap<Deps, Known>();
const lookEveryMs = 2000;

/** Throws `StartFailure` when there never was a readable file. */
export async function currentCatalog(deps: Deps): Promise<Catalog> {
  const last = known.get(deps);
  const now = deps.now().getTime();
  if (last && Math.abs(now - last.lookedAt) < lookEveryMs) return last.catalog;
  const next = await look(deps, last);
  known.set(deps, { ...next, lookedAt: now });
  return next.catalog;
}

/** What is wrong with the file right now; empty when the catalog in force is the file's. */
export async function catalogProblems(deps: Deps): Promise<string[]> {
  await currentCatalog(deps);
  return known.get(deps)?.problems ?? [];
}

async function look(deps: Deps, last: Known | undefined): Promise<Omit<Known, 'lookedAt'>> {
  const file = deps.config.areasFile;
  try {
    const modified = (await stat(file)).mtimeMs;
    if (last && last.modified === modified) return last;
    const parsed = parseAreas(await readFile(file, 'utf8'), basename(file));
    if (parsed.ok) return { catalog: parsed.catalog, modified, problems: [] };
    if (!last) throw new StartFailure(parsed.problems.join('\n'));
    deps.log.warn({ problems: parsed.problems }, 'areas.yml is broken; the last good one stays in force');
    return { ...last, modified, problems: parsed.problems };
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    if (last) return { ...last, problems: [`${basename(file)} cannot be read: ${reasonOf(error)}`] };
    throw new StartFailure(
      `There is no readable ${file}. Copy areas.example.yml there and describe your areas, or set EARSHOT_AREAS.`,
    );
  }
}
