// `doctor`: looks at the live configuration from end to end, and changes nothing. Ends with 1 when something is to be
// put right.
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { makeSlack } from '../slack/web.ts';
import { makeTrackers } from '../tracker/registry.ts';
import { type Examined, examine, isWell, report } from './doctor-finding.ts';
import { examineModel } from './doctor-model.ts';
import { examineSlack } from './doctor-slack.ts';
import { examineRedis, examineStore } from './doctor-store.ts';
import { examineAreas, examineTracker, examineWebhooks, readAreas } from './doctor-trackers.ts';

export async function runDoctor(
  args: string[],
  print: (text: string) => void = console.log,
): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  const examined = await examineAll(readConfig());
  print(values.json ? JSON.stringify(examined) : report(examined));
  return isWell(examined) ? 0 : 1;
}

/** The parts do not wait for each other. */
async function examineAll(config: Config): Promise<Examined[]> {
  const slack = makeSlack(config.slack);
  const trackers = makeTrackers(config);
  const catalog = readAreas(config);
  catalog.catch(() => undefined);
  const connected = Object.keys(trackers) as (keyof typeof trackers)[];
  return Promise.all([
    examine('Slack', () => examineSlack(config, slack)),
    examine('Areas', async () => examineAreas(await catalog)),
    examine('Linear', async () => examineTracker('linear', trackers, await catalog)),
    examine('Jira', async () => examineTracker('jira', trackers, await catalog)),
    examine('Webhooks', () => examineWebhooks(config, connected)),
    examine('Database and queue', () => examineStore(config, new Date())),
    examine('Redis', () => examineRedis(config)),
    examine('Model', () => examineModel(config)),
  ]);
}
