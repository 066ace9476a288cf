// A process of its own that starts from a snapshot: how long, how much memory, and does it match?
import { readFileSync } from 'node:fs';
import { restoreThemeIndex } from '../src/steps/theme/match.ts';

const started = performance.now();
const index = restoreThemeIndex(readFileSync(process.argv[2]!));
if (!index) throw new Error('The snapshot was refused.');
const [best] = index.match(process.argv[3]!, { k: 1 });
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({
    seconds,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
    themeId: best?.themeId,
    ...index.size(),
  }),
);
