// What people look at, each as the code of the app makes it, with everything but Slack itself.
import { join } from 'node:path';
import { parseConfig } from '../src/config.ts';
import type { Db } from '../src/db/connect.ts';
import type { Deps } from '../src/deps.ts';
import { newId } from '../src/lib/ids.ts';
import { makeLog } from '../src/lib/log.ts';
import { areasPage } from '../src/steps/desk/areas.ts';
import { cardOf } from '../src/steps/desk/card.ts';
import { topPage } from '../src/steps/desk/top.ts';
import { digestRoot, digestThemeMessage } from '../src/steps/digest/blocks.ts';
import { drawChart } from '../src/steps/digest/chart.ts';
import { decideDigest } from '../src/steps/digest/digest.ts';
import { gatherDigest, withWords } from '../src/steps/digest/gather.ts';
import { drawHome } from '../src/steps/home/home.ts';
import { gatherStatus } from '../src/steps/home/status.ts';
import { statusScreen } from '../src/steps/home/status-screen.ts';
import { themeScreen } from '../src/steps/prioritize/card.ts';
import { findTop } from '../src/steps/prioritize/store-lists.ts';
import { at } from './digest-company.ts';

const weekMs = 7 * 86_400_000;
const viewer = 'U000ENGINEER';

/** Each answers how much it showed: nothing would be a mistake of the measurement. */
export const works: Record<string, (deps: Deps) => Promise<number>> = {
  digest: (deps) => digest(deps, null),
  areaDigest: (deps) => digest(deps, 'area-0'),
  top: async (deps) => (await topPage(deps, 1, null)).blocks.length,
  areaTop: async (deps) => (await topPage(deps, 1, 'area-0')).blocks.length,
  home: async (deps) => {
    await drawHome.run(deps, { userId: viewer });
    return 1;
  },
  areas: async (deps) => (await areasPage(deps)).blocks.length,
  status: async (deps) => statusScreen(await gatherStatus(deps)).blocks.length,
};

/** A card also names similar themes, from an index of all of them that a worker holds in memory (`bench match`). */
export async function theme(deps: Deps): Promise<number> {
  const [first] = await findTop(deps.db, { limit: 1 });
  const card = await cardOf(deps, first!.theme.id, viewer);
  return themeScreen(card!).blocks.length;
}

/** All that posting a digest takes but Slack itself: counts, choice, words, every message, the chart. */
async function digest(deps: Deps, areaKey: string | null): Promise<number> {
  const from = new Date(at.getTime() - weekMs);
  const asked = { areaKey, person: null, timeZone: 'UTC', lateDueAt: null, missed: 0 };
  const data = await gatherDigest(deps, { from, until: at, size: 10, ...asked });
  const plan = await withWords(deps, decideDigest(data));
  const messages = [
    digestRoot(data, plan, { emoji: deps.config.reactions }),
    ...plan.lines.map(digestThemeMessage),
  ];
  const rows = plan.lines.map((line) => ({ ...line.theme, score: line.theme.score ?? 0 }));
  const picture = await drawChart({ title: 'All areas', rows });
  return messages.length * picture.length;
}

/** At the moment of the made company. `folder` holds its areas.yml. */
export function depsFor(db: Db, folder: string): Deps {
  const config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_APP_TOKEN: 'xapp-bench',
    EARSHOT_AREAS: join(folder, 'areas.yml'),
    EARSHOT_DATA_DIR: folder,
  });
  const slack = {
    publishHome: async () => {},
    person: async (id: string) => ({ id, teamId: 'T1', name: `Person ${id}` }),
  } as unknown as Deps['slack'];
  return {
    config,
    db,
    slack,
    dispatch: async () => undefined,
    trackers: {},
    candidates: async () => [],
    now: () => at,
    newId,
    log: makeLog('error'),
  };
}
