// The schedule named by the environment: kept as a row beside those that people made.
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { findChannels } from '../intake/store.ts';
import { endSchedule, findSchedules, saveSchedule } from './store.ts';

const id = idFor('schedule', 'configuration');

/** Makes the row follow EARSHOT_DIGEST_CHANNEL, EARSHOT_DIGEST_CRON and EARSHOT_TIME_ZONE. */
export async function configuredSchedule(deps: Deps): Promise<void> {
  const { digest, timeZone } = deps.config;
  const kept = (await findSchedules(deps.db)).find((row) => row.id === id);
  const channel = digest.channel && (await channelId(deps, digest.channel));
  if (!channel) {
    if (kept && !digest.channel) await endSchedule(deps.db, id, deps.now());
    return;
  }
  const same = kept && kept.channel === channel && kept.cron === digest.cron && kept.timeZone === timeZone;
  if (same) return;
  await saveSchedule(deps.db, {
    id,
    channel,
    areaKey: null,
    cron: digest.cron,
    timeZone,
    decidedBy: 'configuration',
    since: deps.now(),
  });
}

/** Settings name channels by id or by name. */
export async function channelId(deps: Deps, named: string): Promise<string | undefined> {
  if (/^[CGD][A-Z0-9]{5,}$/.test(named)) return named;
  const known = (await findChannels(deps.db)).find((channel) => channel.name === named);
  return known?.id ?? (await deps.slack.channels()).find((channel) => channel.name === named)?.id;
}
