// A worker's share of the work on themes in a process of its own: does what each line of its input says.
import { createInterface } from 'node:readline';
import { parseConfig } from '../../src/config.ts';
import { connect } from '../../src/db/connect.ts';
import type { Deps } from '../../src/deps.ts';
import { newId } from '../../src/lib/ids.ts';
import { makeLog } from '../../src/lib/log.ts';
import { place } from '../../src/steps/theme/job.ts';
import { matchThemes } from '../../src/steps/theme/live-index.ts';

type Order = { place: { feedbackId: string; analysisId: string }[] } | { match: string };

const config = parseConfig({
  SLACK_BOT_TOKEN: 'xoxb-none',
  SLACK_APP_TOKEN: 'xapp-none',
  DATABASE_URL: process.argv[2],
  EARSHOT_DATA_DIR: process.argv[3],
});
const { db, close } = connect(config.databaseUrl!, { max: 4 });
const unused = () => Promise.reject(new Error('No outside call belongs here.'));
const deps = {
  config,
  db,
  log: makeLog('error'),
  now: () => new Date(),
  newId,
  slack: {},
  trackers: {},
  candidates: unused,
  dispatch: unused,
} as unknown as Deps;

console.log(JSON.stringify('ready'));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if ('match' in order) {
    const began = performance.now();
    const [best] = await matchThemes(deps, db, { text: order.match, k: 1 });
    console.log(
      JSON.stringify({ themeId: best?.themeId ?? null, score: best?.score, ms: performance.now() - began }),
    );
  } else {
    // Two at a time, as a worker does.
    const left = [...order.place];
    const lane = async () => {
      for (let next = left.shift(); next; next = left.shift()) await place.run(deps, next);
    };
    await Promise.all([lane(), lane()]);
    console.log(JSON.stringify('placed'));
  }
}
await close();
